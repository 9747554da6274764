// The reply keyboard under the input field.

import { h, icon } from './dom.js';
import { send } from './socket.js';
import { t } from './words.js';

const STYLES = new Set(['primary', 'success', 'danger']);

export function replyKeys(markup, phone) {
  const rows = markup?.keyboard;
  if (!rows || !rows.length) return null;
  const compact = markup.resize_keyboard ? 'compact' : 'tall';
  return h(
    'div',
    { class: `reply-keys ${compact}`, role: 'group', 'aria-label': t('keyboard') },
    rows.map((row, at) =>
      h(
        'div',
        { class: 'keys-row' },
        row.map((key, column) => one(key, { row: at, col: column }, { markup, phone })),
      ),
    ),
  );
}

function one(key, place, { markup, phone }) {
  const button = typeof key === 'string' ? { text: key } : key;
  const sign = button.request_contact ? 'person' : button.request_location ? 'place' : null;
  const style = STYLES.has(button.style) ? `key-${button.style}` : '';
  return h(
    'button',
    { type: 'button', class: `reply-key ${style}`, data: place, on: { click: () => push(button, place, { markup, phone }) } },
    h('span', { class: 'key-label' }, button.text),
    sign ? h('span', { class: 'sign' }, icon(sign, 12)) : null,
  );
}

function push(button, place, { markup, phone }) {
  const strange = ['request_users', 'request_chat', 'request_poll', 'request_managed_bot', 'web_app'].find((kind) => button[kind]);
  if (strange) {
    phone.toast(t('notInSandbox'));
    return;
  }
  phone.feed.stuck = true;
  send({ do: 'key', person: phone.person, ...place });
  if (markup.one_time_keyboard) phone.toggleKeyboard(false);
}
