// What an entry of the log is about, in one line for the eye.

import { summary } from './media.js';
import { person } from './store.js';

const firstName = (id) => (person(Number(id))?.name || '').split(' ')[0];

/** Whom an entry is about and what was said, found inside it: one line for the eye. */
export function gist(entry) {
  if (entry.kind === 'row') return ofRow(entry.detail);
  const detail = entry.detail || {};
  const body = Object.values(detail).find((one) => one && typeof one === 'object' && (one.from || one.chat)) || {};
  const params = detail.params || {};
  const id = body.from && !body.from.is_bot ? body.from.id : params.chat_id || body.chat?.id || params.user_id;
  const name = firstName(id);
  const words =
    detail.error?.description ||
    params.text ||
    params.caption ||
    params.action ||
    (entry.kind === 'update' ? body.data || summary(body) : '');
  const clean = String(words || '')
    .replace(/<[^>]+>/g, '')
    .replace(/\s+/g, ' ')
    .slice(0, 80);
  return [name, clean].filter(Boolean).join(': ');
}

/** A row of the product: what happened to which order, or what goes to whom. */
function ofRow(row) {
  if (row.table === 'timeline') return `№${row.subject_id} ${row.action}${row.target ? ` → ${row.target}` : ''} (${row.role})`;
  const name = firstName(row.chat_id || String(row.stream || '').split(':').at(-1));
  return [name, [row.kind, row.subject].filter(Boolean).join(' ')].filter(Boolean).join(': ');
}
