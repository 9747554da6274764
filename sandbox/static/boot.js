// Sets theme and language before the first paint, so that the page never flashes in the wrong colours.
(() => {
  const asked = new URLSearchParams(location.search);
  const kept = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const pick = (value, allowed) => (allowed.includes(value) ? value : null);
  const root = document.documentElement;
  root.dataset.theme =
    pick(asked.get('theme'), ['light', 'dark']) ||
    pick(kept('gotovo.theme'), ['light', 'dark']) ||
    (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  root.lang =
    pick(asked.get('lang'), ['ru', 'en']) ||
    pick(kept('gotovo.lang'), ['ru', 'en']) ||
    (navigator.language.toLowerCase().startsWith('ru') ? 'ru' : 'en');
})();
