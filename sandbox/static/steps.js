// The words of the tour: what a step asks for, and the list of all steps.

import { h, icon } from './dom.js';
import { lang, t } from './words.js';

export const titleOf = (one) => one.title[lang()] || one.title.en;
export const wordsOf = (step) => step.words[lang()] || step.words.en;

/** What has to be done now, in words that name the button. */
export function order(cue) {
  if (!cue) return t('tourWait');
  if (cue.lost) return t('tourLost', { order: order({ ...cue, lost: false }) });
  if (cue.do === 'say') return t('tourSay', { text: cue.text });
  if (cue.do === 'start' || cue.do === 'unblock') return t('tourPress', { label: t(cue.do) });
  return t('tourPress', { label: cue.label });
}

export function list(one) {
  return h(
    'ol',
    { class: 'tour-list' },
    one.steps.map((step, at) =>
      h(
        'li',
        { class: step.done ? 'done' : '', 'aria-current': at === one.at ? 'step' : null },
        step.done ? icon('check', 15) : h('span', { class: 'tour-number', 'aria-hidden': 'true' }, String(at + 1)),
        h('span', {}, wordsOf(step)[0]),
        step.done ? h('span', { class: 'offscreen' }, t('tourDone')) : null,
      ),
    ),
  );
}
