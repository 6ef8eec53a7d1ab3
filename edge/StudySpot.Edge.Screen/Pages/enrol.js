'use strict';
// Guides one person through enrolment. No picture is shown or kept: only what to do, how far it is, and why it ended.
// Ends after which another try may go better; after the others only the desk can help.
const AGAIN = ['timed_out', 'not_live', 'several_people'];
let texts = null;
let view = null;

function block(language, key) {
  const { screen, hints } = texts[language];
  const section = document.createElement('section');
  section.lang = language;
  const { end } = view.enrolment;
  if (key === 'failed') {
    section.append(line('h1', screen[end] ?? screen.fault), line('do', AGAIN.includes(end) ? screen.again : screen.desk));
    return section;
  }
  section.append(line('h1', screen[key] ?? hints[key] ?? hints.look_at_camera));
  if (end === null) section.append(line('do', screen.title));
  return section;
}

function show() {
  const { enrolment } = view;
  // Over, or nobody is enrolled: back to the gate's own screen.
  if (!enrolment) { location.replace('/screen/'); return; }
  const key = enrolment.end === null ? enrolment.hint : enrolment.end === 'complete' ? 'done' : 'failed';
  const known = view.languages.filter((language) => texts[language]);
  const languages = known.includes('en') ? known : [...known, 'en'];
  at('sign').className = { done: 'go', failed: 'staff' }[key] ?? 'guide';
  at('drawing').setAttribute('class', key);
  at('words').replaceChildren(...languages.slice(0, 3).map((language) => block(language, key)));
  // Nothing of a failed one is kept: a bar that stands half way would say otherwise.
  at('views').hidden = key === 'failed';
  at('views').max = Math.max(1, enrolment.wanted);
  at('views').value = enrolment.taken;
  fit();
}

async function begin() {
  try {
    texts = await (await fetch('/screen/enrol/texts.json')).json();
  } catch {
    setTimeout(begin, 1000);
    return;
  }
  new EventSource('/screen/enrol/events').onmessage = (message) => {
    view = JSON.parse(message.data);
    show();
  };
  addEventListener('resize', () => { if (view) show(); });
}
void begin();
