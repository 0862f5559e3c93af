// Arrows from whoever woke a thread to the thread, and along a critical path.

import { colour } from '../theme.js';
import { FONT } from './paint.js';

/** @typedef {import('./scale.js').Scale} Scale */

/**
 * Draws an arrow between two rows at a moment; of a row that is not in sight, a stub with its name.
 *
 * @param {import('../types.js').Brush} brush
 * @param {Scale} scale
 * @param {number} time
 * @param {number | undefined} from middle of the row it comes from
 * @param {number | undefined} to middle of the row it goes to
 * @param {string} name of the one that is not in sight
 * @param {string} [paint] name of its colour
 */
export function paintArrow(brush, scale, time, from, to, name, paint = 'arrow') {
  const x = scale.x(time);
  if (x < -20 || x > scale.width + 20 || (from === undefined && to === undefined)) {
    return;
  }
  const stub = 26;
  const begin = from ?? /** @type {number} */ (to) - stub;
  const end = to ?? /** @type {number} */ (from) + stub;
  const down = end >= begin;
  const tip = end - (down ? 6 : -6);
  const bend = Math.min(26, Math.abs(end - begin) / 2) * (begin === end ? 0 : 1);
  brush.lineWidth = 3.5;
  brush.strokeStyle = colour('paper');
  for (let pass = 0; pass < 2; pass++) {
    brush.beginPath();
    brush.moveTo(x, begin);
    brush.bezierCurveTo(x + bend * 0.35, begin + (tip - begin) * 0.4, x + bend * 0.35, begin + (tip - begin) * 0.7, x, tip);
    brush.stroke();
    brush.lineWidth = 1.4;
    brush.strokeStyle = colour(paint);
  }
  brush.fillStyle = colour(paint);
  brush.beginPath();
  brush.moveTo(x, end);
  brush.lineTo(x - 4, end - (down ? 7 : -7));
  brush.lineTo(x + 4, end - (down ? 7 : -7));
  brush.fill();
  brush.beginPath();
  brush.arc(x, begin, 2.5, 0, 2 * Math.PI);
  brush.fill();
  if ((from === undefined || to === undefined) && name !== '') {
    brush.font = FONT;
    brush.textBaseline = 'middle';
    const width = brush.measureText(name).width;
    const left = Math.min(scale.width - width - 6, x + 7);
    const y = from === undefined ? begin - 2 : end + 2;
    brush.fillStyle = colour('paper');
    brush.fillRect(left - 3, y - 7, width + 6, 14);
    brush.fillStyle = colour('ink');
    brush.fillText(name, left, y);
  }
}
