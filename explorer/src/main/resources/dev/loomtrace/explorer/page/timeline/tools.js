// The tools above the timeline, and what its colours mean.

import { h, save } from '../dom.js';
import { chip } from '../parts.js';
import { STACKED, stateWords } from '../states.js';
import { picture } from './picture.js';

/** @type {Array<[string, string]>} */
const SORTS = [
  ['begin', 'most active first'],
  ['running', 'running'],
  ['waiting', 'waiting'],
  ['duration', 'duration'],
  ['members', 'number of threads'],
];

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
    h(
      'button',
      { title: 'Save what is shown as a picture', onclick: () => picture(board).then(blob => save('timeline.png', blob)) },
      'PNG',
    ),
    h(
      'ul',
      { class: 'legend', 'aria-label': 'Colours' },
      STACKED.map(state => h('li', {}, chip(state), state === 'runnable' ? 'runnable' : stateWords(state))),
      h('li', {}, chip('stopped'), 'world stopped'),
    ),
  );
}
