// The bar above the phones: whose page this is, language, colours, more phones, the log; and the tabs of a narrow screen.

import { h, icon, iconButton } from './dom.js';
import { face } from './faces.js';
import { leverButtons } from './levers.js';
import { popover } from './popover.js';
import { person, state, unreadTotal } from './store.js';
import { lang, setLang, t } from './words.js';

const remember = (key, value) => {
  try {
    localStorage.setItem(key, value);
  } catch {
    /* private mode: the choice lives for this visit */
  }
};

function logo() {
  return h('img', { src: '/sandbox/static/favicon.svg', width: 28, height: 28, alt: '', class: 'logo' });
}

export function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  remember('gotovo.theme', theme);
}

export function drawBar({ addPhone, toggleLog, logOpen, tourOpen, toggleTour, redraw }) {
  document.body.classList.toggle('with-levers', Boolean(state.levers));
  const dark = document.documentElement.dataset.theme === 'dark';
  const language = h(
    'div',
    { class: 'segments language', role: 'group', 'aria-label': t('language') },
    ['ru', 'en'].map((code) =>
      h(
        'button',
        {
          type: 'button',
          lang: code,
          'aria-pressed': String(code === lang()),
          on: {
            click: () => {
              if (code !== lang()) setLang(code);
            },
          },
        },
        code.toUpperCase(),
      ),
    ),
  );
  document.getElementById('bar').replaceChildren(
    h(
      'div',
      { class: 'brand' },
      logo(),
      h('b', {}, state.bot?.name || 'Gotovo'),
      h('span', { class: 'pill', title: t('demoWhy') }, t('sandbox')),
    ),
    h('p', { class: 'motto' }, t('motto')),
    h(
      'div',
      { class: 'bar-end' },
      leverButtons({ tourOpen, toggleTour }),
      h(
        'button',
        { type: 'button', class: 'bar-button add-phone', title: t('addPhoneWhy'), 'aria-label': t('addPhone'), on: { click: addPhone } },
        icon('plus', 18),
        h('span', {}, t('addPhone')),
      ),
      h(
        'button',
        { type: 'button', class: 'bar-button log-button', title: t('log'), 'aria-label': t('log'), 'aria-pressed': String(logOpen), on: { click: toggleLog } },
        icon('list', 18),
        h('span', {}, t('log')),
      ),
      language,
      iconButton(
        dark ? 'sun' : 'moon',
        dark ? t('light') : t('dark'),
        () => {
          setTheme(dark ? 'light' : 'dark');
          redraw();
        },
        { class: 'theme' },
      ),
      iconButton('info', t('help'), (event) => showHelp(event.currentTarget), { class: 'help' }),
    ),
  );
}

function showHelp(anchor) {
  const line = (keys, words) => [
    h(
      'dt',
      {},
      keys.map((key) => h('kbd', {}, key)),
    ),
    h('dd', {}, words),
  ];
  popover(
    anchor,
    [
      h('h2', {}, t('helpTitle')),
      h('p', {}, t('helpWhat')),
      h('p', {}, t('helpMarks')),
      h(
        'dl',
        {},
        line(['Alt', '1…9'], t('keyPhone')),
        line(['Alt', 'L'], t('keyLog')),
        state.levers ? line(['Alt', 'T'], t('keyTour')) : [],
        line(['↑'], t('keyEdit')),
        line(['Esc'], t('keyEsc')),
        line(['/'], t('keySlash')),
        line(['Shift', t('click')], t('keyShift')),
      ),
    ],
    { className: 'help-panel' },
  );
}

/** On a narrow screen one phone is seen at a time; the tabs choose it. */
let tabsPrint = '';
export function drawTabs(phones, { active, choose, addPhone, logOpen, toggleLog }) {
  const others = unreadTotal(phones.map((phone) => phone.person));
  const print = JSON.stringify([
    phones.map((phone) => [phone.person, person(phone.person)?.name, phone === active, phone.behind]),
    others,
    logOpen,
    lang(),
  ]);
  if (print === tabsPrint) return;
  tabsPrint = print;
  const tabs = phones.map((phone) => {
    const one = person(phone.person);
    if (!one) return null;
    const on = phone === active && !logOpen;
    return h(
      'button',
      { type: 'button', role: 'tab', class: 'tab', 'aria-selected': String(on), on: { click: () => choose(phone) } },
      face(one.id, one.name),
      h('span', {}, one.name.split(' ')[0]),
      phone.behind ? h('span', { class: 'badge' }, String(phone.behind)) : null,
    );
  });
  document.getElementById('tabs').replaceChildren(
    h(
      'div',
      { class: 'tabs-row', role: 'tablist', 'aria-label': t('phones') },
      h('div', { class: 'tabs-people' }, tabs),
      h(
        'button',
        { type: 'button', class: 'tab tab-icon', title: t('addPhone'), 'aria-label': t('addPhone'), on: { click: addPhone } },
        icon('plus', 20),
        others ? h('span', { class: 'badge' }, String(others)) : null,
      ),
      h(
        'button',
        {
          type: 'button',
          role: 'tab',
          class: 'tab tab-icon',
          'aria-selected': String(logOpen),
          'aria-label': t('log'),
          title: t('log'),
          on: { click: toggleLog },
        },
        icon('list', 20),
      ),
    ),
  );
}
