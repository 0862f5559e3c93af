// The view of the timeline: tools, board and panel, and the place of the page that they are.

import { isAborted, onlyLast } from '../api.js';
import { announce, fill, h, later } from '../dom.js';
import { count, duration } from '../format.js';
import { around, to } from '../parts.js';
import * as place from '../place.js';
import { trouble } from '../shell.js';
import { Board } from './board.js';
import { listenToKeys, listenToMouse } from './input.js';
import { showPanel } from './panels.js';
import { pathQuestion } from './path.js';
import { LEAST_PIXELS, invite, pinAll, pinsOf, reveal, showRow } from './reveal.js';
import { threadOf } from './rows.js';
import { sinceMidnight } from './wall.js';
import { showClock, tools } from './tools.js';
import { threadWord } from '../words.js';

/** @typedef {import('../types.js').At} At */
/** @typedef {import('../types.js').Context} Context */
/** @typedef {import('../types.js').Row} Row */
/** @typedef {import('../place.js').Place} Place */
/** @typedef {import('./target.js').Target} Target */

const WAKES = 300;

/** Holds what is selected, and keeps place and board the same. */
export class TimelineView {
  /**
   * @param {Context} context
   * @param {Row[]} rows
   */
  constructor(context, rows) {
    this.context = context;
    /** @private */
    this.latestSelected = onlyLast();
    /** @private */
    this.latestPath = onlyLast();
    this.latestPanel = onlyLast();
    /** @private */
    this.latestPins = onlyLast();
    this.board = new Board(context, rows, {
      open: row => this.open(row),
      pinned: () => this.keepPins(),
      moved: later(300, () => this.keepRange()),
    });
    this.panel = h('aside', { class: 'tl-panel', hidden: true, 'aria-label': 'Details' });
    this.mode = h('div', { class: 'tl-mode', hidden: true });
    this.filter = h('input', { type: 'search', placeholder: 'Filter rows (g)', 'aria-label': 'Filter rows by name or id' });
    this.filter.addEventListener(
      'input',
      later(200, () => this.board.rows.setFilter(this.filter.value.trim())),
    );
    this.filter.addEventListener('keydown', event => {
      if (event.key === 'Escape') {
        this.filter.value = '';
        this.board.rows.setFilter('');
        this.filter.blur();
      }
    });
    this.shown = h(
      'button',
      {
        class: 'quiet',
        hidden: true,
        onclick: () => {
          this.board.rows.hidden.clear();
          this.board.rows.layout();
          this.shown.hidden = true;
        },
      },
      'show hidden',
    );
    this.element = h(
      'div',
      { class: 'tl' },
      tools(this.board, this.filter, this.shown),
      this.mode,
      h('div', { class: 'tl-split' }, this.board.element, this.panel),
    );
    /** @private */
    this.ready = false;
    /** @type {import('./input.js').Deeds} */
    const deeds = {
      pick: target => this.pick(target),
      stretch: stretch => this.choose(stretch),
      follow: () => this.follow(),
      step: by => this.step(by),
      neighbour: by => this.neighbour(by),
      escape: () => this.escape(),
      pin: () => this.pin(),
      zoomTo: target => this.zoomTo(target),
      find: () => this.filter.focus(),
      selection: () => this.zoomToSelected(),
    };
    listenToMouse(this.board, deeds);
    listenToKeys(this.board, deeds, context.signal);
  }

  /** The address gets the rows that are pinned. @private */
  keepPins() {
    const { pinned, hidden } = this.board.rows;
    place.go(place.changed({ pins: pinsOf(pinned.keys()) }), { quiet: true, replace: true });
    this.shown.hidden = hidden.size === 0;
    this.shown.textContent = 'show ' + count(hidden.size) + ' hidden';
  }

  /** The address gets the stretch that is shown. @private */
  keepRange() {
    if (this.ready && !this.context.signal.aborted) {
      const [from, end] = this.board.scale.target();
      const whole = from <= 0 && end >= this.board.scale.duration;
      place.go(place.changed({ from: whole ? undefined : String(Math.floor(from)), to: whole ? undefined : String(Math.ceil(end)) }), {
        quiet: true,
        replace: true,
      });
    }
  }

