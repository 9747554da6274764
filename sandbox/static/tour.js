// The guided tour: who does what now on each road, found by the server in what really happened; it can be left and taken up again.

import { mark, marked } from './beacon.js';
import { h, icon, iconButton } from './dom.js';
import { face, rolePill } from './faces.js';
import { askReset, passHour } from './levers.js';
import { send } from './socket.js';
import { list, order, titleOf, wordsOf } from './steps.js';
import { hear, person, state } from './store.js';
import { lang, onLang, t } from './words.js';

const PATIENCE = 8000;

const node = document.getElementById('tour');
const voice = h('p', { class: 'offscreen', role: 'status' });
document.body.append(voice);
let open = false;
let chosen = '';
let unfolded = false;
let told = '';
let doing = '';
let host = null;

const keep = (value) => {
  try {
    localStorage.setItem('gotovo.tour', value);
  } catch {
    /* private mode: the place is kept by the company itself */
  }
};
const kept = () => {
  try {
    return localStorage.getItem('gotovo.tour');
  } catch {
    return null;
  }
};

export const isTourOpen = () => open;
const road = () => state.roads.find((one) => one.name === chosen) || state.roads[0];

/** `bring(id)` puts a person's phone in sight, `changed` is told that the tour was opened or left. */
export function buildTour({ bring, changed, isNarrow }) {
  host = { bring, changed, isNarrow };
  const remembered = kept();
  chosen = remembered && remembered !== 'closed' ? remembered : '';
  open = remembered !== 'closed';
  hear('tour', () => draw(true));
  hear('people', () => draw(false));
  onLang(() => draw(false));
  node.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    toggleTour();
  });
}

export function toggleTour() {
  open = !open;
  keep(open ? chosen || 'bench' : 'closed');
  told = '';
  draw(open);
  host.changed();
  if (open) node.querySelector('button')?.focus({ preventScroll: true });
  else document.querySelector('.lever-tour')?.focus();
}

function choose(name) {
  chosen = name;
  keep(name);
  told = '';
  draw(true);
}

function draw(follow) {
  const one = road();
  const shown = Boolean(open && state.levers && one);
  if (node.hidden === shown) {
    node.hidden = !shown;
    document.body.classList.toggle('touring', shown);
  }
  if (!shown) {
    mark(0, null);
    return;
  }
  const step = one.at === null ? null : one.steps[one.at];
  mark(step?.person, step ? one.cue : null);
  if (doing && doing !== JSON.stringify(one)) doing = '';
  const print = JSON.stringify([one, lang(), unfolded, doing, step && person(step.person)?.name, state.levers]);
  if (node.dataset.print === print) return;
  node.dataset.print = print;
  const focused = [...node.querySelectorAll('button')].indexOf(document.activeElement);
  node.setAttribute('aria-label', t('tour'));
  node.classList.toggle('unfolded', unfolded);
  node.replaceChildren(...[head(one), one.number ? null : otherLanguage(), step ? now(one, step) : end(one), list(one)].filter(Boolean));
  if (focused >= 0) (node.querySelectorAll('button')[focused] || node.querySelector('button')).focus({ preventScroll: true });
  node.querySelector('.tour-list [aria-current]')?.scrollIntoView({ block: 'nearest' });
  if (step && follow) goTo(one, step);
}

/** A new step's phone comes by itself where several are in sight; on a narrow screen the reader asks for it. */
function goTo(one, step) {
  const key = `${one.name}:${one.number}:${one.at}`;
  if (told === key) return;
  told = key;
  if (!host.isNarrow()) host.bring(step.person);
}

function head(one) {
  return h(
    'div',
    { class: 'tour-head' },
    h('h2', {}, t('tour')),
    h(
      'div',
      { class: 'segments', role: 'group', 'aria-label': t('roads') },
      state.roads.map((each) =>
        h(
          'button',
          { type: 'button', 'aria-pressed': String(each === one), title: titleOf(each), on: { click: () => choose(each.name) } },
          titleOf(each).split(':')[0],
        ),
      ),
    ),
    iconButton('close', t('tourLeave'), toggleTour, { size: 18, class: 'tour-close' }),
  );
}

