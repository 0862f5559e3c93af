// Words for numbers, the same as on the command line: three or four digits and a unit.

const TIME_UNITS = ['ns', 'us', 'ms', 's'];
const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];
const ROUNDS_UP = 999.5;

/**
 * Rounds half up, as people do.
 *
 * @param {number} value
 * @param {number} digits behind the point
 * @returns {string}
 */
function fixed(value, digits) {
  if (value < 0) {
    const text = fixed(-value, digits);
    return /[1-9]/.test(text) ? '-' + text : text;
  }
  const shifted = value < 1e-6 ? 0 : Math.round(Number(value + 'e' + digits));
  return (shifted / 10 ** digits).toFixed(digits);
}

/** @param {number} value */
function threeDigits(value) {
  return fixed(value, value < 9.995 ? 2 : value < 99.95 ? 1 : 0);
}

/**
 * A span of time: `1.20 s`, `12.3 ms`, `2 min 3 s`, `1 h 2 min`.
 *
 * @param {number} nanos
 * @returns {string}
 */
export function duration(nanos) {
  if (nanos < 0) {
    return '-' + duration(-nanos);
  }
  const seconds = Math.round(nanos / 1e9);
  if (seconds >= 3600) {
    const minutes = Math.round(seconds / 60);
    return Math.floor(minutes / 60) + ' h ' + (minutes % 60) + ' min';
  }
  if (seconds >= 60) {
    return Math.floor(seconds / 60) + ' min ' + (seconds % 60) + ' s';
  }
  let value = nanos;
  let unit = 0;
  while (value >= ROUNDS_UP && unit < TIME_UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return unit === 0 ? Math.round(nanos) + ' ns' : threeDigits(value) + ' ' + TIME_UNITS[unit];
}

/**
 * A size: `512 B`, `3.21 MB`; a kB is 1000 B.
 *
 * @param {number} size
 */
export function bytes(size) {
  let value = size;
  let unit = 0;
  while (value >= ROUNDS_UP && unit < BYTE_UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return unit === 0 ? Math.round(size) + ' B' : threeDigits(value) + ' ' + BYTE_UNITS[unit];
}

const COUNTS = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/**
 * A number of things: `1,234,567`; with what is counted: `2 parts`.
 *
 * @param {number} number
 * @param {string} [what] one of them
 */
export function count(number, what) {
  const text = COUNTS.format(number);
  return what === undefined ? text : text + ' ' + what + (number === 1 ? '' : 's');
}

/**
 * A share: `12.3 %`; of nothing, none.
 *
 * @param {number} part
 * @param {number} whole
 */
export function percent(part, whole) {
  return fixed(whole === 0 ? 0 : (100 * part) / whole, 1) + ' %';
}

/**
 * A number that is no count, such as how many threads on average: `2.35`.
 *
 * @param {number} value
 */
export function decimal(value) {
  return value < 0 ? '-' + threeDigits(-value) : value >= 1000 ? count(value) : threeDigits(value);
}

/**
 * A time since the trace's start, exact to a step: `3.805 s`.
 *
 * @param {number} nanos
 * @param {number} step in nanoseconds, a power of ten or twice or five times one
 */
export function instant(nanos, step) {
  const [size, unit] =
    Math.abs(nanos) >= 1e9 || (nanos === 0 && step >= 1e8)
      ? [1e9, 's']
      : Math.abs(nanos) >= 1e6 || step >= 1e6
        ? [1e6, 'ms']
        : Math.abs(nanos) >= 1e3 || step >= 1e3
          ? [1e3, 'us']
          : [1, 'ns'];
  const digits = Math.max(0, Math.min(9, Math.round(Math.log10(size)) - Math.floor(Math.log10(step) + 1e-9)));
  return (nanos / size).toFixed(digits) + ' ' + unit;
}

/**
 * What the clock on the wall showed, in UTC: `2026-11-30T03:27:05.178Z`.
 *
 * @param {string | undefined} start that at the trace's start, with up to nine digits
 * @param {number} nanos since then
 * @param {number} [digits] of the second, 3 to 9
 * @returns {string} empty if it is not known
 */
export function wallClock(start, nanos, digits = 3) {
  const parts = /^(\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z$/.exec(start ?? '');
  if (parts === null) {
    return '';
  }
  const first = BigInt(Date.parse(parts[1] + 'Z')) * 1_000_000n + BigInt((parts[2] ?? '').padEnd(9, '0'));
  const time = first + BigInt(Math.round(nanos));
  const seconds = time / 1_000_000_000n;
  const text = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
  return (
    text +
    '.' +
    String(time % 1_000_000_000n)
      .padStart(9, '0')
      .slice(0, digits) +
    'Z'
  );
}

/**
 * A function's name without its package: what is behind the last slash.
 *
 * @param {string} name
 */
export function shortName(name) {
  return name.slice(name.lastIndexOf('/') + 1);
}

/**
 * A text of at most so many letters, without its middle if it was longer.
 *
 * @param {string} text
 * @param {number} most at least 3
 */
export function shorten(text, most) {
  if (text.length <= most) {
    return text;
  }
  const head = Math.ceil((most - 1) / 2);
  return text.slice(0, head) + '\u2026' + text.slice(text.length - (most - 1 - head));
}
