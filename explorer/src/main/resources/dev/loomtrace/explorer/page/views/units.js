// Units of work by name: tasks, threads' lives, regions; of one name how long they took, and what the slow ones have that the others
// have not.

import { isAborted, onlyLast } from '../api.js';
import { fill, h, later } from '../dom.js';
import { count, duration, shortName, wallClock } from '../format.js';
import { histogram } from '../histogram.js';
import { command, remarks, timesBar, to } from '../parts.js';
import * as place from '../place.js';
import { percentiles } from '../percentiles.js';
import { trouble } from '../shell.js';
import { table } from '../table.js';
import { tailTable } from './tail.js';
import { named, threadWord } from '../words.js';

/** @typedef {import('../types.js').Context} Context */
/** @typedef {import('../types.js').Units} Units */
/** @typedef {import('../types.js').Times} Times */
/** @typedef {'task' | 'thread' | 'region'} Kind */
/** @typedef {{name: string, count: number, whole?: number, median: number, p90?: number, p99: number, longest: number, times: Times}} Group */

const LISTED = 100_000;
const MANY = 10;

/** @type {Record<Kind, {tab: string, one: string, unnamed: string}>} */
const KINDS = {
  task: { tab: 'Tasks', one: 'task', unnamed: '(name not recorded)' },
  thread: { tab: 'Threads\u2019 lives', one: 'thread', unnamed: '(not known)' },
  region: { tab: 'Regions', one: 'region', unnamed: '(no name)' },
};

/**
 * @param {Context} context
 * @param {Kind} kind
 * @returns {Promise<{groups: Group[], remarks: string[], command: string}>}
 */
async function groupsOf(context, kind) {
  if (kind === 'task') {
    const given = /** @type {import('../types.js').Answer<import('../types.js').Tasks>} */ (await context.api.kept('tasks'));
    return {
      ...given,
      groups: given.answer.types.map(type => ({
        name: type.type,
        count: type.ended,
        median: type.medianNanos,
        p99: type.p99Nanos,
        longest: type.longestNanos,
        times: type,
      })),
    };
  }
  if (kind === 'thread') {
    const given = /** @type {import('../types.js').Answer<import('../types.js').Threads>} */ (await context.api.kept('threads'));
    return { ...given, groups: given.answer.groups.map(g => groupOf(g, g.group, g.threads)) };
  }
  const given = /** @type {import('../types.js').Answer<import('../types.js').Regions>} */ (await context.api.kept('regions'));
  return { ...given, groups: given.answer.groups.map(g => groupOf(g, g.name, g.count)) };
}

/**
 * @param {import('../types.js').Threads['groups'][number] | import('../types.js').Regions['groups'][number]} group
 * @param {string} name
 * @param {number} count
 * @returns {Group}
 */
function groupOf(group, name, count) {
  return {
    name,
    count,
    whole: group.whole,
    median: group.medianNanos,
    p90: group.p90Nanos,
    p99: group.p99Nanos,
    longest: group.longestNanos,
    times: group,
  };
}

/** @param {Kind} kind */
function oneOf(kind) {
  return kind === 'thread' ? threadWord() : kind;
}

/**
 * @param {Kind} kind
 * @param {import('../types.js').Id} id
 * @returns {import('../place.js').Place}
 */
function placeOf(kind, id) {
  return kind === 'task' ? { view: 'unit', task: String(id) } : { view: 'unit', thread: String(id) };
}

/**
 * What is said of the units of one name.
 *
 * @param {Context} context
 * @param {Kind} kind
 * @param {string} name
 * @param {HTMLElement} box where
 * @param {AbortSignal} signal
 */
