// Who had the carriers, or processors, over time, and who waited for one.

import { h } from '../dom.js';
import { chart } from '../chart.js';
import { count, duration, percent } from '../format.js';
import { bar, chip, code, command, name, remarks, to, toStretch, toThread, when } from '../parts.js';
import * as place from '../place.js';
import { table } from '../table.js';
import { threadWords } from '../words.js';

/** @typedef {import('../types.js').Carriers} Carriers */
/** @typedef {import('../types.js').Context} Context */

/** @type {Record<string, string>} */
const SOURCES = {
  sample: 'where samples saw it',
  pinned: 'where it was pinned',
  nextWait: 'where it waited next',
  next: 'where it waited next',
  unknown: '',
};

/**
 * @param {Carriers} carriers
 * @param {Context} context
 */
function overTime(carriers, context) {
  const parts = carriers.overTime;
  /** @param {(part: Carriers['overTime'][number]) => number} of */
  const mean = of => [...parts, ...parts.slice(-1)].map(part => of(part) / (part.totalNanos || 1));
  return h(
    'section',
    {},
    h('h2', {}, 'Over time'),
    chart({
      times: [...parts.map(part => part.beginNanos), carriers.beginNanos + carriers.totalNanos],
      height: 240,
      label: 'Carriers in use over time, and how many threads waited for one',
      signal: context.signal,
      lines: [
        ...(carriers.use.pinnedNanos > 0
          ? [
              {
                label: 'running or pinned',
                colour: 'state-pinned',
                values: mean(part => part.runningNanos + part.pinnedNanos),
                filled: true,
              },
            ]
          : []),
        { label: 'running', colour: 'state-running', values: mean(part => part.runningNanos), filled: true },
        { label: 'all', colour: 'line-strong', values: mean(part => part.carrierNanos) },
        { label: 'waiting for one', colour: 'state-runnable', values: mean(part => part.runnableNanos), dashed: true },
      ],
      choose: (from, end) =>
        place.go({
          f: place.here().f,
          view: 'timeline',
          from: String(Math.max(0, Math.round(from))),
          to: String(Math.min(context.extent.durationNanos, Math.round(end))),
        }),
    }),
    h('p', { class: 'small faint' }, 'Select a stretch to see it in the timeline.'),
  );
}

/** @param {Carriers} carriers */
function groups(carriers) {
  const used = carriers.use.runningNanos + carriers.use.pinnedNanos;
  return h(
    'section',
    {},
    h('h2', {}, 'Who had them'),
    table({
      label: 'Who had the carriers',
      rows: carriers.groups,
      first: 12,
      sort: [3, 'descending'],
      file: 'carriers-by-group',
      columns: [
        {
          head: 'threads that start with',
          text: true,
          wrap: true,
          value: row => row.group,
          show: row => to({ view: 'threads', group: row.group }, name(row.group)),
        },
        { head: 'running', nanos: true, value: row => row.runningNanos, show: row => duration(row.runningNanos) },
        { head: 'pinned', nanos: true, value: row => row.pinnedNanos, show: row => duration(row.pinnedNanos) },
        {
          head: 'share',
          value: row => (row.runningNanos + row.pinnedNanos) / (used || 1),
          show: row => percent(row.runningNanos + row.pinnedNanos, used),
        },
        { head: 'waited for one', nanos: true, value: row => row.runnableNanos, show: row => duration(row.runnableNanos) },
      ],
    }),
  );
}

/**
 * @param {Carriers} carriers
 * @param {Context} context
 */
function saturation(carriers, context) {
  const whole = context.extent.durationNanos;
  return h(
    'section',
    {},
    h('h2', {}, 'None was free'),
    carriers.saturations === 0
      ? h('p', { class: 'faint' }, 'One was free whenever a thread could run.')
      : [
          h(
            'p',
            {},
            count(carriers.saturations, 'time') + ', for ',
            h('b', {}, duration(carriers.saturatedNanos)),
            ' altogether, while threads waited for one for ',
            h('b', {}, duration(carriers.waitedNanos)),
            '.',
          ),
          table({
            label: 'Longest times in which none was free',
            rows: carriers.longestSaturations,
            first: 10,
            sort: [4, 'descending'],
            file: 'saturation',
            columns: [
              {
                head: 'began',
                text: true,
                value: row => row.beginNanos,
                show: row =>
                  toStretch(row.beginNanos, row.totalNanos, whole, when(row.beginNanos, context.extent), {
                    sel: row.beginNanos + '-' + (row.beginNanos + row.totalNanos),
                  }),
              },
              { head: 'took', nanos: true, value: row => row.totalNanos, show: row => duration(row.totalNanos) },
              { head: 'waits', value: row => row.waits, show: row => count(row.waits) },
              { head: 'most at a time', value: row => row.mostAtATime, show: row => count(row.mostAtATime) },
              { head: 'waited', nanos: true, value: row => row.waitedNanos, show: row => duration(row.waitedNanos) },
            ],
          }),
        ],
  );
}

