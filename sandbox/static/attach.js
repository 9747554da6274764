// What a person can send besides words: own pictures and files, and ready samples for a quick try.

import { h, icon } from './dom.js';
import { face } from './faces.js';
import { closePopover, item, popover } from './popover.js';
import { SAMPLES, sampleAddress, samplePhoto } from './pictures.js';
import { send } from './socket.js';
import { person as whom, state } from './store.js';
import { t } from './words.js';

const HOMES = { ru: [55.7602, 37.6186], en: [51.5079, -0.1281] };

export function attachMenu(anchor, composer) {
  const { person } = composer;
  const deed =
    (what, more = {}) =>
    () => {
      send({ do: what, person, ...more });
      composer.phone.feed.stuck = true;
    };
  const language = whom(person)?.language === 'ru' ? 'ru' : 'en';
  const [latitude, longitude] = HOMES[language].map((one) => one + (Math.random() - 0.5) / 50);
  popover(
    anchor,
    [
      h(
        'div',
        { class: 'samples' },
        SAMPLES.map((name) =>
          h(
            'button',
            {
              type: 'button',
              class: 'sample',
              title: t('samplePhoto'),
              'aria-label': `${t('samplePhoto')}: ${t(`sample.${name}`)}`,
              on: { click: () => stageSample(name, composer) },
            },
            h('img', { src: sampleAddress(name), alt: '' }),
          ),
        ),
      ),
      item('photo', t('photoFile'), () => choose(composer, { accept: 'image/*' })),
      item('file', t('documentFile'), () => choose(composer, { asFiles: true })),
      item('mic', t('voice'), deed('voice')),
      item('video', t('video'), deed('video')),
      item('place', t('location'), deed('location', { latitude, longitude })),
      item('person', t('ownContact'), deed('contact')),
      item('personPlus', t('otherContact'), () => chooseContact(anchor, person)),
    ],
    { className: 'attach-menu', role: 'menu' },
  );
}

async function stageSample(name, composer) {
  closePopover();
  composer.stage(await samplePhoto(name));
}

function choose(composer, { accept = '', asFiles = false }) {
  const input = h('input', { type: 'file', accept, multiple: true, class: 'offscreen' });
  input.addEventListener('change', () => {
    composer.take(null, [...input.files], asFiles);
    input.remove();
  });
  document.body.append(input);
  input.click();
}

function chooseContact(anchor, person) {
  const others = [...state.people.values()].filter((one) => one.id !== person);
  popover(
    anchor,
    h(
      'div',
      { class: 'people-list' },
      others.map((one) =>
        h(
          'button',
          {
            type: 'button',
            class: 'item person-item',
            on: {
              click: () => {
                closePopover();
                send({ do: 'contact', person, of: one.id });
              },
            },
          },
          face(one.id, one.name),
          h('span', {}, one.name),
          h('small', {}, one.phone || icon('close', 14)),
        ),
      ),
    ),
    { className: 'contact-list' },
  );
}