async function showName(context, kind, name, box, signal) {
  const units = /** @type {Units} */ (await context.api.json('units', { kind, name }, signal));
  const list = h('div', {});
  const tail = h('div', {});
  const latest = onlyLast();
  // Of those that are cut it is not known how long they took.
  const durations = units.durations.filter((_, i) => units.cut[i] !== true);

  /** @param {[number, number] | undefined} range */
  function showList(range) {
    const rows = units.durations
      .map((nanos, i) => ({ i, nanos }))
      .filter(row => range === undefined || (row.nanos >= range[0] && row.nanos <= range[1]));
    fill(
      list,
      table({
        label: 'Units, longest first',
        rows,
        first: 12,
        sort: [1, 'descending'],
        file: kind + 's-' + shortName(name).replace(/[^\w.-]+/g, '_'),
        columns: [
          { head: KINDS[kind].one, text: true, value: row => String(units.ids[row.i]), show: row => unitLink(row.i) },
          { head: 'took', nanos: true, value: row => row.nanos, show: row => (units.cut[row.i] ? 'at least ' : '') + duration(row.nanos) },
          {
            head: 'began',
            nanos: true,
            value: row => units.begins[row.i] ?? 0,
            show: row =>
              h('span', { title: wallClock(context.extent.startWall, units.begins[row.i] ?? 0) }, duration(units.begins[row.i] ?? 0)),
          },
          { head: '', text: true, value: () => '', show: row => timelineLink(row.i, row.nanos) },
        ],
      }),
      units.more === true ? h('p', { class: 'small faint' }, 'The longest ' + count(LISTED) + ' of ' + count(units.total) + '.') : null,
    );
  }

  /** @param {number} i */
  function unitLink(i) {
    const id = units.ids[i] ?? '';
    const thread = units.threads?.[i];
    return kind === 'region'
      ? to({ view: 'timeline', thread: String(thread ?? id), time: String(units.begins[i] ?? 0) }, 'on ' + threadWord(thread ?? id))
      : to(placeOf(kind, id), kind === 'task' ? 'task ' + id : threadWord(id));
  }

  /**
   * @param {number} i
   * @param {number} nanos
   */
  function timelineLink(i, nanos) {
    const begin = units.begins[i] ?? 0;
    const id = units.ids[i] ?? '';
    const from = Math.max(0, begin);
    const crit =
      kind === 'task'
        ? 'task.' + id
        : 'thread.' + (kind === 'region' ? (units.threads?.[i] ?? id) : id) + '.' + from + '.' + (begin + nanos);
    return to({ view: 'timeline', crit }, 'critical path');
  }

  /** @param {[number, number] | undefined} range */
  async function showTail(range) {
    const own = latest(signal);
    if (kind === 'region' || durations.length < 2) {
      fill(
        tail,
        h('p', { class: 'faint' }, kind === 'region' ? 'Critical paths are of tasks and threads.' : 'There are too few to compare.'),
      );
      return;
    }
    const between = range === undefined ? 'p95,p100' : percentiles(durations, range);
    fill(tail, h('p', { class: 'loading' }, 'Comparing\u2026'));
    try {
      const given = /** @type {import('../types.js').Answer<import('../types.js').PathAnswer>} */ (
        await context.api.json('path', { [kind === 'task' ? 'task' : 'group']: name, tail: true, between }, own)
      );
      fill(tail, remarks(given.remarks), tailTable(given.answer, context), command(given.command));
    } catch (e) {
      if (!isAborted(e)) {
        fill(tail, trouble(e));
      }
    }
  }

  const chosen = place.here().between;
  const given = /^(\d+)-(\d+)$/.exec(chosen ?? '');
  /** @type {[number, number] | undefined} */
  const range = given === null ? undefined : [Number(given[1]), Number(given[2])];
  const ask = later(250, showTail);
  fill(
    box,
    h(
      'div',
      { class: 'head-line' },
      h('h2', {}, named(name, KINDS[kind].unnamed)),
      h(
        'span',
        { class: 'faint' },
        count(units.total, oneOf(kind)) +
          (durations.length < units.durations.length
            ? ', of which ' + count(units.durations.length - durations.length) + ' began before the trace or had not ended with it'
            : ''),
      ),
    ),
    units.durations.length === 0
      ? h('p', { class: 'empty' }, 'There are none of these.')
      : durations.length === 0
        ? [h('p', { class: 'empty' }, 'None of these began and ended in the trace.'), list]
        : [
            h(
              'div',
              { class: 'columns part' },
              h(
                'div',
                {},
                h('h3', {}, 'How long they took'),
                histogram({
                  values: durations,
                  what: oneOf(kind),
                  range,
                  choose: next => {
                    place.go(place.changed({ between: next === undefined ? undefined : Math.floor(next[0]) + '-' + Math.ceil(next[1]) }), {
                      quiet: true,
                      replace: true,
                    });
                    showList(next);
                    ask(next);
                  },
                }),
              ),
              h('div', {}, h('h3', {}, 'Longest first'), list),
            ),
            h('section', {}, h('h3', {}, 'What the slow ones have that the others have not'), tail),
          ],
  );
  showList(range);
  await showTail(range);
}

/**
 * Opens the view.
 *
 * @param {Context} context
 * @param {import('../place.js').Place} at
 * @returns {Promise<import('../types.js').View>}
 */
