// The axis of time: round steps, and where the stretch is in the trace.

import { duration, instant } from '../format.js';
import { colour } from '../theme.js';
import { timeOfDay, wallStep } from './wall.js';

/** @typedef {import('./scale.js').Scale} Scale */

export const AXIS = 32;
const APART = 110;

/**
 * The least of 1, 2 and 5 times a power of ten that is not below a number.
 *
 * @param {number} least
 */
export function roundStep(least) {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  const digit = [1, 2, 5, 10].find(each => each * power >= least) ?? 10;
  return digit * power;
}

/**
 * The step between marks of the axis.
 *
 * @param {Scale} scale
 */
export function stepOf(scale) {
  const least = scale.perPixel * APART;
  return scale.midnight === undefined ? roundStep(least) : wallStep(roundStep(least), least);
}

/**
 * The moments of marks: whole steps since the trace's start, or since midnight.
 *
 * @param {Scale} scale
 * @param {number} step
 * @returns {number[]} from the last one before what is shown on
 */
function marks(scale, step) {
  const before = scale.midnight ?? 0;
  const moments = [];
  for (let i = Math.floor((scale.from + before) / step); i * step - before <= scale.to; i++) {
    moments.push(i * step - before);
  }
  return moments;
}

/**
 * Draws the lines of the grid.
 *
 * @param {import('../types.js').Brush} brush
 * @param {Scale} scale
 * @param {number} top
 * @param {number} height
 */
export function paintGrid(brush, scale, top, height) {
  const step = stepOf(scale);
  brush.fillStyle = colour('line');
  for (const moment of marks(scale, step)) {
    brush.fillRect(Math.round(scale.x(moment)), top, 1, height);
  }
}

/**
 * @param {Scale} scale
 * @param {number} moment
 * @param {number} step
 */
function markText(scale, moment, step) {
  if (scale.midnight !== undefined) {
    return timeOfDay(moment + scale.midnight, step);
  }
  return moment === 0 ? '0' : instant(moment, step);
}

/**
 * Draws the axis at the top.
 *
 * @param {import('../types.js').Brush} brush
 * @param {Scale} scale
 */
export function paintAxis(brush, scale) {
  const step = stepOf(scale);
  brush.fillStyle = colour('paper');
  brush.fillRect(0, 0, scale.width, AXIS);
  // The whole trace as a thin line, and what is shown of it.
  brush.fillStyle = colour('sunken');
  brush.fillRect(0, 0, scale.width, 4);
  brush.fillStyle = colour('accent');
  const left = (scale.from / scale.duration) * scale.width;
  brush.fillRect(left, 0, Math.max(3, ((scale.to - scale.from) / scale.duration) * scale.width), 4);
  brush.font = '11px system-ui, sans-serif';
  brush.textBaseline = 'middle';
  brush.textAlign = 'left';
  const fine = step / (String(step).startsWith('2') ? 4 : 5);
  brush.fillStyle = colour('line-strong');
  if (fine >= 1) {
    for (const moment of marks(scale, fine)) {
      brush.fillRect(Math.round(scale.x(moment)), AXIS - 5, 1, 4);
    }
  }
  for (const moment of marks(scale, step)) {
    const x = Math.round(scale.x(moment));
    brush.fillStyle = colour('line-strong');
    brush.fillRect(x, AXIS - 10, 1, 9);
    brush.fillStyle = colour('faint');
    brush.fillText(markText(scale, moment, step), x + 4, AXIS / 2);
  }
  brush.fillStyle = colour('line-strong');
  brush.fillRect(0, AXIS - 1, scale.width, 1);
}

/**
 * Draws a stretch that is selected, with its length.
 *
 * @param {import('../types.js').Brush} brush
 * @param {Scale} scale
 * @param {[number, number]} stretch
 * @param {number} height
 */
export function paintStretch(brush, scale, [from, to], height) {
  const left = Math.max(-2, scale.x(from));
  const right = Math.min(scale.width + 2, scale.x(to));
  if (right < 0 || left > scale.width) {
    return;
  }
  brush.fillStyle = colour('select');
  brush.fillRect(left, 4, right - left, height - 4);
  brush.fillStyle = colour('accent');
  brush.fillRect(Math.round(left), 4, 1, height);
  brush.fillRect(Math.round(right) - 1, 4, 1, height);
  const text = duration(to - from);
  brush.font = '600 11px system-ui, sans-serif';
  const width = brush.measureText(text).width + 10;
  const middle = Math.min(scale.width - width / 2, Math.max(width / 2, (left + right) / 2));
  brush.fillRect(middle - width / 2, 6, width, 17);
  brush.fillStyle = colour('accent-ink');
  brush.textAlign = 'center';
  brush.fillText(text, middle, 15);
  brush.textAlign = 'left';
}
