// The slow ones beside the others: critical paths added up.

import { h } from '../dom.js';
import { count, duration, percent } from '../format.js';
import { to } from '../parts.js';
import { stateColour } from '../states.js';
import { linkWords, storyWords, threadWord } from '../words.js';
import { table } from '../table.js';

/** @typedef {import('../types.js').PathAnswer} PathAnswer */
/** @typedef {import('../types.js').PathRow} PathRow */

/**
 * What a row is, a step a line.
 *
 * @param {PathRow} row
 */
function story(row) {
  const lines = row.chain.map((step, i) => (i === 0 ? '' : 'it ') + linkWords(step));
  lines.push((lines.length === 0 ? '' : 'it ') + storyWords(row));
  return h(
    'ol',
    { class: 'story' },
    lines.map((line, i) => h('li', {}, i === lines.length - 1 ? h('span', { class: 'chip state-' + stateColour(row.state) }) : null, line)),
  );
}

/**
 * The table.
 *
 * @param {PathAnswer} path of which the tail was asked for
 * @param {import('../types.js').Context} context
 */
export function tailTable(path, context) {
  const slow = path.tailUnits;
  const rest = path.units - slow;
  const isTask = path.unit === 'task';
  if (slow === 0 || path.units === 0) {
    return h('p', { class: 'empty' }, 'No unit of these began and ended in the trace.');
  }
  /** @param {PathRow} row */
  const eachSlow = row => row.tailNanos / slow;
  /** @param {PathRow} row */
  const eachOther = row => (rest === 0 ? 0 : (row.totalNanos - row.tailNanos) / rest);
  const rows = [...path.rows].sort((a, b) => eachSlow(b) - eachOther(b) - (eachSlow(a) - eachOther(a)));
  const difference = path.tailNanos / slow - (rest === 0 ? 0 : (path.totalNanos - path.tailNanos) / rest);
  const most = rows.reduce((longest, row) => Math.max(longest, eachSlow(row), eachOther(row)), 1);
  /** @param {string} state @param {number} nanos */
  const track = (state, nanos) =>
    h(
      'span',
      { class: 'track' },
      nanos > 0 ? h('span', { class: 'state-' + stateColour(state), style: { width: (100 * nanos) / most + '%' } }) : null,
    );
  return h(
    'div',
    {},
    h(
      'p',
      {},
      'The slow ',
      h('b', {}, count(slow)),
      ' took ',
      h('b', {}, duration(path.tailNanos / slow)),
      ' each, the other ',
      h('b', {}, count(rest)),
      ' took ',
      h('b', {}, rest === 0 ? '\u2013' : duration((path.totalNanos - path.tailNanos) / rest)),
      '.',
    ),
    table({
      label: 'Critical paths of the slow ones and of the others, greatest difference first',
      rows,
      first: 10,
      file: 'tail-against-rest',
      sort: [2, 'descending'],
      columns: [
        {
          head: 'who had to act',
          text: true,
          wrap: true,
          value: row => [...row.chain.map(step => linkWords(step)), storyWords(row)].join(' > '),
          show: story,
        },
        {
          head: 'each',
          text: true,
          value: row => eachSlow(row),
          show: row =>
            h(
              'div',
              { class: 'pair' },
              h('span', {}, 'slow'),
              track(row.state, eachSlow(row)),
              h('b', {}, duration(eachSlow(row))),
              h('span', { class: 'faint' }, 'others'),
              track(row.state, eachOther(row)),
              h('span', {}, duration(eachOther(row))),
            ),
        },
        {
          head: 'difference',
          nanos: true,
          value: row => eachSlow(row) - eachOther(row),
          show: row => duration(eachSlow(row) - eachOther(row)),
        },
        {
          head: 'of difference',
          value: row => (eachSlow(row) - eachOther(row)) / (difference || 1),
          show: row => percent(eachSlow(row) - eachOther(row), difference),
        },
        { head: 'have it', value: row => row.units / path.units, show: row => percent(row.units, path.units) },
        {
          head: 'most in',
          text: true,
          value: row => row.examples.map(each => String(each.id)).join(' '),
          show: row =>
            row.examples.map(each =>
              h(
                'div',
                {},
                to(
                  isTask ? { view: 'unit', task: String(each.id) } : { view: 'unit', thread: String(each.id) },
                  isTask ? 'task ' + each.id : threadWord(each.id),
                ),
                h('span', { class: 'faint small', title: duration(each.beginNanos) + ' into the trace' }, ' ' + duration(each.nanos)),
              ),
            ),
        },
      ],
    }),
    h(
      'p',
      { class: 'small faint' },
      'Each moment of a unit is in one row: while it waits, whoever will end the wait has to act, so the wait is replaced by what that one did. A row\u2019s time is the most that can be saved without it' +
        (context.extent.kind === 'go' ? '.' : '; threads are called by their group.') +
        ' \u201cHave it\u201d is the share of all ' +
        count(path.units) +
        ', slow or not.',
    ),
  );
}
