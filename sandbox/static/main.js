// Puts the page together: chooses whose phones are shown, connects to the server, listens to the keyboard.

import { drawBar, drawTabs } from './bar.js';
import { keepClockTrue } from './levers.js';
import { buildLog, redraw as redrawLog } from './log.js';
import { personAdded } from './people.js';
import { showPeeks } from './peeks.js';
import { Phone } from './phone.js';
import { connect } from './socket.js';
import { hear, isClient, markRead, state, tell } from './store.js';
import { buildTour, isTourOpen, toggleTour } from './tour.js';
import { keepTimesTrue, loadWords, onLang } from './words.js';

const asked = new URLSearchParams(location.search);
const narrow = matchMedia('(max-width: 720px)');
const board = document.getElementById('phones');
const log = document.getElementById('log');
let phones = [];
let active = null;
let panel = null;

const kept = (key) => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};
const keep = (key, value) => {
  try {
    localStorage.setItem(key, value);
  } catch {
    /* private mode: the choice lives for this visit */
  }
};

/** The people whom the reader really looks at: on a narrow screen only one phone is in sight. */
state.visible = () => (narrow.matches ? phones.filter((phone) => phone === active && log.hidden) : phones).map((phone) => phone.person);

function drawChrome() {
  drawBar({ addPhone, toggleLog, logOpen: !log.hidden, tourOpen: isTourOpen(), toggleTour, redraw: drawChrome });
  drawTabRow();
}

function drawTabRow() {
  drawTabs(phones, { active, choose: activate, addPhone, logOpen: !log.hidden, toggleLog });
}

function activate(phone) {
  if (narrow.matches) log.hidden = true;
  const changed = active !== phone;
  active = phone;
  phone.behind = 0;
  document.body.classList.toggle('log-open', !log.hidden);
  for (const one of phones) one.node.classList.toggle('active', one === phone);
  markRead(phone.person);
  if (changed && phone.feed.stuck) phone.feed.toEnd();
  if (changed || narrow.matches) drawChrome();
}

function makePhone(id) {
  const phone = new Phone(id, { activate, close: closePhone, changed: changeOwner });
  phone.behind = 0;
  phones.push(phone);
  board.append(phone.node);
  remember();
  return phone;
}

/** Another owner for a phone; when another phone already shows him, that one is brought forward instead. */
function changeOwner(phone, id) {
  const elsewhere = phones.find((one) => one.person === id && one !== phone);
  if (elsewhere) {
    activate(elsewhere);
    elsewhere.ring();
    return;
  }
  phone.show(id);
  remember();
  drawChrome();
}

function closePhone(phone) {
  if (phones.length < 2) return;
  phones = phones.filter((one) => one !== phone);
  phone.remove();
  if (active === phone) activate(phones[0]);
  remember();
  drawChrome();
}

function addPhone() {
  const free = [...state.people.values()].filter((one) => !phones.some((phone) => phone.person === one.id));
  const next = [...free].sort((a, b) => b.unread - a.unread)[0];
  if (!next) return;
  const phone = makePhone(next.id);
  activate(phone);
  phone.node.scrollIntoView({ inline: 'nearest', block: 'nearest', behavior: 'smooth' });
  drawChrome();
}

function openPerson(id) {
  const shown = phones.find((phone) => phone.person === id);
  if (shown) {
    activate(shown);
    return;
  }
  const target = narrow.matches
    ? null
    : phones.find((phone) => phone !== active && !isClient(state.people.get(phone.person) || {})) || phones.at(-1);
  if (target) {
    changeOwner(target, id);
    activate(target);
  } else activate(makePhone(id));
}

/** The phone of somebody whom the tour speaks of: a client takes the place of a client, staff that of staff. */
function bringPerson(id) {
  const wanted = isClient(state.people.get(id) || {});
  const shown = phones.find((phone) => phone.person === id);
  const alike = phones.filter((phone) => isClient(state.people.get(phone.person) || {}) === wanted);
  const phone = shown || (alike.length && (!narrow.matches || alike.length > 1) ? alike.at(-1) : null) || makePhone(id);
  if (phone.person !== id) changeOwner(phone, id);
  activate(phone);
  phone.node.scrollIntoView({ inline: 'nearest', block: 'nearest', behavior: 'smooth' });
  drawChrome();
  tell('placed');
}

function toggleLog() {
  log.hidden = !log.hidden;
  document.body.classList.toggle('log-open', !log.hidden);
  keep('gotovo.log', log.hidden ? 'closed' : 'open');
  if (!log.hidden) redrawLog();
  drawChrome();
}

function remember() {
  keep('gotovo.phones', phones.map((phone) => phone.person).join(','));
}

/** The people to begin with: asked for by the address, kept from the last visit, else a client and a member of staff. */
function firstPeople() {
  const known = (list) =>
    [
      ...new Set(
        String(list || '')
          .split(',')
          .map(Number),
      ),
    ].filter((id) => state.people.has(id));
  const [wanted, last] = [known(asked.get('people')), known(kept('gotovo.phones'))];
  if (wanted.length) return wanted;
  if (last.length) return last;
  const everybody = [...state.people.values()];
  const client = everybody.find(isClient);
  const staff = everybody.find((one) => !isClient(one));
  return [client, staff]
    .filter(Boolean)
    .map((one) => one.id)
    .concat(everybody.map((one) => one.id))
    .filter((id, at, all) => all.indexOf(id) === at)
    .slice(0, 2);
}

function settle() {
  for (const phone of phones.filter((one) => !state.people.has(one.person))) {
    phones = phones.filter((one) => one !== phone);
    phone.remove();
  }
  if (!phones.length) firstPeople().forEach(makePhone);
  else phones.forEach((phone) => phone.show(phone.person));
  if (phones.length && !phones.includes(active)) activate(phones[0]);
  drawChrome();
  document.body.classList.add('ready');
}

function onKey(event) {
  if (!event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.code === 'KeyT' && state.levers) {
    event.preventDefault();
    toggleTour();
    return;
  }
  if (event.code === 'KeyL') {
    event.preventDefault();
    toggleLog();
    return;
  }
  const phone = phones[Number(event.code.replace('Digit', '')) - 1];
  if (!phone) return;
  event.preventDefault();
  activate(phone);
  phone.composer.field.focus();
}

function listen() {
  hear('hello', settle);
  hear('added', ({ person }) => personAdded(person));
  hear('unseen', ({ person }) => {
    const phone = phones.find((one) => one.person === person.id);
    if (phone) phone.behind += 1;
  });
  hear('people', drawTabRow);
  onLang(() => {
    drawChrome();
    panel.draw();
    phones.forEach((phone) => phone.redraw());
  });
  narrow.addEventListener('change', () => {
    if (narrow.matches) log.hidden = true;
    document.body.classList.toggle('log-open', !log.hidden);
    drawChrome();
  });
  document.addEventListener('keydown', onKey);
}

await loadWords();
log.hidden = narrow.matches || (asked.get('log') || kept('gotovo.log') || (innerWidth >= 1360 ? 'open' : 'closed')) === 'closed';
document.body.classList.toggle('log-open', !log.hidden);
panel = buildLog(toggleLog);
buildTour({ bring: bringPerson, changed: drawChrome, isNarrow: () => narrow.matches });
keepClockTrue();
showPeeks(openPerson, (id) => phones.some((phone) => phone.person === id));
listen();
drawChrome();
keepTimesTrue();
connect();