  /**
   * Shows a place.
   *
   * @param {Place} now
   * @param {Place} before
   */
  async show(now, before) {
    const { board } = this;
    board.scale.midnight = now.clock === 'wall' ? sinceMidnight(this.context.extent.startWall) : undefined;
    showClock(this.element, board);
    const range = place.stretch(now.from, now.to);
    const [from, end] = board.scale.target();
    if (range !== undefined) {
      if (Math.floor(from) !== range[0] || Math.ceil(end) !== range[1]) {
        (this.ready ? board.scale.move : board.scale.set).call(board.scale, ...range);
      }
    } else if (before.from !== undefined && now.thread === undefined && now.crit === undefined && now.row === undefined) {
      board.scale.move(0, board.scale.duration);
    }
    const least = range !== undefined ? 0 : this.ready ? LEAST_PIXELS.selected : LEAST_PIXELS.arriving;
    this.ready = true;
    pinAll(board, now.pins, this.latestPins(this.context.signal));
    if (now.crit !== before.crit) {
      await this.showPath(now.crit, range === undefined);
    }
    const sel = /^(\d{1,16})-(\d{1,16})$/.exec(now.sel ?? '');
    board.stretch = sel === null ? undefined : place.stretch(sel[1], sel[2]);
    const time = place.number(now.time);
    const moved = now.thread !== before.thread || now.time !== before.time;
    if (now.thread === undefined) {
      board.selected = undefined;
      invite(this.board, undefined);
    } else if (moved || board.selected === undefined) {
      await this.select(now.thread, time, least);
    }
    if (now.row !== undefined && now.row !== before.row) {
      await showRow(board, now.row);
    }
    showPanel(this);
    board.ask();
  }

  /**
   * @private
   * @param {string} thread
   * @param {number | undefined} time where it began without
   * @param {number} least pixels that the span there must have; 0: what is shown is to stay
   */
  async select(thread, time, least) {
    const { board, context } = this;
    const signal = this.latestSelected(context.signal);
    try {
      let at = time;
      if (at === undefined) {
        const { rows } = /** @type {{rows: Row[]}} */ (await context.api.json('row', { id: ['t:' + thread] }, signal));
        at = Math.max(0, rows[0]?.begin ?? 0);
        if (rows[0] !== undefined && least > 0) {
          board.scale.move(...around(Math.max(0, rows[0].begin), rows[0].end, board.scale.duration));
        }
      }
      const found = /** @type {At} */ (await context.api.json('at', { thread, time: at }, signal));
      board.selected = { thread, time: at, at: found };
      invite(this.board, found.thread);
      reveal(board, found, at, time === undefined ? 0 : least);
      const { span } = found;
      if (span !== undefined) {
        context.api.json('wakes', { thread, from: span.begin, to: span.end + 1, limit: WAKES }, signal).then(
          given => {
            if (board.selected?.at === found) {
              board.selected.wakes = /** @type {{wakes: import('../types.js').Wake[]}} */ (given).wakes;
              board.ask();
            }
          },
          () => {},
        );
      }
    } catch (e) {
      if (!isAborted(e)) {
        board.selected = undefined;
        this.panel.hidden = false;
        fill(this.panel, trouble(e));
      }
    }
  }

  /**
   * @private
   * @param {string | undefined} crit
   * @param {boolean} free
   */
  async showPath(crit, free) {
    const { board, context } = this;
    const signal = this.latestPath(context.signal);
    const question = crit === undefined ? undefined : pathQuestion(crit);
    if (question === undefined) {
      board.path = undefined;
      board.rows.only = undefined;
      board.rows.layout();
      this.mode.hidden = true;
      return;
    }
    fill(this.mode, h('span', { class: 'grow' }, 'Looking for the critical path\u2026'));
    this.mode.hidden = false;
    const leave = h('button', { onclick: () => place.go(place.changed({ crit: undefined })) }, 'Leave');
    try {
      const path = /** @type {import('../types.js').Critical} */ (await context.api.json('critical', question, signal));
      board.path = path;
      board.rows.only = path.threads;
      board.rows.layout();
      board.scroll.scrollTop = 0;
      const first = path.segments[0]?.begin ?? 0;
      const last = path.segments[path.segments.length - 1]?.end ?? 0;
      if (free && last > first) {
        board.scale.move(...around(first, last, board.scale.duration));
      }
      const what =
        question['task'] !== undefined
          ? to({ view: 'unit', task: String(question['task']) }, 'task ' + question['task'])
          : to({ view: 'unit', thread: String(question['thread']) }, threadWord(String(question['thread'])));
      fill(
        this.mode,
        h(
          'span',
          { class: 'grow' },
          h('b', {}, 'Critical path'),
          ' of ',
          what,
          ', ' + duration(last - first) + ': only threads on it, in the order in which they had to act',
        ),
        leave,
      );
    } catch (e) {
      if (!isAborted(e)) {
        board.path = undefined;
        board.rows.only = undefined;
        board.rows.layout();
        fill(this.mode, h('span', { class: 'grow' }, e instanceof Error ? e.message : String(e)), leave);
      }
    }
  }