export async function open(context, at) {
  const kind = /** @type {Kind} */ (at.kind !== undefined && at.kind in KINDS ? at.kind : await defaultKind(context));
  const { groups, remarks: sentences } = await groupsOf(context, kind);
  const box = h('div', { class: 'part' });
  const list = h('div', {});
  const latest = onlyLast();

  /** @param {string | undefined} name */
  function choose(name) {
    const shown = name ?? busiest(groups);
    fill(
      list,
      groups.length === 0
        ? h('p', { class: 'empty' }, kind === 'task' ? 'The program marked no tasks.' : 'There are none in this trace.')
        : table({
            label: KINDS[kind].tab,
            rows: groups,
            first: 8,
            sort: kind === 'thread' ? [1, 'descending'] : [kind === 'task' ? 6 : 8, 'descending'],
            file: kind + '-names',
            chosen: row => row.name === shown,
            columns: [
              {
                head: kind === 'thread' ? 'threads that start with' : KINDS[kind].one,
                text: true,
                wrap: true,
                value: row => row.name,
                show: row =>
                  h(
                    'a',
                    { href: place.link({ view: 'units', kind, name: row.name }), title: row.name },
                    named(shortName(row.name), KINDS[kind].unnamed),
                  ),
              },
              {
                head: 'where it went',
                bar: true,
                text: true,
                unsaved: true,
                value: row => row.times.nanosByState.running,
                show: row => timesBar(row.times),
                title: 'sorted by the time of running',
              },
              { head: 'count', value: row => row.count, show: row => count(row.count) },
              ...(kind === 'task'
                ? []
                : [
                    {
                      head: 'whole',
                      title: 'began and ended in the trace',
                      value: (/** @type {Group} */ row) => row.whole ?? 0,
                      show: (/** @type {Group} */ row) => count(row.whole ?? 0),
                    },
                  ]),
              { head: 'median', nanos: true, value: row => row.median, show: row => took(row, row.median) },
              ...(kind === 'task'
                ? []
                : [
                    {
                      head: 'p90',
                      nanos: true,
                      value: (/** @type {Group} */ row) => row.p90 ?? 0,
                      show: (/** @type {Group} */ row) => took(row, row.p90 ?? 0),
                    },
                  ]),
              { head: 'p99', nanos: true, value: row => row.p99, show: row => took(row, row.p99) },
              { head: 'longest', nanos: true, value: row => row.longest, show: row => took(row, row.longest) },
              { head: 'all its time', nanos: true, value: row => row.times.totalNanos, show: row => duration(row.times.totalNanos) },
            ],
          }),
    );
    if (shown !== undefined) {
      const signal = latest(context.signal);
      fill(box, h('p', { class: 'loading' }, 'Loading\u2026'));
      showName(context, kind, shown, box, signal).catch(e => {
        if (!isAborted(e)) {
          fill(box, trouble(e));
        }
      });
    }
  }
  choose(at.name);
  const element = h(
    'div',
    { class: 'page' },
    h(
      'div',
      { class: 'head-line' },
      h('h1', {}, 'Units of work'),
      h(
        'nav',
        { class: 'tabs', 'aria-label': 'Kind of unit' },
        Object.entries(KINDS).map(([each, { tab }]) =>
          h('a', { href: place.link({ view: 'units', kind: each }), 'aria-current': each === kind ? 'true' : null }, tab),
        ),
      ),
    ),
    remarks(sentences),
    h('section', {}, list),
    box,
  );
  return {
    element,
    update: (next, before) => {
      if ((next.kind ?? kind) !== kind) {
        return false;
      }
      if (next.name !== before.name) {
        choose(next.name);
      }
      return next.between === before.between || next.name !== before.name;
    },
  };
}

/** @param {Context} context */
async function defaultKind(context) {
  const { groups } = await groupsOf(context, 'task');
  return groups.length > 0 ? 'task' : 'thread';
}

/** The name of which more is said at first: of those with many units the one with the most time. @param {Group[]} groups */
function busiest(groups) {
  const many = groups.filter(group => (group.whole ?? group.count) >= MANY);
  return [...(many.length > 0 ? many : groups)].sort((a, b) => b.times.totalNanos - a.times.totalNanos)[0]?.name;
}

/**
 * @param {Group} row
 * @param {number} nanos
 */
function took(row, nanos) {
  return (row.whole ?? row.count) === 0 ? '' : duration(nanos);
}
