// Causing trouble: how many of the bot's next sends fail, and how; and what is still ahead of it.

import { h, icon } from './dom.js';
import { send } from './socket.js';
import { state } from './store.js';
import { t } from './words.js';

const COUNTS = [1, 3, 5, 10];
const OF_UPDATES = new Set(['duplicate_updates', 'reordered_updates']);

let times = 1;

/** Draws the choice of faults; `redraw` is called when the count was changed. */
export function faultPanel(redraw) {
  const kinds = (wanted) => state.faults.filter((kind) => OF_UPDATES.has(kind) === wanted);
  return h(
    'div',
    { class: 'fault-panel' },
    h('span', { class: 'small-title' }, t('nextFault')),
    h(
      'div',
      { class: 'segments', role: 'group', 'aria-label': t('howMany') },
      COUNTS.map((count) =>
        h(
          'button',
          {
            type: 'button',
            'aria-pressed': String(count === times),
            on: {
              click: () => {
                times = count;
                redraw();
              },
            },
          },
          String(count),
        ),
      ),
    ),
    h('div', { class: 'faults' }, kinds(false).map(one)),
    h('span', { class: 'small-title' }, t('toBot')),
    h('div', { class: 'faults' }, kinds(true).map(one)),
    ahead(),
  );
}

function one(kind) {
  const press = () => send({ do: 'fault', kind, times, sends: true });
  return h('button', { type: 'button', class: 'fault', title: t(`faultWhy.${kind}`), on: { click: press } }, t(`fault.${kind}`));
}

function ahead() {
  const planned = Object.entries(state.ahead || {});
  return h(
    'p',
    { class: 'ahead', role: 'status' },
    planned.length
      ? [
          h('span', {}, `${t('ahead')} ${planned.map(([kind, count]) => `${t(`fault.${kind}`)} × ${count}`).join(', ')}`),
          h(
            'button',
            { type: 'button', class: 'plain', on: { click: () => send({ do: 'clear_faults' }) } },
            icon('close', 14),
            h('span', {}, t('calmDown')),
          ),
        ]
      : t('allCalm'),
  );
}
