'use strict';
// What every page of the screen needs: lines of text, and text that fits.
const at = (id) => document.getElementById(id);

function line(kind, text) {
  const element = document.createElement(kind === 'h1' ? 'h1' : 'p');
  if (kind !== 'h1') element.className = kind;
  element.textContent = text;
  return element;
}

/** Makes the text smaller until it fits: a long language must not lose its last line. */
function fit() {
  const words = at('words');
  for (let scale = 1.25; scale >= 0.4; scale -= 0.05) {
    document.documentElement.style.setProperty('--scale', scale.toFixed(2));
    if (words.scrollHeight <= room() + 1 && words.scrollWidth <= words.clientWidth + 1) return;
  }
}

function room() {
  const style = getComputedStyle(at('sign'));
  const rows = style.gridTemplateRows.split(' ').map(parseFloat);
  return rows.length === 3 ? rows[1] : rows[0];
}
