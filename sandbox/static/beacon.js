// Marks the one button, key or field that the tour speaks of, wherever it is drawn and however often it is drawn anew.

import { hear } from './store.js';

let wanted = null;
let queued = false;

/** `cue` is what the server found on the screen of `person`; null marks nothing. */
export function mark(person, cue) {
  const moved = JSON.stringify(wanted) !== JSON.stringify(cue && { person, cue });
  wanted = cue && { person, cue };
  if (moved) later(true);
}

/** The marked element, when its phone is on the page. */
export function marked() {
  if (!wanted) return null;
  const phone = document.querySelector(`.phone[data-person="${wanted.person}"]`);
  if (!phone) return null;
  const { cue } = wanted;
  const place = `[data-row="${cue.row}"][data-col="${cue.col}"]`;
  if (cue.do === 'tap') return phone.querySelector(`.row[data-id="${cue.message_id}"] .key${place}`);
  if (cue.do === 'key') return phone.querySelector(`.reply-key${place}`) || phone.querySelector('.field .icon-button');
  if (cue.do === 'say') return phone.querySelector('.composer textarea');
  return phone.querySelector('.big');
}

function place(follow) {
  const node = marked();
  const target = node?.closest('.field') && node.matches('textarea') ? node.closest('.field') : node;
  for (const old of document.querySelectorAll('.beacon')) if (old !== target) old.classList.remove('beacon');
  if (!target) return;
  target.classList.add('beacon');
  if (follow) target.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
}

/** Many changes of one moment are answered once, after everything is drawn. */
function later(follow = false) {
  if (follow) setTimeout(() => place(true), 350);
  if (queued) return;
  queued = true;
  requestAnimationFrame(() => {
    queued = false;
    place(false);
  });
}

for (const kind of ['chat', 'people', 'hello', 'placed']) hear(kind, () => later());
