// The axis of time: round steps, and where the stretch is in the trace.

import { duration, instant } from '../format.js';
import { colour } from '../theme.js';

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
  return roundStep(scale.perPixel * APART);
}

/**
 * Draws the lines of the grid.
 *
 * @param {CanvasRenderingContext2D} brush
 * @param {Scale} scale
 * @param {number} top
 * @param {number} height
 */
export function paintGrid(brush, scale, top, height) {
  const step = stepOf(scale);
  brush.fillStyle = colour('line');
  for (let i = Math.ceil(scale.from / step); i * step <= scale.to; i++) {
    brush.fillRect(Math.round(scale.x(i * step)), top, 1, height);
  }
}

/**
 * Draws the axis at the top.
 *
 * @param {CanvasRenderingContext2D} brush
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
    for (let i = Math.ceil(scale.from / fine); i * fine <= scale.to; i++) {
      brush.fillRect(Math.round(scale.x(i * fine)), AXIS - 5, 1, 4);
    }
  }
  for (let i = Math.floor(scale.from / step); i * step <= scale.to; i++) {
    const x = Math.round(scale.x(i * step));
    brush.fillStyle = colour('line-strong');
    brush.fillRect(x, AXIS - 10, 1, 9);
    brush.fillStyle = colour('faint');
    brush.fillText(i === 0 ? '0' : instant(i * step, step), x + 4, AXIS / 2);
  }
  brush.fillStyle = colour('line-strong');
  brush.fillRect(0, AXIS - 1, scale.width, 1);
}

/**
 * Draws a stretch that is selected, with its length.
 *
 * @param {CanvasRenderingContext2D} brush
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
