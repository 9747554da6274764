// Round pictures of people and of the bot: initials on a colour that always stays the same.

import { h } from './dom.js';

export function initials(name) {
  const words = String(name || '?')
    .replace(/[^\p{L}\p{N}\s]/gu, ' ')
    .trim()
    .split(/\s+/);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0] || '?'];
  return (
    letters
      .map((word) => [...word][0] || '')
      .join('')
      .toUpperCase() || '?'
  );
}

export function face(id, name, extra = '') {
  return h('span', { class: `face tint-${Math.abs(Number(id) || 0) % 7} ${extra}`, 'aria-hidden': 'true' }, initials(name));
}
