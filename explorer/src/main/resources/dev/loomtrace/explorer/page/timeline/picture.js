// What is shown as a picture, with the names of the rows.

import { colour } from '../theme.js';
import { AXIS } from './axis.js';
import { FONT, paintText } from './paint.js';
import { labelOf } from './labels.js';
import { SvgBrush } from './svgbrush.js';

/** @typedef {import('./board.js').Board} Board */
/** @typedef {import('../types.js').Brush} Brush */

/**
 * Draws the names of the rows, and that of the file.
 *
 * @param {Board} board
 * @param {Brush} brush
 * @param {number} height
 * @param {number} top where rows begin that are not pinned
 */
function paintNames(board, brush, height, top) {
  const { rows, scroll } = board;
  const left = board.labels.width;
  brush.font = FONT;
  brush.textBaseline = 'middle';
  /** @param {import('./rows.js').Item[]} items @param {number} from */
  const names = (items, from) => {
    for (const item of items) {
      const y = from + item.top;
      brush.fillStyle = colour('line');
      brush.fillRect(0, y + item.height - 1, left, 1);
      if (item.row !== undefined && y + item.height > from - 1) {
        brush.fillStyle = colour('ink');
        paintText(brush, labelOf(item.row, item.child), item.child ? 22 : 8, y + item.height / 2, left - 26);
      }
    }
  };
  brush.save();
  brush.beginPath();
  brush.rect(0, top, left, height - top);
  brush.clip();
  names(rows.visible(scroll.scrollTop, scroll.scrollTop + height - top), top - scroll.scrollTop);
  brush.restore();
  names(rows.pins, AXIS);
  brush.fillStyle = colour('line-strong');
  brush.fillRect(left - 1, 0, 1, height);
  brush.fillStyle = colour('faint');
  brush.fillText(board.context.file.name, 8, AXIS / 2);
}

/**
 * Makes a picture of what a board shows.
 *
 * @param {Board} board
 * @returns {Promise<Blob>} a PNG
 */
export function png(board) {
  const left = board.labels.width;
  board.pointer = undefined;
  board.draw(performance.now(), Infinity);
  const { height, ratio, top } = board.size();
  const canvas = document.createElement('canvas');
  canvas.width = board.canvas.width + Math.round(left * ratio);
  canvas.height = board.canvas.height;
  const brush = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  brush.fillStyle = colour('paper');
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.drawImage(board.canvas, Math.round(left * ratio), 0);
  brush.scale(ratio, ratio);
  paintNames(board, brush, height, top);
  return new Promise((resolve, reject) => {
    canvas.toBlob(blob => {
      if (blob === null) {
        reject(new Error('this browser makes no picture of it'));
      } else {
        resolve(blob);
      }
    }, 'image/png');
  });
}

/**
 * Makes a drawing of what a board shows, in which texts are texts.
 *
 * @param {Board} board
 * @returns {Blob} an SVG
 */
export function svg(board) {
  const left = board.labels.width;
  const size = board.size();
  const width = left + board.scale.width;
  const ruler = /** @type {CanvasRenderingContext2D} */ (document.createElement('canvas').getContext('2d'));
  const brush = new SvgBrush(ruler, colour('paper'));
  brush.clearRect(0, 0, width, size.height);
  brush.save();
  brush.translate(left, 0);
  brush.beginPath();
  brush.rect(0, 0, board.scale.width, size.height);
  brush.clip();
  board.paint(brush, size, false, Infinity);
  brush.restore();
  paintNames(board, brush, size.height, size.top);
  return new Blob([brush.file(width, size.height, board.context.file.name)], { type: 'image/svg+xml' });
}
