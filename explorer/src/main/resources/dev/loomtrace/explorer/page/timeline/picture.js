// What is shown as a picture, with the names of the rows.

import { colour } from '../theme.js';
import { AXIS } from './axis.js';
import { FONT, paintText } from './paint.js';
import { labelOf } from './labels.js';

/**
 * Makes a picture of what a board shows.
 *
 * @param {import('./board.js').Board} board
 * @returns {Promise<Blob>} a PNG
 */
export function picture(board) {
  const ratio = window.devicePixelRatio || 1;
  const left = board.labels.width;
  board.pointer = undefined;
  board.draw(performance.now());
  const canvas = document.createElement('canvas');
  canvas.width = board.canvas.width + Math.round(left * ratio);
  canvas.height = board.canvas.height;
  const brush = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  brush.fillStyle = colour('paper');
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.drawImage(board.canvas, Math.round(left * ratio), 0);
  brush.scale(ratio, ratio);
  brush.font = FONT;
  brush.textBaseline = 'middle';
  const { rows, scroll } = board;
  const top = AXIS + (parseFloat(board.labels.pins.style.height) || 0);
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
  const height = canvas.height / ratio;
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
