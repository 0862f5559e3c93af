// Draws rows.

import { count } from '../format.js';
import { stateColour } from '../states.js';
import { colour } from '../theme.js';
import { roundStep } from './axis.js';
import { LANE } from './rows.js';
import { BUCKETS, tileKey } from './tiles.js';

/** @typedef {import('../types.js').Row} Row */
/** @typedef {import('../types.js').Span} Span */
/** @typedef {import('./tiles.js').Tile} Tile */

/**
 * What rows are drawn with: `first` and `last` are the tiles of the level that are in sight.
 * @typedef {{brush: import('../types.js').Brush, scale: import('./scale.js').Scale, ratio: number, level: number, first: number, last: number,
 *   tiles: import('./tiles.js').Tiles, painted: import('./painted.js').Painted, scales: Map<string, number>}} Pen
 */

export const FONT = '11px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';
// A box that is lower has no text.
const LEAST_TEXT = 12;
const LETTERS = 'lock Shelf.take:27 socket Partners.ask waiting for';
// The width of a letter of it, about; measured when it is first needed.
let letter = 0;

/**
 * A place on the border between two pixels of the screen.
 *
 * @param {Pen} pen
 * @param {number} x
 */
export function snap(pen, x) {
  return Math.round(x * pen.ratio) / pen.ratio;
}

/**
 * A text that fits, or none.
 *
 * @param {import('../types.js').Brush} brush
 * @param {string} text
 * @param {number} x
 * @param {number} y middle
 * @param {number} width
 */
export function paintText(brush, text, x, y, width) {
  letter ||= brush.measureText(LETTERS).width / LETTERS.length;
  const letters = Math.floor((width - 7) / letter);
  if (letters >= 3) {
    brush.fillText(text.length <= letters ? text : text.slice(0, letters - 1) + '\u2026', x, y);
  }
}

/**
 * The tile to draw a part from: that of the level, or the finest coarser one that is here.
 *
 * @param {Pick<Pen, 'level' | 'tiles'>} pen
 * @param {string} row
 * @param {number} index
 * @returns {{tile: Tile, level: number, index: number} | undefined}
 */
export function bestTile(pen, row, index) {
  for (let level = pen.level, at = index; level >= 0; level--, at = Math.floor(at / 2)) {
    const tile = pen.tiles.get(row, level, at);
    if (tile !== undefined) {
      return { tile, level, index: at };
    }
  }
  return undefined;
}

/**
 * The picture to draw a part from: that of its tile, or a coarser one while there was no time to paint it.
 *
 * @param {Pen} pen
 * @param {string} row
 * @param {{tile: Tile, level: number, index: number}} best
 * @param {number} tall in pixels of the screen
 * @param {number} threads that fill the height
 * @returns {{picture: import('./painted.js').Picture, level: number, index: number} | undefined}
 */
function pictureOf(pen, row, best, tall, threads) {
  let picture = pen.painted.get(tileKey(row, best.level, best.index), best.tile, tall, threads);
  let { level, index } = best;
  while (picture === undefined && level > 0) {
    level--;
    index = Math.floor(index / 2);
    picture = pen.painted.known(tileKey(row, level, index), tall);
  }
  return picture && { picture, level, index };
}

/**
 * How many threads fill the height of a row: a round number that changes rarely.
 *
 * @param {Pen} pen
 * @param {Row} row
 */
export function threadsOfHeight(pen, row) {
  if (row.kind !== 'group') {
    return 1;
  }
  let most = 0;
  for (let index = pen.first; index <= pen.last; index++) {
    most = Math.max(most, bestTile(pen, row.id, index)?.tile.most ?? 0);
  }
  const known = pen.scales.get(row.id) ?? 0;
  if (most <= known && most > known / 3) {
    return known;
  }
  const scale = roundStep(Math.max(1, most * 0.999));
  pen.scales.set(row.id, scale);
  return scale;
}

/**
 * Draws what a row's tiles say.
 *
 * @param {Pen} pen
 * @param {Row} row
 * @param {number} y
 * @param {number} height
 */
export function paintTiles(pen, row, y, height) {
  const { brush, scale } = pen;
  const tall = Math.max(2, Math.round(height * pen.ratio));
  const threads = threadsOfHeight(pen, row);
  const length = scale.duration / 2 ** pen.level;
  brush.imageSmoothingEnabled = false;
  for (let index = pen.first; index <= pen.last; index++) {
    const best = bestTile(pen, row.id, index);
    if (best === undefined || best.tile.count === 0) {
      continue;
    }
    const left = snap(pen, scale.x(index * length));
    const right = snap(pen, scale.x((index + 1) * length));
    const shown = pictureOf(pen, row.id, best, tall, threads);
    if (shown === undefined) {
      continue;
    }
    const parts = 2 ** (pen.level - shown.level);
    const width = BUCKETS / parts;
    const x = (index - shown.index * parts) * width;
    const { image, scale: full } = shown.picture;
    if (full <= threads) {
      const part = (height * full) / threads;
      brush.drawImage(image, x, 0, width, tall, left, y + height - part, right - left, part);
    } else {
      const part = (tall * threads) / full;
      brush.drawImage(image, x, tall - part, width, part, left, y, right - left, height);
    }
  }
  if (row.kind === 'group' && threads > 1) {
    note(brush, '\u2191 ' + count(threads), y, scale.width);
  }
}

/**
 * A small text at the right end of a row, on paper.
 *
 * @param {import('../types.js').Brush} brush
 * @param {string} text
 * @param {number} y top
 * @param {number} width of the row
 */
