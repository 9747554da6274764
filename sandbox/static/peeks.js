// Notices about people whom no phone shows now, like the notifications of a phone in the pocket; and word of lost touch.

import { h, icon } from './dom.js';
import { face } from './faces.js';
import { summary } from './media.js';
import { hear, state, unreadTotal } from './store.js';
import { roleWords, t } from './words.js';

const SHOWN = 3;
const LIFE = 7000;

/** `hasTab(id)`: his tab already bears a badge, a notice over it would only be in the way. */
export function showPeeks(openPerson, hasTab) {
  const shelf = document.getElementById('peeks');
  const drop = (node) => {
    node.classList.add('leaving');
    setTimeout(() => node.remove(), 250);
  };
  const put = (node, life) => {
    shelf.append(node);
    while (shelf.children.length > SHOWN) shelf.firstChild.remove();
    setTimeout(() => drop(node), life);
  };
  hear('unseen', ({ person, message }) => {
    if (message.silent || hasTab(person.id)) return;
    for (const old of shelf.querySelectorAll(`[data-person="${person.id}"]`)) old.remove();
    put(
      h(
        'button',
        {
          type: 'button',
          class: 'peek',
          data: { person: person.id },
          on: {
            click: (event) => {
              drop(event.currentTarget);
              openPerson(person.id);
            },
          },
        },
        face(person.id, person.name),
        h(
          'span',
          { class: 'peek-text' },
          h('span', {}, h('b', {}, person.name), h('small', {}, roleWords(person.role))),
          h('span', { class: 'peek-words' }, summary(message)),
        ),
        icon('right', 18),
      ),
      LIFE,
    );
  });
  hear('refused', ({ text }) =>
    put(h('div', { class: 'peek plain-peek' }, icon('info', 20), h('span', { class: 'peek-text' }, text)), 5000),
  );
  hear('resetting', () =>
    put(h('div', { class: 'peek plain-peek' }, icon('restart', 20), h('span', { class: 'peek-text' }, t('resetting'))), 4000),
  );
  hear('people', () => {
    const unread = unreadTotal();
    document.title = `${unread ? `(${unread}) ` : ''}${state.bot?.name || 'Gotovo'} · ${t('sandbox')}`;
  });
}
