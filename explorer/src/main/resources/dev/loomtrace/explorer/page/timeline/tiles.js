// Tiles: what threads did in each of 256 buckets of a part of the trace. They never change, so they are kept while there is room.

import { isAborted } from '../api.js';

/**
 * A row's part of a tile: `first` is its first bucket, `data` has seven numbers for each: threads in each state, and spans that begin.
 * @typedef {{first: number, count: number, data: Float32Array, most: number}} Tile `most`: threads in a bucket at most
 */

export const BUCKETS = 256;
const FIELDS = 7;
const MAGIC = 0x3154544c;
const KEPT_BYTES = 64_000_000;
// What an entry takes besides its numbers, about.
const OVERHEAD = 200;
const ROWS = 64;
const QUESTIONS = 4;
const NONE = new Float32Array(0);

/**
 * What a row's tile is kept under.
 *
 * @param {string} row
 * @param {number} level
 * @param {number} index
 */
export function tileKey(row, level, index) {
  return level + '/' + index + '/' + row;
}

/**
 * Reads what the server sent.
 *
 * @param {ArrayBuffer} buffer
 * @param {number} rows how many were asked for
 * @returns {Tile[]}
 */
export function parseTiles(buffer, rows) {
  const view = new DataView(buffer);
  if (view.byteLength < 16 || view.getInt32(0, true) !== MAGIC || view.getInt32(4, true) !== rows || view.getInt32(8, true) !== BUCKETS) {
    throw new Error('the server sent a tile that is none');
  }
  /** @type {Tile[]} */
  const tiles = [];
  let offset = 16;
  for (let row = 0; row < rows; row++) {
    const first = view.getInt32(offset, true);
    const count = view.getInt32(offset + 4, true);
    offset += 8;
    const data = new Float32Array(count * FIELDS);
    let most = 0;
    for (let i = 0; i < data.length; i++, offset += 4) {
      data[i] = view.getFloat32(offset, true);
    }
    for (let i = 0; i < data.length; i += FIELDS) {
      let sum = 0;
      for (let state = 0; state < 6; state++) {
        sum += data[i + state] ?? 0;
      }
      most = Math.max(most, sum);
    }
    tiles.push({ first, count, data, most });
  }
  return tiles;
}

/** Asks for tiles and keeps them. */
export class Tiles {
  /**
   * @param {import('../types.js').Context} context
   * @param {() => void} arrived is called when there are more
   */
  constructor(context, arrived) {
    /** @private */
    this.context = context;
    /** @private */
    this.arrived = arrived;
    /** The one that was used last comes last. @private @type {Map<string, Tile>} */
    this.kept = new Map();
    /** @private */
    this.bytes = 0;
    /** @private @type {Map<string, {level: number, index: number, rows: string[], ended: AbortController}>} */
    this.asked = new Map();
    /** @private @type {Array<{level: number, index: number, rows: string[], ahead: boolean}>} */
    this.wanted = [];
  }

  /**
   * A tile, if it is here.
   *
   * @param {string} row
   * @param {number} level
   * @param {number} index
   * @returns {Tile | undefined}
   */
  get(row, level, index) {
    const key = tileKey(row, level, index);
    const tile = this.kept.get(key);
    if (tile !== undefined) {
      this.kept.delete(key);
      this.kept.set(key, tile);
    }
    return tile;
  }

  /**
   * Says what is needed now; whatever was needed before is not any more.
   *
   * @param {string[]} rows
   * @param {number} level
   * @param {number} first tile
   * @param {number} last tile
   */
  want(rows, level, first, last) {
    this.wanted = [];
    const middle = (first + last) / 2;
    const indexes = [];
    for (let index = first; index <= last; index++) {
      indexes.push(index);
    }
    indexes.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
    indexes.forEach(index => this.add(rows, level, index, false));
    // Neighbours, and what is drawn while finer ones are on their way.
    const tiles = 2 ** level;
    this.add(rows, 0, 0, true);
    for (const index of [first - 1, last + 1]) {
      if (index >= 0 && index < tiles) {
        this.add(rows, level, index, true);
      }
    }
    if (level > 0) {
      this.add(rows, level - 1, Math.floor(first / 2), true);
      this.add(rows, level - 1, Math.floor(last / 2), true);
    }
    for (const [key, question] of this.asked) {
      const near = Math.abs(question.level - level) <= 1;
      if (!near) {
        question.ended.abort();
        this.asked.delete(key);
      }
    }
    this.ask();
  }

