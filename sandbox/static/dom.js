// Builds elements; text only ever enters the page as text nodes.

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
    viewBox: '0 0 24 24', width: size, height: size, fill: 'none', stroke: 'currentColor', 'stroke-width': 1.9,
    'stroke-linecap': 'round', 'stroke-linejoin': 'round', 'aria-hidden': 'true', class: 'icon',
  })) svg.setAttribute(key, String(value));
  const path = document.createElementNS(SVG, 'path');
  const [shape, filled] = [ICONS[name] || '', FILLED.has(name)];
  path.setAttribute('d', shape);
  if (filled) { path.setAttribute('fill', 'currentColor'); path.setAttribute('stroke', 'none'); }
  svg.append(path);
  return svg;
}

/** A round button that carries an icon and a label for screen readers and tooltips. */
export function iconButton(name, label, run, props = {}) {
  return h('button', { type: 'button', ...props, class: `icon-button ${props.class || ''}`, title: label, 'aria-label': label,
    on: { click: run } }, icon(name, props.size || 20));
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
  try { await navigator.clipboard.writeText(text); return true; } catch { /* an insecure address: the old way below */ }
  const area = h('textarea', { value: text, class: 'offscreen', 'aria-hidden': 'true' });
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done;
}

const FILLED = new Set(['send', 'play', 'pause', 'dots', 'stop']);
const ICONS = {
  send: 'M3.400 20.400l17.700-7.500c.8-.35.8-1.450 0-1.800L3.400 3.600c-.7-.3-1.400.3-1.250 1l1.300 5.700c.1.45.5.8.95.850L13 12l-8.600.850c-.45.050-.85.4-.95.850l-1.300 5.700c-.15.7.55 1.300 1.250 1z',
  mic: 'M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM5.500 11a6.500 6.500 0 0 0 13 0M12 17.500V21',
  clip: 'M20 11.500l-8.200 8.200a5.200 5.200 0 0 1-7.400-7.400l8.500-8.500a3.500 3.500 0 0 1 5 5l-8.500 8.400a1.750 1.750 0 0 1-2.500-2.500l7.700-7.700',
  keyboard: 'M4.500 6h15A1.500 1.500 0 0 1 21 7.500v9a1.500 1.500 0 0 1-1.500 1.500h-15A1.500 1.500 0 0 1 3 16.500v-9A1.500 1.500 0 0 1 4.500 6zM7 10h.01M12 10h.01M17 10h.01M8 14h8',
  dots: 'M12 4a1.800 1.800 0 1 1 0 3.600 1.800 1.800 0 0 1 0-3.600zM12 10.200a1.800 1.800 0 1 1 0 3.600 1.800 1.800 0 0 1 0-3.600zM12 16.400a1.800 1.800 0 1 1 0 3.600 1.800 1.800 0 0 1 0-3.600z',
  bell: 'M18 9a6 6 0 0 0-12 0c0 6-2.500 7.500-2.500 7.500h17S18 15 18 9M10 20a2.300 2.300 0 0 0 4 0',
  bellOff: 'M8.300 4.300A6 6 0 0 1 18 9c0 2.200.35 3.800.8 5M6.100 8c-.1.300-.1.700-.1 1 0 6-2.500 7.500-2.500 7.500H16M10 20a2.300 2.300 0 0 0 4 0M3 3l18 18',
  pin: 'M9 3.500h6l-.7 6.500 3.200 3v2H6.500v-2l3.200-3zM12 15v6',
  reply: 'M9.500 6L4 11.500 9.500 17M4.500 11.500H14a6 6 0 0 1 6 6V19',
  check: 'M5 12.500l4.500 4.500L19 7.500', checks: 'M2.500 12.500L7 17l9-9.500M11 15.800l1.300 1.200 9.200-9.500',
  close: 'M6 6l12 12M18 6L6 18', down: 'M6 9.500l6 6 6-6', right: 'M9.500 6l6 6-6 6', plus: 'M12 5v14M5 12h14',
  sun: 'M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM12 2.500v2M12 19.500v2M4.200 4.200l1.500 1.500M18.300 18.300l1.500 1.500M2.500 12h2M19.500 12h2M4.200 19.800l1.500-1.500M18.300 5.700l1.500-1.500',
  moon: 'M20 14.500A8.500 8.500 0 0 1 9.500 4 8.500 8.500 0 1 0 20 14.500z',
  search: 'M11 4a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM16 16l4.500 4.500',
  photo: 'M4.500 5h15A1.500 1.500 0 0 1 21 6.500v11a1.500 1.500 0 0 1-1.500 1.500h-15A1.500 1.500 0 0 1 3 17.500v-11A1.500 1.500 0 0 1 4.500 5zM8.500 9a1.300 1.300 0 1 1 0 2.600 1.300 1.300 0 0 1 0-2.600zM3.500 17l5-4 3.500 2.500L16 12l4.500 4',
  file: 'M6 3h8l5 5v11.500a1.500 1.500 0 0 1-1.500 1.500h-11.500A1.500 1.500 0 0 1 4.500 19.500v-15A1.500 1.500 0 0 1 6 3zM14 3v5h5',
  place: 'M12 21.500s-7-6-7-11.500a7 7 0 0 1 14 0c0 5.500-7 11.500-7 11.500zM12 7.500a2.500 2.500 0 1 1 0 5 2.500 2.500 0 0 1 0-5z',
  person: 'M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4.500 20.500c.5-4 3.500-6 7.500-6s7 2 7.500 6',
  personPlus: 'M10 4.500a3.700 3.700 0 1 1 0 7.400 3.700 3.700 0 0 1 0-7.400zM3 20c.4-3.700 3.200-5.500 7-5.500s6.600 1.800 7 5.500M19 7v6M16 10h6',
  play: 'M8 5.200c0-.8.9-1.300 1.600-.9l10 6.800c.6.4.6 1.300 0 1.700l-10 6.800c-.7.500-1.600 0-1.600-.8z', pause: 'M7 5h3.600v14H7zM13.400 5H17v14h-3.600z', stop: 'M7 7h10v10H7z',
  video: 'M4.500 6h9A1.500 1.500 0 0 1 15 7.500v9a1.500 1.500 0 0 1-1.500 1.500h-9A1.500 1.500 0 0 1 3 16.500v-9A1.500 1.500 0 0 1 4.500 6zM15 10.500l6-3.500v10l-6-3.500',
  copy: 'M9.500 8.500h9A1.500 1.500 0 0 1 20 10v9a1.500 1.500 0 0 1-1.500 1.500h-9A1.500 1.500 0 0 1 8 19v-9a1.500 1.500 0 0 1 1.500-1.500zM16 5.500A1.500 1.500 0 0 0 14.500 4h-9A1.500 1.500 0 0 0 4 5.500v9A1.500 1.500 0 0 0 5.500 16',
  out: 'M8 5h11v11M19 5L5 19', bolt: 'M13 2.500L5 13.500h6l-1 8 8-11h-6z', list: 'M4 6h.01M4 12h.01M4 18h.01M8.500 6H20M8.500 12H20M8.500 18H20',
  edit: 'M4 20l1-4.500L16 4.500a2 2 0 0 1 3 0l.5.5a2 2 0 0 1 0 3L8.500 19zM14 6.500l3.500 3.500', trash: 'M4.500 7h15M9.500 7V4.500h5V7M6.500 7l1 13h9l1-13M10.500 11v5.500M13.500 11v5.500',
  ban: 'M12 3.500a8.500 8.500 0 1 1 0 17 8.500 8.500 0 0 1 0-17zM6 6l12 12', restart: 'M4 12a8 8 0 1 0 2.500-5.800L4 8.500M4 4v4.500h4.500',
  globe: 'M12 3.500a8.500 8.500 0 1 1 0 17 8.500 8.500 0 0 1 0-17zM3.500 12h17M12 3.500c2.500 2.300 3.700 5.200 3.700 8.500s-1.200 6.200-3.700 8.500c-2.500-2.300-3.700-5.200-3.700-8.500s1.200-6.200 3.700-8.500z',
  info: 'M12 3.500a8.500 8.500 0 1 1 0 17 8.500 8.500 0 0 1 0-17zM12 11v5.500M12 7.700v.01', download: 'M12 4v11M7 10.500l5 5 5-5M5 20h14', slash: 'M9 19.500l6-15',
  arrowIn: 'M19 12H5M11 6l-6 6 6 6', arrowOut: 'M5 12h14M13 6l6 6-6 6', braces: 'M9 4c-2.500 0-3 1-3 3v2.500c0 1.500-.7 2.500-2 2.500 1.300 0 2 1 2 2.500V17c0 2 .5 3 3 3M15 4c2.500 0 3 1 3 3v2.500c0 1.500.7 2.500 2 2.500-1.300 0-2 1-2 2.500V17c0 2-.5 3-3 3',
  clock: 'M12 3.500a8.500 8.500 0 1 1 0 17 8.500 8.500 0 0 1 0-17zM12 7.500V12l3 2',
};
