// Why one unit of work took as long as it did.

import { fill, h } from '../dom.js';
import { count, duration, percent, shortName } from '../format.js';
import { around, bar, chip, code, command, name, partsTable, remarks, stack, to, toThread, when } from '../parts.js';
import { blocked, partsOf } from '../states.js';
import { linkWords, named, seenWords, storyWords, threadWord, threadWords, wakerWords } from '../words.js';

/** @typedef {import('../types.js').ChainStep} ChainStep */
/** @typedef {import('../types.js').Context} Context */
/** @typedef {import('../types.js').UnitWait} UnitWait */
/** @typedef {import('../types.js').WaitWaker} WaitWaker */
/** @typedef {import('../types.js').Why} Why */

const LINES = 4;
const WORKERS = 10;

/**
 * What was behind a wait: a step and those behind it, the longest first.
 *
 * @param {ChainStep} step
 * @param {boolean} open whether it is unfolded
 * @returns {HTMLLIElement}
 */
function stepItem(step, open) {
  const single = step.threadCount === 1 ? step.threads[0] : undefined;
  const who =
    single === undefined
      ? undefined
      : threadWords(step.threadKinds[0], single) + (step.owner === '' ? '' : ' (' + shortName(step.owner) + ')');
  const behind = [
    ...step.next.map(next => ({ nanos: next.totalNanos, item: () => stepItem(next, open) })),
    ...step.did.map(did => ({
      nanos: did.totalNanos,
      item: () => h('li', {}, h('span', { class: 'time' }, duration(did.totalNanos)), chip(did.state), storyWords(did)),
    })),
  ].sort((a, b) => b.nanos - a.nanos);
  const list = h('ol', { class: 'chain' });
  /** @param {number} most */
  const show = most => {
    const left = behind.slice(most);
    const sum = left.reduce((all, each) => all + each.nanos, 0);
    fill(
      list,
      behind.slice(0, most).map(each => each.item()),
      left.length === 0
        ? null
        : h(
            'li',
            {},
            h('span', { class: 'time' }, duration(sum)),
            h('button', { class: 'linklike', onclick: () => show(behind.length) }, 'in ' + count(left.length, 'other way')),
          ),
    );
  };
  show(LINES);
  return h(
    'li',
    {},
    h(
      'details',
      { open },
      h(
        'summary',
        {},
        h('span', { class: 'time' }, duration(step.totalNanos)),
        linkWords(step, who),
        step.threadCount > 1 ? h('span', { class: 'faint' }, ' (' + count(step.threadCount, threadWord()) + ')') : null,
        single === undefined ? null : [' ', toThread(single, 'timeline', step.beginNanos)],
      ),
      list,
    ),
  );
}

/**
 * @param {WaitWaker} waker
 */
function wakerItem(waker) {
  const who =
    waker.goroutine === undefined
      ? wakerWords(waker.kind)
      : [toThread(waker.goroutine, threadWords(waker.threadKind, waker.goroutine)), waker.name === '' ? '' : [' (', name(waker.name), ')']];
  return [
    who,
    waker.task === undefined
      ? null
      : [', on ', to({ view: 'unit', task: String(waker.task) }, 'task ' + (waker.taskType ?? '') + ' ' + waker.task)],
  ].flat(3);
}

/**
 * @param {import('../types.js').LockOwner} owner
 */
function ownerItem(owner) {
  return h(
    'span',
    {},
    to({ view: 'unit', thread: String(owner.goroutine) }, threadWords(owner.threadKind, owner.goroutine)),
    owner.name === '' ? '' : [' (', name(owner.name), ')'],
    seenWords(owner),
  );
}

/**
 * @param {UnitWait} wait
 * @param {number} whole the unit's time
 */
