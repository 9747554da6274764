// The page's own words in Russian and English, and how it writes times and numbers.

let table = {};
const listeners = new Set();
const LOCALES = { ru: 'ru-RU', en: 'en-GB' };

export async function loadWords() {
  table = await (await fetch('/sandbox/static/strings.json')).json();
}

export const lang = () => document.documentElement.lang;
export const locale = (code = lang()) => LOCALES[code] || LOCALES.en;

/** The phrase of `key`; `{name}` is replaced from `values`, plural phrases choose their form by `values.n`. */
export function t(key, values = {}) {
  let phrase = (table[lang()] || {})[key];
  if (phrase && typeof phrase === 'object') phrase = phrase[new Intl.PluralRules(lang()).select(values.n)] || phrase.other;
  if (phrase === undefined) return key;
  return phrase.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** Roles are free tags (`operator`, `manager+engineer`): known ones are translated, others shown as they are. */
export function roleWords(role) {
  return String(role || '')
    .split(/[+,/]\s*/)
    .filter(Boolean)
    .map((one) => (`role.${one}` in (table[lang()] || {}) ? t(`role.${one}`) : one))
    .join(' · ');
}

export function setLang(code) {
  document.documentElement.lang = code;
  try {
    localStorage.setItem('gotovo.lang', code);
  } catch {
    /* private mode: the choice lives for this visit */
  }
  listeners.forEach((run) => run());
}

export const onLang = (run) => listeners.add(run);

let ahead = 0;
/** The time of the emulated Telegram, in seconds: a company in play may be hours ahead of this computer. */
export const now = () => Date.now() / 1000 + ahead;
export const setNow = (unix) => {
  ahead = unix === undefined ? 0 : unix - Date.now() / 1000;
};

const formats = new Map();
function formatted(options, when, code) {
  const key = `${code}${JSON.stringify(options)}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale(code), options));
  return formats.get(key).format(when);
}

export const clock = (unix, code = lang()) => formatted({ hour: '2-digit', minute: '2-digit' }, new Date(unix * 1000), code);
export const clockSeconds = (unix) => formatted({ hour: '2-digit', minute: '2-digit', second: '2-digit' }, new Date(unix * 1000), lang());

/** The heading of a day in a chat: today, yesterday or the date. */
export function dayWords(unix, code = lang()) {
  const [day, today] = [new Date(unix * 1000), new Date(now() * 1000)];
  const distance = Math.round((new Date(today).setHours(0, 0, 0, 0) - new Date(day).setHours(0, 0, 0, 0)) / 864e5);
  if (distance === 0) return t('today');
  if (distance === 1) return t('yesterday');
  const year = day.getFullYear() === today.getFullYear() ? {} : { year: 'numeric' };
  return formatted({ day: 'numeric', month: 'long', ...year }, day, code);
}

const STEPS = [
  ['year', 31536e3],
  ['month', 2592e3],
  ['week', 604800],
  ['day', 86400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];
function relative(unix, code) {
  const seconds = unix - now();
  const [unit, size] = STEPS.find(([, length]) => Math.abs(seconds) >= length) || STEPS[6];
  return new Intl.RelativeTimeFormat(locale(code), { numeric: 'auto' }).format(Math.trunc(seconds / size), unit);
}

/** A moment as a Telegram client draws a `date_time` entity: `r` relative, `w` weekday, `d`/`D` date, `t`/`T` time. */
export function moment(unix, format, code) {
  if (format === 'r') return relative(unix, code);
  const options = {};
  if (format.includes('w')) options.weekday = format.includes('D') ? 'long' : 'short';
  if (format.includes('d')) Object.assign(options, { day: '2-digit', month: '2-digit', year: '2-digit' });
  if (format.includes('D')) Object.assign(options, { day: 'numeric', month: 'long', year: 'numeric' });
  if (/[tT]/.test(format)) Object.assign(options, { hour: '2-digit', minute: '2-digit' });
  if (format.includes('T')) options.second = '2-digit';
  return formatted(options, new Date(unix * 1000), code);
}

/** Relative times keep themselves true while the page is open. */
export function keepTimesTrue() {
  setInterval(
    () =>
      document.querySelectorAll('time[data-relative]').forEach((node) => {
        node.textContent = relative(Number(node.dataset.relative), node.lang || lang());
      }),
    15000,
  );
}

export function size(bytes) {
  const steps = ['size.b', 'size.kb', 'size.mb'];
  let [value, step] = [bytes || 0, 0];
  while (value >= 1024 && step < 2) {
    value /= 1024;
    step += 1;
  }
  return t(steps[step], { n: new Intl.NumberFormat(locale(), { maximumFractionDigits: step && value < 10 ? 1 : 0 }).format(value) });
}

export const duration = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
