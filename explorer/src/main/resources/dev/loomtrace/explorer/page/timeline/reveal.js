// Brings what is selected or asked for into sight.

import { isAborted } from '../api.js';
import { announce } from '../dom.js';

/** @typedef {import('../types.js').At} At */
/** @typedef {import('../types.js').Row} Row */
/** @typedef {import('./board.js').Board} Board */

/** A span that is narrower than so many pixels is zoomed to: when a link leads to the timeline, and when it is selected there. */
export const LEAST_PIXELS = { arriving: 200, selected: 4 };

/**
 * A thread that is selected is shown with the pinned rows if it is nowhere else.
 *
 * @param {Board} board
 * @param {Row | undefined} row
 */
export function invite(board, row) {
  const { rows, scroll } = board;
  const at = row === undefined ? undefined : rows.find(each => each.id === row.id);
  const guest = row !== undefined && at === undefined && !rows.pinned.has(row.id) ? row : undefined;
  if (rows.guest?.id !== guest?.id) {
    rows.guest = guest;
    rows.layout();
  }
  if (at !== undefined && row !== undefined && !rows.pinned.has(row.id)) {
    const height = scroll.clientHeight;
    if (at.top < scroll.scrollTop || at.top + at.height > scroll.scrollTop + height) {
      scroll.scrollTop = Math.max(0, at.top - height / 2);
    }
  }
}

/**
 * Brings a span into sight; zooms only where it could not be seen.
 *
 * @param {Board} board
 * @param {At} found
 * @param {number} time
 * @param {number} least pixels that it must have; 0: however narrow it is, the stretch that is shown stays as long
 */
export function reveal(board, found, time, least) {
  const { scale } = board;
  const [from, end] = scale.target();
  const begin = found.span?.begin ?? time;
  const until = found.span?.end ?? time;
  const length = until - begin;
  const small = (length / (end - from)) * scale.width < least;
  if (least > 0 && (small || length > end - from)) {
    scale.move(begin - Math.max(1000, length * 4), until + Math.max(1000, length * 4));
  } else if (time < from || time > end) {
    const middle = length < end - from ? (begin + until) / 2 : time;
    scale.move(middle - (end - from) / 2, middle + (end - from) / 2);
  }
}

/**
 * Rows by their ids; those that there are not are left out.
 *
 * @param {Board} board
 * @param {string[]} ids
 * @param {AbortSignal} signal
 * @returns {Promise<Row[]>}
 */
async function rowsOf({ rows, context }, ids, signal) {
  const missing = ids.filter(id => !rows.all.some(row => row.id === id));
  let given = /** @type {Row[]} */ ([]);
  try {
    given = missing.length === 0 ? [] : /** @type {{rows: Row[]}} */ (await context.api.json('row', { id: missing }, signal)).rows;
  } catch (e) {
    if (isAborted(e)) {
      throw e;
    }
    announce(e instanceof Error ? e.message : String(e));
  }
  return ids.flatMap(id => [...rows.all, ...given].find(row => row.id === id) ?? []);
}

/**
 * Ids of rows as a text, in which none of their own commas are.
 *
 * @param {Iterable<string>} ids
 * @returns {string | undefined} undefined if there are none
 */
export function pinsOf(ids) {
  return [...ids].map(id => id.replace(/[%,]/g, encodeURIComponent)).join(',') || undefined;
}

/** @param {string} id */
function decode(id) {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

/**
 * Pins the rows that an address names.
 *
 * @param {Board} board
 * @param {string | undefined} pins ids with commas between
 * @param {AbortSignal} signal
 */
export async function pinAll(board, pins, signal) {
  const { rows } = board;
  if (pins === pinsOf(rows.pinned.keys())) {
    return;
  }
  try {
    const found = await rowsOf(
      board,
      (pins ?? '')
        .split(',')
        .filter(id => id !== '')
        .map(decode),
      signal,
    );
    rows.pinned = new Map(found.map(row => [row.id, row]));
    rows.layout();
  } catch (e) {
    if (!isAborted(e)) {
      throw e;
    }
  }
}

/**
 * Shows a row, unfolded if it is one of a group.
 *
 * @param {Board} board
 * @param {string} asked its id
 */
export async function showRow(board, asked) {
  const { rows, scroll, context } = board;
  const id = rows.singles.get(asked)?.id ?? asked;
  const row = rows.find(each => each.id === id)?.row ?? (await rowsOf(board, [id], context.signal))[0];
  if (row?.kind === 'group') {
    rows.unfold(row);
  } else if (row?.kind === 'thread') {
    invite(board, row);
  }
  const at = rows.find(each => each.id === id);
  if (at !== undefined) {
    // Before it is that high, it cannot be scrolled.
    board.draw(performance.now());
    scroll.scrollTop = Math.max(0, at.top - 60);
  }
}
