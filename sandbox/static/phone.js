// One phone: whose it is, its chat with the bot, and everything its owner can do there.

import { Composer } from './composer.js';
import { copyText, h, reconcile } from './dom.js';
import { startPayload } from './entities.js';
import { Feed } from './feed.js';
import { drawHead, drawOwner, drawPinned, showAlert } from './heads.js';
import { replyKeys } from './keys.js';
import { messageMenu } from './menus.js';
import { addPerson } from './people.js';
import { send } from './socket.js';
import { chatOf, hear, markRead, person as whom, state } from './store.js';
import { roleWords, t } from './words.js';

export class Phone {
  constructor(id, { activate, close, changed }) {
    Object.assign(this, { person: id, activate: () => activate(this), changed });
    this.keyboardOpen = true;
    this.prints = {};
    this.owner = h('header', { class: 'owner' });
    this.head = h('div', { class: 'chat-head' });
    this.pinned = h('div', { class: 'pinned', hidden: true });
    this.foot = h('div', { class: 'foot' });
    this.toasts = h('div', { class: 'toasts', role: 'status', 'aria-live': 'polite' });
    this.feed = new Feed(this.context());
    this.composer = new Composer(this);
    this.closing = close;
    this.node = h(
      'section',
      {
        class: 'phone',
        on: {
          pointerdown: () => this.activate(),
          dragover: (event) => event.preventDefault(),
          drop: (event) => this.composer.take(event, [...event.dataTransfer.files]),
        },
      },
      this.owner,
      this.head,
      this.pinned,
      h('div', { class: 'screen' }, this.feed.node, this.toasts),
      this.foot,
    );
    this.releases = [
      hear('chat', (change) => {
        if (change.id === this.person) this.chatChanged(change);
      }),
      hear('people', () => {
        drawOwner(this);
        drawHead(this);
        this.drawFoot();
      }),
      hear('toast', (frame) => {
        if (frame.person === this.person) this.answer(frame);
      }),
      hear('online', () => drawHead(this)),
    ];
    this.show(id);
  }

  /** What bubbles may ask of the phone they are drawn in. */
  context() {
    const phone = this;
    return {
      get person() {
        return phone.person;
      },
      get language() {
        return whom(phone.person)?.language || 'en';
      },
      copy: async (text) => phone.toast((await copyText(text)) ? t('copied') : text),
      openLink: (url, event) => phone.openLink(url, event),
      sendCommand: (text) => send({ do: 'say', person: phone.person, text }),
      reply: (message) => phone.composer.answer(message),
      react: (message, emoji) => send({ do: 'react', person: phone.person, message_id: message.message_id, emoji: emoji || '' }),
      menu: (message, anchor, event) => messageMenu(message, { phone, anchor, event }),
      jump: (messageId) => phone.feed.jump(messageId),
      toast: (text) => phone.toast(text),
      refresh: () => phone.feed.draw(),
      settled: () => {
        if (phone.feed.stuck) phone.feed.toEnd();
      },
    };
  }

  show(id) {
    this.person = id;
    this.keyboardOpen = true;
    if (!chatOf(id)) send({ do: 'open', person: id });
    markRead(id);
    this.composer.reset();
    this.redraw();
  }

  /** Draws everything anew: another person or another language of the page. */
  redraw() {
    const one = whom(this.person);
    this.node.setAttribute('aria-label', one ? `${one.name}, ${roleWords(one.role)}` : '');
    this.node.dataset.person = this.person;
    this.composer.label();
    drawOwner(this);
    drawHead(this);
    drawPinned(this);
    this.drawFoot();
    this.feed.reset();
  }

  chatChanged({ kind, message, keyboard }) {
    if (kind === 'opened') {
      this.redraw();
      return;
    }
    if (kind === 'pinned') drawPinned(this);
    else if (kind === 'typing') {
      drawHead(this);
      setTimeout(() => drawHead(this), 5100);
    } else if (kind === 'keyboard') this.keyboardChanged(keyboard);
    else if (kind === 'commands') this.drawFoot();
    else {
      this.feed.draw(kind === 'message' ? 1 : 0);
      if (kind !== 'message') {
        drawPinned(this);
        return;
      }
      drawHead(this);
      if (message.from?.is_bot && message.silent === false) this.ring();
    }
  }

  keyboardChanged(keyboard) {
    if (keyboard?.force_reply) this.composer.answer([...chatOf(this.person).messages.values()].filter((one) => one.from?.is_bot).at(-1));
    else this.keyboardOpen = true;
    this.drawFoot();
  }

  ring() {
    this.node.classList.remove('ringing');
    requestAnimationFrame(() => this.node.classList.add('ringing'));
  }

  /** True when this part already shows exactly this: redrawing would only lose the focus. */
  isDrawn(part, shown) {
    const print = JSON.stringify(shown);
    if (this.prints[part] === print) return true;
    this.prints[part] = print;
    return false;
  }

  drawFoot() {
    const [one, chat] = [whom(this.person), chatOf(this.person)];
    if (!one) return;
    const big = (words, run, look) => h('button', { type: 'button', class: `big ${look}`, on: { click: run } }, words);
    if (one.blocked) this.foot.replaceChildren(big(t('unblock'), () => send({ do: 'unblock', person: this.person }), ''));
    else if (!one.started)
      this.foot.replaceChildren(big(t('start'), () => send({ do: 'start', person: this.person, payload: '' }), 'start'));
    else reconcile(this.foot, [this.composer.node, this.keys(chat)].filter(Boolean));
    this.composer.toggle.hidden = !chat?.keyboard;
    this.composer.toggle.classList.toggle('on', this.keyboardOpen);
    this.composer.menu.hidden = !chat?.commands?.length;
    this.composer.placeholder();
    if (this.feed.stuck) this.feed.toEnd();
  }

  /** The reply keyboard; the same one stays in place, so that the focus on its key is kept. */
  keys(chat) {
    if (!this.keyboardOpen || !chat?.keyboard) return null;
    const print = `${this.person}${JSON.stringify(chat.keyboard)}`;
    if (this.keysPrint !== print) [this.keysPrint, this.keysNode] = [print, replyKeys(chat.keyboard, this)];
    return this.keysNode;
  }

  toggleKeyboard(open = !this.keyboardOpen) {
    this.keyboardOpen = open;
    this.drawFoot();
  }

  toast(text) {
    const node = h('div', { class: 'toast' }, text);
    this.toasts.replaceChildren(node);
    setTimeout(() => node.classList.add('leaving'), 3200);
    setTimeout(() => node.remove(), 3600);
  }

  /** The bot answered a tap: a passing line, a window to close, or a link. */
  answer({ text, alert, url }) {
    if (url) this.openLink(url);
    if (!text) return;
    if (!alert) {
      this.toast(text);
      return;
    }
    showAlert(this, text);
  }

  openLink(url, event) {
    const payload = startPayload(url, state.bot.username);
    if (payload === null) {
      if (!event) window.open(url, '_blank', 'noopener,noreferrer');
      return;
    }
    event?.preventDefault();
    if (event?.shiftKey) addPerson({ link: url, then: (id) => this.changed(this, id) });
    else send({ do: 'start', person: this.person, payload });
  }

  remove() {
    this.releases.forEach((release) => release());
    this.node.remove();
  }
}
