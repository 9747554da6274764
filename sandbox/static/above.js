// What stands above the input field: the message being answered or corrected, the files about to go.

import { h, icon, iconButton } from './dom.js';
import { summary } from './media.js';
import { t } from './words.js';

/** The nodes above the input field of this composer. */
export function above(composer) {
  const about = composer.correcting || composer.answering;
  const bar =
    about &&
    h(
      'div',
      { class: 'about' },
      icon(composer.correcting ? 'edit' : 'reply', 20),
      h('div', {}, h('b', {}, composer.correcting ? t('correcting') : t('answering')), h('span', {}, summary(about))),
      iconButton(
        'close',
        t('cancel'),
        () => {
          if (composer.correcting) composer.field.value = '';
          Object.assign(composer, { answering: null, correcting: null });
          composer.drawAbove();
          composer.typed();
        },
        { size: 18 },
      ),
    );
  const strip =
    composer.staged.length &&
    h(
      'div',
      { class: 'staged' },
      composer.staged.map((one, at) =>
        h(
          'div',
          { class: 'staged-one' },
          one.mime
            ? h('span', { class: 'staged-file' }, icon('file', 22), one.name)
            : h('img', { src: `data:image/jpeg;base64,${one.data}`, alt: one.name }),
          iconButton(
            'close',
            t('remove'),
            () => {
              composer.staged.splice(at, 1);
              composer.drawAbove();
            },
            { size: 13 },
          ),
        ),
      ),
    );
  return [bar, strip].filter(Boolean);
}
