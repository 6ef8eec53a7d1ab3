'use strict';
// Guides one person through enrolment. No picture is shown or kept: only what to do, and how far it is.
const MARKS = { look_at_camera: '◉', turn_left: '←', turn_right: '→', look_up: '↑', look_down: '↓', come_closer: '⤢', step_back: '⤡', hold_still: '◉', done: '✓', failed: '!' };
const at = (id) => document.getElementById(id);
let texts = null;

function block(language, key) {
  const section = document.createElement('section');
  section.lang = language;
  const heading = document.createElement('h1');
  const { screen, hints } = texts[language];
  heading.textContent = screen[key] ?? hints[key] ?? hints.look_at_camera;
  section.append(heading);
  return section;
}

function show(view) {
  const { enrolment } = view;
  // Over, or nobody is enrolled: back to the gate's own screen.
  if (!enrolment) { location.replace('/screen/'); return; }
  const key = enrolment.end === null ? enrolment.hint : enrolment.end === 'complete' ? 'done' : 'failed';
  const known = view.languages.filter((language) => texts[language]);
  const languages = known.includes('en') ? known : [...known, 'en'];
  at('enrol').className = enrolment.end === null ? '' : key;
  at('hint').textContent = MARKS[key] ?? '◉';
  at('words').replaceChildren(...languages.slice(0, 2).map((language) => block(language, key)));
  at('views').max = Math.max(1, enrolment.wanted);
  at('views').value = enrolment.taken;
}

async function begin() {
  try {
    texts = await (await fetch('/screen/enrol/texts.json')).json();
  } catch {
    setTimeout(begin, 1000);
    return;
  }
  new EventSource('/screen/enrol/events').onmessage = (message) => show(JSON.parse(message.data));
}
void begin();
