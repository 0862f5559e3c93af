// Draws counters, and tasks.

import { bytes, count, decimal, duration } from '../format.js';
import { colour } from '../theme.js';
import { firstNotBelow } from './lanes.js';
import { box, FONT, note, snap } from './paint.js';
import { LANE } from './rows.js';

/** @typedef {import('../types.js').Row} Row */
/** @typedef {import('./paint.js').Pen} Pen */

/**
 * Draws a counter: what it had at least and at most in each pixel, and its last value as a line.
 *
 * @param {Pen} pen
 * @param {import('../types.js').Counter} counter
 * @param {Row} row
 * @param {number} y
 * @param {number} height
 */
export function paintCounter(pen, counter, row, y, height) {
  const { brush, scale } = pen;
  const { times } = counter;
  const first = Math.max(0, firstNotBelow(times, scale.from) - 1);
  const end = Math.min(times.length, firstNotBelow(times, scale.to) + 1);
  let most = 0;
  for (let i = first; i < end; i++) {
    most = Math.max(most, counter.max[i] ?? 0);
  }
  const top = most <= 0 ? 1 : most * 1.04;
  /** @param {number} value */
  const at = value => y + height - (Math.max(0, value) / top) * height;
  brush.fillStyle = colour('accent-soft');
  brush.beginPath();
  brush.moveTo(scale.x(times[first] ?? 0), y + height);
  for (let i = first; i < end; i++) {
    const x = scale.x(times[i] ?? 0);
    const next = i + 1 < times.length ? scale.x(times[i + 1] ?? 0) : scale.x(Math.min(scale.duration, row.end));
    brush.lineTo(x, at(counter.max[i] ?? 0));
    brush.lineTo(Math.min(next, scale.width + 10), at(counter.max[i] ?? 0));
    if (i === end - 1) {
      brush.lineTo(Math.min(next, scale.width + 10), y + height);
    }
  }
  brush.fill();
  brush.strokeStyle = colour('accent');
  brush.lineWidth = 1;
  brush.beginPath();
  for (let i = first; i < end; i++) {
    const x = scale.x(times[i] ?? 0);
    const next = i + 1 < times.length ? scale.x(times[i + 1] ?? 0) : scale.x(Math.min(scale.duration, row.end));
    const value = at(counter.last[i] ?? 0);
    brush.lineTo(x, value);
    brush.lineTo(Math.min(next, scale.width + 10), value);
    // What went up and down within the pixel.
    if ((counter.max[i] ?? 0) !== (counter.min[i] ?? 0)) {
      brush.moveTo(x, at(counter.min[i] ?? 0));
      brush.lineTo(x, at(counter.max[i] ?? 0));
      brush.moveTo(Math.min(next, scale.width + 10), value);
    }
  }
  brush.stroke();
  const known = Math.max(row.end, times[end - 1] ?? row.end);
  if (end === times.length && end > 0 && scale.x(known) < scale.width) {
    // Behind its last value nothing tells whether it is another one.
    brush.setLineDash([2, 4]);
    brush.beginPath();
    brush.moveTo(scale.x(known), at(counter.last[end - 1] ?? 0));
    brush.lineTo(scale.width, at(counter.last[end - 1] ?? 0));
    brush.stroke();
    brush.setLineDash([]);
  }
  note(brush, '\u2191 ' + counterValue(row, most), y, scale.width);
}

/**
 * A counter's value in words.
 *
 * @param {Row} row
 * @param {number} value
 */
export function counterValue(row, value) {
  return row.unit === 'bytes'
    ? bytes(value)
    : row.unit === 'nanoseconds' || row.unit === 'nanos'
      ? duration(value)
      : Number.isInteger(value)
        ? count(value)
        : decimal(value);
}

/**
 * Draws tasks: each in its lane, or, folded, how many there are at a time.
 *
 * @param {Pen} pen
 * @param {import('./store.js').TaskLanes} tasks
 * @param {number} y
 * @param {number} height
 * @param {boolean} unfolded
 */
export function paintTasks(pen, tasks, y, height, unfolded) {
  const { brush, scale } = pen;
  if (tasks.more || (!unfolded && tasks.lanes * 7 > height)) {
    paintCrowd(pen, tasks, y, height);
    return;
  }
  const lane = unfolded ? LANE : Math.min(LANE, height / tasks.lanes);
  brush.font = FONT;
  brush.textBaseline = 'middle';
  const end = firstNotBelow(tasks.begins, scale.to);
  const pixel = 1 / pen.ratio;
  const drawn = new Float64Array(tasks.lanes).fill(-1);
  for (let i = 0; i < end; i++) {
    const ends = tasks.ends[i] ?? 0;
    if (ends < scale.from) {
      continue;
    }
    const begin = Math.max(-2, snap(pen, scale.x(tasks.begins[i] ?? 0)));
    const right = Math.min(scale.width + 2, snap(pen, scale.x(ends)));
    const own = tasks.lane[i] ?? 0;
    // What is narrower than a pixel and falls on one that is drawn is there already.
    if (right - begin <= pixel && right <= (drawn[own] ?? -1)) {
      continue;
    }
    drawn[own] = Math.max(right, begin + pixel);
    box(brush, begin, y + own * lane, Math.max(pixel, right - begin), Math.max(2, lane - 1.5), String(tasks.ids[i]));
  }
}

/**
 * How many tasks there are at a time, for each pixel the most.
 *
 * @param {Pen} pen
 * @param {import('./store.js').TaskLanes} tasks
 * @param {number} y
 * @param {number} height
 */
function paintCrowd(pen, tasks, y, height) {
  const { brush, scale } = pen;
  const width = Math.ceil(scale.width) + 1;
  const change = new Int32Array(width + 1);
  const end = firstNotBelow(tasks.begins, scale.to);
  for (let i = 0; i < end; i++) {
    if ((tasks.ends[i] ?? 0) >= scale.from) {
      const left = Math.max(0, Math.floor(scale.x(tasks.begins[i] ?? 0)));
      const right = Math.min(width, Math.floor(scale.x(tasks.ends[i] ?? 0)) + 1);
      change[left] = (change[left] ?? 0) + 1;
      change[right] = (change[right] ?? 0) - 1;
    }
  }
  const scaleOf = Math.max(1, tasks.lanes);
  brush.fillStyle = colour('accent');
  brush.globalAlpha = 0.55;
  let now = 0;
  for (let x = 0; x < width; x++) {
    now += change[x] ?? 0;
    if (now > 0) {
      const tall = Math.max(1, (Math.min(now, scaleOf) / scaleOf) * height);
      brush.fillRect(x, y + height - tall, 1, tall);
    }
  }
  brush.globalAlpha = 1;
  note(brush, '\u2191 ' + count(scaleOf) + (tasks.more ? ', only the longest ' + count(tasks.ids.length) : ''), y, scale.width);
}
