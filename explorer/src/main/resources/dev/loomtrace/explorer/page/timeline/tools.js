// The tools above the timeline, and what its colours mean.

import { h, save } from '../dom.js';
import { chip } from '../parts.js';
import { STACKED, stateWords } from '../states.js';
import * as place from '../place.js';
import { png, svg } from './picture.js';
import { sinceMidnight } from './wall.js';

/** @type {Array<[string, string]>} */
const SORTS = [
  ['begin', 'most active first'],
  ['running', 'running'],
  ['waiting', 'waiting'],
  ['duration', 'duration'],
  ['members', 'number of threads'],
];

/**
 * The choice of what times count from.
 *
 * @param {import('./board.js').Board} board
 */
function clock(board) {
  const known = sinceMidnight(board.context.extent.startWall) !== undefined;
  const choice = h(
    'select',
    {
      class: 'clock',
      'aria-label': 'Times',
      title: known ? 'With several files: another file is shown at the same time of the wall clock' : 'The file does not say when it was written',
      disabled: !known,
      onchange: () => place.go(place.changed({ clock: choice.value === 'wall' ? 'wall' : undefined })),
    },
    h('option', { value: 'start' }, 'from the start'),
    h('option', { value: 'wall' }, 'wall clock (UTC)'),
  );
  return choice;
}

/**
 * Shows what times count from.
 *
 * @param {HTMLElement} element the timeline
 * @param {import('./board.js').Board} board
 */
export function showClock(element, board) {
  const choice = element.querySelector('select.clock');
  if (choice instanceof HTMLSelectElement) {
    choice.value = board.scale.midnight === undefined ? 'start' : 'wall';
  }
}

/**
 * Makes them.
 *
 * @param {import('./board.js').Board} board
 * @param {HTMLElement} filter
 * @param {HTMLElement} shown the button that shows hidden rows again
 */
export function tools(board, filter, shown) {
  const sort = h(
    'select',
    { 'aria-label': 'Order of groups and threads', onchange: () => board.rows.setSort(sort.value) },
    SORTS.map(([id, text]) => h('option', { value: id }, text)),
  );
  const { scale } = board;
  return h(
    'div',
    { class: 'tl-bar', role: 'toolbar', 'aria-label': 'Timeline' },
    filter,
    sort,
    shown,
    h(
      'span',
      { class: 'group' },
      h('button', { title: 'Zoom out (s)', 'aria-label': 'Zoom out', onclick: () => scale.zoom(scale.width / 2, 2, true) }, '\u2212'),
      h('button', { title: 'Zoom in (w)', 'aria-label': 'Zoom in', onclick: () => scale.zoom(scale.width / 2, 0.5, true) }, '+'),
      h('button', { title: 'Whole trace (0)', onclick: () => scale.move(0, scale.duration) }, 'All'),
    ),
    clock(board),
    h(
      'button',
      { title: 'Save what is shown as a picture', onclick: () => png(board).then(blob => save('timeline.png', blob)) },
      'PNG',
    ),
    h('button', { title: 'Save what is shown as a drawing', onclick: () => save('timeline.svg', svg(board)) }, 'SVG'),
    h(
      'ul',
      { class: 'legend', 'aria-label': 'Colours' },
      STACKED.map(state => h('li', {}, chip(state), state === 'runnable' ? 'runnable' : stateWords(state))),
      h('li', {}, chip('stopped'), 'world stopped'),
    ),
  );
}