function waitBox(wait, whole) {
  const several = wait.wakers.length > 1;
  const frames = /** @type {UnitWait & {stack?: import('../types.js').Frame[]}} */ (wait).stack;
  return h(
    'div',
    { class: 'wait-place' },
    h(
      'div',
      { class: 'what' },
      h('b', {}, duration(wait.totalNanos)),
      h('span', { class: 'faint' }, percent(wait.totalNanos, whole)),
      h('span', {}, chip(wait.pinned ? 'pinned' : 'waiting'), (wait.pinned ? 'pinned: ' + wait.reason : blocked(wait.reason)) + (wait.resource === '' ? '' : ' (' + wait.resource + ')')),
      wait.count > 1 ? h('span', { class: 'faint' }, count(wait.count, 'time') + ', ' + duration(wait.longestNanos) + ' at most') : null,
      wait.open ? h('span', { class: 'faint' }, 'had not ended') : null,
    ),
    h('div', {}, 'at ', code(wait.site), wait.called === undefined ? null : [' calling ', code(wait.called)]),
    wait.lockOwner === undefined ? null : h('div', {}, 'the lock is owned by ', ownerItem(wait.lockOwner)),
    frames === undefined || frames.length === 0
      ? null
      : h('details', {}, h('summary', { class: 'faint' }, 'stack of the longest'), stack(frames)),
    several
      ? h(
          'ul',
          { class: 'small' },
          wait.wakers
            .slice(0, 6)
            .map(waker =>
              h(
                'li',
                {},
                duration(waker.totalNanos) + ' ended by ',
                waker.several ? ['threads of ', name(waker.name), ', such as '] : null,
                wakerItem(waker),
              ),
            ),
        )
      : wait.waker === undefined
        ? null
        : h('div', {}, 'ended by ', wakerItem(wait.waker)),
    wait.chain === undefined ? null : h('ol', { class: 'chain' }, stepItem(wait.chain, true)),
  );
}

/** @param {import('../types.js').CarriersMeanwhile} meanwhile */
function carriersMeanwhile(meanwhile) {
  const rows = meanwhile.groups.filter(group => group.totalNanos > 0);
  return h(
    'div',
    {},
    h('h3', {}, 'Who had the carriers meanwhile'),
    h(
      'p',
      { class: 'faint' },
      'It waited for one of ' +
        count(meanwhile.carriers) +
        ' for ' +
        duration(meanwhile.waitedNanos) +
        (meanwhile.oneIdleNanos > 0 ? '; one was idle for ' + duration(meanwhile.oneIdleNanos) + ' of that' : '') +
        '.',
    ),
    h(
      'table',
      {},
      h(
        'tbody',
        {},
        rows.map(group =>
          h(
            'tr',
            {},
            h(
              'td',
              { class: 'text wrap' },
              group.several
                ? name(group.group)
                : [toThread(group.thread, threadWords(group.kind, group.thread)), ' (', name(group.group), ')'],
              group.places
                .slice(0, 2)
                .map(each =>
                  each.site === undefined
                    ? null
                    : h('div', { class: 'small faint' }, 'at ', code(each.site), ' ' + duration(each.totalNanos)),
                ),
            ),
            h('td', {}, duration(group.totalNanos)),
            h('td', {}, percent(group.totalNanos, meanwhile.carrierNanos)),
          ),
        ),
        meanwhile.otherGroups > 0
          ? h(
              'tr',
              {},
              h('td', { class: 'text' }, count(meanwhile.otherGroups, 'other group')),
              h('td', {}, duration(meanwhile.othersNanos)),
              h('td', {}, percent(meanwhile.othersNanos, meanwhile.carrierNanos)),
            )
          : null,
        h(
          'tr',
          {},
          h('td', { class: 'text' }, chip('idle'), 'idle'),
          h('td', {}, duration(meanwhile.idleNanos)),
          h('td', {}, percent(meanwhile.idleNanos, meanwhile.carrierNanos)),
        ),
      ),
    ),
  );
}

/**
 * The partition, with the sum over threads beside it where several worked on it.
 *
 * @param {Why} why
 * @param {HTMLElement | null} beside what stands right of it
 */
function partition(why, beside) {
  const parts = partsOf(why);
  const sums = why.sumOverThreads === undefined ? undefined : new Map(partsOf(why.sumOverThreads).map(part => [part.words, part.nanos]));
  for (const words of sums?.keys() ?? []) {
    if (!parts.some(part => part.words === words)) {
      const part = partsOf(/** @type {import('../types.js').Times} */ (why.sumOverThreads)).find(each => each.words === words);
      if (part !== undefined) {
        parts.push({ ...part, nanos: 0 });
      }
    }
  }
  return h(
    'section',
    {},
    h('h2', {}, 'Where the time went'),
    bar(parts, { tall: true }),
    h('div', { class: 'columns' }, partsTable(parts, sums === undefined ? {} : { sums }), beside),
  );
}

/** @param {Why} why */
function workers(why) {
  const ids = why.goroutines ?? [];
  return ids.length === 0
    ? null
    : h(
        'li',
        {},
        ids
          .slice(0, WORKERS)
          .map((id, i) => [i === 0 ? null : ', ', toThread(id, threadWords(why.threadKinds?.[i], id), Math.max(0, why.beginNanos))])
          .flat(),
        ids.length > WORKERS ? ' and ' + count(ids.length - WORKERS) + ' more' : null,
      );
}

