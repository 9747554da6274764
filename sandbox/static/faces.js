// Round pictures of people and of the bot: initials on a colour that always stays the same.

import { h } from './dom.js';
import { isClient } from './store.js';
import { roleWords, t } from './words.js';

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

/** The label of a person's role; whoever has none is a client. */
export function rolePill(one) {
  return h('span', { class: `role role-${isClient(one) ? 'client' : 'staff'}` }, roleWords(one.role) || t('role.client'));
}
