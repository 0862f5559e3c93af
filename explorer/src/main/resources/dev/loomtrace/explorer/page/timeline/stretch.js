// The panel of a stretch of time that is selected: where the time of all threads went in it.

import { isAborted } from '../api.js';
import { fill, h } from '../dom.js';
import { count, duration, instant } from '../format.js';
import { flameGraph } from '../flame.js';
import { bar, partsTable, to, toThread } from '../parts.js';
import { trouble } from '../shell.js';
import { partsOfStates } from '../states.js';
import { table } from '../table.js';
import { button, panelHead } from './detail.js';
import { labelOf } from './labels.js';
import { threadOf } from './rows.js';
import { threadWord } from '../words.js';

/** @typedef {import('../types.js').Flame} Flame */
/** @typedef {import('../types.js').Selection} Selection */

const GROUPS = 100;

/**
 * Makes the panel.
 *
 * @param {[number, number]} stretch
 * @param {import('../types.js').Context} context
 * @param {{close: () => void, zoom: () => void, groups: import('../types.js').Row[]}} deeds `groups` of which it can be told apart
 * @param {AbortSignal} signal
 * @returns {HTMLElement}
 */
export function stretchPanel([from, end], context, deeds, signal) {
  const body = h('div', {}, h('p', { class: 'loading' }, 'Adding up\u2026'));
  const flame = h('div', {});
  /** Only of this group. @type {import('../types.js').Row | undefined} */
  let row;

  async function show() {
    try {
      const given = /** @type {Selection} */ (
        await context.api.json('selection', { from, to: end, row: row === undefined ? undefined : [row.id] }, signal)
      );
      const parts = partsOfStates(given.nanosByState);
      fill(
        body,
        h('section', {}, h('h3', {}, 'Time of ' + count(given.threads, threadWord())), bar(parts, { tall: true }), partsTable(parts)),
        h(
          'section',
          {},
          h('h3', {}, 'Waits'),
          given.waits.length === 0
            ? h('p', { class: 'faint' }, 'Nobody waited.')
            : table({
                label: 'Waits in this stretch',
                rows: given.waits,
                first: 6,
                sort: [1, 'descending'],
                last: wait => wait.idle === true,
                file: 'waits-of-stretch',
                columns: [
                  {
                    head: 'what',
                    text: true,
                    wrap: true,
                    value: wait => wait.label || wait.reason,
                    show: wait =>
                      h(
                        'span',
                        { title: wait.resource, class: wait.idle === true ? 'faint' : null },
                        (wait.label || wait.reason || 'unknown') + (wait.idle === true ? ' (idle)' : ''),
                      ),
                  },
                  { head: 'total', nanos: true, value: wait => wait.totalNanos, show: wait => duration(wait.totalNanos) },
                  {
                    head: 'longest',
                    nanos: true,
                    value: wait => wait.longestNanos,
                    show: wait => toThread(wait.thread, duration(wait.longestNanos), wait.time),
                  },
                ],
              }),
        ),
        h(
          'section',
          {},
          h('h3', {}, 'Threads'),
          table({
            label: 'Threads in this stretch',
            rows: given.top,
            first: 6,
            sort: [1, 'descending'],
            file: 'threads-of-stretch',
            columns: [
              {
                head: 'thread',
                text: true,
                wrap: true,
                value: each => each.label,
                show: each => toThread(threadOf(each) ?? '', labelOf(each), from),
              },
              {
                head: 'running',
                nanos: true,
                value: each => each.nanosByState.running ?? 0,
                show: each => duration(each.nanosByState.running ?? 0),
              },
              {
                head: 'waiting',
                nanos: true,
                value: each => each.nanosByState.waiting ?? 0,
                show: each => duration(each.nanosByState.waiting ?? 0),
              },
            ],
          }),
        ),
      );
    } catch (e) {
      if (!isAborted(e)) {
        fill(body, trouble(e));
      }
    }
  }

  /** @param {string} type */
  async function showFlame(type) {
    fill(flame, h('p', { class: 'loading' }, 'Adding up\u2026'));
    try {
      const given = /** @type {Flame} */ (await context.api.json('flame', { type, from, to: end, group: row?.id.slice(2) }, signal));
      fill(flame, flameGraph(given, { small: true }));
    } catch (e) {
      if (!isAborted(e)) {
        fill(flame, trouble(e));
      }
    }
  }
  const type = h(
    'select',
    { 'aria-label': 'Kind of flame graph', onchange: () => showFlame(type.value) },
    h('option', { value: 'offcpu' }, 'all waits'),
    h('option', { value: 'sync' }, 'waits for threads'),
    h('option', { value: 'net' }, 'waits for sockets'),
    h('option', { value: 'sched' }, 'waits for a carrier'),
    h('option', { value: 'cpu' }, 'CPU'),
  );
  const of = h(
    'select',
    {
      'aria-label': 'Of which threads',
      onchange: () => {
        row = deeds.groups.find(group => group.id === of.value);
        show();
        showFlame(type.value);
      },
    },
    h('option', { value: '' }, 'all threads'),
    deeds.groups.slice(0, GROUPS).map(group => h('option', { value: group.id }, labelOf(group))),
  );
  show();
  showFlame('offcpu');
  return h(
    'div',
    {},
    panelHead(duration(end - from), deeds.close),
    h('p', { class: 'faint' }, 'from ' + instant(from, 1000) + ' to ' + instant(end, 1000)),
    h(
      'div',
      { class: 'actions' },
      button('Zoom', 'Zoom to this stretch (z)', deeds.zoom, 'main'),
      to({ view: 'waits', from: String(from), to: String(end) }, h('span', {}, 'flame graph')),
      to({ view: 'logs', from: String(from), to: String(end) }, 'logs'),
    ),
    h('div', { class: 'tools' }, h('label', {}, 'Of', of)),
    body,
    h('section', {}, h('div', { class: 'tools' }, h('h3', {}, 'Flame graph'), type), flame),
  );
}
