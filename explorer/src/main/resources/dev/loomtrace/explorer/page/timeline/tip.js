// What is below the pointer, in words.

import { fill, h } from '../dom.js';
import { count, decimal, duration, instant, percent, wallClock } from '../format.js';
import { chip } from '../parts.js';
import { STACKED, STATES, stateWords } from '../states.js';
import { colour } from '../theme.js';
import { bestTile, FONT } from './paint.js';
import { AXIS } from './axis.js';
import { targetAt } from './target.js';
import { counterValue } from './paintsums.js';
import { firstNotBelow } from './lanes.js';
import { threadWord } from '../words.js';

/** @typedef {import('./board.js').Board} Board */
/** @typedef {import('./target.js').Target} Target */

/**
 * A moment: since the trace's start, and by the clock on the wall.
 *
 * @param {number} time
 * @param {import('./scale.js').Scale} scale
 * @param {import('../types.js').Extent} extent
 */
function cursorText(time, scale, extent) {
  const step = 10 ** Math.floor(Math.log10(Math.max(1, scale.perPixel)));
  const digits = Math.max(3, Math.min(9, 9 - Math.floor(Math.log10(Math.max(1, scale.perPixel)))));
  const wall = wallClock(extent.startWall, time, digits).slice(11);
  return instant(time, step) + (wall === '' ? '' : '   ' + wall);
}

/**
 * @param {Board} board
 * @param {Target} target
 * @returns {import('../dom.js').Child[]}
 */
function contentOf(board, target) {
  const { row, span, time } = target;
  if (span !== undefined) {
    const name = span.state === undefined ? null : stateWords(span.state);
    return [
      h('div', {}, span.state === undefined ? null : chip(span.state), h('b', {}, span.label === '' ? name : span.label)),
      h(
        'div',
        { class: 'faint' },
        [
          name !== null && name !== span.label ? name : '',
          duration(span.end - span.begin),
          span.thread === undefined || row.kind !== 'carrier' ? '' : threadWord(span.thread),
        ]
          .filter(Boolean)
          .join(', '),
      ),
    ];
  }
  if (row.kind === 'counter') {
    const counter = board.stores.counters.get(row.id)?.value;
    const i = counter === undefined ? -1 : firstNotBelow(counter.times, time + 1) - 1;
    return counter === undefined || i < 0
      ? []
      : [
          h('b', {}, counterValue(row, counter.last[i] ?? 0)),
          counter.min[i] === counter.max[i]
            ? null
            : h('div', { class: 'faint' }, counterValue(row, counter.min[i] ?? 0) + ' to ' + counterValue(row, counter.max[i] ?? 0)),
        ];
  }
  if (row.kind === 'tasks') {
    const tasks = board.stores.shownTasks(row.id, board.scale);
    let now = 0;
    for (let i = 0; tasks !== undefined && i < tasks.ids.length && (tasks.begins[i] ?? 0) <= time; i++) {
      now += (tasks.ends[i] ?? 0) > time ? 1 : 0;
    }
    return [
      count(now, 'task') + ' here',
      tasks?.more === true ? h('div', { class: 'faint' }, 'of the longest ' + count(tasks.ids.length)) : null,
    ];
  }
  return mixOf(board, target);
}

/**
 * The mix of states in a bucket.
 *
 * @param {Board} board
 * @param {Target} target
 * @returns {import('../dom.js').Child[]}
 */
function mixOf(board, { row, time }) {
  const { scale } = board;
  const level = scale.level(window.devicePixelRatio || 1);
  const at = (time / scale.duration) * 2 ** level;
  const best = bestTile({ level, tiles: board.tiles }, row.id, Math.min(2 ** level - 1, Math.max(0, Math.floor(at))));
  if (best === undefined) {
    return [];
  }
  const within = (time / scale.duration) * 2 ** best.level - best.index;
  const bucket = Math.floor(within * 256) - best.tile.first;
  if (bucket < 0 || bucket >= best.tile.count) {
    return [];
  }
  const values = STACKED.map(state => ({ state, threads: best.tile.data[bucket * 7 + STATES.indexOf(state)] ?? 0 })).filter(
    each => each.threads > 0,
  );
  return values.length === 0
    ? []
    : [
        h(
          'table',
          {},
          h(
            'tbody',
            {},
            values.map(({ state, threads }) =>
              h(
                'tr',
                {},
                h('td', { class: 'text' }, chip(state), stateWords(state)),
                h('td', {}, row.kind === 'group' ? decimal(threads) : percent(threads, 1)),
              ),
            ),
          ),
        ),
      ];
}

/**
 * Shows it beside the pointer.
 *
 * @param {Board} board
 * @param {Target | undefined} target
 * @param {{x: number, y: number}} pointer
 */
function tipOf(board, target, pointer) {
  const content = target === undefined ? [] : contentOf(board, target);
  board.tip.hidden = content.length === 0;
  board.canvas.classList.toggle('over', target?.span !== undefined || target?.row.kind === 'thread');
  if (content.length === 0) {
    return;
  }
  fill(board.tip, content);
  const left = board.labels.width + pointer.x;
  const { clientWidth, clientHeight } = board.element;
  const { offsetWidth, offsetHeight } = board.tip;
  board.tip.style.left = (left + 16 + offsetWidth > clientWidth ? Math.max(0, left - offsetWidth - 12) : left + 16) + 'px';
  board.tip.style.top = (pointer.y + 18 + offsetHeight > clientHeight ? Math.max(0, pointer.y - offsetHeight - 10) : pointer.y + 18) + 'px';
}

/**
 * Draws the line of the pointer, with the moment it is at, and shows what is below it.
 *
 * @param {Board} board
 * @param {number} height of the canvas
 */
export function paintCursor(board, height) {
  const { pointer, scale, canvas } = board;
  const brush = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  if (pointer === undefined) {
    board.tip.hidden = true;
    return;
  }
  brush.fillStyle = colour('cursor');
  brush.globalAlpha = 0.45;
  brush.fillRect(Math.round(pointer.x), AXIS - 8, 1, height);
  brush.globalAlpha = 1;
  const text = cursorText(scale.time(pointer.x), scale, board.context.extent);
  brush.font = FONT;
  const width = brush.measureText(text).width + 12;
  const left = Math.min(scale.width - width, Math.max(0, pointer.x - width / 2));
  brush.fillStyle = colour('ink');
  brush.fillRect(left, 7, width, 18);
  brush.fillStyle = colour('paper');
  brush.textBaseline = 'middle';
  brush.fillText(text, left + 6, 16.5);
  tipOf(board, targetAt(board, pointer.x, pointer.y), pointer);
}
