// The timeline itself: a canvas beside the names of rows. Draws a frame when something has changed, and nothing otherwise.

import { h } from '../dom.js';
import { duration } from '../format.js';
import { colour, onTheme } from '../theme.js';
import { AXIS, paintAxis, paintGrid, paintStretch } from './axis.js';
import { Labels } from './labels.js';
import { paintMarks } from './marks.js';
import { paintCounter, paintTasks } from './paintsums.js';
import { paintRanges, paintRegions, paintSpans, paintStops, paintTiles } from './paint.js';
import { Painted } from './painted.js';
import { GAP, LANE, RANGE, Rows, THREAD, threadOf } from './rows.js';
import { Scale } from './scale.js';
import { Stores } from './store.js';
import { Tiles } from './tiles.js';
import { paintCursor } from './tip.js';
import { SPAN_PIXELS, want } from './want.js';

/** @typedef {import('../types.js').Row} Row */
/** @typedef {import('../types.js').Segment} Segment */
/** @typedef {import('../types.js').Span} Span */
/** @typedef {import('./rows.js').Item} Item */
/** @typedef {import('./paint.js').Pen} Pen */

/** What is selected in a thread. @typedef {{thread: string, time: number, at?: import('../types.js').At, wakes?: import('../types.js').Wake[]}} Selected */

// So long new pictures of tiles may take in a frame; the rest waits for the next one.
const PICTURES_MILLIS = 8;

