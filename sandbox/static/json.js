// Shows JSON with colours for keys, strings and the rest.

import { h } from './dom.js';

const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?/g;

/** The nodes of a JSON text. */
export function paint(text) {
  const out = [];
  let position = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, string, colon] = match;
    out.push(text.slice(position, match.index));
    const look = string ? (colon ? 'j-key' : 'j-text') : 'j-rest';
    out.push(h('span', { class: look }, string || whole), colon || '');
    position = match.index + whole.length;
  }
  out.push(text.slice(position));
  return out;
}
