// The menus of a phone: of its chat and of one message.

import { coloured } from './bubble.js';
import { copyText, h } from './dom.js';
import { startPayload } from './entities.js';
import { paint } from './json.js';
import { addPerson } from './people.js';
import { closePopover, item, popover } from './popover.js';
import { send } from './socket.js';
import { chatOf, person as whom, state } from './store.js';
import { t } from './words.js';

const FEELINGS = ['👍', '❤', '🔥', '👌', '🙏', '👀', '🤷', '👎'];

/** What can be done with one message: react, answer, correct, copy, look inside. */
export function messageMenu(message, { phone, anchor, event }) {
  const context = phone.feed.context;
  const own = (message.reactions || []).find((one) => one.from === phone.person)?.emoji;
  const row = h(
    'div',
    { class: 'feelings' },
    FEELINGS.map((emoji) =>
      h(
        'button',
        {
          type: 'button',
          class: emoji === own ? 'own' : '',
          on: {
            click: () => {
              closePopover();
              context.react(message, emoji === own ? null : emoji);
            },
          },
        },
        coloured(emoji),
      ),
    ),
  );
  const words = message.text || message.caption;
  const mine = !message.from?.is_bot;
  const links = deepLinks(message);
  popover(
    anchor,
    [
      row,
      item('reply', t('reply'), () => phone.composer.answer(message)),
      mine && words ? item('edit', t('edit'), () => phone.composer.correct(message)) : null,
      words ? item('copy', t('copyText'), () => context.copy(words)) : null,
      ...links.map((url) => item('personPlus', t('openAsNew'), () => addPerson({ link: url, then: (id) => phone.changed(phone, id) }))),
      item('braces', t('showJson'), () => showJson(message)),
    ].filter(Boolean),
    { className: 'message-menu', role: 'menu', event },
  );
}

/** Deep links of this bot in the words or buttons of a message. */
function deepLinks(message) {
  const words = message.text || message.caption || '';
  const marked = [...(message.entities || []), ...(message.caption_entities || [])].map(
    (one) => one.url || words.slice(one.offset, one.offset + one.length),
  );
  const typed = words.match(/(?:https?:\/\/)?t\.me\/[\w?=&/-]+/gi) || [];
  const buttons = (message.reply_markup?.inline_keyboard || []).flat().map((one) => one.url || one.copy_text?.text);
  const found = [...marked, ...typed, ...buttons].filter((url) => url && startPayload(url, state.bot.username) !== null);
  return [...new Map(found.map((url) => [startPayload(url, state.bot.username), url])).values()];
}

export function phoneMenu(phone, anchor) {
  const id = phone.person;
  const one = whom(id);
  const block = one.blocked
    ? item('check', t('unblock'), () => send({ do: 'unblock', person: id }))
    : item('ban', t('block'), () => send({ do: 'block', person: id }), { danger: true, disabled: !one.started });
  const keyboard = chatOf(id)?.keyboard
    ? item('keyboard', phone.keyboardOpen ? t('hideKeyboard') : t('showKeyboard'), () => phone.toggleKeyboard())
    : null;
  popover(
    anchor,
    [
      item('restart', t('restart'), () => send({ do: 'start', person: id, payload: '' })),
      item('out', t('openLink'), () => askLink(phone)),
      keyboard,
      block,
    ].filter(Boolean),
    { className: 'phone-menu', role: 'menu' },
  );
}

function askLink(phone) {
  const field = h('input', { type: 'text', autocomplete: 'off', required: true, placeholder: `t.me/${state.bot.username}?start=…` });
  const dialog = h(
    'dialog',
    { class: 'sheet', 'aria-label': t('openLink') },
    h(
      'form',
      { method: 'dialog' },
      h('h2', {}, t('openLink')),
      h('p', {}, t('openLinkWhy', { name: whom(phone.person).name })),
      h('label', { class: 'form-row' }, h('span', {}, t('link')), field),
      h(
        'div',
        { class: 'form-end' },
        h('button', { type: 'button', class: 'plain', on: { click: () => dialog.close() } }, t('cancel')),
        h('button', { type: 'submit', class: 'solid' }, t('open')),
      ),
    ),
  );
  dialog.addEventListener('submit', () => {
    const payload = startPayload(field.value.trim(), state.bot.username) ?? field.value.trim();
    send({ do: 'start', person: phone.person, payload });
  });
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  field.focus();
}

function showJson(message) {
  const words = JSON.stringify(message, null, 2);
  const dialog = h(
    'dialog',
    { class: 'sheet wide', 'aria-label': t('showJson') },
    h('pre', { class: 'json', tabIndex: 0 }, paint(words)),
    h(
      'div',
      { class: 'form-end' },
      h('button', { type: 'button', class: 'plain', on: { click: () => copyText(words) } }, t('copy')),
      h('button', { type: 'button', class: 'solid', on: { click: () => dialog.close() } }, t('close')),
    ),
  );
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
