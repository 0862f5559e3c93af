// What is below a place of the canvas.

import { AXIS } from './axis.js';
import { GAP, LANE, RANGE } from './rows.js';

/** @typedef {import('../types.js').Row} Row */
/** @typedef {import('../types.js').Span} Span */
/** @typedef {import('./board.js').Board} Board */
/** @typedef {{item: import('./rows.js').Item, row: Row, top: number, time: number, span?: Span}} Target */

/**
 * What is below a place of the canvas.
 *
 * @param {Board} board
 * @param {number} x
 * @param {number} y
 * @returns {Target | undefined}
 */
export function targetAt(board, x, y) {
  const top = AXIS + (parseFloat(board.labels.pins.style.height) || 0);
  if (y < AXIS) {
    return undefined;
  }
  const height = y < top ? y - AXIS : y - top + board.scroll.scrollTop;
  const item =
    y < top
      ? board.rows.pins.find(each => each.top <= height && height < each.top + each.height)
      : board.rows.visible(height, height + 1)[0];
  if (item?.row === undefined) {
    return undefined;
  }
  const time = board.scale.time(x);
  /** @type {Target} */
  const target = { item, row: item.row, top: height - item.top, time };
  const span = spanAt(board, item.row, time, height - item.top);
  if (span !== undefined) {
    target.span = span;
  }
  return target;
}

/**
 * @param {Board} board
 * @param {Row} row
 * @param {number} time
 * @param {number} below how far below the row's top
 * @returns {Span | undefined}
 */
function spanAt(board, row, time, below) {
  const near = board.scale.perPixel * 2;
  if (row.kind === 'thread' || row.kind === 'carrier') {
    const piece = board.stores.spans.get(row.id);
    return piece === undefined || piece.value.more ? undefined : piece.value.spans.find(span => span.begin <= time && time < span.end);
  }
  if (row.kind === 'ranges') {
    const lane = Math.floor((below - GAP) / RANGE);
    return board.stores.ranges.spans.find(
      (span, i) => board.stores.ranges.lane[i] === lane && span.begin - near <= time && time <= span.end + near,
    );
  }
  const tasks = row.kind === 'tasks' ? board.stores.shownTasks(row.id, board.scale) : undefined;
  if (tasks !== undefined) {
    const high = board.rows.heights.get(row.id);
    const each = high !== undefined ? LANE : Math.min(LANE, (board.rows.heightOf(row) - 2 * GAP) / tasks.lanes);
    const lane = Math.floor((below - GAP) / each);
    for (let i = 0; each >= 6 && i < tasks.ids.length; i++) {
      const begin = tasks.begins[i] ?? 0;
      const end = tasks.ends[i] ?? 0;
      if (tasks.lane[i] === lane && begin - near <= time && time <= end + near) {
        return { begin, end, label: row.label + ' ' + tasks.ids[i], task: tasks.ids[i] ?? '' };
      }
    }
  }
  return undefined;
}
