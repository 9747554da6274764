// Keeps the list of messages of one phone on the screen: days, groups, albums, scrolling.

import { bubble, isFromBot } from './bubble.js';
import { h, icon, reconcile } from './dom.js';
import { face } from './faces.js';
import { serviceWords } from './media.js';
import { chatOf, state } from './store.js';
import { dayWords, t } from './words.js';

const SHOWN = 200;
const TOGETHER = 600;

export class Feed {
  constructor(context) {
    this.context = context;
    this.drawn = new Map();
    this.list = h('div', { class: 'list' });
    this.scroller = h('div', { class: 'feed', tabIndex: -1, role: 'log', 'aria-label': t('chat') }, this.list);
    this.badge = h('span', { class: 'badge' });
    this.jumpDown = h(
      'button',
      { type: 'button', class: 'to-end', 'aria-label': t('toEnd'), hidden: true, on: { click: () => this.toEnd(true) } },
      icon('down', 22),
      this.badge,
    );
    this.node = h('div', { class: 'feed-frame' }, this.scroller, this.jumpDown);
    this.stuck = true;
    this.missed = 0;
    this.scroller.addEventListener('scroll', () => this.noteScroll(), { passive: true });
    this.resting = 0;
    new ResizeObserver(() => {
      if (this.stuck) this.toEnd();
    }).observe(this.scroller);
  }

  noteScroll() {
    this.scroller.classList.add('scrolling');
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.scroller.classList.remove('scrolling'), 700);
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    this.stuck = scrollHeight - scrollTop - clientHeight < 60;
    if (this.stuck) this.missed = 0;
    this.jumpDown.hidden = this.stuck;
    this.badge.textContent = this.missed ? String(this.missed) : '';
  }

  toEnd(smooth = false) {
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: smooth ? 'smooth' : 'instant' });
  }

  /** Draws everything anew: another person, another language. */
  reset() {
    this.drawn.clear();
    this.list.replaceChildren();
    this.stuck = true;
    this.draw();
  }

  /** Draws what changed since the last time; `news` counts what arrived while the reader looks at older messages. */
  draw(news = 0) {
    const chat = chatOf(this.context.person);
    const rows = [];
    const keep = new Set();
    let [day, before] = ['', null];
    for (const group of albums([...(chat?.messages.values() || [])].slice(-SHOWN))) {
      const [first] = group;
      const date = dayWords(first.date);
      if (date !== day) {
        rows.push(this.take(`day:${date}`, null, () => h('div', { class: 'day' }, h('span', {}, date)), keep));
        before = null;
      }
      day = date;
      const node = this.take(`m:${first.message_id}`, fingerprint(group, chat), () => bubble(group, this.context), keep);
      const joins = before && !serviceWords(first) && isFromBot(before) === isFromBot(first) && first.date - before.date < TOGETHER;
      node.classList.toggle('joined', Boolean(joins));
      if (joins) rows.at(-1).classList.remove('tail');
      node.classList.add('tail');
      rows.push(node);
      before = serviceWords(first) ? null : first;
    }
    if (chat && !rows.length && state.bot) rows.push(this.take('about', chat.about, () => aboutBot(chat.about), keep));
    for (const key of [...this.drawn.keys()]) if (!keep.has(key)) this.drawn.delete(key);
    const stuck = this.stuck;
    reconcile(this.list, rows);
    if (stuck) this.toEnd();
    else if (news) {
      this.missed += news;
      this.noteScroll();
    }
  }

  take(key, print, make, keep) {
    keep.add(key);
    const known = this.drawn.get(key);
    if (known && known.print === print) return known.node;
    const node = make();
    if (known) node.classList.add('changed');
    this.drawn.set(key, { node, print });
    return node;
  }

  jump(messageId) {
    const target = [...this.list.children].find((node) => node.dataset.id === String(messageId));
    if (!target) return;
    target.scrollIntoView({ block: 'center', behavior: 'smooth' });
    target.classList.remove('flash');
    requestAnimationFrame(() => target.classList.add('flash'));
  }
}

/** What stands in a chat where nothing has been said yet. */
function aboutBot(words) {
  return h(
    'div',
    { class: 'about-bot' },
    face(state.bot.id, state.bot.name, 'bot-face'),
    h('b', {}, words ? t('aboutBot') : state.bot.name),
    h('p', {}, words || t('aboutEmpty')),
  );
}

/** Neighbours with one media_group_id are one album. */
function albums(messages) {
  const groups = [];
  for (const message of messages) {
    const last = groups.at(-1);
    if (message.media_group_id && last && last[0].media_group_id === message.media_group_id) last.push(message);
    else groups.push([message]);
  }
  return groups;
}

function fingerprint(group, chat) {
  const waiting = [...chat.waiting].filter((key) => group.some((one) => key.startsWith(`${one.message_id}:`)));
  return group.map((one) => JSON.stringify(one)).join() + waiting.join();
}
