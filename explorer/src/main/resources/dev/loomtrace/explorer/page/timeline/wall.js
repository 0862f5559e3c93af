// Times of several files on one axis: that of the clock on the wall.

import { Api } from '../api.js';
import { announce } from '../dom.js';
import * as place from '../place.js';

/** @typedef {import('../types.js').Extent} Extent */
/** @typedef {import('../place.js').Place} Place */

const SECOND = 1e9;
const DAY = 86_400;
// Steps of the axis that are longer than ten seconds.
const SECONDS = [20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 10_800, 21_600, 43_200, DAY];

/**
 * When a file begins.
 *
 * @param {string | undefined} start as an extent has it
 * @returns {{seconds: number, nanos: number} | undefined} since 1970, and nanoseconds since then; undefined if not known
 */
function parse(start) {
  const parts = /^(\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z$/.exec(start ?? '');
  return parts === null
    ? undefined
    : { seconds: Date.parse(parts[1] + 'Z') / 1000, nanos: Number((parts[2] ?? '').padEnd(9, '0')) };
}

/**
 * Nanoseconds from midnight (UTC) until a file begins.
 *
 * @param {string | undefined} start
 * @returns {number | undefined} undefined if its wall clock is not known
 */
export function sinceMidnight(start) {
  const begin = parse(start);
  return begin === undefined ? undefined : (begin.seconds % DAY) * SECOND + begin.nanos;
}

/**
 * A step of an axis by the wall clock.
 *
 * @param {number} step the least of 1, 2 and 5 times a power of ten nanoseconds that is long enough
 * @param {number} least how long it has to be
 */
export function wallStep(step, least) {
  return step <= 10 * SECOND ? step : (SECONDS.find(each => each * SECOND >= least) ?? Math.ceil(least / SECOND / DAY) * DAY) * SECOND;
}

/**
 * A time of the day, to the digits that a step needs.
 *
 * @param {number} nanos since a midnight
 * @param {number} step
 */
export function timeOfDay(nanos, step) {
  const seconds = Math.floor(nanos / SECOND);
  const digits = Math.max(0, 9 - Math.floor(Math.log10(step) + 1e-9));
  const text = new Date((seconds % DAY) * 1000).toISOString().slice(11, 19);
  const part = String(Math.round(nanos - seconds * SECOND)).padStart(9, '0');
  return digits === 0 ? text : text + '.' + part.slice(0, digits);
}

/**
 * The place in another file where what is shown is at the same time by the wall clock. That is all of the file unless both
 * clocks are known and it has something of that time.
 *
 * @param {Place} here
 * @param {Extent} extent of the file that is shown
 * @param {Extent} other
 * @param {string} file number of the other one
 * @returns {Place}
 */
export function sameTime(here, extent, other, file) {
  const { view, clock } = here;
  const there = { f: file, view, clock };
  const [a, b] = [parse(extent.startWall), parse(other.startWall)];
  if (a === undefined || b === undefined) {
    return there;
  }
  const by = (a.seconds - b.seconds) * SECOND + (a.nanos - b.nanos);
  /** @param {[number, number] | undefined} stretch @returns {[number, number] | undefined} */
  const moved = stretch => {
    const [from, to] = [Math.max(0, (stretch?.[0] ?? 0) + by), Math.min(other.durationNanos, (stretch?.[1] ?? 0) + by)];
    return stretch !== undefined && from < to ? [from, to] : undefined;
  };
  const shown = moved(place.stretch(here.from, here.to));
  const ends = (here.sel ?? '').split('-');
  const sel = moved(place.stretch(ends[0], ends[1]));
  if (here.from !== undefined && shown === undefined) {
    announce('Nothing of that time is in the other file');
  }
  return {
    ...there,
    from: shown === undefined ? undefined : String(shown[0]),
    to: shown === undefined ? undefined : String(shown[1]),
    sel: sel === undefined ? undefined : sel.join('-'),
  };
}

/**
 * Goes to another file: by the wall clock, if that is chosen, to the same time, else to its whole.
 *
 * @param {string} file its number
 * @param {Extent | undefined} extent of the one that is shown, if it has been read
 */
export async function goToFile(file, extent) {
  const here = place.here();
  const plain = { f: file, view: here.view ?? 'overview', clock: here.clock };
  if (here.clock !== 'wall' || extent === undefined) {
    place.go(plain);
    return;
  }
  try {
    const other = /** @type {Extent} */ (await new Api(file).json('extent'));
    place.go(sameTime(here, extent, other, file));
  } catch {
    place.go(plain); // There it says why it cannot be read.
  }
}
