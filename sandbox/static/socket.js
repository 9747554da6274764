// The line to the server: one WebSocket that comes back by itself; deeds done while it is away are not lost.

import { apply, state, tell } from './store.js';

let socket = null;
let pause = 250;
let unsent = [];

export function connect() {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  socket = new WebSocket(`${scheme}://${location.host}/sandbox/ws`);
  socket.addEventListener('open', () => {
    pause = 250;
  });
  socket.addEventListener('message', (event) => {
    const frame = JSON.parse(event.data);
    if (frame.type === 'hello') state.online = true;
    apply(frame);
    if (frame.type !== 'hello') return;
    setOnline(true);
    const waiting = unsent;
    unsent = [];
    waiting.forEach((deed) => socket.send(JSON.stringify(deed)));
  });
  socket.addEventListener('close', () => {
    setOnline(false);
    setTimeout(connect, pause);
    pause = Math.min(pause * 2, 4000);
  });
}

function setOnline(online) {
  state.online = online;
  tell('online', online);
}

/** Sends a person's deed (`{do: "say", person, …}`) to the server. */
export function send(deed) {
  if (state.online) socket.send(JSON.stringify(deed));
  else if (deed.do !== 'open') unsent.push(deed);
}