/** Draws rows and knows what is where. */
export class Board {
  /**
   * @param {import('../types.js').Context} context
   * @param {Row[]} given
   * @param {{open: (row: Row) => void, pinned: () => void, moved: () => void}} events
   */
  constructor(context, given, events) {
    this.context = context;
    /** @private */
    this.events = events;
    this.scale = new Scale(context.extent.durationNanos, () => {
      events.moved();
      this.ask();
    });
    this.tiles = new Tiles(context, () => this.ask());
    this.stores = new Stores(context, () => {
      this.arrived();
      this.ask();
    });
    this.painted = new Painted();
    /** @type {Map<string, number>} */
    this.scales = new Map();
    /** @private */
    this.asked = false;
    /** Which tiles were asked for last. */
    this.wantedTiles = '';
    /** Where the pointer is. @type {{x: number, y: number} | undefined} */
    this.pointer = undefined;
    /** @type {Selected | undefined} */
    this.selected = undefined;
    /** @type {[number, number] | undefined} */
    this.stretch = undefined;
    /** The critical path that is shown. @type {import('../types.js').Critical | undefined} */
    this.path = undefined;
    this.labels = new Labels({
      fold: row => this.fold(row),
      open: row => events.open(row),
      isUnfolded: id => this.rows.isUnfolded(id),
      isPinned: id => this.rows.pinned.has(id),
      pin: row => {
        this.rows.pin(row);
        events.pinned();
      },
      hide: row => {
        this.rows.hide(row.id);
        events.pinned();
      },
    });
    this.rows = new Rows(context, given, () => this.ask());
    this.canvas = h('canvas', { class: 'tl-canvas', 'aria-hidden': 'true' });
    this.corner = h('div', { class: 'tl-corner' }, duration(context.extent.durationNanos));
    this.scroll = h('div', { class: 'tl-scroll', tabindex: -1 }, this.labels.space);
    this.tip = h('div', { class: 'tl-tip', hidden: true });
    const nothing = h('p', { class: 'tl-nothing' }, 'Nothing has a time in what could be read of this trace.');
    nothing.hidden = given.some(row => row.spans > 0);
    this.element = h('div', { class: 'tl-body' }, this.corner, this.labels.pins, this.scroll, this.canvas, this.tip, nothing);
    /** @private */
    this.brush = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext('2d'));
    this.scroll.addEventListener('scroll', () => this.ask());
    const sizes = new ResizeObserver(() => this.ask());
    sizes.observe(this.element);
    context.signal.addEventListener('abort', () => sizes.disconnect());
    onTheme(() => {
      this.painted.clear();
      this.ask();
    }, context.signal);
  }

  /** Draws a frame soon. */
  ask() {
    if (!this.asked) {
      this.asked = true;
      requestAnimationFrame(now => {
        this.asked = false;
        if (!this.context.signal.aborted) {
          this.draw(now);
        }
      });
    }
  }

  /** Rows grow by what has arrived: lanes of ranges and tasks, regions of threads that stand out. @private */
  arrived() {
    const { heights } = this.rows;
    let changed = false;
    /** @param {string} id @param {number | undefined} height */
    const set = (id, height) => {
      if (height !== undefined && heights.get(id) !== height) {
        heights.set(id, height);
        changed = true;
      }
    };
    set('x:ranges', this.stores.ranges.lanes > 1 ? Math.min(4, this.stores.ranges.lanes) * RANGE + 2 * GAP : undefined);
    for (const row of [
      ...this.rows.pinned.values(),
      ...(this.rows.guest === undefined ? [] : [this.rows.guest]),
      ...(this.rows.only ?? []),
    ]) {
      const regions = row.kind === 'thread' ? (this.stores.spans.get(row.id)?.value.regions ?? []) : [];
      if (regions.length > 0) {
        set(
          row.id,
          Math.max(
            heights.get(row.id) ?? 0,
            THREAD + 2 + LANE * Math.min(5, 1 + regions.reduce((deepest, each) => Math.max(deepest, each.depth), 0)),
          ),
        );
      }
    }
    if (changed) {
      this.rows.layout();
    }
  }

  /** @param {Row} row a group or tasks */
  fold(row) {
    if (row.kind === 'tasks') {
      if (!this.rows.heights.delete(row.id)) {
        this.rows.heights.set(row.id, Math.max(30, 6 + LANE * (this.stores.tasksOf(row.id.slice(2))?.lanes ?? 1)));
      }
      this.rows.layout();
    } else {
      this.rows.fold(row);
    }
  }

  size() {
    const box = this.element;
    const ratio = window.devicePixelRatio || 1;
    const labels = box.clientWidth < 700 ? 150 : 230;
    const width = Math.max(50, this.scroll.clientWidth - labels);
    const height = box.clientHeight;
    if (
      this.labels.width !== labels ||
      this.canvas.width !== Math.round(width * ratio) ||
      this.canvas.height !== Math.round(height * ratio)
    ) {
      this.labels.width = labels;
      this.canvas.width = Math.round(width * ratio);
      this.canvas.height = Math.round(height * ratio);
      this.canvas.style.width = width + 'px';
      this.canvas.style.height = height + 'px';
      this.canvas.style.left = labels + 'px';
      this.corner.style.width = labels + 'px';
      this.corner.style.height = AXIS + 'px';
      this.labels.pins.style.width = labels + 'px';
      this.scale.width = width;
    }
    const pins = Math.min(this.rows.pinsHeight, Math.floor((height - AXIS) * 0.6));
    this.labels.pins.style.top = AXIS + 'px';
    this.labels.pins.style.height = pins + 'px';
    this.scroll.style.top = AXIS + pins + 'px';
    this.labels.space.style.height = this.rows.height + 40 + 'px';
    return { width, height, ratio, top: AXIS + pins };
  }

  /**
   * @param {number} now
   * @param {number} millis how long new pictures of tiles may take
   */
  draw(now, millis = PICTURES_MILLIS) {
    const moving = this.scale.step(now);
    const { width, height, ratio, top } = this.size();
    if (height < 10) {
      return;
    }
    const { brush } = this;
    brush.setTransform(ratio, 0, 0, ratio, 0, 0);
    brush.clearRect(0, 0, width, height);
    const items = this.paint(brush, { height, ratio, top }, moving, millis);
    paintCursor(this, height);
    this.labels.show(this.rows.pins, items, this.chosenRow());
    if (moving || this.painted.incomplete) {
      this.ask();
    }
  }

  /**
   * Paints all but what follows the pointer.
   *
   * @param {import('../types.js').Brush} brush
   * @param {{height: number, ratio: number, top: number}} size `top`: where rows begin that are not pinned
   * @param {boolean} moving
   * @param {number} millis how long new pictures of tiles may take
   * @returns {Item[]} the rows in sight, but for those that are pinned
   */
  paint(brush, { height, ratio, top }, moving, millis) {
    const { scale, rows } = this;
    const level = scale.level(ratio);
    const tiles = 2 ** level;
    const first = Math.max(0, Math.floor((scale.from / scale.duration) * tiles));
    const last = Math.min(tiles - 1, Math.floor((scale.to / scale.duration) * tiles));
    /** @type {Pen} */
    const pen = { brush, scale, ratio, level, first, last, tiles: this.tiles, painted: this.painted, scales: this.scales };
    const scrolled = this.scroll.scrollTop;
    const items = rows.visible(scrolled, scrolled + height - top);
    this.painted.begin(millis);
    want(this, pen, [...rows.pins, ...items], moving);
    paintGrid(brush, scale, AXIS, height);
    this.paintPart(pen, rows.pins, AXIS, top, 0);
    this.paintPart(pen, items, top, height, scrolled);
    paintStops(pen, this.stores.ranges.spans, AXIS, height);
    if (rows.pins.length > 0) {
      brush.fillStyle = colour('line-strong');
      brush.fillRect(0, top - 1, scale.width, 1);
    }
    paintMarks(
      this,
      pen,
      [...rows.pins.map(item => ({ item, y: AXIS + item.top })), ...items.map(item => ({ item, y: top + item.top - scrolled }))],
      height,
    );
    paintAxis(brush, scale);
    if (this.stretch !== undefined) {
      paintStretch(brush, scale, this.stretch, height);
    }
    return items;
  }

  /** The row that is selected. @private */
  chosenRow() {
    const { selected } = this;
    return selected === undefined ? undefined : (selected.at?.thread.id ?? 't:' + selected.thread);
  }

  /**
   * @private
   * @param {Pen} pen
   * @param {Item[]} items
   * @param {number} top of the part of the canvas
   * @param {number} bottom
   * @param {number} scrolled
   */
  paintPart(pen, items, top, bottom, scrolled) {
    const { brush } = pen;
    brush.save();
    brush.beginPath();
    brush.rect(0, top, pen.scale.width, bottom - top);
    brush.clip();
    const chosen = this.chosenRow();
    for (const item of items) {
      const y = top + item.top - scrolled;
      if (item.id === chosen) {
        brush.fillStyle = colour('accent-soft');
        brush.globalAlpha = 0.5;
        brush.fillRect(0, y, pen.scale.width, item.height);
        brush.globalAlpha = 1;
      }
      if (item.row !== undefined) {
        this.paintRow(pen, item.row, y + GAP, item.height - 2 * GAP);
      }
      brush.fillStyle = colour('line');
      brush.fillRect(0, y + item.height - 1, pen.scale.width, 1);
    }
    brush.restore();
  }

  /**
   * @private
   * @param {Pen} pen
   * @param {Row} row
   * @param {number} y
   * @param {number} height
   */
  paintRow(pen, row, y, height) {
    switch (row.kind) {
      case 'ranges':
        paintRanges(pen, this.stores.ranges, y, RANGE);
        return;
      case 'counter': {
        const piece = this.stores.counters.get(row.id);
        if (piece !== undefined) {
          paintCounter(pen, piece.value, row, y, height);
        }
        return;
      }
      case 'tasks': {
        const tasks = this.stores.shownTasks(row.id, pen.scale);
        if (tasks !== undefined) {
          paintTasks(pen, tasks, y, height, this.rows.heights.has(row.id));
        }
        return;
      }
      case 'group':
        paintTiles(pen, row, y, height);
        return;
      case 'more':
        return;
      default:
        this.paintThread(pen, row, y, Math.min(height, THREAD - 2 * GAP));
    }
  }

  /**
   * @private
   * @param {Pen} pen
   * @param {Row} row
   * @param {number} y
   * @param {number} height
   */
  paintThread(pen, row, y, height) {
    const { brush, scale } = pen;
    const dimmed = this.path !== undefined && row.kind === 'thread';
    if (dimmed) {
      brush.globalAlpha = 0.3;
    }
    const piece = this.stores.spans.get(row.id);
    const from = Math.max(scale.from, piece?.from ?? scale.to);
    const to = Math.min(scale.to, piece?.to ?? scale.to);
    const spans = piece !== undefined && !piece.value.more && from < to ? piece.value.spans : undefined;
    const single = spans !== undefined && spansWithin(spans, from, to) * SPAN_PIXELS < scale.x(to) - scale.x(from);
    if (!single || from > scale.from || to < scale.to) {
      paintTiles(pen, row, y, height);
    }
    if (spans !== undefined && single) {
      paintSpans(pen, spans, from, to, y, height);
    }
    if (piece !== undefined && !piece.value.more) {
      if (piece.value.regions !== undefined && this.rows.heights.has(row.id)) {
        paintRegions(pen, piece.value.regions, y + height + 2);
      }
    }
    brush.globalAlpha = 1;
    if (dimmed) {
      this.paintSegments(pen, threadOf(row) ?? '', y, height);
    }
  }

  /**
   * Draws a thread's part of the critical path.
   *
   * @private
   * @param {Pen} pen
   * @param {string} thread
   * @param {number} y
   * @param {number} height
   */
  paintSegments(pen, thread, y, height) {
    const { brush, scale } = pen;
    for (const segment of this.path?.segments ?? []) {
      if (String(segment.thread) === thread && segment.end >= scale.from && segment.begin <= scale.to) {
        const part = /** @type {Span} */ ({ ...segment, state: /** @type {import('../types.js').State} */ (segment.state) });
        paintSpans(pen, [part], Math.max(scale.from, segment.begin), Math.min(scale.to, segment.end), y, height);
        const x = Math.max(-2, scale.x(segment.begin));
        const width = Math.min(scale.width + 2, scale.x(segment.end)) - x;
        brush.fillStyle = colour('ink');
        brush.fillRect(x, y + height - 2, Math.max(1, width), 2);
      }
    }
  }
}

/**
 * @param {Span[]} spans
 * @param {number} from
 * @param {number} to
 */
function spansWithin(spans, from, to) {
  let number = 0;
  for (const span of spans) {
    if (span.end >= from && span.begin <= to) {
      number++;
    }
  }
  return number;
}
