// What is in the file, what is wrong, and where the time went.

import { fill, h } from '../dom.js';
import { count, duration, percent, shortName } from '../format.js';
import { bar, chip, code, command, name, partsTable, remarks, to, toThread } from '../parts.js';
import { blocked, stateWords } from '../states.js';
import { table } from '../table.js';
import { named, ownedWords, threadWord } from '../words.js';

/** @typedef {import('../types.js').Context} Context */
/** @typedef {import('../types.js').Evidence} Evidence */
/** @typedef {import('../types.js').Finding} Finding */
/** @typedef {import('../types.js').Summary} Summary */

const FINDINGS = 5;

/** @type {Record<string, string>} */
const ROLES = {
  longest: 'longest',
  ownedBy: 'the lock is owned by',
  inCycle: 'waits in the circle:',
  endedBy: 'ended by threads of',
  ranAt: 'ran at',
  thenWaitedAt: 'then waited at',
  stoppedFor: 'stopped for',
  task: 'task',
  group: 'threads of',
};

/**
 * @param {Evidence} row
 * @returns {HTMLElement}
 */
function evidence(row) {
  const words = (ROLES[row.role] ?? row.role) + ' ';
  const amount =
    row.role === 'longest' || row.role === 'task' || row.role === 'inCycle'
      ? ', ' + duration(row.totalNanos)
      : ': ' + count(row.count) + (row.totalNanos > 0 ? ', ' + duration(row.totalNanos) : '');
  if (row.task !== undefined) {
    return h('li', {}, words, to({ view: 'unit', task: String(row.task) }, (row.name ?? '') + ' ' + row.task), amount);
  }
  if (row.goroutine !== undefined) {
    const id = String(row.goroutine);
    return h('li', {}, words, to({ view: 'unit', thread: id }, threadWord(id)), amount, ' \u2014 ', toThread(id, 'in the timeline'));
  }
  if (row.role === 'stoppedFor') {
    return h('li', {}, words, to({ view: 'gc' }, named(row.name)), amount);
  }
  if (row.name !== undefined) {
    return h('li', {}, words, to({ view: 'threads', group: row.name }, name(row.name)), amount);
  }
  return h('li', {}, words, code(row.site), amount);
}

/** @type {Record<string, import('../place.js').Place>} */
const MORE = { carrierHog: { view: 'carriers' }, saturation: { view: 'carriers' }, pinning: { view: 'carriers' }, pauses: { view: 'gc' } };

/**
 * @param {Finding} finding
 * @returns {HTMLElement}
 */
function findingBox(finding) {
  const sign = { high: '\u25b2', medium: '\u25c6', low: '\u25cf' }[finding.severity];
  const more = MORE[finding.kind];
  return h(
    'article',
    { class: 'finding' },
    h('span', { class: 'severity ' + finding.severity }, h('span', { 'aria-hidden': 'true' }, sign), finding.severity),
    h(
      'div',
      {},
      h('p', {}, finding.text),
      h(
        'ul',
        { class: 'evidence' },
        finding.evidence.map(evidence),
        more === undefined ? null : h('li', {}, to(more, more.view === 'gc' ? 'all stops of the world' : 'carriers over time')),
        finding.site === undefined
          ? null
          : h('li', {}, 'waits at ', to({ view: 'waits', q: shortName(finding.site.function) }, code(finding.site))),
      ),
    ),
  );
}

/**
 * @param {Summary} summary
 * @returns {{parts: import('../states.js').Part[], idle: number}}
 */
function timeOfThreads(summary) {
  const { idle } = summary;
  let idleNanos = 0;
  const waits = Object.entries(summary.waits)
    .map(([reason, all]) => {
      const ofIdle = idle.waits[reason]?.totalNanos ?? 0;
      idleNanos += ofIdle;
      return /** @type {[string, number]} */ ([reason, all.totalNanos - ofIdle]);
    })
    .filter(each => each[1] > 0)
    .sort((a, b) => b[1] - a[1]);
  const parts = [
    { state: 'running', words: stateWords('running'), nanos: summary.running.totalNanos, shade: 0 },
    { state: 'runnable', words: stateWords('runnable'), nanos: summary.runnable.totalNanos, shade: 0 },
    ...waits.map(([reason, nanos], i) => ({ state: 'waiting', words: blocked(reason), nanos, shade: i })),
    { state: 'pinned', words: 'pinned or in a system call', nanos: summary.pinned.totalNanos, shade: 0 },
    { state: 'unknown', words: 'unknown: running or waiting below the threshold', nanos: summary.unknown.totalNanos, shade: 0 },
  ];
  return { parts: parts.filter(part => part.nanos > 0), idle: idleNanos };
}

/**
 * @param {Summary} summary
 * @param {boolean} go
 */
