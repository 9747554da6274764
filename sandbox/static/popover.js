// A small menu or panel that hangs on a button; closes by Escape or a click elsewhere.

import { h, icon } from './dom.js';

let open = null;

export function closePopover(refocus = false) {
  if (!open) return;
  const { node, anchor, release } = open;
  open = null;
  release();
  node.remove();
  anchor.setAttribute?.('aria-expanded', 'false');
  if (refocus) anchor.focus?.();
}

/** Shows `content` beside `anchor` (or at the point of `event`); pressing the same button again closes it. */
export function popover(anchor, content, { event = null, className = '', role = 'dialog' } = {}) {
  const again = open && open.anchor === anchor && !event;
  closePopover();
  if (again) return null;
  const node = h('div', { class: `popover ${className}`, role }, content);
  document.body.append(node);
  place(node, anchor, event);
  const outside = (press) => {
    if (!node.contains(press.target) && !anchor.contains?.(press.target)) closePopover();
  };
  const keys = (press) => onKey(press, node);
  const resized = () => closePopover();
  setTimeout(() => open && open.node === node && document.addEventListener('pointerdown', outside));
  document.addEventListener('keydown', keys, true);
  window.addEventListener('resize', resized);
  const release = () => {
    document.removeEventListener('pointerdown', outside);
    document.removeEventListener('keydown', keys, true);
    window.removeEventListener('resize', resized);
  };
  open = { node, anchor, release };
  anchor.setAttribute?.('aria-expanded', 'true');
  node.querySelector('[autofocus], .item:not([disabled]), button, input, select')?.focus({ preventScroll: true });
  return node;
}

function place(node, anchor, event) {
  const from = event
    ? { left: event.clientX, right: event.clientX, top: event.clientY, bottom: event.clientY }
    : anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = node;
  const below = from.bottom + 6 + height <= innerHeight - 8 || from.top < height + 14;
  const toLeft = from.left + width > innerWidth - 8;
  const left = toLeft ? Math.max(8, Math.min(from.right, innerWidth - 8) - width) : from.left;
  const top = below ? Math.min(from.bottom + 6, innerHeight - height - 8) : from.top - height - 6;
  Object.assign(node.style, { left: `${left}px`, top: `${Math.max(8, top)}px` });
  node.classList.add(below ? 'from-top' : 'from-bottom');
}

function onKey(press, node) {
  if (press.key === 'Escape') {
    press.preventDefault();
    press.stopPropagation();
    closePopover(true);
    return;
  }
  if (!['ArrowDown', 'ArrowUp'].includes(press.key)) return;
  const items = [...node.querySelectorAll('.item:not([disabled])')];
  if (!items.length) return;
  press.preventDefault();
  const at = items.indexOf(document.activeElement);
  items[(at + (press.key === 'ArrowDown' ? 1 : -1) + items.length) % items.length].focus();
}

/** A menu entry: closes the menu, then acts. */
export function item(picture, label, run, props = {}) {
  const { danger, hint, ...rest } = props;
  return h(
    'button',
    {
      type: 'button',
      role: 'menuitem',
      ...rest,
      class: `item ${danger ? 'danger' : ''}`,
      on: {
        click: () => {
          closePopover(true);
          run();
        },
      },
    },
    icon(picture, 19),
    h('span', {}, label),
    hint ? h('small', {}, hint) : null,
  );
}
