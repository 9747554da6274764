// Draws one message, or several photos sent as one album, as a bubble of the chat.

import { h, icon, iconButton } from './dom.js';
import { richText } from './entities.js';
import { inlineKeys } from './inline.js';
import { media, mediaKind, serviceWords, summary } from './media.js';
import { chatOf, person, state } from './store.js';
import { clock, t } from './words.js';

const BARE = new Set(['sticker', 'dice', 'video_note']);
const ONLY_EMOJI = /^(?:\p{Extended_Pictographic}(?:\uFE0F|\u200D\p{Extended_Pictographic}|[\u{1F3FB}-\u{1F3FF}])*){1,3}$/u;
export const isFromBot = (message) => Boolean(message.from && message.from.is_bot);

/** The row of the chat that shows `messages`: usually one, several when they are one album. */
export function bubble(messages, context) {
  const [message] = messages;
  const service = serviceWords(message);
  if (service) return h('div', { class: 'service', data: { id: message.message_id } }, h('span', {}, service));
  const mine = !isFromBot(message);
  const captioned = messages.find((one) => one.caption) || message;
  const [text, entities] = captioned.text ? [captioned.text, captioned.entities] : [captioned.caption || '', captioned.caption_entities];
  const kind = mediaKind(message);
  const keys = inlineKeys(captioned.reply_markup ? captioned : messages.at(-1), context);
  const jumbo = !kind && !keys && ONLY_EMOJI.test(text);
  const look = ['bubble', kind && `with-${kind}`, text ? 'with-text' : 'no-text', jumbo && 'jumbo', BARE.has(kind) && 'bare'];
  const box = h(
    'div',
    { class: look.filter(Boolean).join(' ') },
    forwarded(message),
    quote(message, context),
    pictures(messages, context),
    text ? h('div', { class: 'words', dir: 'auto' }, richText(text, entities, context), meta(message, mine)) : meta(message, mine),
  );
  const row = h(
    'article',
    { class: `row ${mine ? 'mine' : 'theirs'} ${keys ? 'keyed' : ''}`, tabIndex: -1, data: { id: messages.at(-1).message_id } },
    h('div', { class: 'body' }, box, keys, reactions(captioned, context), tools(message, context)),
  );
  listenTouch(row, message, context);
  return row;
}

function pictures(messages, context) {
  if (messages.length === 1) return media(messages[0], context);
  const grid = h(
    'div',
    { class: `album album-${Math.min(messages.length, 10)}` },
    messages.map((one) => media(one, context)),
  );
  return grid;
}

function meta(message, mine) {
  const parts = [message.edit_date ? h('span', { class: 'edited' }, t('edited')) : null];
  if (!mine && message.silent)
    parts.push(h('span', { class: 'hush', title: t('quiet'), role: 'img', 'aria-label': t('quiet') }, icon('bellOff', 12)));
  if (!mine && message.silent === false)
    parts.push(h('span', { class: 'ring', title: t('loud'), role: 'img', 'aria-label': t('loud') }, icon('bell', 12)));
  parts.push(h('time', {}, clock(message.date)));
  if (mine) parts.push(h('span', { class: 'ticks' }, icon('checks', 15)));
  return h('span', { class: 'meta' }, parts);
}

function forwarded(message) {
  const origin = message.forward_origin;
  if (!origin) return null;
  const from = origin.sender_user?.first_name || origin.sender_user_name || origin.chat?.title || '';
  return h('div', { class: 'forwarded' }, t('forwarded', { name: from }));
}

function quote(message, context) {
  const quoted = message.reply_to_message;
  if (!quoted || quoted.forum_topic_created) return null;
  const name = isFromBot(quoted) ? state.bot.name : person(context.person)?.name || '';
  return h(
    'button',
    { type: 'button', class: 'quote', on: { click: () => context.jump(quoted.message_id) } },
    h('b', {}, name),
    h('span', {}, message.quote?.text || summary(chatOf(context.person)?.messages.get(quoted.message_id) || quoted)),
  );
}

function reactions(message, context) {
  if (!message.reactions?.length) return null;
  return h(
    'div',
    { class: 'reactions' },
    message.reactions.map((one) =>
      h(
        'button',
        {
          type: 'button',
          class: `reaction ${one.from === context.person ? 'own' : ''}`,
          title: one.from === context.person ? t('yourReaction') : state.bot.name,
          on: { click: () => context.react(message, one.from === context.person ? null : one.emoji) },
        },
        coloured(one.emoji),
      ),
    ),
  );
}

/** A heart and its like are drawn in colour only when asked for. */
export const coloured = (emoji) => (emoji.length === 1 ? `${emoji}\uFE0F` : emoji);

function tools(message, context) {
  return h(
    'div',
    { class: 'tools' },
    iconButton('reply', t('reply'), () => context.reply(message), { size: 17 }),
    iconButton('dots', t('more'), (event) => context.menu(message, event.currentTarget), { size: 17 }),
  );
}

/** Right click and long press open the menu; a swipe to the left answers the message, as in Telegram. */
function listenTouch(row, message, context) {
  let [startX, startY, swiping, timer] = [0, 0, false, 0];
  row.addEventListener('contextmenu', (event) => {
    if (event.target.closest('a[href]')) return;
    event.preventDefault();
    context.menu(message, row.querySelector('.bubble'), event);
  });
  row.addEventListener('dblclick', (event) => {
    if (!event.target.closest('button, a')) {
      getSelection().empty();
      context.reply(message);
    }
  });
  row.addEventListener('pointerdown', (event) => {
    if (event.pointerType !== 'touch') return;
    [startX, startY, swiping] = [event.clientX, event.clientY, false];
    timer = setTimeout(() => context.menu(message, row.querySelector('.bubble'), event), 480);
  });
  row.addEventListener('pointermove', (event) => {
    if (event.pointerType !== 'touch' || !startX) return;
    const [dx, dy] = [event.clientX - startX, Math.abs(event.clientY - startY)];
    if (Math.abs(dx) > 8 || dy > 8) clearTimeout(timer);
    if (dx < -10 && dy < 24) swiping = true;
    if (swiping) row.style.transform = `translateX(${Math.max(dx, -72)}px)`;
  });
  const end = (event) => {
    clearTimeout(timer);
    if (swiping && event.type === 'pointerup' && event.clientX - startX < -48) context.reply(message);
    row.style.transform = '';
    [startX, swiping] = [0, false];
  };
  row.addEventListener('pointerup', end);
  row.addEventListener('pointercancel', end);
}