function facts(summary, go) {
  const kinds = Object.entries(summary.goroutinesByKind).map(([kind, lives]) =>
    h('li', {}, h('b', {}, count(lives.seen)), ' ' + (kind === 'goroutine' ? kind : kind + ' thread') + (lives.seen === 1 ? '' : 's')),
  );
  return [kinds, go ? h('li', {}, h('b', {}, count(summary.procs)), summary.procs === 1 ? ' processor' : ' processors') : null].flat();
}

/**
 * @param {string} sentence
 * @param {string} fault what the file breaks off with
 */
function isOfFault(sentence, fault) {
  return sentence.includes(fault) || sentence.startsWith('the results are of what comes before that');
}

/**
 * That the file breaks off, if it does, and how much of it was read.
 *
 * @param {Summary} summary
 * @param {string[]} sentences
 */
function broken(summary, sentences) {
  const { fault } = summary.coverage;
  if (fault === undefined) {
    return null;
  }
  const said = sentences.filter(each => isOfFault(each, fault));
  return h('div', { class: 'notice bad', role: 'alert' }, said.length === 0 ? fault : said.map(each => h('div', {}, each)));
}

/**
 * @param {Context} context
 * @param {Summary} summary
 * @param {string[]} sentences
 */
function honesty(context, summary, sentences) {
  const { fault } = summary.coverage;
  // What is broken stands at the top already.
  const all = fault === undefined ? sentences : sentences.filter(each => !isOfFault(each, fault));
  const repaired = context.extent.repairs;
  return h(
    'section',
    {},
    h('h2', {}, 'What this rests on'),
    remarks(all),
    h(
      'p',
      { class: 'faint' },
      repaired === undefined || repaired === ''
        ? 'Repaired or lost: nothing.'
        : repaired.startsWith('repaired')
          ? repaired
          : 'Repaired or lost: ' + repaired + '.',
    ),
    summary.openTasks > 0 ? h('p', { class: 'faint' }, count(summary.openTasks, 'task') + ' had not ended with the trace.') : null,
    summary.waitsByPlace.estimated || summary.waitsByPlace.withoutStackNanos > 0
      ? h(
          'p',
          { class: 'faint' },
          (summary.waitsByPlace.estimated ? 'Times of places are estimated: a sample of the short waits has a stack; ' : '') +
            duration(summary.waitsByPlace.withoutStackNanos) +
            ' of ' +
            duration(summary.waitsByPlace.totalNanos) +
            ' waiting have none.',
        )
      : null,
  );
}

/** @param {Summary} summary */
function waits(summary) {
  const { places } = summary.waitsByPlace;
  if (places.length === 0) {
    return h('p', { class: 'empty' }, 'No stack of a wait is in this trace.');
  }
  const most = places[0]?.totalNanos ?? 0;
  return table({
    label: 'Waits by place',
    rows: places,
    first: 10,
    sort: [3, 'descending'],
    file: 'waits-by-place',
    columns: [
      {
        head: 'place',
        text: true,
        wrap: true,
        value: row => row.site?.function ?? '',
        show: row => to({ view: 'waits', q: shortName(row.site?.function ?? '') }, code(row.site)),
      },
      {
        head: 'calling',
        text: true,
        wrap: true,
        value: row => row.called?.function ?? '',
        show: row => (row.called === undefined ? null : code(row.called)),
      },
      { head: 'reason', text: true, value: row => named(row.reason, 'unknown') },
      { head: 'total', nanos: true, value: row => row.totalNanos, show: row => duration(row.totalNanos) },
      { head: 'waits', value: row => row.count, show: row => count(row.count) },
      {
        head: 'of that reason',
        value: row => row.totalNanos / (row.ofReasonNanos || 1),
        show: row => percent(row.totalNanos, row.ofReasonNanos),
      },
      {
        head: '',
        text: true,
        value: () => '',
        show: row => h('span', { class: 'meter', style: { width: Math.round((90 * row.totalNanos) / (most || 1)) + 'px' } }),
      },
    ],
  });
}

/** @param {Summary} summary */
function openWaits(summary) {
  return summary.openWaits.length === 0
    ? null
    : h(
        'section',
        {},
        h('h2', {}, 'Waits in progress at the end'),
        table({
          label: 'Waits in progress at the end',
          rows: summary.openWaits,
          first: 8,
          sort: [4, 'descending'],
          last: row => row.site === undefined,
          file: 'waits-in-progress',
          columns: [
            { head: 'place', text: true, wrap: true, value: row => row.site?.function ?? '', show: row => code(row.site) },
            {
              head: 'reason',
              text: true,
              wrap: true,
              value: row => named(row.reason, 'unknown') + (row.resource === '' ? '' : ' (' + row.resource + ')') + ownedWords(row),
            },
            { head: 'count', value: row => row.count, show: row => count(row.count) },
            { head: 'longest', nanos: true, value: row => row.longestNanos, show: row => duration(row.longestNanos) },
            { head: 'total', nanos: true, value: row => row.totalNanos, show: row => duration(row.totalNanos) },
          ],
        }),
        h('p', { class: 'small faint' }, 'They had not ended: their time is only here.'),
      );
}

