// Pictures of tiles, a column of pixels for each bucket, so that a frame only copies them.

import { STACKED, STATES } from '../states.js';
import { colour } from '../theme.js';
import { BUCKETS } from './tiles.js';

/** @typedef {import('./tiles.js').Tile} Tile */
/** @typedef {{image: ImageBitmap, scale: number, used: number}} Picture `scale`: how many threads fill its height; `used`: in which frame */

const KEPT_PIXELS = 16_000_000;
// So many are painted in any frame, about a millisecond of work: a busy machine may take the whole budget for one.
const LEAST = 12;
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

/**
 * Keeps the pictures. A frame has a budget for new ones: many tiles arrive at once, and to paint them all would stop the page. Each is
 * an image of its own, since a canvas that is painted on and copied from by turns is copied whole by the browser at each turn.
 */
export class Painted {
  constructor() {
    /** The one that was used last comes last. @private @type {Map<string, Picture>} */
    this.pictures = new Map();
    /** @private */
    this.pixels = 0;
    /** @private */
    this.frame = 0;
    /** When no more are painted in this frame. @private */
    this.until = 0;
    /** @private */
    this.painted = 0;
    /** Whether the frame has pictures that are not as they should be: another frame is needed. */
    this.incomplete = false;
    /** @private @type {number[]} */
    this.colours = [];
    /** @private */
    this.mark = 0;
    /** @private */
    this.stage = new OffscreenCanvas(BUCKETS, 1);
    /** @private */
    this.brush = /** @type {OffscreenCanvasRenderingContext2D} */ (this.stage.getContext('2d'));
    /** @private */
    this.drawing = new ImageData(BUCKETS, 1);
  }

  /** Forgets all: the colours are other ones. */
  clear() {
    this.pictures.forEach(picture => picture.image.close());
    this.pictures.clear();
    this.pixels = 0;
    this.colours = [];
  }

  /**
   * A frame begins: whatever is used in it is not dropped.
   *
   * @param {number} millis how long new pictures may take, about; a few are painted in any case
   */
  begin(millis) {
    this.frame++;
    this.until = performance.now() + millis;
    this.painted = 0;
    this.incomplete = false;
    if (this.colours.length === 0) {
      this.colours = STATES.map(state => pixel(colour('state-' + state)));
      this.mark = pixel(colour('faint'));
    }
  }

  /**
   * The picture of a tile. It is painted if there is none yet and the frame has time for it; otherwise it may have another scale.
   *
   * @param {string} key of the tile
   * @param {Tile} tile
   * @param {number} height in pixels of the screen
   * @param {number} scale how many threads should fill the height
   * @returns {Picture | undefined}
   */
  get(key, tile, height, scale) {
    const known = this.known(key, height);
    if (known?.scale === scale) {
      return known;
    }
    if (this.painted >= LEAST && performance.now() >= this.until) {
      this.incomplete = true;
      return known;
    }
    const full = height + '|' + key;
    this.drop(full, known);
    const picture = { image: this.paint(tile, height, scale), scale, used: this.frame };
    this.pictures.set(full, picture);
    this.pixels += BUCKETS * height;
    for (const [oldest, old] of this.pictures) {
      if (this.pixels <= KEPT_PIXELS || old.used === this.frame) {
        break;
      }
      this.drop(oldest, old);
    }
    return picture;
  }

  /**
   * The picture of a tile, if there is one.
   *
   * @param {string} key of the tile
   * @param {number} height in pixels of the screen
   * @returns {Picture | undefined}
   */
  known(key, height) {
    const full = height + '|' + key;
    const picture = this.pictures.get(full);
    if (picture !== undefined && picture.used !== this.frame) {
      picture.used = this.frame;
      this.pictures.delete(full);
      this.pictures.set(full, picture);
    }
    return picture;
  }

  /**
   * @private
   * @param {Tile} tile
   * @param {number} height
   * @param {number} scale
   * @returns {ImageBitmap}
   */
  paint(tile, height, scale) {
    this.painted++;
    if (this.stage.height !== height) {
      this.stage.height = height;
      this.drawing = new ImageData(BUCKETS, height);
    }
    const pixels = new Uint32Array(this.drawing.data.buffer);
    pixels.fill(0);
    paintTile(pixels, height, tile, scale, this.colours, this.mark);
    this.brush.putImageData(this.drawing, 0, 0);
    return this.stage.transferToImageBitmap();
  }

  /**
   * @private
   * @param {string} full
   * @param {Picture | undefined} picture
   */
  drop(full, picture) {
    if (picture !== undefined) {
      this.pictures.delete(full);
      this.pixels -= BUCKETS * picture.image.height;
      picture.image.close();
    }
  }
}
