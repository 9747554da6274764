// What stands above a chat: whose phone it is, the bot and what it is doing, the pinned message; and the bot's alerts.

import { h, icon, iconButton } from './dom.js';
import { face, rolePill } from './faces.js';
import { summary } from './media.js';
import { phoneMenu } from './menus.js';
import { choosePerson } from './people.js';
import { chatOf, person as whom, state, unreadTotal } from './store.js';
import { lang, t } from './words.js';

/** The owner's name, by which another owner is chosen. */
export function drawOwner(phone) {
  const one = whom(phone.person);
  if (!one) return;
  const others = unreadTotal(state.visible());
  if (phone.isDrawn('owner', [one.id, one.name, one.role, one.language, others, lang()])) return;
  const picker = h(
    'button',
    {
      type: 'button',
      class: 'picker',
      'aria-haspopup': 'listbox',
      title: t('choosePerson'),
      on: { click: (event) => choosePerson(event.currentTarget, phone.person, (id) => phone.changed(phone, id)) },
    },
    face(one.id, one.name),
    h('span', { class: 'owner-name' }, one.name),
    rolePill(one),
    icon('down', 16),
    others ? h('span', { class: 'badge', title: t('unreadOthers') }, String(others)) : null,
  );
  const close = phone.closing ? iconButton('close', t('closePhone'), () => phone.closing(phone), { size: 17, class: 'close-phone' }) : null;
  phone.owner.replaceChildren(
    picker,
    h('span', { class: 'language-tag', title: t('languageOf') }, (one.language || '').toUpperCase()),
    ...[close].filter(Boolean),
  );
}

/** The bot's name and what it is doing now. */
export function drawHead(phone) {
  const [chat, { bot }] = [chatOf(phone.person), state];
  if (!bot) return;
  const typing = chat && chat.typing > Date.now();
  const status = !state.online ? t('connecting') : typing ? t(`doing.${chat.action || 'typing'}`) : t('bot');
  if (phone.isDrawn('head', [bot.id, bot.name, status, phone.person, lang()])) return;
  phone.head.replaceChildren(
    face(bot.id, bot.name, 'bot-face'),
    h('div', { class: 'chat-title' }, h('b', {}, bot.name), h('small', { class: typing ? 'live' : '' }, status)),
    iconButton('dots', t('more'), (event) => phoneMenu(phone, event.currentTarget), { 'aria-haspopup': 'menu' }),
  );
}

/** The newest pinned message, a press away. */
export function drawPinned(phone) {
  const chat = chatOf(phone.person);
  const message = chat?.pinned ? chat.messages.get(chat.pinned) : null;
  phone.pinned.hidden = !message;
  if (!message) return;
  phone.pinned.replaceChildren(
    h(
      'button',
      { type: 'button', on: { click: () => phone.feed.jump(message.message_id) } },
      h('span', {}, h('b', {}, t('pinned')), h('small', {}, summary(message))),
      icon('pin', 18),
    ),
  );
}

/** A window of the bot that has to be closed. */
export function showAlert(phone, text) {
  const close = () => {
    sheet.remove();
    phone.composer.field.focus({ preventScroll: true });
  };
  const button = h(
    'button',
    {
      type: 'button',
      class: 'solid',
      on: {
        click: close,
        keydown: (event) => {
          if (event.key === 'Escape') close();
        },
      },
    },
    t('ok'),
  );
  const sheet = h(
    'div',
    { class: 'alert', role: 'alertdialog', 'aria-modal': 'true', 'aria-label': state.bot.name },
    h('div', {}, h('b', {}, state.bot.name), h('p', {}, text), button),
  );
  phone.node.append(sheet);
  button.focus();
}