/**
 * @param {Carriers} carriers
 * @param {Context} context
 */
function holds(carriers, context) {
  return h(
    'section',
    {},
    h('h2', {}, 'Who kept one for more than 10 ms while others waited'),
    carriers.holds.length === 0
      ? h('p', { class: 'faint' }, 'Nobody.')
      : table({
          label: 'Who kept a carrier',
          rows: carriers.holds,
          first: 10,
          sort: [5, 'descending'],
          file: 'kept-carriers',
          columns: [
            { head: 'who', text: true, wrap: true, value: row => row.group, show: row => name(row.group) },
            {
              head: 'at',
              text: true,
              wrap: true,
              value: row => row.site?.function ?? '',
              show: row => [code(row.site), h('div', { class: 'small faint' }, SOURCES[row.placeFrom] ?? row.placeFrom)],
            },
            { head: 'times', value: row => row.count, show: row => count(row.count) },
            { head: 'altogether', nanos: true, value: row => row.totalNanos, show: row => duration(row.totalNanos) },
            {
              head: 'longest',
              nanos: true,
              value: row => row.longestNanos,
              show: row =>
                h(
                  'span',
                  {},
                  duration(row.longestNanos),
                  h(
                    'div',
                    { class: 'small' },
                    toThread(row.thread, threadWords(row.kind, row.thread), row.beginNanos + row.longestNanos / 2),
                  ),
                ),
            },
            { head: 'made others wait', nanos: true, value: row => row.causedNanos, show: row => duration(row.causedNanos) },
            {
              head: '',
              text: true,
              value: () => '',
              show: row => toStretch(row.beginNanos, row.longestNanos, context.extent.durationNanos, 'the longest'),
            },
          ],
        }),
  );
}

/**
 * Opens the view.
 *
 * @param {Context} context
 * @returns {Promise<import('../types.js').View>}
 */
export async function open(context) {
  const given = /** @type {import('../types.js').Answer<Carriers>} */ (await context.api.kept('carriers'));
  const carriers = given.answer;
  const word = context.extent.kind === 'go' ? 'Processors' : 'Carriers';
  const { use } = carriers;
  return {
    element: h(
      'div',
      { class: 'page' },
      h('h1', {}, word),
      remarks(given.remarks),
      !carriers.known
        ? h(
            'p',
            { class: 'empty' },
            'The trace does not say who had carriers. If it was recorded without Loomtrace\u2019s agent, start the JVM with -javaagent:loomtrace-agent.jar.',
          )
        : [
            h(
              'ul',
              { class: 'facts' },
              h('li', {}, h('b', {}, count(carriers.carriers)), ' ' + word.toLowerCase() + ' for ' + duration(carriers.totalNanos)),
            ),
            bar(
              [
                { state: 'running', words: 'running', nanos: use.runningNanos, shade: 0 },
                { state: 'pinned', words: 'pinned or in a system call', nanos: use.pinnedNanos, shade: 0 },
                { state: 'idle', words: 'idle', nanos: use.idleNanos, shade: 0 },
              ],
              { tall: true },
            ),
            h(
              'ul',
              { class: 'legend below' },
              h('li', {}, chip('running'), 'running ' + percent(use.runningNanos, use.carrierNanos)),
              h('li', {}, chip('pinned'), 'pinned or in a system call ' + percent(use.pinnedNanos, use.carrierNanos)),
              h('li', {}, chip('idle'), 'idle ' + percent(use.idleNanos, use.carrierNanos)),
            ),
            overTime(carriers, context),
            groups(carriers),
            saturation(carriers, context),
            holds(carriers, context),
          ],
      command(given.command),
    ),
  };
}