  /**
   * @private
   * @param {string[]} rows
   * @param {number} level
   * @param {number} index
   * @param {boolean} ahead
   */
  add(rows, level, index, ahead) {
    const missing = rows.filter(row => !this.kept.has(tileKey(row, level, index)));
    for (let i = 0; i < missing.length; i += ROWS) {
      this.wanted.push({ level, index, rows: missing.slice(i, i + ROWS), ahead });
    }
  }

  /** @private */
  ask() {
    while (this.asked.size < QUESTIONS) {
      const next = this.wanted.shift();
      if (next === undefined) {
        return;
      }
      const busy = new Set(
        [...this.asked.values()].filter(each => each.level === next.level && each.index === next.index).flatMap(each => each.rows),
      );
      const rows = next.rows.filter(row => !busy.has(row));
      // What is only needed later waits until the rest is here.
      if (rows.length > 0 && !(next.ahead && this.asked.size > 1)) {
        this.send(next.level, next.index, rows);
      } else if (rows.length > 0) {
        this.wanted.unshift(next);
        return;
      }
    }
  }

  /**
   * @private
   * @param {number} level
   * @param {number} index
   * @param {string[]} rows
   */
  async send(level, index, rows) {
    const ended = new AbortController();
    const key = level + '/' + index + '/' + rows.join('\n');
    this.asked.set(key, { level, index, rows, ended });
    const { api, extent, signal } = this.context;
    try {
      const buffer = await api.binary('tile', { row: rows, level, index, v: extent.hash }, AbortSignal.any([ended.signal, signal]));
      const tiles = parseTiles(buffer, rows.length);
      rows.forEach((row, i) => this.keep(tileKey(row, level, index), /** @type {Tile} */ (tiles[i])));
    } catch (e) {
      if (!isAborted(e)) {
        // A row that cannot be had is empty, and is not asked for again and again.
        rows.forEach(row => this.keep(tileKey(row, level, index), { first: 0, count: 0, data: NONE, most: 0 }));
      }
    } finally {
      this.asked.delete(key);
    }
    if (!signal.aborted) {
      this.arrived();
      this.ask();
    }
  }

  /**
   * @private
   * @param {string} key
   * @param {Tile} tile
   */
  keep(key, tile) {
    this.kept.set(key, tile);
    this.bytes += tile.data.byteLength + OVERHEAD;
    for (const [oldest, old] of this.kept) {
      if (this.bytes <= KEPT_BYTES) {
        break;
      }
      this.kept.delete(oldest);
      this.bytes -= old.data.byteLength + OVERHEAD;
    }
  }

  /**
   * How many spans of a row begin in a stretch; undefined while the tiles of the level are not here.
   *
   * @param {string} row
   * @param {number} level
   * @param {number} from buckets of the level, from the trace's start
   * @param {number} to
   * @returns {number | undefined}
   */
  spans(row, level, from, to) {
    let sum = 0;
    for (let index = Math.floor(from / BUCKETS); index * BUCKETS < to; index++) {
      const tile = this.kept.get(tileKey(row, level, index));
      if (tile === undefined) {
        return undefined;
      }
      const begin = Math.max(0, Math.floor(from - index * BUCKETS - tile.first));
      const end = Math.min(tile.count, Math.ceil(to - index * BUCKETS - tile.first));
      for (let bucket = begin; bucket < end; bucket++) {
        sum += tile.data[bucket * FIELDS + 6] ?? 0;
      }
    }
    return sum;
  }
}