/**
 * Opens the view.
 *
 * @param {Context} context
 * @param {import('../place.js').Place} at with `task` or `thread`; the slowest of all without
 * @returns {Promise<import('../types.js').View>}
 */
export async function open(context, at) {
  const { extent } = context;
  /** @type {import('../api.js').Parameters} */
  const question =
    at.task !== undefined
      ? { 'task-id': at.task }
      : at.thread !== undefined
        ? { thread: at.thread }
        : at.group !== undefined
          ? { group: at.group }
          : at.name !== undefined
            ? { task: at.name }
            : {};
  const given = /** @type {import('../types.js').Answer<Why>} */ (await context.api.kept('why', question));
  const why = given.answer;
  const isTask = why.task !== undefined;
  const title = isTask
    ? 'Task ' + (why.type === '' ? '' : why.type + ' ') + why.task
    : threadWords(why.kind, why.thread ?? '') + ' (' + shortName(named(why.name, why.group ?? '')) + ')';
  const begin = Math.max(0, why.beginNanos);
  const end = Math.min(extent.durationNanos, why.beginNanos + why.totalNanos);
  const [from, until] = around(begin, end, extent.durationNanos);
  const crit = isTask ? 'task.' + why.task : 'thread.' + why.thread + '.' + begin + '.' + end;
  const group = isTask ? (why.type ?? '') : (why.group ?? '');
  const element = h(
    'div',
    { class: 'page' },
    h(
      'p',
      { class: 'small' },
      to(
        { view: 'units', kind: isTask ? 'task' : 'thread', name: group },
        isTask ? 'all tasks ' + named(group, '(name not recorded)') : 'all threads of ' + named(shortName(group)),
      ),
    ),
    h(
      'div',
      { class: 'head-line' },
      h(
        'h1',
        {},
        title.charAt(0).toUpperCase() +
          title.slice(1) +
          (why.beganBefore ? ' took at least ' : ' took ') +
          duration(why.totalNanos) +
          (why.ended ? '' : ' and had not ended'),
      ),
      h('span', { class: 'grow' }),
      h('a', { class: 'button main', href: hrefOf({ view: 'timeline', crit, from: String(from), to: String(until) }) }, 'Show in timeline'),
      isTask
        ? null
        : h(
            'a',
            {
              class: 'button',
              href: hrefOf({ view: 'timeline', thread: String(why.thread), time: String(begin), from: String(from), to: String(until) }),
            },
            'Its row',
          ),
    ),
    h(
      'ul',
      { class: 'facts' },
      h('li', {}, 'began ' + (why.beganBefore && why.beginNanos <= 0 ? 'before the recording' : when(why.beginNanos, extent))),
      isTask ? workers(why) : null,
      why.parent === undefined ? null : h('li', {}, 'part of ', to({ view: 'unit', task: String(why.parent) }, 'task ' + why.parent)),
      why.creator === undefined ? null : h('li', {}, 'started by ', toThread(why.creator, threadWord(why.creator), begin)),
      why.traceId !== undefined
        ? h('li', {}, 'trace ' + why.traceId + ', span ' + why.spanId)
        : why.externalId !== undefined
          ? h('li', {}, 'external id ' + why.externalId)
          : null,
      h(
        'li',
        {},
        to(
          { view: 'waits', type: 'offcpu', ...(isTask ? { task: String(why.task) } : { from: String(begin), to: String(end) }) },
          'flame graph of its waits',
        ),
      ),
    ),
    remarks(given.remarks),
    partition(
      why,
      why.carriersMeanwhile === undefined || why.carriersMeanwhile.waitedNanos === 0 ? null : carriersMeanwhile(why.carriersMeanwhile),
    ),
    h(
      'section',
      {},
      h('h2', {}, 'Waits by place, longest first'),
      why.waits.length === 0 ? h('p', { class: 'faint' }, 'It did not wait.') : waitList(why),
    ),
    command(given.command),
  );
  return { element };
}

/** @param {Why} why */
function waitList(why) {
  const box = h('div', {});
  /** @param {number} most */
  const show = most =>
    fill(
      box,
      why.waits.slice(0, most).map(wait => waitBox(wait, why.totalNanos)),
      why.waits.length > most
        ? h('button', { class: 'linklike', onclick: () => show(why.waits.length) }, count(why.waits.length - most, 'more place'))
        : null,
    );
  show(10);
  return box;
}

/** @param {import('../place.js').Place} where */
function hrefOf(where) {
  return to(where).getAttribute('href');
}