  /** @param {Target} target */
  pick({ row, time, span }) {
    const thread = row.kind === 'thread' ? threadOf(row) : row.kind === 'carrier' || row.kind === 'ranges' ? span?.thread : undefined;
    if (thread !== undefined) {
      place.go(place.changed({ thread: String(thread), time: String(Math.max(0, Math.round(time))), sel: undefined, row: undefined }));
    } else if (row.kind === 'tasks' && span?.task !== undefined) {
      place.go({ f: place.here().f, view: 'unit', task: String(span.task) });
    } else if (row.kind === 'group') {
      this.board.fold(row);
    } else if (row.kind === 'ranges' && span !== undefined) {
      this.choose([Math.floor(span.begin), Math.max(Math.floor(span.begin) + 1, Math.ceil(span.end))]);
    }
  }

  /** A row's name was clicked. @param {Row} row */
  open(row) {
    if (row.kind === 'more') {
      this.board.rows.opened.add(row.group ?? '');
      this.board.rows.layout();
    } else if (row.kind === 'group' || row.kind === 'tasks') {
      this.board.fold(row);
    } else if (row.kind === 'thread') {
      const [from, end] = this.board.scale.target();
      const time = Math.min(Math.max((from + end) / 2, row.begin), row.end);
      place.go(place.changed({ thread: threadOf(row), time: String(Math.max(0, Math.round(time))), sel: undefined, row: undefined }));
    }
  }

  /** @param {[number, number] | undefined} stretch */
  choose(stretch) {
    place.go(place.changed({ sel: stretch === undefined ? undefined : stretch[0] + '-' + stretch[1] }));
  }

  follow() {
    const span = this.board.selected?.at?.span;
    if (span?.waker?.thread !== undefined) {
      place.go(place.changed({ thread: String(span.waker.thread), time: String(Math.max(0, Math.round(span.end))), sel: undefined }));
    } else {
      announce('nobody is known who ended this');
    }
  }

  /** @param {-1 | 1} by */
  step(by) {
    const at = this.board.selected?.at;
    const time = by < 0 ? at?.previous : at?.next;
    if (time !== undefined) {
      place.go(place.changed({ time: String(Math.round(time)), sel: undefined }));
    }
  }

  /** @param {-1 | 1} by */
  neighbour(by) {
    const { rows, scroll, selected, scale } = this.board;
    const items = [...rows.pins, ...rows.visible(scroll.scrollTop - 200, scroll.scrollTop + scroll.clientHeight + 200)].filter(
      item => item.row?.kind === 'thread',
    );
    const id = selected?.at?.thread.id;
    const now = items.findIndex(item => item.id === id);
    const others = now < 0 ? items : by < 0 ? items.slice(0, now).reverse() : items.slice(now + 1);
    const next = others.find(item => item.id !== id)?.row;
    if (next === undefined) {
      scroll.scrollTop += by * 60;
      return;
    }
    const time = Math.min(next.end, Math.max(next.begin, selected?.time ?? (scale.from + scale.to) / 2));
    place.go(place.changed({ thread: threadOf(next), time: String(Math.max(0, Math.round(time))), sel: undefined }));
  }

  escape() {
    const now = place.here();
    if (now.sel !== undefined) {
      this.choose(undefined);
    } else if (now.thread !== undefined) {
      place.go(place.changed({ thread: undefined, time: undefined }));
    } else if (now.crit !== undefined) {
      place.go(place.changed({ crit: undefined }));
    }
  }

  pin() {
    const row = this.board.selected?.at?.thread;
    if (row !== undefined) {
      this.board.rows.pin(row);
      invite(this.board, row);
      this.keepPins();
      showPanel(this);
    }
  }

  /** @param {Target} target */
  zoomTo({ span }) {
    if (span !== undefined) {
      this.board.scale.move(...around(span.begin, span.end, this.board.scale.duration));
    }
  }

  zoomToSelected() {
    const { stretch, selected, scale } = this.board;
    const span = selected?.at?.span;
    if (stretch !== undefined) {
      scale.move(...stretch);
    } else if (span !== undefined) {
      scale.move(...around(span.begin, span.end, scale.duration));
    }
  }
}

/**
 * Opens the view.
 *
 * @param {Context} context
 * @param {Place} at
 * @returns {Promise<import('../types.js').View>}
 */
export async function open(context, at) {
  const given = /** @type {{rows: Row[]}} */ (await context.api.kept('rows'));
  const view = new TimelineView(context, given.rows);
  // Once it is in the document, and so has a size.
  requestAnimationFrame(() => {
    view.show(at, {});
  });
  return {
    element: view.element,
    update: (now, before) => {
      view.show(now, before);
      return true;
    },
  };
}
