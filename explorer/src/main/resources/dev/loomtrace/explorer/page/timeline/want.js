// What is asked for in a frame.

import { BUCKETS } from './tiles.js';

/** @typedef {import('./board.js').Board} Board */
/** @typedef {import('./paint.js').Pen} Pen */
/** @typedef {import('./rows.js').Item} Item */

// So many pixels a span has to have on average before spans are drawn one by one.
export const SPAN_PIXELS = 2.5;

/**
 * Asks for what is in sight and not here yet.
 *
 * @param {Board} board
 * @param {Pen} pen
 * @param {Item[]} items
 * @param {boolean} moving
 */
export function want(board, pen, items, moving) {
  const { scale, level } = pen;
  const ids = [];
  for (const { row } of items) {
    if (row !== undefined && (row.kind === 'thread' || row.kind === 'carrier' || row.kind === 'group')) {
      ids.push(row.id);
    }
  }
  const key = level + ' ' + pen.first + ' ' + pen.last + ' ' + ids.join(' ');
  if (key !== board.wantedTiles) {
    board.wantedTiles = key;
    board.tiles.want(ids, level, pen.first, pen.last);
  }
  if (moving) {
    return;
  }
  const buckets = (BUCKETS * 2 ** level) / scale.duration;
  const { spans, counters } = board.stores;
  spans.begin();
  counters.begin();
  for (const { row } of items) {
    if (row === undefined) {
      continue;
    }
    if (row.kind === 'counter') {
      counters.want(row.id, scale.from, scale.to, scale.perPixel * 2);
    } else if (row.kind === 'thread' || row.kind === 'carrier' || row.kind === 'tasks') {
      const number =
        row.kind !== 'tasks'
          ? board.tiles.spans(row.id, level, scale.from * buckets, scale.to * buckets)
          : board.stores.tasksOf(row.id.slice(2))?.more === true
            ? (row.spans * (scale.to - scale.from)) / Math.max(1, row.end - row.begin)
            : undefined;
      if (number !== undefined && number * SPAN_PIXELS < scale.width) {
        const piece = spans.get(row.id);
        spans.want(row.id, scale.from, scale.to, piece !== undefined && !piece.value.more ? piece.grain : scale.to - scale.from);
      }
    }
  }
  spans.run(scale.duration);
  counters.run(scale.duration);
}
