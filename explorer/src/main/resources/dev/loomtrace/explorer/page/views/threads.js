// Threads by what they start with, and the threads of one group.

import { isAborted, onlyLast } from '../api.js';
import { fill, h, later } from '../dom.js';
import { count, duration, shortName } from '../format.js';
import { bar, command, name, partsTable, remarks, timesBar, to } from '../parts.js';
import * as place from '../place.js';
import { trouble } from '../shell.js';
import { partsOf, stateWords } from '../states.js';
import { table } from '../table.js';
import { named, threadWord, threadWords } from '../words.js';

/** @typedef {import('../types.js').Context} Context */
/** @typedef {import('../types.js').Row} Row */
/** @typedef {import('../types.js').Threads} Threads */

const PAGE = 200;

/**
 * What threads are sorted by: as the server calls it and as people do, by the column that shows it.
 *
 * @type {Array<[string, string, import('../table.js').Direction]>}
 */
const SORTS = [
  ['id', 'id', 'ascending'],
  ['kind', 'kind', 'ascending'],
  ['begin', 'first seen', 'ascending'],
  ['duration', 'duration', 'descending'],
  ['running', 'running', 'descending'],
  ['runnable', 'runnable', 'descending'],
  ['waiting', 'waiting', 'descending'],
];
const FIRST_SORT = 'waiting';

/** @param {Row} row */
function parts(row) {
  return [
    { state: 'running', words: stateWords('running'), nanos: row.runningNanos ?? 0, shade: 0 },
    { state: 'runnable', words: stateWords('runnable'), nanos: row.runnableNanos ?? 0, shade: 0 },
    { state: 'waiting', words: stateWords('waiting'), nanos: row.waitingNanos ?? 0, shade: 0 },
  ].filter(part => part.nanos > 0);
}

/**
 * The list of threads.
 *
 * @param {Context} context
 * @param {string | undefined} group all threads without
 */
function members(context, group) {
  const latest = onlyLast();
  const list = h('div', {});
  const filter = h('input', {
    type: 'search',
    placeholder: 'Name or id\u2026',
    'aria-label': 'Filter threads by name or id',
    value: place.here().q ?? '',
  });
  const sort = h(
    'select',
    { 'aria-label': 'Sort by' },
    SORTS.map(([id, text]) => h('option', { value: id, selected: id === FIRST_SORT }, text)),
  );
  let reversed = false;
  /** @type {Row[]} */
  let rows = [];

  /**
   * @param {number} index
   * @returns {import('../table.js').Direction}
   */
  function direction(index) {
    const usual = SORTS[index]?.[2] ?? 'descending';
    return !reversed ? usual : usual === 'ascending' ? 'descending' : 'ascending';
  }

  /** @param {boolean} more */
  async function ask(more) {
    try {
      const given = /** @type {{total: number, rows: Row[]}} */ (
        await context.api.json(
          'members',
          { group, sort: sort.value, reverse: reversed || undefined, filter: filter.value === '' ? undefined : filter.value, offset: more ? rows.length : 0, limit: PAGE },
          latest(context.signal),
        )
      );
      rows = more ? [...rows, ...given.rows] : given.rows;
      const sorted = Math.max(0, SORTS.findIndex(([id]) => id === sort.value));
      const byHead = list.querySelector('th')?.parentElement?.contains(document.activeElement) === true;
      fill(
        list,
        given.total === 0
          ? h('p', { class: 'empty' }, 'No thread matches.')
          : table({
              label: 'Threads',
              rows,
              first: rows.length,
              sort: [sorted, direction(sorted)],
              sorter: index => {
                // Not by how this table is sorted: it is that of before while an answer is under way.
                const id = SORTS[index]?.[0] ?? FIRST_SORT;
                reversed = id === sort.value && !reversed;
                sort.value = id;
                ask(false);
              },
              file: 'threads',
              columns: [
                {
                  head: 'thread',
                  title: 'sorted by id',
                  text: true,
                  wrap: true,
                  value: row => row.label,
                  show: row =>
                    to({ view: 'unit', thread: row.id.replace(/^t:/, '').replace(/\.\d+$/, '') }, named(shortName(row.label), row.id)),
                },
                { head: 'kind', text: true, value: row => row.threadKind ?? '' },
                { head: 'first seen', nanos: true, value: row => row.begin, show: row => duration(row.begin) },
                { head: 'lived', nanos: true, value: row => row.end - row.begin, show: row => duration(row.end - row.begin) },
                { head: 'running', nanos: true, value: row => row.runningNanos ?? 0, show: row => duration(row.runningNanos ?? 0) },
                { head: 'runnable', nanos: true, value: row => row.runnableNanos ?? 0, show: row => duration(row.runnableNanos ?? 0) },
                { head: 'waiting', nanos: true, value: row => row.waitingNanos ?? 0, show: row => duration(row.waitingNanos ?? 0) },
                {
                  head: '',
                  bar: true,
                  text: true,
                  value: () => '',
                  show: row => bar(parts(row), { of: Math.max(1, row.end - row.begin) }),
                },
                {
                  head: '',
                  text: true,
                  value: () => '',
                  show: row =>
                    to(
                      { view: 'timeline', row: row.id, from: String(Math.max(0, row.begin)), to: String(Math.max(row.begin + 1, row.end)) },
                      'timeline',
                    ),
                },
              ],
            }),
        h(
          'p',
          { class: 'small faint' },
          rows.length < given.total
            ? [
                h(
                  'button',
                  { class: 'linklike', onclick: () => ask(true) },
                  'load ' + count(Math.min(PAGE, given.total - rows.length)) + ' more',
                ),
                ' of ',
              ]
            : '',
          count(given.total, threadWord()),
        ),
      );
      if (byHead) {
        /** @type {HTMLElement | null} */ (list.querySelector('th[aria-sort] button'))?.focus();
      }
    } catch (e) {
      if (!isAborted(e)) {
        fill(list, trouble(e));
      }
    }
  }
  const again = later(200, () => {
    place.go(place.changed({ q: filter.value === '' ? undefined : filter.value }), { quiet: true, replace: true });
    ask(false);
  });
  filter.addEventListener('input', again);
  sort.addEventListener('change', () => {
    reversed = false;
    ask(false);
  });
  ask(false);
  return h('div', {}, h('div', { class: 'tools' }, filter, h('label', {}, 'sorted by', sort)), list);
}