export function note(brush, text, y, width) {
  brush.font = '10px system-ui, sans-serif';
  const wide = brush.measureText(text).width;
  brush.globalAlpha = 0.85;
  brush.fillStyle = colour('paper');
  brush.fillRect(width - wide - 8, y, wide + 8, 13);
  brush.globalAlpha = 1;
  brush.fillStyle = colour('faint');
  brush.textBaseline = 'middle';
  brush.fillText(text, width - wide - 4, y + 7);
  brush.font = FONT;
}

/**
 * Draws spans that do not overlap, by begin.
 *
 * @param {Pen} pen
 * @param {Span[]} spans
 * @param {number} from what is left of this is not drawn
 * @param {number} to
 * @param {number} y
 * @param {number} height
 */
export function paintSpans(pen, spans, from, to, y, height) {
  const { brush, scale } = pen;
  const left = snap(pen, Math.max(0, scale.x(from)));
  const right = snap(pen, Math.min(scale.width, scale.x(to)));
  if (from > scale.from || to < scale.to) {
    // There are tiles below it.
    brush.clearRect(left, y, right - left, height);
  }
  brush.font = FONT;
  brush.textBaseline = 'middle';
  const pixel = 1 / pen.ratio;
  let drawn = -1;
  let last = '';
  for (const span of spans) {
    if (span.end < from || span.begin > to) {
      continue;
    }
    const begin = Math.max(left, snap(pen, scale.x(span.begin)));
    const end = Math.min(right, snap(pen, scale.x(span.end)));
    const state = stateColour(span.state ?? 'unknown');
    if (end - begin <= pixel && begin === drawn && state === last) {
      continue;
    }
    drawn = begin;
    last = state;
    const width = Math.max(pixel, end - begin - (end - begin > 4 ? pixel : 0));
    brush.fillStyle = colour('state-' + state);
    brush.fillRect(begin, y, width, height);
    if (width > 24) {
      brush.fillStyle = colour(state === 'waiting' ? 'on-waiting' : state === 'stopped' ? 'on-stopped' : 'on-state');
      paintText(brush, span.label, begin + 4, y + height / 2 + 0.5, width);
    }
  }
}

/**
 * Draws regions below each other.
 *
 * @param {Pen} pen
 * @param {import('../types.js').RegionSpan[]} regions
 * @param {number} y
 */
export function paintRegions(pen, regions, y) {
  const { brush, scale } = pen;
  brush.font = FONT;
  for (const region of regions) {
    const begin = Math.max(-2, snap(pen, scale.x(region.begin)));
    const end = Math.min(scale.width + 2, snap(pen, scale.x(region.end)));
    if (end < 0 || begin > scale.width) {
      continue;
    }
    box(brush, begin, y + region.depth * LANE, Math.max(1, end - begin), LANE - 2, region.name);
  }
}

/**
 * A box that is no state of a thread.
 *
 * @param {import('../types.js').Brush} brush
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 * @param {string} text
 */
export function box(brush, x, y, width, height, text) {
  brush.fillStyle = colour(width < 3 ? 'accent' : 'accent-soft');
  brush.fillRect(x, y, width, height);
  if (width >= 3) {
    brush.strokeStyle = colour('accent');
    brush.lineWidth = 1;
    brush.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1);
    if (height >= LEAST_TEXT) {
      brush.fillStyle = colour('ink');
      paintText(brush, text, Math.max(x, 0) + 4, y + height / 2 + 0.5, width - Math.max(0, -x));
    }
  }
}

/**
 * Whether the world stands still in a range.
 *
 * @param {Span} range
 */
export function isStop(range) {
  return /stop|safepoint|pause/i.test(range.label);
}

/**
 * Draws collections and stops.
 *
 * @param {Pen} pen
 * @param {{spans: Span[], lane: Int32Array, lanes: number}} ranges
 * @param {number} y
 * @param {number} lane height of one
 */
export function paintRanges(pen, ranges, y, lane) {
  const { brush, scale } = pen;
  brush.font = FONT;
  brush.textBaseline = 'middle';
  ranges.spans.forEach((span, i) => {
    if (span.end < scale.from || span.begin > scale.to) {
      return;
    }
    const begin = Math.max(0, snap(pen, scale.x(span.begin)));
    const width = Math.max(1, Math.min(scale.width, snap(pen, scale.x(span.end))) - begin);
    const stop = isStop(span);
    brush.fillStyle = colour(stop ? 'state-stopped' : 'state-idle');
    brush.fillRect(begin, y + (ranges.lane[i] ?? 0) * lane, width, lane - 2);
    brush.fillStyle = colour(stop ? 'on-stopped' : 'ink');
    if (width > 24) {
      paintText(brush, span.label, begin + 4, y + (ranges.lane[i] ?? 0) * lane + lane / 2, width);
    }
  });
}

/**
 * Lays stops of the world over all rows.
 *
 * @param {Pen} pen
 * @param {Span[]} spans
 * @param {number} top
 * @param {number} height
 */
export function paintStops(pen, spans, top, height) {
  const { brush, scale } = pen;
  brush.fillStyle = colour('stop-veil');
  let drawn = -1;
  for (const span of spans) {
    if (isStop(span) && span.end >= scale.from && span.begin <= scale.to) {
      const begin = snap(pen, scale.x(span.begin));
      const width = Math.max(1 / pen.ratio, snap(pen, scale.x(span.end)) - begin);
      if (begin + width > drawn) {
        brush.fillRect(begin, top, width, height);
        drawn = begin + width;
      }
    }
  }
}
