// The people: the list a phone chooses its owner from, and the form for a new person.

import { h, icon } from './dom.js';
import { startPayload } from './entities.js';
import { face, rolePill } from './faces.js';
import { summary } from './media.js';
import { closePopover, popover } from './popover.js';
import { send } from './socket.js';
import { isClient, state } from './store.js';
import { clock, lang, t } from './words.js';

/** Opens the list of people under `anchor`; `choose(id)` gets the chosen one. */
export function choosePerson(anchor, current, choose) {
  const everybody = [...state.people.values()];
  const group = (title, people) =>
    people.length ? [h('div', { class: 'group-title' }, title), ...people.map((one) => row(one, current, choose))] : [];
  popover(
    anchor,
    [
      h(
        'div',
        { class: 'people-list', role: 'listbox', 'aria-label': t('people') },
        group(t('clients'), everybody.filter(isClient)),
        group(
          t('staff'),
          everybody.filter((one) => !isClient(one)),
        ),
      ),
      h(
        'button',
        {
          type: 'button',
          class: 'item add-person',
          on: {
            click: () => {
              closePopover();
              addPerson({ then: choose });
            },
          },
        },
        icon('personPlus', 20),
        h('span', {}, t('addPerson')),
      ),
    ],
    { className: 'picker-list' },
  );
}

function row(one, current, choose) {
  const elsewhere = state.visible().includes(one.id) && one.id !== current;
  const last = one.blocked ? t('blockedShort') : one.last ? summary(one.last) : one.started ? '' : t('notStarted');
  return h(
    'button',
    {
      type: 'button',
      class: `item person-item ${one.id === current ? 'current' : ''}`,
      role: 'option',
      'aria-selected': String(one.id === current),
      on: {
        click: () => {
          closePopover(true);
          choose(one.id);
        },
      },
    },
    face(one.id, one.name),
    h(
      'span',
      { class: 'person-text' },
      h('span', { class: 'person-name' }, h('b', {}, one.name), rolePill(one)),
      h('small', {}, last || ' '),
    ),
    h(
      'span',
      { class: 'person-side' },
      one.last ? h('time', {}, clock(one.last.date)) : null,
      one.unread
        ? h('span', { class: 'badge' }, String(one.unread))
        : elsewhere
          ? h('span', { class: 'open-mark', title: t('openElsewhere') })
          : null,
    ),
  );
}

let afterAdding = null;

/** The server has made the new person: show him where he was asked for. */
export function personAdded(id) {
  const then = afterAdding;
  afterAdding = null;
  if (then) then(id);
}

/** The form for a new person; `link` is an invite or deep link that he opens at once. */
export function addPerson({ then, link = '' }) {
  const field = (label, input) => h('label', { class: 'form-row' }, h('span', {}, label), input);
  const name = h('input', {
    type: 'text',
    name: 'name',
    required: true,
    maxLength: 64,
    autocomplete: 'off',
    placeholder: t('namePlaceholder'),
  });
  const language = h(
    'select',
    { name: 'language' },
    [
      ['ru', t('inRussian')],
      ['en', t('inEnglish')],
    ].map(([code, words]) => h('option', { value: code, selected: code === lang() }, words)),
  );
  const role = h(
    'select',
    { name: 'role' },
    ['client', 'operator', 'manager', 'dispatcher', 'engineer', 'accountant', 'director'].map((one) =>
      h('option', { value: one }, t(`role.${one}`)),
    ),
  );
  const phone = h('input', { type: 'tel', name: 'phone', maxLength: 20, autocomplete: 'off', placeholder: t('phonePlaceholder') });
  const address = h('input', {
    type: 'text',
    name: 'link',
    autocomplete: 'off',
    value: link,
    placeholder: `t.me/${state.bot.username}?start=…`,
  });
  const dialog = h(
    'dialog',
    { class: 'sheet', 'aria-label': t('addPerson') },
    h(
      'form',
      { method: 'dialog' },
      h('h2', {}, t('addPerson')),
      h('p', {}, t('addPersonWhy')),
      field(t('name'), name),
      h('div', { class: 'form-pair' }, field(t('languageOf'), language), field(t('roleTag'), role)),
      field(t('phoneOf'), phone),
      field(t('linkOf'), address),
      h(
        'div',
        { class: 'form-end' },
        h('button', { type: 'button', class: 'plain', on: { click: () => dialog.close() } }, t('cancel')),
        h('button', { type: 'submit', class: 'solid' }, t('add')),
      ),
    ),
  );
  dialog.addEventListener('submit', () => {
    afterAdding = then;
    const start = address.value.trim() ? (startPayload(address.value.trim(), state.bot.username) ?? address.value.trim()) : null;
    send({
      do: 'add_person',
      name: name.value.trim(),
      language: language.value,
      role: role.value,
      phone: phone.value.trim(),
      payload: start,
    });
  });
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  name.focus();
}
