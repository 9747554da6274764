// The input field of a phone: words, answers, corrections, attachments, commands.

import { h, icon, iconButton } from './dom.js';
import { above } from './above.js';
import { attachMenu } from './attach.js';
import { closePopover, item, popover } from './popover.js';
import { fileOf, photoOf } from './pictures.js';
import { send } from './socket.js';
import { chatOf } from './store.js';
import { t } from './words.js';

const LARGEST = 20 * 1024 * 1024;

export class Composer {
  constructor(phone) {
    this.phone = phone;
    this.answering = null;
    this.correcting = null;
    this.staged = [];
    this.field = h('textarea', {
      rows: 1,
      maxLength: 4096,
      enterKeyHint: 'send',
      on: {
        input: () => this.typed(),
        keydown: (event) => this.key(event),
        paste: (event) => this.take(event, [...event.clipboardData.files]),
        focus: () => phone.activate(),
      },
    });
    this.above = h('div', { class: 'above' });
    this.attach = iconButton('clip', '', () => attachMenu(this.attach, this), { 'aria-haspopup': 'menu' });
    this.menu = iconButton('slash', '', () => this.showCommands(''), { class: 'command-button', 'aria-haspopup': 'menu' });
    this.toggle = iconButton('keyboard', '', () => phone.toggleKeyboard());
    this.go = iconButton('mic', '', () => this.submit(), { class: 'go' });
    this.node = h(
      'div',
      { class: 'composer' },
      this.above,
      h('div', { class: 'line' }, this.attach, this.menu, h('div', { class: 'field' }, this.field, this.toggle), this.go),
    );
    this.label();
  }

  get person() {
    return this.phone.person;
  }

  label() {
    const name = (node, words) => {
      node.title = words;
      node.setAttribute('aria-label', words);
    };
    name(this.attach, t('attach'));
    name(this.menu, t('commands'));
    name(this.toggle, t('keyboard'));
    this.placeholder();
    this.drawGo();
  }

  placeholder() {
    const chat = chatOf(this.person);
    const asked =
      (this.answering?.reply_markup?.force_reply && this.answering.reply_markup.input_field_placeholder) ||
      chat?.keyboard?.input_field_placeholder;
    this.field.placeholder = this.staged.length ? t('caption') : asked || t('write');
    this.field.setAttribute('aria-label', t('write'));
  }

  reset() {
    Object.assign(this, { answering: null, correcting: null, staged: [] });
    this.field.value = '';
    this.drawAbove();
    this.typed();
  }

  typed() {
    this.field.style.height = 'auto';
    if (this.field.value && this.field.scrollHeight) this.field.style.height = `${Math.min(this.field.scrollHeight, 140)}px`;
    this.drawGo();
    const command = /^\/[a-z0-9_]*$/i.test(this.field.value) ? this.field.value.slice(1).toLowerCase() : null;
    if (command !== null) this.showCommands(command, true);
    else if (this.suggesting) {
      closePopover();
      this.suggesting = false;
    }
  }

  drawGo() {
    const [picture, words] = this.correcting
      ? ['check', t('save')]
      : this.field.value.trim() || this.staged.length
        ? ['send', t('send')]
        : ['mic', t('voice')];
    if (this.go.dataset.shows !== picture) this.go.replaceChildren(icon(picture, 21));
    this.go.dataset.shows = picture;
    this.go.title = words;
    this.go.setAttribute('aria-label', words);
  }

  key(event) {
    if (event.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      closePopover();
      if (this.field.value.trim() || this.staged.length) this.submit();
    } else if (event.key === 'Escape' && (this.answering || this.correcting || this.staged.length)) {
      event.stopPropagation();
      this.reset();
    } else if (event.key === 'ArrowUp' && !this.field.value && !this.staged.length) {
      const last = [...(chatOf(this.person)?.messages.values() || [])].filter((one) => !one.from?.is_bot && one.text).at(-1);
      if (last) {
        event.preventDefault();
        this.correct(last);
      }
    }
  }

  submit() {
    const [text, person] = [this.field.value.trim(), this.person];
    const reply_to = this.answering?.message_id;
    if (this.correcting) {
      if (text && text !== (this.correcting.text || this.correcting.caption))
        send({ do: 'edit', person, message_id: this.correcting.message_id, text });
    } else if (this.staged.length) this.sendStaged(text, reply_to);
    else if (text) send({ do: 'say', person, text, reply_to });
    else send({ do: 'voice', person, reply_to });
    this.phone.feed.stuck = true;
    this.reset();
  }

  sendStaged(caption, reply_to) {
    const person = this.person;
    const photos = this.staged.filter((one) => !one.mime);
    if (photos.length > 1) send({ do: 'album', person, photos, caption, reply_to });
    else if (photos.length) send({ do: 'photo', person, ...photos[0], caption, reply_to });
    for (const file of this.staged.filter((one) => one.mime))
      send({ do: 'document', person, ...file, caption: photos.length ? '' : caption, reply_to });
  }

  answer(message) {
    Object.assign(this, { answering: message, correcting: null });
    this.drawAbove();
    this.field.focus();
  }

  correct(message) {
    Object.assign(this, { correcting: message, answering: null });
    this.field.value = message.text || message.caption || '';
    this.drawAbove();
    this.typed();
    this.field.focus();
  }

  drawAbove() {
    this.above.replaceChildren(...above(this));
    this.placeholder();
    this.drawGo();
  }

  /** Stages dropped, pasted or chosen files; pictures go as photos unless `asFiles`. */
  async take(event, files, asFiles = false) {
    if (!files.length) return;
    event?.preventDefault();
    for (const file of files.slice(0, 10)) {
      if (file.size > LARGEST) {
        this.phone.toast(t('tooLarge'));
        continue;
      }
      try {
        this.staged.push(!asFiles && file.type.startsWith('image/') ? await photoOf(file) : await fileOf(file));
      } catch {
        this.phone.toast(t('unreadable', { name: file.name }));
      }
    }
    this.drawAbove();
    this.field.focus();
  }

  stage(photo) {
    if (this.staged.length < 10) this.staged.push(photo);
    this.drawAbove();
    this.field.focus();
  }

  showCommands(prefix, keepFocus = false) {
    const known = (chatOf(this.person)?.commands || []).filter((one) => one.command.startsWith(prefix));
    if (!known.length) {
      if (keepFocus) closePopover();
      else this.phone.toast(t('noCommands'));
      return;
    }
    if (keepFocus) closePopover();
    this.suggesting = keepFocus;
    const rows = known.map((one) =>
      item(
        'slash',
        `/${one.command}`,
        () => {
          this.reset();
          send({ do: 'say', person: this.person, text: `/${one.command}` });
        },
        { hint: one.description },
      ),
    );
    popover(this.menu, rows, { className: 'command-list', role: 'menu' });
    if (keepFocus) this.field.focus();
  }
}
