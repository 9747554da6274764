// The log of what happened: updates that reached the bot, calls it made, faults; and the means to cause faults.

import { h, icon, iconButton, copyText } from './dom.js';
import { faultPanel } from './faults.js';
import { gist } from './gist.js';
import { paint } from './json.js';
import { send } from './socket.js';
import { hear, state, tell } from './store.js';
import { clockSeconds, t } from './words.js';

const KEPT = 500;
const DRAWN = 250;
const FILTERS = {
  all: (one) => one.kind !== 'row' || isEvent(one.detail),
  in: (one) => one.kind === 'update',
  out: (one) => one.kind === 'call',
  trouble: (one) => one.kind === 'fault' || isTrouble(one) || one.detail?.state === 'dead',
  rows: (one) => one.kind === 'row',
};
const SIGNS = { update: 'arrowIn', call: 'arrowOut', fault: 'bolt', row: 'base' };
const PACES = [0, 100, 400, 1500];

/** Of the database's rows everybody wants to see what happened and who was told; how screens are redrawn, only who looks for it. */
const isEvent = (row) => row.table === 'timeline' || row.kind === 'notice';

let entries = [];
let filter = 'all';
let words = '';
let number = 0;
const rows = h('div', { class: 'log-rows', role: 'log' });
const drawn = new Map();
const changed = new Set();

export const isTrouble = (entry) =>
  Boolean(
    entry.detail &&
    (entry.detail.ok === false || entry.detail.error || entry.detail.result?.ok === false || entry.detail.answer?.ok === false),
  );

export function buildLog(close) {
  const node = document.getElementById('log');
  const draw = () => {
    const wasOpen = Boolean(node.querySelector('.weather')?.open);
    const filters = h(
      'div',
      { class: 'segments', role: 'group', 'aria-label': t('show') },
      Object.keys(FILTERS).map((one) =>
        h(
          'button',
          {
            type: 'button',
            'aria-pressed': String(one === filter),
            on: {
              click: () => {
                filter = one;
                draw();
                redraw();
              },
            },
          },
          t(`log.${one}`),
        ),
      ),
    );
    const search = h('input', {
      type: 'search',
      value: words,
      placeholder: t('logSearch'),
      'aria-label': t('logSearch'),
      on: {
        input: (event) => {
          words = event.target.value.toLowerCase();
          redraw();
        },
      },
    });
    node.setAttribute('aria-label', t('whatHappened'));
    node.replaceChildren(
      h(
        'div',
        { class: 'log-head' },
        h('h2', {}, t('whatHappened')),
        iconButton(
          'trash',
          t('clearLog'),
          () => {
            entries = [];
            redraw();
          },
          { size: 17 },
        ),
        iconButton('close', t('closeLog'), close, { size: 18 }),
      ),
      h('div', { class: 'log-tools' }, filters, h('label', { class: 'search' }, icon('search', 15), search)),
      rows,
      weather(wasOpen),
    );
    drawEmpty();
  };
  draw();
  hear('log', (news) => {
    add(news);
  });
  hear('hello', () => {
    entries = [];
    redraw();
    draw();
  });
  hear('weather', () => node.lastElementChild.replaceWith(weather(node.lastElementChild.open)));
  return {
    draw: () => {
      draw();
      redraw();
    },
  };
}

/** The weather at Telegram: how slow it is and which fault comes next. */
function weather(open = false) {
  const pace = h(
    'div',
    { class: 'segments', role: 'group', 'aria-label': t('latency') },
    PACES.map((ms) =>
      h(
        'button',
        { type: 'button', 'aria-pressed': String(ms === state.latency), on: { click: () => send({ do: 'latency', ms }) } },
        ms ? t('ms', { n: ms }) : '0',
      ),
    ),
  );
  return h(
    'details',
    { class: 'weather', open },
    h('summary', {}, icon('bolt', 17), h('span', {}, t('weather')), icon('down', 16)),
    h(
      'div',
      {},
      h('span', { class: 'small-title' }, t('latency')),
      pace,
      state.faults.length ? faultPanel(() => tell('weather')) : null,
    ),
  );
}

const passes = (entry) =>
  FILTERS[filter](entry) &&
  (!words || `${entry.title} ${entry.who} ${(entry.print ??= JSON.stringify(entry.detail))}`.toLowerCase().includes(words));

function add(news) {
  for (const entry of news) {
    const known = entry.key && entries.find((one) => one.key === entry.key);
    if (known) {
      Object.assign(known, entry, { who: gist(entry), print: undefined });
      changed.add(known.number);
      continue;
    }
    number += 1;
    entries.push({ ...entry, number, who: gist(entry) });
  }
  if (entries.length > KEPT) entries = entries.slice(-KEPT);
  if (rows.isConnected && !rows.closest('[hidden]')) redraw();
}

let queued = false;
/** Draws the newest entries first; many entries of one moment are drawn once. */
export function redraw() {
  if (queued) return;
  queued = true;
  requestAnimationFrame(() => {
    queued = false;
    const wanted = entries.filter(passes).slice(-DRAWN).reverse();
    const alive = new Set(wanted.map((entry) => entry.number));
    for (const [key, node] of [...drawn])
      if (!alive.has(key)) {
        node.remove();
        drawn.delete(key);
      }
    wanted.forEach((entry, at) => {
      let node = drawn.get(entry.number);
      if (!node || changed.has(entry.number)) {
        const fresh = row(entry);
        fresh.open = Boolean(node?.open);
        node?.replaceWith(fresh);
        node = fresh;
      }
      drawn.set(entry.number, node);
      if (rows.children[at] !== node) rows.insertBefore(node, rows.children[at] || null);
    });
    changed.clear();
    drawEmpty();
  });
}

function drawEmpty() {
  rows.querySelector('.log-empty')?.remove();
  if (!rows.children.length) rows.append(h('p', { class: 'log-empty' }, words || filter !== 'all' ? t('logNothing') : t('logEmpty')));
}

function row(entry) {
  const trouble = FILTERS.trouble(entry);
  const body = h('div', { class: 'log-body' });
  const node = h(
    'details',
    { class: `log-row log-${entry.kind} ${trouble ? 'trouble' : ''}` },
    h(
      'summary',
      {},
      h('span', { class: 'log-sign', title: t(`logKind.${entry.kind}`) }, icon(SIGNS[entry.kind] || 'info', 14)),
      h('span', { class: 'log-title' }, entry.title),
      h(
        'span',
        { class: 'log-who' },
        entry.kind === 'row' && entry.detail.state ? h('span', { class: `state state-${entry.detail.state}` }, entry.detail.state) : null,
        entry.who,
      ),
      h('time', {}, clockSeconds(entry.at)),
    ),
    body,
  );
  node.addEventListener('toggle', () => {
    if (!node.open || body.firstChild) return;
    const text = JSON.stringify(entry.detail, null, 2);
    body.append(
      h('pre', { class: 'json', tabIndex: 0 }, paint(text)),
      iconButton('copy', t('copy'), () => copyText(text), { size: 15 }),
    );
  });
  return node;
}
