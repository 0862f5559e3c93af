// What the program has logged into the trace.

import { isAborted, onlyLast } from '../api.js';
import { fill, h, later } from '../dom.js';
import { count, duration, wallClock } from '../format.js';
import { name, to, toThread } from '../parts.js';
import * as place from '../place.js';
import { trouble } from '../shell.js';
import { table } from '../table.js';
import { threadWord } from '../words.js';

/** @typedef {import('../types.js').Context} Context */
/** @typedef {import('../types.js').Log} Log */
/** @typedef {import('../types.js').Logs} Logs */

const PAGE = 200;

/**
 * Opens the view.
 *
 * @param {Context} context
 * @param {import('../place.js').Place} at
 * @returns {Promise<import('../types.js').View>}
 */
export async function open(context, at) {
  const latest = onlyLast();
  const list = h('div', {});
  const range = h('span', { class: 'faint' });
  const input = h('input', { type: 'search', placeholder: 'Text or category\u2026', 'aria-label': 'Filter logs', value: at.q ?? '' });
  /** @type {Log[]} */
  let logs = [];

  /** @param {boolean} more */
  async function ask(more) {
    const now = place.here();
    const stretch = place.stretch(now.from, now.to);
    fill(
      range,
      stretch === undefined
        ? null
        : [
            'from ' + duration(stretch[0]) + ' to ' + duration(stretch[1]) + ' \u2014 ',
            h(
              'button',
              { class: 'linklike', onclick: () => place.go(place.changed({ from: undefined, to: undefined })) },
              'the whole trace',
            ),
          ],
    );
    try {
      const given = /** @type {Logs} */ (
        await context.api.json(
          'logs',
          {
            q: input.value === '' ? undefined : input.value,
            from: stretch?.[0],
            to: stretch?.[1],
            offset: more ? logs.length : 0,
            limit: PAGE,
          },
          latest(context.signal),
        )
      );
      logs = more ? [...logs, ...given.logs] : given.logs;
      fill(
        list,
        logs.length === 0
          ? h(
              'p',
              { class: 'empty' },
              input.value === '' && stretch === undefined
                ? 'The program has logged nothing into this trace (Log.log, or trace.Log of Go).'
                : 'No log matches.',
            )
          : table({
              label: 'Logs',
              rows: logs,
              first: logs.length,
              sort: [0, 'ascending'],
              file: 'logs',
              columns: [
                {
                  head: 'time',
                  value: row => row.time,
                  show: row =>
                    h(
                      'span',
                      { title: wallClock(context.extent.startWall, row.time, 6) },
                      toThread(row.thread, duration(row.time), row.time),
                    ),
                },
                {
                  head: 'clock',
                  text: true,
                  value: row => wallClock(context.extent.startWall, row.time),
                  show: row => wallClock(context.extent.startWall, row.time).slice(11, 23),
                },
                { head: 'category', text: true, value: row => row.category },
                { head: 'text', text: true, wrap: true, value: row => row.text },
                {
                  head: 'thread',
                  text: true,
                  value: row => String(row.thread),
                  show: row => to({ view: 'unit', thread: String(row.thread) }, name(row.name, threadWord(row.thread))),
                },
                {
                  head: 'task',
                  text: true,
                  value: row => String(row.task ?? ''),
                  show: row => (row.task === undefined ? '' : to({ view: 'unit', task: String(row.task) }, 'task ' + row.task)),
                },
              ],
            }),
        h(
          'p',
          { class: 'small faint' },
          given.total === undefined || given.total === 0 ? '' : count(given.total, 'log') + '. ',
          given.more ? h('button', { class: 'linklike', onclick: () => ask(true) }, 'load more') : '',
        ),
      );
    } catch (e) {
      if (!isAborted(e)) {
        fill(list, trouble(e));
      }
    }
  }

  input.addEventListener(
    'input',
    later(200, () => {
      place.go(place.changed({ q: input.value === '' ? undefined : input.value }), { quiet: true, replace: true });
      ask(false);
    }),
  );
  await ask(false);
  return {
    element: h('div', { class: 'page' }, h('h1', {}, 'Logs'), h('div', { class: 'tools' }, input, range), list),
    update: now => {
      if ((now.q ?? '') !== input.value) {
        input.value = now.q ?? '';
      }
      ask(false);
      return true;
    },
  };
}
