// Builds elements; text only ever enters the page as text nodes.

import { FILLED, ICONS } from './icons.js';

const SVG = 'http://www.w3.org/2000/svg';

/** Creates an element: props are `class`, `on` (listeners), `data`, properties and attributes; kids are nodes or strings. */
export function h(tag, props = {}, ...kids) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === 'class') node.className = value;
    else if (name === 'on') for (const [event, run] of Object.entries(value)) node.addEventListener(event, run);
    else if (name === 'data') Object.assign(node.dataset, value);
    else if (name in node && name !== 'list' && name !== 'type') node[name] = value;
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  node.append(...kids.flat().filter((kid) => kid !== null && kid !== undefined && kid !== false));
  return node;
}

/** An icon of the page's own set, drawn with the current text colour. */
export function icon(name, size = 20) {
  const svg = document.createElementNS(SVG, 'svg');
  for (const [key, value] of Object.entries({
    viewBox: '0 0 24 24',
    width: size,
    height: size,
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': 1.9,
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
    'aria-hidden': 'true',
    class: 'icon',
  }))
    svg.setAttribute(key, String(value));
  const path = document.createElementNS(SVG, 'path');
  const [shape, filled] = [ICONS[name] || '', FILLED.has(name)];
  path.setAttribute('d', shape);
  if (filled) {
    path.setAttribute('fill', 'currentColor');
    path.setAttribute('stroke', 'none');
  }
  svg.append(path);
  return svg;
}

/** A round button that carries an icon and a label for screen readers and tooltips. */
export function iconButton(name, label, run, props = {}) {
  return h(
    'button',
    { type: 'button', ...props, class: `icon-button ${props.class || ''}`, title: label, 'aria-label': label, on: { click: run } },
    icon(name, props.size || 20),
  );
}

/** Puts `wanted` into `parent` in order, leaving nodes that already stand in place untouched. */
export function reconcile(parent, wanted) {
  const keep = new Set(wanted);
  for (const old of [...parent.children]) if (!keep.has(old)) old.remove();
  wanted.forEach((node, index) => {
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] || null);
  });
}

/** Copies text, also on plain-http addresses where the clipboard API is closed. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    /* an insecure address: the old way below */
  }
  const area = h('textarea', { value: text, class: 'offscreen', 'aria-hidden': 'true' });
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done;
}
