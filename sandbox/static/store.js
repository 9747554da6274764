// What the page knows: the bot, the people and their chats; views listen to it and never to the socket.

import { setNow } from './words.js';

export const bus = new EventTarget();
export const tell = (kind, detail) => bus.dispatchEvent(new CustomEvent(kind, { detail }));
export const hear = (kind, run) => {
  const listener = (event) => run(event.detail);
  bus.addEventListener(kind, listener);
  return () => bus.removeEventListener(kind, listener);
};

export const state = {
  bot: null,
  people: new Map(),
  chats: new Map(),
  latency: 0,
  faults: [],
  ahead: {},
  levers: null,
  roads: [],
  world: null,
  online: false,
  visible: () => [],
};

export const person = (id) => state.people.get(id);
export const chatOf = (id) => state.chats.get(id);
export const isClient = (one) => String(one.role || '').split(/[+,/]\s*/)[0] === 'client' || !one.role;
export const unreadTotal = (except = []) =>
  [...state.people.values()].reduce((sum, one) => sum + (except.includes(one.id) ? 0 : one.unread), 0);

/** Puts the list of people in place, keeping what only the page knows of them (unread, last message). */
function placePeople(people) {
  const former = state.people;
  state.people = new Map(
    people.map((one) => {
      const known = former.get(one.id);
      return [one.id, { unread: 0, last: null, ...(known && { unread: known.unread, last: known.last }), ...one }];
    }),
  );
  tell('people');
}

function placeMessage(chat, message) {
  chat.messages.set(message.message_id, message);
}

const readers = {
  hello(frame) {
    if (state.world !== frame.world) state.people.clear();
    const { bot, latency, faults = [], ahead = {}, levers = null, roads = [], world } = frame;
    Object.assign(state, { bot, latency, faults, ahead, levers, roads, world });
    setNow(frame.now);
    state.chats.clear();
    placePeople(frame.people);
    tell('hello', frame);
    tell('tour');
  },
  people(frame) {
    placePeople(frame.people);
  },
  added(frame) {
    tell('added', frame);
  },
  chat(frame) {
    const messages = new Map(frame.messages.map((message) => [message.message_id, message]));
    state.chats.set(frame.person, {
      messages,
      keyboard: frame.keyboard,
      commands: frame.commands || [],
      pinned: frame.pinned,
      about: frame.about,
      typing: 0,
      waiting: new Set(),
    });
    const one = person(frame.person);
    if (one) one.last = frame.messages.at(-1) || one.last;
    tell('chat', { id: frame.person, kind: 'opened' });
  },
  message({ person: id, message }) {
    const [chat, one] = [chatOf(id), person(id)];
    if (chat) {
      placeMessage(chat, message);
      if (message.from && message.from.is_bot) chat.typing = 0;
      tell('chat', { id, kind: 'message', message });
    }
    if (!one) return;
    one.last = message;
    if (!message.from?.is_bot) one.started = true;
    if (message.from && message.from.is_bot && !state.visible().includes(id)) {
      one.unread += 1;
      tell('unseen', { person: one, message });
    }
    tell('people');
  },
  edited({ person: id, message }) {
    const [chat, one] = [chatOf(id), person(id)];
    if (one && one.last && one.last.message_id === message.message_id) {
      one.last = message;
      tell('people');
    }
    if (!chat) return;
    placeMessage(chat, message);
    tell('chat', { id, kind: 'edited', message });
  },
  deleted({ person: id, message_id }) {
    const chat = chatOf(id);
    if (!chat) return;
    chat.messages.delete(message_id);
    tell('chat', { id, kind: 'deleted', message_id });
  },
  reaction({ person: id, message_id, reactions }) {
    const message = chatOf(id)?.messages.get(message_id);
    if (!message) return;
    placeMessage(chatOf(id), { ...message, reactions });
    tell('chat', { id, kind: 'edited' });
  },
  keyboard({ person: id, keyboard }) {
    const chat = chatOf(id);
    if (!chat) return;
    if (!keyboard || keyboard.keyboard) chat.keyboard = keyboard;
    tell('chat', { id, kind: 'keyboard', keyboard });
  },
  commands({ person: id, commands }) {
    const chat = chatOf(id);
    if (chat) {
      chat.commands = commands;
      tell('chat', { id, kind: 'commands' });
    }
  },
  pinned({ person: id, message_id }) {
    const chat = chatOf(id);
    if (chat) {
      chat.pinned = message_id;
      tell('chat', { id, kind: 'pinned' });
    }
  },
  typing({ person: id, action }) {
    const chat = chatOf(id);
    if (chat) {
      Object.assign(chat, { typing: Date.now() + 5000, action });
      tell('chat', { id, kind: 'typing' });
    }
  },
  toast(frame) {
    const chat = chatOf(frame.person);
    if (chat) {
      for (const key of [...chat.waiting]) if (key.startsWith(`${frame.message_id}:`)) chat.waiting.delete(key);
      tell('chat', { id: frame.person, kind: 'answered', message_id: frame.message_id });
    }
    tell('toast', frame);
  },
  log({ entries, entry }) {
    tell('log', entries || [entry]);
  },
  latency({ ms }) {
    state.latency = ms;
    tell('weather');
  },
  faults({ ahead }) {
    state.ahead = ahead;
    tell('weather');
  },
  tour({ roads }) {
    state.roads = roads;
    tell('tour');
  },
  clock({ now }) {
    setNow(now);
    tell('clock');
  },
  resetting() {
    tell('resetting');
  },
  refused(frame) {
    tell('refused', frame);
  },
};

/** Applies one frame of the server. */
export function apply(frame) {
  const reader = readers[frame.type];
  if (reader) reader(frame);
}

/** Whoever is looked at has nothing unread. */
export function markRead(id) {
  const one = person(id);
  if (one && one.unread) {
    one.unread = 0;
    tell('people');
  }
}

/** A tapped button spins until the bot answers it, at most as long as Telegram would wait. */
export function startWaiting(id, key) {
  const chat = chatOf(id);
  chat.waiting.add(key);
  setTimeout(() => {
    if (chat.waiting.delete(key)) tell('chat', { id, kind: 'answered', message_id: Number(key.split(':')[0]) });
  }, 15000);
}
