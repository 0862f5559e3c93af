// Dark and light: the system's choice, or that of the switch, which this browser keeps.

const KEY = 'loomtrace-theme';
const dark = matchMedia('(prefers-color-scheme: dark)');
/** @type {Array<() => void>} */
const listeners = [];
/** @type {Map<string, string>} */
let colours = new Map();

/** @returns {string} `dark`, `light`, or empty for the system's */
function chosen() {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === 'dark' || kept === 'light' ? kept : '';
  } catch {
    return '';
  }
}

/** Whether it is dark now. */
export function isDark() {
  return chosen() === '' ? dark.matches : chosen() === 'dark';
}

function apply() {
  document.documentElement.dataset['theme'] = isDark() ? 'dark' : 'light';
  colours = new Map();
  listeners.forEach(listener => listener());
}

/** Switches to the other one. */
export function switchTheme() {
  const next = isDark() ? 'light' : 'dark';
  try {
    if ((next === 'dark') === dark.matches) {
      localStorage.removeItem(KEY);
    } else {
      localStorage.setItem(KEY, next);
    }
  } catch {
    // Where nothing may be kept, it is the system's.
  }
  apply();
}

/**
 * A colour of the style, for canvases.
 *
 * @param {string} name of its property, without the dashes in front
 */
export function colour(name) {
  let value = colours.get(name);
  if (value === undefined) {
    value = getComputedStyle(document.documentElement)
      .getPropertyValue('--' + name)
      .trim();
    colours.set(name, value);
  }
  return value;
}

/**
 * Calls whenever colours have changed.
 *
 * @param {() => void} listener
 * @param {AbortSignal} signal ends that
 */
export function onTheme(listener, signal) {
  listeners.push(listener);
  signal.addEventListener('abort', () => listeners.splice(listeners.indexOf(listener), 1));
}

dark.addEventListener('change', apply);
apply();
