// What only a product in play can do for the page: the tour, an hour that passes at once, trouble, a fresh company.

import { h, icon } from './dom.js';
import { faultPanel } from './faults.js';
import { item, popover } from './popover.js';
import { send } from './socket.js';
import { hear, state } from './store.js';
import { clock, lang, now, t } from './words.js';

let passing = false;

/** The buttons of the bar; none without a product. */
export function leverButtons({ tourOpen, toggleTour }) {
  if (!state.levers) return [];
  const button = (name, sign, words, { run, ...props }) =>
    h(
      'button',
      { type: 'button', ...props, class: `bar-button lever lever-${name}`, 'aria-label': words, on: { click: run } },
      icon(sign, 18),
      h('span', {}, words),
    );
  const hour = button('hour', 'clock', t('hour'), { run: passHour, title: t('hourWhy'), 'aria-disabled': passing ? 'true' : null });
  hour.append(h('time', {}, clock(now())));
  return [
    button('tour', 'flag', t('tour'), { run: toggleTour, title: t('tourWhy'), 'aria-pressed': String(tourOpen) }),
    hour,
    button('faults', 'bolt', t('trouble'), {
      run: (event) => showFaults(event.currentTarget),
      title: t('troubleWhy'),
      'aria-haspopup': 'dialog',
    }),
    button('reset', 'restart', t('reset'), { run: askReset, title: t('resetWhy'), 'aria-haspopup': 'dialog' }),
    h(
      'button',
      {
        type: 'button',
        class: 'icon-button levers-menu',
        title: t('levers'),
        'aria-label': t('levers'),
        'aria-haspopup': 'menu',
        on: { click: (event) => showMenu(event.currentTarget, toggleTour) },
      },
      icon('flag', 20),
    ),
  ];
}

/** On a narrow screen the same behind one button. */
function showMenu(anchor, toggleTour) {
  popover(
    anchor,
    [
      item('flag', t('tour'), toggleTour),
      item('clock', t('hour'), passHour, { hint: clock(now()) }),
      item('bolt', t('trouble'), () => showFaults(anchor)),
      item('restart', t('reset'), askReset),
    ],
    { role: 'menu' },
  );
}

/** An hour passes once at a time; what happened meanwhile comes with the frames. */
export function passHour() {
  if (passing) return;
  passing = true;
  document.body.classList.add('passing');
  send({ do: 'hour' });
}

hear('clock', () => {
  passing = false;
  document.body.classList.remove('passing');
});

/** The time on the button stays true while the page is open. */
export function keepClockTrue() {
  const write = () => {
    const node = document.querySelector('.lever-hour time');
    if (node) node.textContent = clock(now());
  };
  hear('clock', write);
  setInterval(write, 5000);
}

function showFaults(anchor) {
  const body = h('div', {});
  const draw = () => {
    const focused = [...body.querySelectorAll('button')].indexOf(document.activeElement);
    body.replaceChildren(faultPanel(draw));
    if (focused >= 0) body.querySelectorAll('button')[focused]?.focus();
  };
  draw();
  const node = popover(anchor, [h('h2', {}, t('trouble')), h('p', {}, t('troubleWhy')), body], { className: 'trouble-panel' });
  if (!node) return;
  node.setAttribute('aria-label', t('trouble'));
  const release = hear('weather', () => {
    if (node.isConnected) draw();
    else release();
  });
}

export function askReset() {
  let wanted = state.levers.languages.includes(lang()) ? lang() : state.levers.language;
  const names = { ru: t('inRussian'), en: t('inEnglish') };
  const choice = h('div', { class: 'segments', role: 'group', 'aria-label': t('companySpeaks') });
  const draw = () =>
    choice.replaceChildren(
      ...state.levers.languages.map((code) =>
        h(
          'button',
          {
            type: 'button',
            lang: code,
            'aria-pressed': String(code === wanted),
            on: {
              click: () => {
                wanted = code;
                draw();
                choice.querySelector('[aria-pressed="true"]').focus();
              },
            },
          },
          names[code] || code,
        ),
      ),
    );
  draw();
  const dialog = h(
    'dialog',
    { class: 'sheet', 'aria-label': t('reset') },
    h(
      'form',
      { method: 'dialog' },
      h('h2', {}, t('resetTitle')),
      h('p', {}, t('resetWhat')),
      h('div', { class: 'form-row' }, h('span', {}, t('companySpeaks')), choice),
      h(
        'div',
        { class: 'form-end' },
        h('button', { type: 'button', class: 'plain', on: { click: () => dialog.close() } }, t('cancel')),
        h('button', { type: 'submit', class: 'solid' }, t('resetGo')),
      ),
    ),
  );
  dialog.addEventListener('submit', () => send({ do: 'reset', language: wanted }));
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector('.solid').focus();
}
