// Brings what is selected into sight.

/** @typedef {import('../types.js').At} At */
/** @typedef {import('../types.js').Row} Row */
/** @typedef {import('./board.js').Board} Board */

// A span that is narrower than this is zoomed to when a link leads to it.
const LEAST_PIXELS = 4;

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
 * @param {boolean} free
 */
export function reveal(board, found, time, free) {
  const { scale } = board;
  const [from, end] = scale.target();
  const begin = found.span?.begin ?? time;
  const until = found.span?.end ?? time;
  const length = until - begin;
  const small = (length / (end - from)) * scale.width < LEAST_PIXELS;
  if (free && (small || length > end - from)) {
    scale.move(begin - Math.max(1000, length * 4), until + Math.max(1000, length * 4));
  } else if (time < from || time > end) {
    const middle = length < end - from ? (begin + until) / 2 : time;
    scale.move(middle - (end - from) / 2, middle + (end - from) / 2);
  }
}
