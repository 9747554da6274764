// Draws what a message carries besides words: pictures, sound, files, places, contacts.

import { h, icon } from './dom.js';
import { face } from './faces.js';
import { duration, size, t } from './words.js';

export const fileAddress = (fileId) => `/sandbox/file/${encodeURIComponent(fileId)}`;

const VIEWERS = [
  ['photo', (photo, message, context) => picture(photo, context)],
  ['video', (video) => film(video)],
  ['animation', (video) => film(video, true)],
  ['video_note', (note) => round(note)],
  ['voice', (voice, message) => sound(voice, null, message)],
  ['audio', (audio, message) => sound(audio, audio.title || audio.file_name || t('audio'), message)],
  ['document', (file) => paper(file)],
  ['sticker', (sticker) => h('div', { class: 'sticker' }, sticker.emoji || '🙂')],
  ['dice', (dice) => h('div', { class: 'sticker' }, dice.emoji)],
  ['venue', (venue, message, context) => place(venue.location, context, venue)],
  ['location', (spot, message, context) => place(spot, context)],
  ['contact', (contact, message, context) => card(contact, context)],
  ['poll', (poll) => ballot(poll)],
];

/** The name of what the message carries (`photo`, `voice`, …) or null for plain words. */
export const mediaKind = (message) => (VIEWERS.find(([kind]) => message[kind]) || [null])[0];

export function media(message, context) {
  const found = VIEWERS.find(([kind]) => message[kind]);
  return found ? h('div', { class: `media media-${found[0]}` }, found[1](message[found[0]], message, context)) : null;
}

function picture(sizes, context) {
  const best = [...sizes].sort((a, b) => b.width - a.width)[0];
  const image = h('img', {
    src: fileAddress(best.file_id),
    alt: t('photo'),
    draggable: false,
    decoding: 'async',
    width: best.width,
    height: best.height,
  });
  const ratio = Math.min(Math.max(best.width / best.height, 0.62), 2.2);
  const button = h(
    'button',
    { type: 'button', class: 'picture', 'aria-label': t('openPhoto'), on: { click: () => lightbox(image.src) } },
    image,
  );
  button.style.aspectRatio = String(ratio);
  image.addEventListener('load', () => context.settled?.());
  image.addEventListener('error', () => {
    button.replaceChildren(icon('photo', 34));
    button.classList.add('broken');
  });
  return button;
}

function lightbox(address) {
  const dialog = h('dialog', { class: 'lightbox', 'aria-label': t('photo') }, h('img', { src: address, alt: t('photo') }));
  dialog.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function film(video, still = false) {
  const node = h('video', {
    src: fileAddress(video.file_id),
    controls: !still,
    preload: 'none',
    muted: still,
    loop: still,
    playsInline: true,
  });
  node.style.aspectRatio = video.width && video.height ? `${video.width} / ${video.height}` : '16 / 9';
  const badge = h('span', { class: 'length' }, icon('video', 14), still ? 'GIF' : duration(video.duration || 0));
  return h('div', { class: 'film' }, node, badge);
}

function round(note) {
  return h('div', { class: 'round' }, icon('play', 34), h('span', { class: 'length' }, duration(note.duration || 0)));
}

/** A voice message or a track: bars are drawn from the file's id, so that the same file always looks the same. */
function sound(file, title, message) {
  const bars = h('span', { class: 'bars', 'aria-hidden': 'true' });
  let seed = [...(file.file_unique_id || file.file_id)].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) >>> 0, 7);
  for (let index = 0; index < 34; index += 1) {
    seed = (seed * 1664525 + 1013904223) >>> 0;
    const bar = h('i');
    bar.style.height = `${18 + ((seed >>> 9) % 78) * (0.55 + 0.45 * Math.sin(index / 3))}%`;
    bars.append(bar);
  }
  const seconds = file.duration || 0;
  const length = h('span', { class: 'length' }, duration(seconds));
  const button = h('button', { type: 'button', class: 'play', 'aria-label': t('play') }, icon('play', 22));
  button.addEventListener('click', () => playSound(file, { button, bars, length, seconds }));
  const caption = title ? h('span', { class: 'track' }, title) : null;
  return h('div', { class: 'sound', data: { id: message.message_id } }, button, h('div', {}, caption, bars, length));
}