/** @param {Summary} summary */
function tasks(summary) {
  const rows = Object.entries(summary.tasks).map(([task, times]) => ({ task, ...times }));
  if (rows.length === 0) {
    return h(
      'p',
      { class: 'faint' },
      'The program marked no tasks; ',
      to({ view: 'units', kind: 'thread' }, 'threads\u2019 lives'),
      ' are its units of work.',
    );
  }
  return table({
    label: 'Tasks',
    rows,
    first: 12,
    sort: [2, 'descending'],
    file: 'tasks',
    columns: [
      {
        head: 'task',
        text: true,
        wrap: true,
        value: row => row.task,
        show: row => to({ view: 'units', kind: 'task', name: row.task }, named(row.task, '(name not recorded)')),
      },
      { head: 'count', value: row => row.count, show: row => count(row.count) },
      { head: 'total', nanos: true, value: row => row.totalNanos, show: row => duration(row.totalNanos) },
      { head: 'mean', nanos: true, value: row => row.totalNanos / row.count, show: row => duration(row.totalNanos / row.count) },
      {
        head: 'longest',
        nanos: true,
        value: row => row.longestNanos,
        show: row => to({ view: 'units', kind: 'task', name: row.task }, duration(row.longestNanos)),
      },
    ],
  });
}

/**
 * Opens the view.
 *
 * @param {Context} context
 * @returns {Promise<import('../types.js').View>}
 */
export async function open(context) {
  const {
    answer: summary,
    remarks: sentences,
    command: line,
  } = /** @type {import('../types.js').Answer<Summary>} */ (await context.api.kept('summary'));
  const { extent, file } = context;
  const go = extent.kind === 'go';
  const { parts, idle } = timeOfThreads(summary);
  const findings = h('div', {});
  /** @param {number} most */
  const showFindings = most => {
    const left = summary.findings.length - most;
    fill(
      findings,
      summary.findings.slice(0, most).map(findingBox),
      left > 0
        ? h('button', { class: 'linklike', onclick: () => showFindings(summary.findings.length) }, count(left, 'more finding'))
        : null,
    );
  };
  showFindings(FINDINGS);
  const element = h(
    'div',
    { class: 'page' },
    h('h1', {}, file.name),
    h(
      'ul',
      { class: 'facts' },
      h('li', {}, go ? 'Go execution trace' : 'JFR recording'),
      h(
        'li',
        {},
        h('b', {}, duration(extent.durationNanos)),
        extent.startWall === undefined ? '' : ' from ' + extent.startWall.replace(/(\.\d{3})\d*Z$/, '$1Z'),
      ),
      h('li', {}, h('b', {}, count(summary.events)), ' events'),
      facts(summary, go),
      h('li', {}, to({ view: 'timeline' }, 'timeline')),
    ),
    broken(summary, sentences),
    h(
      'section',
      {},
      h('h2', {}, 'Findings'),
      summary.findings.length === 0
        ? h(
            'p',
            { class: 'faint' },
            summary.coverage.fault === undefined
              ? 'Nothing stands out: no lock, pool, carrier, pause, wait or task of this trace is in a state that is known to be wrong.'
              : 'Nothing stands out in what could be read.',
          )
        : findings,
    ),
    h(
      'section',
      {},
      h('h2', {}, go ? 'Time of all goroutines' : 'Time of all threads'),
      bar(parts, { tall: true }),
      h(
        'div',
        { class: 'columns' },
        h(
          'div',
          {},
          partsTable(parts),
          idle > 0 || summary.idle.threads > 0
            ? h(
                'p',
                { class: 'faint' },
                chip('idle'),
                'Not in it: ' +
                  count(summary.idle.threads, threadWord()) +
                  ' of ' +
                  count(summary.idle.pools, 'pool') +
                  ' waited for work for ' +
                  duration(idle) +
                  '.',
              )
            : null,
          h('p', { class: 'faint small' }, 'Each moment of each thread is in one part; waits that had not ended are listed below.'),
        ),
        h('div', {}, h('h3', {}, 'Tasks'), tasks(summary)),
      ),
    ),
    h('section', {}, h('h2', {}, 'Waits by place'), waits(summary)),
    openWaits(summary),
    honesty(context, summary, sentences),
    command(line),
  );
  return { element };
}
