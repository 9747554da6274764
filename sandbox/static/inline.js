// Draws the buttons under a message.

import { h, icon } from './dom.js';
import { startPayload } from './entities.js';
import { send } from './socket.js';
import { chatOf, startWaiting, state } from './store.js';
import { t } from './words.js';

const STYLES = new Set(['primary', 'success', 'danger']);

export function inlineKeys(message, context) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows || !rows.length) return null;
  return h(
    'div',
    { class: 'keys' },
    rows.map((row, at) =>
      h(
        'div',
        { class: 'keys-row' },
        row.map((button, column) => key(button, { message, row: at, col: column }, context)),
      ),
    ),
  );
}

function key(button, place, context) {
  const address = `${place.message.message_id}:${place.row}:${place.col}`;
  const waits = chatOf(context.person)?.waiting.has(address);
  const style = STYLES.has(button.style) ? `key-${button.style}` : '';
  const sign = signOf(button);
  const label = h('span', { class: 'key-label' }, button.text);
  if (button.url) return linkKey(button, { label, style, sign }, context);
  const node = h(
    'button',
    {
      type: 'button',
      class: `key ${style} ${waits ? 'waits' : ''}`,
      disabled: Boolean(button.disabled),
      data: { row: place.row, col: place.col },
      'aria-busy': waits ? 'true' : null,
    },
    label,
    sign,
  );
  if (!button.disabled) node.addEventListener('click', () => press(button, place, context, address));
  return node;
}

function linkKey(button, { label, style, sign }, context) {
  const inner = startPayload(button.url, state.bot.username) !== null;
  return h(
    'a',
    {
      class: `key ${style}`,
      href: button.url,
      target: '_blank',
      rel: 'noopener noreferrer',
      title: inner ? t('openHere') : button.url,
      on: { click: (event) => context.openLink(button.url, event) },
    },
    label,
    sign,
  );
}

function signOf(button) {
  if (button.url) return h('span', { class: 'sign' }, icon('out', 11));
  if (button.copy_text) return h('span', { class: 'sign' }, icon('copy', 11));
  return null;
}

function press(button, { message, row, col }, context, address) {
  if (button.copy_text) {
    context.copy(button.copy_text.text);
    return;
  }
  if (!button.callback_data) {
    context.toast(t('notInSandbox'));
    return;
  }
  if (chatOf(context.person).waiting.has(address)) return;
  startWaiting(context.person, address);
  send({ do: 'tap', person: context.person, message_id: message.message_id, row, col });
  context.refresh(message.message_id);
}
