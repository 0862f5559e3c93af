// Garbage collection, stops of the world, and what they left to the program.

import { h, svg } from '../dom.js';
import { count, duration, wallClock } from '../format.js';
import { command, remarks, to, toStretch, when } from '../parts.js';
import { table } from '../table.js';
import { threadWord, whoWords } from '../words.js';

/** @typedef {import('../types.js').Context} Context */
/** @typedef {import('../types.js').Mmu} Mmu */
/** @typedef {import('../types.js').Span} Span */
/** @typedef {import('../types.js').Spans} Spans */

const RANGES = 20_000;

/** @type {Record<string, string>} */
const LOSSES = { stw: 'pauses', background: 'marking in the background', assist: 'assists of allocating goroutines', sweep: 'sweeping' };

/**
 * Never rounded to all or nothing.
 *
 * @param {number} share
 */
function share(share) {
  const percent = 100 * share;
  return percent > 0 && percent < 0.1 ? '< 0.1 %' : percent < 100 && percent > 99.9 ? '> 99.9 %' : percent.toFixed(1) + ' %';
}

/**
 * The curve: how much the program could use in the worst window of each length.
 *
 * @param {Mmu} mmu
 */
function curve(mmu) {
  const width = 720;
  const height = 230;
  const left = 44;
  const bottom = 26;
  const points = mmu.curve;
  const low = Math.log10(Math.max(1, points[0]?.windowNanos ?? 1));
  const high = Math.log10(Math.max(10, points[points.length - 1]?.windowNanos ?? 10));
  /** @param {number} nanos */
  const x = nanos => left + ((Math.log10(Math.max(1, nanos)) - low) / (high - low || 1)) * (width - left - 12);
  /** @param {number} part */
  const y = part => 10 + (1 - part) * (height - bottom - 10);
  const marks = [];
  for (let decade = Math.ceil(low); decade <= high; decade++) {
    marks.push(10 ** decade);
  }
  return svg(
    'svg',
    {
      class: 'graph',
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-label': 'Minimum mutator utilisation by length of window; the table beside has its points',
      style: { 'max-width': '60rem' },
    },
    [0, 0.25, 0.5, 0.75, 1]
      .map(part => [
        svg('line', { class: 'grid', x1: left, x2: width - 12, y1: y(part), y2: y(part) }),
        svg('text', { x: left - 6, y: y(part) + 4, 'text-anchor': 'end' }, 100 * part + ' %'),
      ])
      .flat(),
    marks.map(mark => svg('text', { x: x(mark), y: height - 8, 'text-anchor': x(mark) > width - 30 ? 'end' : 'middle' }, duration(mark))),
    svg('path', {
      class: 'curve',
      d: points.map((point, i) => (i === 0 ? 'M' : 'L') + x(point.windowNanos).toFixed(1) + ' ' + y(point.utilisation).toFixed(1)).join(''),
    }),
    points.map(point =>
      svg(
        'circle',
        { class: 'dot', cx: x(point.windowNanos), cy: y(point.utilisation), r: 3 },
        svg('title', {}, duration(point.windowNanos) + ': ' + share(point.utilisation)),
      ),
    ),
  );
}

/**
 * @param {Mmu} mmu
 * @param {Context} context
 */
function mutators(mmu, context) {
  if (mmu.curve.length === 0) {
    return h('p', { class: 'empty' }, 'The trace has no time to look at.');
  }
  const whole = context.extent.durationNanos;
  return h(
    'section',
    {},
    h('h2', {}, 'What was left to the program'),
    h(
      'p',
      { class: 'faint' },
      'In the worst window of each length, of ' +
        (mmu.procs === undefined ? 'all' : 'its ' + count(mmu.procs)) +
        (mmu.jvm ? ' carriers' : ' processors') +
        ' together. Taken from it: ' +
        (mmu.jvm
          ? 'pauses; what a JVM\u2019s collector does beside the program is not known to take carriers.'
          : mmu.taken.map(each => LOSSES[each] ?? each).join(', ') + '.'),
    ),
    h(
      'div',
      { class: 'columns' },
      h('div', {}, curve(mmu)),
      h(
        'div',
        {},
        h('h3', {}, 'Worst windows of ' + duration(mmu.windowNanos)),
        table({
          label: 'Worst windows',
          rows: mmu.worst,
          first: 8,
          sort: [0, 'ascending'],
          file: 'worst-windows',
          columns: [
            { head: 'left', value: row => row.utilisation, show: row => share(row.utilisation) },
            {
              head: 'began',
              text: true,
              value: row => row.beginNanos ?? 0,
              show: row =>
                row.beginNanos === undefined
                  ? ''
                  : toStretch(row.beginNanos, row.windowNanos, whole, when(row.beginNanos, context.extent), {
                      sel: row.beginNanos + '-' + (row.beginNanos + row.windowNanos),
                    }),
            },
          ],
        }),
      ),
    ),
    h(
      'div',
      { class: 'narrow' },
      table({
        label: 'Minimum mutator utilisation',
        rows: mmu.curve,
        first: 6,
        sort: [0, 'ascending'],
        file: 'mutator-utilisation',
        columns: [
          { head: 'window', nanos: true, value: row => row.windowNanos, show: row => duration(row.windowNanos) },
          { head: 'least', value: row => row.utilisation, show: row => share(row.utilisation) },
          {
            head: 'at',
            text: true,
            value: row => row.beginNanos ?? -1,
            show: row => (row.beginNanos === undefined ? '' : toStretch(row.beginNanos, row.windowNanos, whole, duration(row.beginNanos))),
          },
        ],
      }),
    ),
  );
}

