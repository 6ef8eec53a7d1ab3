'use strict';
const ARMS = { locked: 'locked', released: 'released', open: 'open both ways', jammed: 'stuck half way' };
const at = (id) => document.getElementById(id);
const put = (id, text) => { if (at(id).textContent !== text) at(id).textContent = text; };

async function refresh() {
  try {
    const response = await fetch('/state', { cache: 'no-store', signal: AbortSignal.timeout(3000) });
    const state = await response.json();
    put('arm', ARMS[state.turnstile.arm] ?? state.turnstile.arm);
    put('passages', `${state.turnstile.entries} in, ${state.turnstile.exits} out`);
    put('cloud', state.online ? 'connected' : 'offline');
    put('outbox', String(state.outboxRows));
    put('faults', state.faults.length ? state.faults.join(', ') : 'none');
    put('elapsed', state.lastDecision ? `${state.lastDecision.elapsedMs.toFixed(1)} ms` : '–');
    for (const button of document.querySelectorAll('[data-person]')) button.setAttribute('aria-pressed', String(button.dataset.person === state.turnstile.person));
    at('fire-on').setAttribute('aria-pressed', String(state.turnstile.fireActive));
  } catch {
    put('arm', 'does not answer');
  }
  setTimeout(refresh, 250);
}

// A press that does not arrive needs no words of its own: the screen says that the gate does not answer.
const press = (path, body) => fetch(path, { method: 'POST', body, headers: { 'content-type': 'application/json' } }).catch(() => {});
document.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  const { post, person } = button.dataset;
  if (post) void press(post);
  if (person) void press('/people', JSON.stringify({ behaviour: person }));
});
void refresh();
