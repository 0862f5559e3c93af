// Pictures of tiles, a column of pixels for each bucket, so that a frame only copies them.

import { STACKED, STATES } from '../states.js';
import { colour } from '../theme.js';
import { BUCKETS } from './tiles.js';

/** @typedef {import('./tiles.js').Tile} Tile */
/** @typedef {{canvas: HTMLCanvasElement, brush: CanvasRenderingContext2D, keys: string[], used: number}} Sheet */

const SLOTS = 48;
const SHEETS = 40;
const ORDER = STACKED.map(state => STATES.indexOf(state));

/**
 * A colour as a pixel has it in memory.
 *
 * @param {string} hex `#rrggbb`
 */
export function pixel(hex) {
  const value = parseInt(hex.slice(1), 16);
  return ((255 << 24) | ((value & 255) << 16) | (value & 0xff00) | (value >> 16)) >>> 0;
}

/**
 * Draws a tile: in each column the true mix of states, from below in the order in which they are stacked. What is there but would
 * be less than a pixel gets one.
 *
 * @param {Uint32Array} pixels BUCKETS wide
 * @param {number} height
 * @param {Tile} tile
 * @param {number} scale how many threads fill the height
 * @param {number[]} colours of the states, in the order of tiles
 * @param {number} mark colour of what has spans but no time
 */
export function paintTile(pixels, height, tile, scale, colours, mark) {
  const { data } = tile;
  for (let bucket = 0; bucket < tile.count; bucket++) {
    const x = tile.first + bucket;
    const at = bucket * 7;
    let sum = 0;
    let filled = 0;
    for (const state of ORDER) {
      const threads = data[at + state] ?? 0;
      if (threads <= 0) {
        continue;
      }
      sum += (threads * height) / scale;
      const start = Math.min(filled, height - 1);
      const end = Math.min(height, Math.max(start + 1, Math.round(sum)));
      const value = colours[state] ?? 0;
      for (let y = height - end; y < height - start; y++) {
        pixels[y * BUCKETS + x] = value;
      }
      filled = end;
    }
    if (filled === 0 && (data[at + 6] ?? 0) > 0) {
      pixels[(height - 1) * BUCKETS + x] = mark;
      pixels[(height - 2) * BUCKETS + x] = mark;
    }
  }
}

/** Keeps the pictures, on sheets of equal height of their slots. */
export class Painted {
  constructor() {
    /** @private @type {Map<number, Sheet[]>} */
    this.sheets = new Map();
    /** @private @type {Map<string, {sheet: Sheet, y: number}>} */
    this.places = new Map();
    /** @private */
    this.frame = 0;
    /** @private @type {number[]} */
    this.colours = [];
    /** @private */
    this.mark = 0;
  }

  /** Forgets all: the colours are other ones. */
  clear() {
    this.sheets.clear();
    this.places.clear();
    this.colours = [];
  }

  /** A frame begins: whatever is drawn in it is not dropped. */
  begin() {
    this.frame++;
    if (this.colours.length === 0) {
      this.colours = STATES.map(state => pixel(colour('state-' + state)));
      this.mark = pixel(colour('faint'));
    }
  }

  /**
   * Where the picture of a tile is; it is drawn if there is none yet.
   *
   * @param {string} key of the tile
   * @param {Tile} tile
   * @param {number} height in pixels of the screen
   * @param {number} scale how many threads fill the height
   * @returns {{canvas: HTMLCanvasElement, y: number}}
   */
  get(key, tile, height, scale) {
    const full = key + '|' + height + '|' + scale;
    const known = this.places.get(full);
    if (known !== undefined) {
      known.sheet.used = this.frame;
      return { canvas: known.sheet.canvas, y: known.y };
    }
    const sheet = this.room(height);
    const y = sheet.keys.length * height;
    const image = sheet.brush.createImageData(BUCKETS, height);
    paintTile(new Uint32Array(image.data.buffer), height, tile, scale, this.colours, this.mark);
    sheet.brush.putImageData(image, 0, y);
    sheet.keys.push(full);
    sheet.used = this.frame;
    this.places.set(full, { sheet, y });
    return { canvas: sheet.canvas, y };
  }

  /**
   * @private
   * @param {number} height
   * @returns {Sheet}
   */
  room(height) {
    const sheets = this.sheets.get(height) ?? [];
    this.sheets.set(height, sheets);
    const last = sheets[sheets.length - 1];
    if (last !== undefined && last.keys.length < SLOTS) {
      return last;
    }
    const all = [...this.sheets.values()].reduce((sum, each) => sum + each.length, 0);
    if (all >= SHEETS) {
      this.drop();
    }
    const canvas = document.createElement('canvas');
    canvas.width = BUCKETS;
    canvas.height = height * SLOTS;
    const sheet = { canvas, brush: /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d')), keys: [], used: this.frame };
    sheets.push(sheet);
    return sheet;
  }

  /** Drops the sheet that was not used for the longest time. @private */
  drop() {
    /** @type {{list: Sheet[], sheet: Sheet} | undefined} */
    let oldest;
    for (const list of this.sheets.values()) {
      for (const sheet of list) {
        if (sheet.used < this.frame && (oldest === undefined || sheet.used < oldest.sheet.used)) {
          oldest = { list, sheet };
        }
      }
    }
    if (oldest !== undefined) {
      const { list, sheet } = oldest;
      list.splice(list.indexOf(sheet), 1);
      sheet.keys.forEach(key => this.places.delete(key));
    }
  }
}
