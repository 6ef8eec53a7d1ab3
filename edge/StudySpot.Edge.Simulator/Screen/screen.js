'use strict';
// Words for every reason code (tests compare the keys with the codes of the decision engine).
const REASONS = {
  allowed: ['Welcome', 'स्वागत है'],
  malformed: ['This is not a StudySpot code', 'यह StudySpot का कोड नहीं है'],
  unsupported_code: ['This gate needs an update for your code', 'आपके कोड के लिए इस गेट को अपडेट चाहिए'],
  unknown_credential: ['This pass is not known here', 'यह पास यहाँ दर्ज नहीं है'],
  bad_signature: ['This code is not genuine', 'यह कोड असली नहीं है'],
  code_expired: ['The code is too old: show the live pass', 'कोड पुराना है: पास का ताज़ा कोड दिखाएँ'],
  code_from_future: ['The code is ahead of time: wait for the next one', 'कोड समय से आगे है: अगले कोड की प्रतीक्षा करें'],
  phone_clock_wrong: ["Your phone's clock is wrong: set it to automatic", 'आपके फ़ोन की घड़ी ग़लत है: समय को स्वचालित करें'],
  replayed: ['This code was used already: wait for the next one', 'यह कोड पहले ही इस्तेमाल हो चुका है: अगले कोड की प्रतीक्षा करें'],
  revoked: ['This pass was withdrawn: ask the desk', 'यह पास रद्द कर दिया गया है: डेस्क से पूछें'],
  credential_expired: ['This pass has run out: sign in again', 'इस पास की अवधि समाप्त हो गई है: फिर से साइन इन करें'],
  member_not_active: ['Your plan is not active: ask the desk', 'आपका प्लान चालू नहीं है: डेस्क से पूछें'],
  outside_hours: ['Outside your hours', 'यह आपका समय नहीं है'],
  hall_not_allowed: ['Your plan is for another hall', 'आपका प्लान किसी और हॉल के लिए है'],
  roster_stale: ['The gate has not heard from the cloud for too long: ask the desk', 'गेट को बहुत समय से जानकारी नहीं मिली है: डेस्क से पूछें'],
  gate_clock_untrusted: ['The gate does not know the time: ask the desk', 'गेट को सही समय नहीं पता: डेस्क से पूछें'],
  no_policy: ['The gate is not set up yet: ask the desk', 'गेट अभी तैयार नहीं है: डेस्क से पूछें'],
  gate_fault: ['The gate is out of order: ask the desk', 'गेट ख़राब है: डेस्क से पूछें'],
  not_recorded: ['The gate cannot record entries: ask the desk', 'गेट प्रवेश दर्ज नहीं कर पा रहा है: डेस्क से पूछें'],
};
const SIGNS = {
  go: ['Please walk through', 'कृपया अंदर जाएँ'],
  exit: ['Please walk out', 'कृपया बाहर जाएँ'],
  stop: ['Not allowed', 'प्रवेश नहीं'],
  staff: ['Please ask the desk', 'कृपया डेस्क से पूछें'],
  fault: ['Out of order: please ask the desk', 'गेट ख़राब है: कृपया डेस्क से पूछें'],
  open: ['Emergency: the gate is open', 'आपातकाल: गेट खुला है'],
  wait: ['Hold your code to the reader', 'अपना कोड रीडर को दिखाएँ'],
  gone: ['The gate does not answer', 'गेट जवाब नहीं दे रहा है'],
};
// How long an answer stays: read by a walking person, gone before the next one comes.
const SHOWN_MS = 4000;
// A walk takes 0.7 s; the welcome is still seen when the arm has locked behind the person.
const WELCOME_MS = 2500;
const ARMS = { locked: 'locked', released: 'released', open: 'open both ways', jammed: 'stuck half way' };
const at = (id) => document.getElementById(id);
const put = (id, text) => { if (at(id).textContent !== text) at(id).textContent = text; };
let skew = 0;

function choose(state) {
  const decision = state.lastDecision;
  const age = decision ? Date.now() + skew - Date.parse(decision.at) : Infinity;
  const fresh = age < (decision?.outcome === 'allow' ? WELCOME_MS : SHOWN_MS);
  const words = fresh ? REASONS[decision.reason] ?? [decision.reason, decision.reason] : ['', ''];
  if (state.state === 'fire' || state.turnstile.arm === 'open') return ['open', SIGNS.open, ['', '']];
  if (state.turnstile.arm === 'released') return ['go', state.turnstile.direction === 'exit' ? SIGNS.exit : SIGNS.go, fresh && decision.outcome === 'allow' ? words : ['', '']];
  if (state.state === 'fault' || state.turnstile.arm === 'jammed') return ['staff', SIGNS.fault, ['', '']];
  if (!fresh) return ['wait', SIGNS.wait, ['', '']];
  if (decision.outcome === 'allow') return ['go', decision.direction === 'exit' ? SIGNS.exit : SIGNS.go, words];
  return decision.outcome === 'needs_staff' ? ['staff', SIGNS.staff, words] : ['stop', SIGNS.stop, words];
}

function show(sign, headline, reason) {
  at('sign').className = sign;
  put('headline', headline[0]); put('headline-hi', headline[1]);
  put('reason', reason[0]); put('reason-hi', reason[1]);
}

async function refresh() {
  try {
    const response = await fetch('/state', { cache: 'no-store', signal: AbortSignal.timeout(3000) });
    const state = await response.json();
    skew = Date.parse(state.at) - Date.now();
    show(...choose(state));
    put('arm', ARMS[state.turnstile.arm] ?? state.turnstile.arm);
    put('passages', `${state.turnstile.entries} in, ${state.turnstile.exits} out`);
    put('cloud', state.online ? 'connected' : 'offline');
    put('outbox', String(state.outboxRows));
    put('faults', state.faults.length ? state.faults.join(', ') : 'none');
    put('elapsed', state.lastDecision ? `${state.lastDecision.elapsedMs.toFixed(1)} ms` : '–');
    for (const button of document.querySelectorAll('[data-person]')) button.setAttribute('aria-pressed', String(button.dataset.person === state.turnstile.person));
    at('fire-on').setAttribute('aria-pressed', String(state.turnstile.fireActive));
  } catch {
    show('staff', SIGNS.gone, ['', '']);
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
