// What is selected, the arrows of waking, and those along a critical path.

import { colour } from '../theme.js';
import { paintArrow } from './arrows.js';
import { AXIS } from './axis.js';
import { GAP, THREAD, threadOf } from './rows.js';

/** @typedef {import('./board.js').Board} Board */
/** A row and its top on the canvas. @typedef {{item: import('./rows.js').Item, y: number}} Placed */

/**
 * Draws what is selected, and arrows.
 *
 * @param {Board} board
 * @param {import('./paint.js').Pen} pen
 * @param {Placed[]} placed the rows in sight
 * @param {number} height of the canvas
 */
export function paintMarks(board, pen, placed, height) {
  const { brush, scale } = pen;
  /** @param {string} thread @param {number} time @returns {number | undefined} */
  const middle = (thread, time) => {
    const place = placeOf(placed, thread, time);
    return place === undefined ? undefined : place + THREAD / 2;
  };
  brush.save();
  brush.beginPath();
  brush.rect(0, AXIS, scale.width, height - AXIS);
  brush.clip();
  const { path, selected } = board;
  if (path !== undefined) {
    path.segments.forEach((segment, i) => {
      const next = path.segments[i + 1];
      if (next !== undefined && String(next.thread) !== String(segment.thread)) {
        paintArrow(brush, scale, next.begin, middle(String(segment.thread), next.begin - 1), middle(String(next.thread), next.begin), '');
      }
    });
  }
  if (selected !== undefined) {
    const span = selected.at?.span;
    const y = placeOf(placed, selected.thread, selected.time);
    if (y !== undefined && span !== undefined) {
      const x = Math.max(-3, scale.x(span.begin));
      const width = Math.max(2, Math.min(scale.width + 3, scale.x(span.end)) - x);
      brush.strokeStyle = colour('ink');
      brush.lineWidth = 2;
      brush.strokeRect(x, y + GAP - 1, width, THREAD - 2 * GAP + 2);
    }
    for (const wake of selected.wakes ?? []) {
      const from = String(wake.from);
      const to = String(wake.to);
      const own = selected.thread === to;
      paintArrow(
        brush,
        scale,
        wake.time,
        middle(from, wake.time),
        middle(to, wake.time),
        own ? 'by ' + from : 'wakes ' + to,
        own ? 'accent' : 'arrow',
      );
    }
  }
  brush.restore();
}

/**
 * Where a thread's row is on the canvas, if it is in sight.
 *
 * @param {Placed[]} placed
 * @param {string} thread
 * @param {number} time
 * @returns {number | undefined}
 */
function placeOf(placed, thread, time) {
  return placed.find(
    ({ item: { row } }) =>
      row !== undefined && threadOf(row) === thread && (row.id === 't:' + thread || (row.begin <= time && time <= row.end)),
  )?.y;
}
