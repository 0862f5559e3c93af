// Flame graphs of waits and of CPU time: of all, of a task or group, of a stretch.

import { isAborted, onlyLast } from '../api.js';
import { fill, h } from '../dom.js';
import { count, duration } from '../format.js';
import { flameGraph } from '../flame.js';
import * as place from '../place.js';
import { trouble } from '../shell.js';
import { named } from '../words.js';

/** @typedef {import('../types.js').Context} Context */
/** @typedef {import('../types.js').Flame} Flame */
/** @typedef {import('../place.js').Place} Place */

/** @type {Array<[string, string, string]>} */
const TYPES = [
  ['offcpu', 'All waits', 'all waits, by the stack of who waited'],
  ['sync', 'Synchronisation', 'waits for other threads'],
  ['net', 'Network', 'waits for sockets'],
  ['syscall', 'System calls', 'system calls and pinned waits'],
  ['sched', 'Scheduling', 'waits for a carrier or processor'],
  ['cpu', 'CPU', 'execution samples'],
  ['offwake', 'Who woke', 'all waits; on top of each, behind --, the stack of who ended it'],
];

/**
 * Opens the view.
 *
 * @param {Context} context
 * @param {Place} at
 * @returns {Promise<import('../types.js').View>}
 */
export async function open(context, at) {
  const [tasks, threads] = await Promise.all([
    /** @type {Promise<import('../types.js').Answer<import('../types.js').Tasks>>} */ (context.api.kept('tasks')),
    /** @type {Promise<import('../types.js').Answer<import('../types.js').Threads>>} */ (context.api.kept('threads')),
  ]);
  const latest = onlyLast();
  const graph = h('div', {});
  const tabs = h('nav', { class: 'tabs', 'aria-label': 'What is added up' });
  const tools = h('div', { class: 'tools' });

  /** @param {Place} now */
  async function show(now) {
    const type = TYPES.some(each => each[0] === now.type) ? (now.type ?? 'offcpu') : 'offcpu';
    const stretch = place.stretch(now.from, now.to);
    fill(
      tabs,
      TYPES.map(([id, text, title]) =>
        h('a', { href: place.fragment(place.changed({ type: id })), title, 'aria-current': id === type ? 'true' : null }, text),
      ),
    );
    const select = h(
      'select',
      {
        'aria-label': 'Of which units',
        onchange: (/** @type {Event} */ event) => {
          const value = /** @type {HTMLSelectElement} */ (event.target).value;
          place.go(
            place.changed({
              name: value.startsWith('k:') ? value.slice(2) : undefined,
              group: value.startsWith('g:') ? value.slice(2) : undefined,
              task: undefined,
            }),
          );
        },
      },
      h('option', { value: '' }, 'all threads'),
      now.task === undefined ? null : h('option', { value: 'i:', selected: true }, 'task ' + now.task),
      h(
        'optgroup',
        { label: 'tasks' },
        tasks.answer.types
          .slice(0, 200)
          .map(each => h('option', { value: 'k:' + each.type, selected: now.name === each.type }, named(each.type, '(name not recorded)'))),
      ),
      h(
        'optgroup',
        { label: 'threads that start with' },
        threads.answer.groups
          .slice(0, 200)
          .map(each => h('option', { value: 'g:' + each.group, selected: now.group === each.group }, named(each.group))),
      ),
    );
    fill(
      tools,
      h('label', {}, 'Of', select),
      stretch === undefined
        ? null
        : h(
            'span',
            { class: 'faint' },
            'from ' + duration(stretch[0]) + ' to ' + duration(stretch[1]) + ' \u2014 ',
            h(
              'button',
              { class: 'linklike', onclick: () => place.go(place.changed({ from: undefined, to: undefined })) },
              'the whole trace',
            ),
          ),
    );
    fill(graph, h('p', { class: 'loading' }, 'Adding up\u2026'));
    try {
      const flame = /** @type {Flame} */ (
        await context.api.json(
          'flame',
          {
            type,
            'task-id': now.task,
            task: now.task === undefined ? now.name : undefined,
            group: now.group,
            from: stretch?.[0],
            to: stretch?.[1],
          },
          latest(context.signal),
        )
      );
      fill(
        graph,
        h(
          'p',
          {},
          h('b', {}, flame.timed ? duration(flame.total) : count(flame.total, 'sample')),
          h('span', { class: 'faint' }, ' \u2014 ' + (TYPES.find(each => each[0] === type)?.[2] ?? '')),
        ),
        flameGraph(flame, {
          q: now.q,
          searched: q => place.go(place.changed({ q: q === '' ? undefined : q }), { quiet: true, replace: true }),
        }),
      );
    } catch (e) {
      if (!isAborted(e)) {
        fill(graph, trouble(e));
      }
    }
  }

  show(at);
  return {
    element: h('div', { class: 'page' }, h('div', { class: 'head-line' }, h('h1', {}, 'Waits'), tabs), tools, graph),
    update: now => {
      show(now);
      return true;
    },
  };
}