/**
 * What is said of one group.
 *
 * @param {Threads['groups'][number]} group
 */
function groupBox(group) {
  const ranges = Object.entries(/** @type {{nanosInRanges?: Record<string, number>}} */ (group).nanosInRanges ?? {});
  return h(
    'section',
    {},
    h(
      'div',
      { class: 'head-line' },
      h('h2', { title: group.group }, named(group.group)),
      to({ view: 'timeline', row: 'g:' + group.group }, 'timeline'),
      to({ view: 'units', kind: 'thread', name: group.group }, 'how long they took, tail against rest'),
      to({ view: 'waits', group: group.group }, 'flame graph of waits'),
      to({ view: 'unit', group: group.group }, 'the slowest'),
    ),
    bar(partsOf(group), { tall: true }),
    h(
      'div',
      { class: 'columns' },
      partsTable(partsOf(group)),
      ranges.length === 0
        ? null
        : h(
            'table',
            {},
            h('thead', {}, h('tr', {}, h('th', { class: 'text' }, 'meanwhile, in those times'), h('th', {}, 'time'))),
            h(
              'tbody',
              {},
              ranges.map(([range, nanos]) => h('tr', {}, h('td', { class: 'text' }, range), h('td', {}, duration(nanos)))),
            ),
          ),
    ),
  );
}

/**
 * Opens the view.
 *
 * @param {Context} context
 * @param {import('../place.js').Place} at
 * @returns {Promise<import('../types.js').View>}
 */
export async function open(context, at) {
  const given = /** @type {import('../types.js').Answer<Threads>} */ (await context.api.kept('threads'));
  const { groups, threads, slowest } = given.answer;
  const chosen =
    groups.find(each => each.group === at.group) ?? groups.find(each => at.group !== undefined && shortName(each.group) === at.group);
  const word = context.extent.kind === 'go' ? 'Goroutines' : 'Threads';
  const element = h(
    'div',
    { class: 'page' },
    h(
      'div',
      { class: 'head-line' },
      h('h1', {}, word),
      h('span', { class: 'faint' }, count(threads) + ' in ' + count(groups.length, 'group')),
    ),
    remarks(given.remarks),
    h(
      'section',
      {},
      table({
        label: 'Groups of threads',
        rows: groups,
        first: chosen === undefined ? 15 : 6,
        sort: [9, 'descending'],
        file: 'groups-of-threads',
        chosen: row => row === chosen,
        columns: [
          {
            head: 'threads that start with',
            text: true,
            wrap: true,
            value: row => row.group,
            show: row => to({ view: 'threads', group: row.group }, name(row.group)),
          },
          { head: 'where it went', bar: true, text: true, unsaved: true, value: row => row.totalNanos, show: timesBar, title: 'sorted by all time' },
          { head: 'kind', text: true, value: row => row.kind },
          { head: 'threads', value: row => row.threads, show: row => count(row.threads) },
          { head: 'whole', title: 'began and ended in the trace', value: row => row.whole, show: row => count(row.whole) },
          { head: 'median', nanos: true, value: row => row.medianNanos, show: row => (row.whole === 0 ? '' : duration(row.medianNanos)) },
          { head: 'p90', nanos: true, value: row => row.p90Nanos, show: row => (row.whole === 0 ? '' : duration(row.p90Nanos)) },
          { head: 'p99', nanos: true, value: row => row.p99Nanos, show: row => (row.whole === 0 ? '' : duration(row.p99Nanos)) },
          {
            head: 'longest',
            nanos: true,
            value: row => row.longestNanos,
            show: row => (row.whole === 0 ? '' : duration(row.longestNanos)),
          },
          { head: 'running', nanos: true, value: row => row.nanosByState.running, show: row => duration(row.nanosByState.running) },
          { head: 'runnable', nanos: true, value: row => row.nanosByState.runnable, show: row => duration(row.nanosByState.runnable) },
        ],
      }),
    ),
    chosen === undefined ? null : groupBox(chosen),
    h(
      'section',
      {},
      h('h2', {}, chosen === undefined ? 'All ' + word.toLowerCase() : word + ' of this group'),
      members(context, chosen?.group),
    ),
    slowest.length > 0 && chosen === undefined
      ? h(
          'p',
          { class: 'faint' },
          'The longest: ',
          slowest
            .slice(0, 3)
            .map((each, i) => [
              i === 0 ? null : ', ',
              to({ view: 'unit', thread: String(each.thread) }, threadWords(each.kind, each.thread)),
              ' ' + duration(each.totalNanos),
            ])
            .flat(),
        )
      : null,
    command(given.command),
  );
  return { element };
}
