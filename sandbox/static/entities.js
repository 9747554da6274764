// Turns a Bot API text with entities (offsets in UTF-16 units, as JavaScript counts too) into nodes.

import { h } from './dom.js';
import { moment, t } from './words.js';

const PLAIN_TAGS = { bold: 'b', italic: 'i', underline: 'u', strikethrough: 's' };
const BLOCKS = new Set(['pre', 'blockquote', 'expandable_blockquote']);
const LINKABLE =
  /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)»])|\b(t\.me\/[\w?=&/+-]+)|([\w.+-]+@[\w-]+\.[\w.]*\w)|(^|(?<=\s))(\/[a-z_]{2,32})\b/gi;

/** The nodes of `text`; `context` offers `openLink(url, event)`, `sendCommand(text)`, `copy(text)` and the reader's `language`. */
export function richText(text, entities, context) {
  const sorted = [...(entities || [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return between(text, sorted, 0, text.length, context);
}

function between(text, entities, start, end, context) {
  const out = [];
  let [position, index] = [start, 0];
  while (index < entities.length) {
    const entity = entities[index];
    const stop = Math.min(entity.offset + entity.length, end);
    if (entity.offset > position) out.push(...linkify(text.slice(position, entity.offset), context));
    const block = BLOCKS.has(entity.type);
    let next = index + 1;
    while (next < entities.length && entities[next].offset < stop) next += 1;
    const from = Math.max(entity.offset, position);
    if (stop > from) {
      const literal = text.slice(from, stop);
      const kids = () =>
        between(text, entities.slice(index + 1, next), from, stop, { ...context, plain: context.plain || isOpaque(entity) });
      out.push(wrap(entity, literal, kids, context));
    }
    position = Math.max(position, stop);
    if (block && text[position] === '\n') position += 1;
    index = next;
  }
  if (position < end) out.push(...linkify(text.slice(position, end), context));
  return out;
}

const isOpaque = (entity) =>
  !['bold', 'italic', 'underline', 'strikethrough', 'spoiler', 'blockquote', 'expandable_blockquote'].includes(entity.type);

function wrap(entity, literal, kids, context) {
  const plain = PLAIN_TAGS[entity.type];
  if (plain) return h(plain, {}, kids());
  const make = MAKERS[entity.type];
  return make ? make(entity, literal, kids, context) : h('span', {}, kids());
}

const MAKERS = {
  code: (entity, literal, kids, context) =>
    h('code', { class: 'copyable', title: t('copy'), tabIndex: 0, on: taps(() => context.copy(literal)) }, literal),
  pre: (entity, literal, kids, context) =>
    h(
      'pre',
      { class: 'copyable', tabIndex: 0, on: taps(() => context.copy(literal)) },
      entity.language ? h('span', { class: 'pre-language' }, entity.language) : null,
      h('code', {}, literal),
    ),
  spoiler: (entity, literal, kids) => {
    const node = h('span', { class: 'spoiler', tabIndex: 0, role: 'button', 'aria-label': t('spoiler') }, kids());
    const reveal = taps(() => {
      node.classList.add('open');
      node.removeAttribute('aria-label');
    });
    for (const [event, run] of Object.entries(reveal)) node.addEventListener(event, run);
    return node;
  },
  blockquote: (entity, literal, kids) => h('blockquote', {}, kids()),
  expandable_blockquote: (entity, literal, kids) => {
    const node = h('blockquote', { class: 'expandable', tabIndex: 0, role: 'button' }, kids());
    for (const [event, run] of Object.entries(taps(() => node.classList.toggle('open')))) node.addEventListener(event, run);
    return node;
  },
  text_link: (entity, literal, kids, context) => link(entity.url, kids(), context),
  url: (entity, literal, kids, context) => link(literal, [literal], context),
  email: (entity, literal) => h('a', { href: `mailto:${literal}` }, literal),
  phone_number: (entity, literal, kids, context) =>
    h('a', { class: 'tap', tabIndex: 0, role: 'button', on: taps(() => context.copy(literal)) }, literal),
  bot_command: (entity, literal, kids, context) => command(literal, context),
  mention: (entity, literal) => h('span', { class: 'mention' }, literal),
  text_mention: (entity, literal) => h('span', { class: 'mention' }, literal),
  hashtag: (entity, literal) => h('span', { class: 'mention' }, literal),
  cashtag: (entity, literal) => h('span', { class: 'mention' }, literal),
  date_time: (entity, literal, kids, context) => {
    const shown = entity.date_time_format ? moment(entity.unix_time, entity.date_time_format, context.language) : literal;
    const absolute = moment(entity.unix_time, 'wDt', context.language);
    const live = entity.date_time_format === 'r' ? { relative: entity.unix_time } : {};
    return h('time', { class: 'moment', title: absolute, lang: context.language, data: live }, shown);
  },
};

function taps(run) {
  return {
    click: (event) => {
      event.stopPropagation();
      run();
    },
    keydown: (event) => {
      if (event.key === 'Enter' || event.key === ' ') {
        event.preventDefault();
        run();
      }
    },
  };
}

function command(literal, context) {
  return h('a', { class: 'tap', tabIndex: 0, role: 'button', on: taps(() => context.sendCommand(literal)) }, literal);
}

/** A link: a deep link into the bot is played inside the phone, http(s) opens outside, anything else stays inert. */
export function link(url, kids, context) {
  const full = /^[a-z][a-z0-9+.-]*:/i.test(url) ? url : `https://${url}`;
  if (!/^(https?|tg):/i.test(full)) return h('span', {}, kids);
  return h(
    'a',
    { href: full, rel: 'noopener noreferrer', target: '_blank', on: { click: (event) => context.openLink(full, event) } },
    kids,
  );
}

function linkify(text, context) {
  if (context.plain) return [text];
  const out = [];
  let position = 0;
  for (const match of text.matchAll(LINKABLE)) {
    const [whole, url, short, mail] = match;
    if (!whole) continue;
    if (match.index > position) out.push(text.slice(position, match.index));
    if (url || short) out.push(link(whole, [whole], context));
    else if (mail) out.push(h('a', { href: `mailto:${mail}` }, mail));
    else out.push(command(whole, context));
    position = match.index + whole.length;
  }
  if (position < text.length) out.push(text.slice(position));
  return out;
}

/** The start payload of a `t.me/<bot>?start=…` (or `tg://resolve`) link to this bot; null for any other address. */
export function startPayload(address, botUsername) {
  let url;
  try {
    url = new URL(/^[a-z]+:/i.test(address) ? address : `https://${address}`);
  } catch {
    return null;
  }
  const name = url.protocol === 'tg:' ? url.searchParams.get('domain') : url.pathname.split('/')[1];
  const home = url.protocol === 'tg:' || ['t.me', 'telegram.me'].includes(url.hostname.replace(/^www\./, ''));
  if (!home || String(name).toLowerCase() !== String(botUsername).toLowerCase()) return null;
  return url.searchParams.get('start') || '';
}
