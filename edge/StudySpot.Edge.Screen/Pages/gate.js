'use strict';
// The gate decides what is shown and for how long; this page only says it in the hall's languages.
const SVG_SIGNS = ['wait', 'guide', 'go', 'stop', 'staff', 'fault', 'open'];
// While nobody is there the languages take turns; one is read in less.
const TURN_MS = 4000;
// The gate repeats itself every 4 s: three missed are a gate that does not answer.
const GONE_MS = 12500;
const silent = new URLSearchParams(location.search).get('sound') === 'off';
let texts = null;
let view = null;
let turn = 0;
let heard = null;
let lastAt = 0;
let audio = null;

/** Languages that have texts, the hall's first one first; English is always there. */
function languages() {
  const known = (view?.languages ?? []).filter((language) => texts[language]);
  return known.includes('en') ? known : [...known, 'en'];
}

/** At most three for an answer or a person before the camera; while waiting the first takes turns and the second stays. */
function shownNow(all) {
  if (view && ['go', 'stop', 'staff', 'guide'].includes(view.sign)) return all.slice(0, 3);
  const first = all[turn % all.length];
  const second = all.find((language) => language !== first);
  return second ? [first, second] : [first];
}

function block(language, headline) {
  const { screen, hints, reasons } = texts[language];
  const section = document.createElement('section');
  section.lang = language;
  const reason = view?.reason ? reasons[view.reason] : null;
  const hint = view?.hint ? hints[view.hint] : null;
  section.append(line('h1', headline === 'guide' ? hint ?? hints.look_at_camera : screen[headline] ?? screen.staff));
  if (headline === 'guide') section.append(line('do', screen.orCode));
  if (headline === 'open') section.append(line('do', screen.openDo));
  if (headline === 'fault' || headline === 'gone') section.append(line('says', screen.staff));
  if (reason && view.sign === 'go') section.append(line('says', reason.says));
  else if (reason) {
    section.append(line('says', reason.says));
    if (hint) section.append(line('do', hint), line('do', screen.orCode));
    // "Ask the desk" stands in the headline already.
    else if (view.sign !== 'staff') section.append(line('do', reason.do));
  }
  return section;
}

function show() {
  if (!texts) return;
  const gone = Date.now() - lastAt > GONE_MS;
  const sign = gone || !view || !SVG_SIGNS.includes(view.sign) ? 'fault' : view.sign;
  const headline = gone || !view ? 'gone' : view.headline;
  at('sign').className = sign;
  at('drawing').setAttribute('class', sign === 'guide' ? view.hint : '');
  const all = languages();
  at('words').replaceChildren(...shownNow(all).map((language) => block(language, headline)));
  const limited = at('limited');
  limited.hidden = !(view?.limited && sign === 'wait');
  limited.lang = all[turn % all.length];
  limited.textContent = `${texts[limited.lang].screen.limited}. ${texts[limited.lang].screen.staff}`;
  fit();
}

/** Two tones: rising for yes, low and rough for no. Heard once for each answer. */
function sound() {
  if (silent || view.answer === heard) return;
  const first = heard === null;
  heard = view.answer;
  if (first || !['go', 'stop', 'staff'].includes(view.sign)) return;
  audio ??= new AudioContext();
  const yes = view.sign === 'go';
  [0, 0.16].forEach((delay, i) => {
    const start = audio.currentTime + delay;
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.type = yes ? 'sine' : 'square';
    tone.frequency.value = yes ? [660, 990][i] : [220, 180][i];
    volume.gain.setValueAtTime(yes ? 0.5 : 0.25, start);
    volume.gain.exponentialRampToValueAtTime(0.001, start + 0.15);
    tone.connect(volume).connect(audio.destination);
    tone.start(start);
    tone.stop(start + 0.15);
  });
}

async function begin() {
  try {
    texts = await (await fetch('/screen/texts.json')).json();
  } catch {
    setTimeout(begin, 1000);
    return;
  }
  lastAt = Date.now();
  const events = new EventSource('/screen/events');
  events.onmessage = (message) => {
    lastAt = Date.now();
    const changed = message.data !== begin.last;
    begin.last = message.data;
    view = JSON.parse(message.data);
    if (changed) {
      turn = 0;
      sound();
    }
    show();
  };
  // Where the gate enrols faces it says so here; elsewhere there is nothing at this address and the browser does not ask again.
  new EventSource('/screen/enrol/events').onmessage = (message) => { if (JSON.parse(message.data).enrolment) location.replace('/screen/enrol/'); };
  setInterval(() => { turn += 1; show(); }, TURN_MS);
  addEventListener('resize', show);
}
void begin();