function otherLanguage() {
  if (state.levers.language === lang() || !state.levers.languages.includes(lang())) return null;
  return h(
    'p',
    { class: 'tour-other' },
    h('span', {}, t('tourOther')),
    h('button', { type: 'button', class: 'plain', on: { click: askReset } }, t('tourFresh')),
  );
}

function now(one, step) {
  const who = person(step.person);
  const [title, why] = wordsOf(step);
  return h(
    'div',
    { class: 'tour-now' },
    h(
      'div',
      { class: 'tour-count' },
      h('span', {}, t('tourStep', { n: one.at + 1, all: one.steps.length })),
      h('progress', { value: one.at, max: one.steps.length, 'aria-hidden': 'true' }),
    ),
    h('div', { class: 'tour-who' }, face(step.person, who?.name), h('b', {}, who?.name || ''), who ? rolePill(who) : null),
    h('h3', {}, title),
    h('p', { class: `tour-order ${one.cue ? '' : 'waits'}` }, speak(`${firstName(who)}: ${order(one.cue)}`)),
    h('p', { class: 'tour-why' }, why),
    h(
      'div',
      { class: 'tour-do' },
      h(
        'button',
        { type: 'button', class: 'solid', on: { click: () => show(step.person, one.cue) } },
        icon('right', 16),
        h('span', {}, one.cue ? t('tourShow') : t('tourShowPhone')),
      ),
      h('button', { type: 'button', class: 'plain', 'aria-disabled': String(!one.cue || Boolean(doing)), on: { click: () => doIt(step.person, one.cue) } }, t('tourDoIt')),
      h(
        'button',
        {
          type: 'button',
          class: 'icon-button tour-fold',
          'aria-expanded': String(unfolded),
          title: t('tourAll'),
          'aria-label': t('tourAll'),
          on: {
            click: () => {
              unfolded = !unfolded;
              draw(false);
            },
          },
        },
        icon('down', 18),
      ),
    ),
  );
}

/** Said aloud by a screen reader: a node that stays, whose words change. */
function speak(words) {
  if (voice.textContent !== words) voice.textContent = words;
  return words;
}

const firstName = (who) => (who?.name || '').split(' ')[0];

/** The phone, with the focus on the button itself: Enter does the step. Words are typed already. */
function show(id, cue) {
  unfolded = false;
  host.bring(id);
  setTimeout(() => {
    const target = marked();
    if (cue?.do === 'say' && target && !target.value) {
      target.value = cue.text;
      target.dispatchEvent(new Event('input'));
    }
    target?.focus();
  }, 120);
}

/** Once: until the road has moved on the button rests, for a second press would be one too many. */
function doIt(id, cue) {
  if (!cue || doing) return;
  doing = JSON.stringify(road());
  host.bring(id);
  send({ ...cue, person: id });
  draw(false);
  setTimeout(() => {
    doing = '';
    draw(false);
  }, PATIENCE);
}

function end(one) {
  const next = state.roads.find((each) => each !== one && each.at !== null);
  return h(
    'div',
    { class: 'tour-now tour-end' },
    h('h3', {}, t('tourEnd')),
    h('p', { class: 'tour-why' }, speak(t('tourEndWhat', { number: one.number }))),
    h(
      'div',
      { class: 'tour-do' },
      next
        ? h(
            'button',
            { type: 'button', class: 'solid', on: { click: () => choose(next.name) } },
            t('tourNext', { road: titleOf(next).split(':')[0] }),
          )
        : null,
      h('button', { type: 'button', class: 'plain', on: { click: passHour } }, t('hour')),
      h('button', { type: 'button', class: 'plain', on: { click: askReset } }, t('reset')),
    ),
  );
}