/**
 * @param {Span[]} spans
 * @returns {Array<{label: string, count: number, total: number, longest: Span}>}
 */
export function byLabel(spans) {
  /** @type {Map<string, {label: string, count: number, total: number, longest: Span}>} */
  const sums = new Map();
  for (const span of spans) {
    const sum = sums.get(span.label);
    if (sum === undefined) {
      sums.set(span.label, { label: span.label, count: 1, total: span.end - span.begin, longest: span });
    } else {
      sum.count++;
      sum.total += span.end - span.begin;
      if (span.end - span.begin > sum.longest.end - sum.longest.begin) {
        sum.longest = span;
      }
    }
  }
  return [...sums.values()].sort((a, b) => b.total - a.total);
}

/**
 * Whose it was.
 *
 * @param {Span} span
 * @param {Context} context
 */
function owner(span, context) {
  if (span.thread !== undefined) {
    const { name } = span;
    return name === undefined || name === '' ? threadWord(span.thread) : name === String(span.thread) ? threadWord(name) : whoWords(span.thread, name);
  }
  return span.proc === undefined ? 'the program' : (context.extent.kind === 'go' ? 'processor ' : 'carrier ') + span.proc;
}

/**
 * Opens the view.
 *
 * @param {Context} context
 * @returns {Promise<import('../types.js').View>}
 */
export async function open(context) {
  const whole = context.extent.durationNanos;
  const [given, ranges] = await Promise.all([
    /** @type {Promise<import('../types.js').Answer<Mmu>>} */ (context.api.kept('mmu')),
    /** @type {Promise<Spans>} */ (context.api.json('spans', { row: 'x:ranges', from: 0, to: whole, limit: RANGES }, context.signal)),
  ]);
  const { spans } = ranges;
  return {
    element: h(
      'div',
      { class: 'page' },
      h('h1', {}, 'Garbage collection and stops'),
      remarks(given.remarks),
      h(
        'section',
        {},
        h('h2', {}, 'By kind'),
        spans.length === 0
          ? h('p', { class: 'empty' }, 'The trace has no collection and no stop of the world.')
          : table({
              label: 'Collections and stops by kind',
              rows: byLabel(spans),
              first: 20,
              sort: [2, 'descending'],
              file: 'ranges-by-kind',
              columns: [
                { head: 'what', text: true, wrap: true, value: row => row.label },
                { head: 'count', value: row => row.count, show: row => count(row.count) },
                { head: 'total', nanos: true, value: row => row.total, show: row => duration(row.total) },
                {
                  head: 'longest',
                  nanos: true,
                  value: row => row.longest.end - row.longest.begin,
                  show: row =>
                    toStretch(row.longest.begin, row.longest.end - row.longest.begin, whole, duration(row.longest.end - row.longest.begin)),
                },
              ],
            }),
      ),
      mutators(given.answer, context),
      spans.length === 0
        ? null
        : h(
            'section',
            {},
            h('h2', {}, 'Each of them'),
            table({
              label: 'Collections and stops',
              rows: spans,
              first: 15,
              sort: [1, 'ascending'],
              file: 'ranges',
              columns: [
                { head: 'what', text: true, wrap: true, value: row => row.label },
                {
                  head: 'began',
                  text: true,
                  value: row => row.begin,
                  show: row =>
                    h(
                      'span',
                      { title: wallClock(context.extent.startWall, row.begin) },
                      toStretch(row.begin, row.end - row.begin, whole, duration(row.begin) + ' into the trace'),
                    ),
                },
                { head: 'took', nanos: true, value: row => row.end - row.begin, show: row => duration(row.end - row.begin) },
                {
                  head: 'of',
                  text: true,
                  value: row => owner(row, context),
                  show: row =>
                    row.thread === undefined
                      ? owner(row, context)
                      : to({ view: 'timeline', thread: String(row.thread), time: String(row.begin) }, owner(row, context)),
                },
              ],
            }),
            ranges.more ? h('p', { class: 'small faint' }, 'The first ' + count(RANGES) + '.') : null,
          ),
      command(given.command),
    ),
  };
}