function playSound(file, { button, bars, length, seconds }) {
  if (button.dataset.on) {
    button.dataset.on = '';
    return;
  }
  button.dataset.on = '1';
  button.replaceChildren(icon('pause', 22));
  new Audio(fileAddress(file.file_id)).play().catch(() => {
    /* sample sounds are empty: only the bars run */
  });
  const started = performance.now();
  const total = Math.max(seconds, 1);
  const step = (now) => {
    const part = Math.min((now - started) / 1000 / total, 1);
    [...bars.children].forEach((bar, index, all) => bar.classList.toggle('heard', index / all.length < part));
    length.textContent = duration(part < 1 ? part * total : seconds);
    if (part < 1 && button.dataset.on && button.isConnected) {
      requestAnimationFrame(step);
      return;
    }
    button.dataset.on = '';
    button.replaceChildren(icon('play', 22));
    [...bars.children].forEach((bar) => bar.classList.remove('heard'));
    length.textContent = duration(seconds);
  };
  requestAnimationFrame(step);
}

function paper(file) {
  const kind = (file.file_name || '').split('.').pop().slice(0, 4).toUpperCase();
  return h(
    'a',
    { class: 'paper', href: fileAddress(file.file_id), download: file.file_name || 'file' },
    h('span', { class: 'paper-icon' }, kind && kind !== file.file_name?.toUpperCase() ? kind : icon('file', 22)),
    h('span', { class: 'paper-text' }, h('b', {}, file.file_name || t('document')), h('small', {}, size(file.file_size))),
    icon('download', 18),
  );
}

function place(spot, context, venue = null) {
  const numbers = `${spot.latitude.toFixed(5)}, ${spot.longitude.toFixed(5)}`;
  const map = h('span', { class: 'map', 'aria-hidden': 'true' }, h('i'), h('i'), h('i'), h('i'), icon('place', 34));
  const words = venue ? [h('b', {}, venue.title), h('small', {}, venue.address)] : [h('b', {}, t('location')), h('small', {}, numbers)];
  return h(
    'button',
    { type: 'button', class: 'place', title: t('copy'), on: { click: () => context.copy(numbers) } },
    map,
    h('span', { class: 'place-text' }, words),
  );
}

function card(contact, context) {
  const name = [contact.first_name, contact.last_name].filter(Boolean).join(' ');
  return h(
    'button',
    { type: 'button', class: 'card', title: t('copy'), on: { click: () => context.copy(contact.phone_number) } },
    face(contact.user_id || 3, name),
    h('span', {}, h('b', {}, name), h('small', {}, contact.phone_number)),
  );
}

function ballot(poll) {
  return h(
    'div',
    { class: 'ballot' },
    h('b', {}, poll.question),
    poll.options.map((option) => h('span', {}, '○ ', option.text)),
  );
}

/** One line that stands for a message in quotes, in the list of people and in the pinned bar. */
export function summary(message) {
  if (!message) return '';
  const words = message.text || message.caption || '';
  const kind = mediaKind(message);
  const service = serviceWords(message);
  if (service) return service;
  const label = kind ? t(kind) : '';
  return (label && words ? `${label}, ${words}` : label || words).replace(/\s+/g, ' ').slice(0, 140);
}

/** What a service message says; null when the message is not one. */
export function serviceWords(message) {
  if (message.pinned_message) return t('servicePinned', { text: summary(message.pinned_message) });
  if (message.forum_topic_created) return t('serviceTopic', { name: message.forum_topic_created.name });
  if (message.forum_topic_closed) return t('serviceTopicClosed');
  if (message.forum_topic_reopened) return t('serviceTopicReopened');
  if (message.forum_topic_edited) return t('serviceTopic', { name: message.forum_topic_edited.name || '' });
  if (message.users_shared) return t('serviceShared');
  return null;
}
