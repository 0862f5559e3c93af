// The search box of the header: threads, groups, tasks, functions, regions and texts of logs.

import { isAborted, onlyLast } from './api.js';
import { announce, fill, h, later } from './dom.js';
import { count, duration } from './format.js';
import { bind } from './keys.js';
import * as place from './place.js';

/** @typedef {import('./types.js').Hit} Hit */

/**
 * Where a hit is.
 *
 * @param {Hit} hit
 * @returns {import('./place.js').Place}
 */
export function placeOfHit(hit) {
  const time = hit.time === undefined ? {} : { time: String(hit.time) };
  switch (hit.kind) {
    case 'task':
      return hit.task === undefined ? { view: 'units', kind: 'task', name: hit.label } : { view: 'unit', task: String(hit.task) };
    case 'function':
      return { view: 'waits', q: hit.label };
    case 'group':
      return { view: 'timeline', row: hit.row ?? 'g:' + hit.label };
    default:
      return hit.thread !== undefined
        ? { view: 'timeline', thread: String(hit.thread), ...time }
        : hit.row !== undefined
          ? { view: 'timeline', row: hit.row, ...time }
          : hit.kind === 'region'
            ? { view: 'units', kind: 'region', name: hit.label }
            : { view: 'logs', q: hit.label };
  }
}

/** @type {Array<Hit['kind']>} */
const ORDER = ['task', 'group', 'function', 'region', 'log', 'thread'];

/**
 * The few that stand for many first; whoever writes a number wants what has it.
 *
 * @param {Hit[]} hits
 * @param {string} q
 */
function ordered(hits, q) {
  return /^\d+$/.test(q) ? hits : [...hits].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
}

/**
 * Makes the box.
 *
 * @param {import('./types.js').Context} context
 */
export function finder(context) {
  const latest = onlyLast();
  /** @type {Hit[]} */
  let hits = [];
  let chosen = -1;
  const input = h('input', {
    type: 'search',
    placeholder: 'Search threads, tasks, code\u2026',
    'aria-label': 'Search threads, groups, tasks, functions and logs',
    autocomplete: 'off',
    spellcheck: 'false',
    role: 'combobox',
    'aria-expanded': 'false',
    'aria-controls': 'hits',
    'aria-autocomplete': 'list',
    title: 'Search (/)',
  });
  const list = h('ul', { class: 'hits', id: 'hits', role: 'listbox', 'aria-label': 'What was found', hidden: true });

  function close() {
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  }

  /** @param {Hit} hit */
  function open(hit) {
    close();
    input.value = '';
    input.blur();
    place.go({ f: place.here().f, ...placeOfHit(hit) });
  }

  /** @param {number} index */
  function choose(index) {
    chosen = index;
    [...list.children].forEach((item, i) => item.setAttribute('aria-selected', String(i === index)));
    if (index >= 0) {
      input.setAttribute('aria-activedescendant', 'hit' + index);
      list.children[index]?.scrollIntoView({ block: 'nearest' });
    }
  }

  const search = later(150, async () => {
    const q = input.value.trim();
    const signal = latest(context.signal);
    if (q === '') {
      close();
      return;
    }
    try {
      const found = await context.api.json('search', { q, limit: 50 }, signal);
      hits = ordered(/** @type {{hits: Hit[]}} */ (found).hits, q);
      fill(
        list,
        hits.length === 0 ? h('li', { class: 'faint' }, 'nothing found') : null,
        hits.map((hit, i) =>
          h(
            'li',
            {
              id: 'hit' + i,
              class: 'pick',
              role: 'option',
              'aria-selected': 'false',
              title: hit.label,
              onmousedown: (/** @type {Event} */ event) => {
                event.preventDefault();
                open(hit);
              },
            },
            h('span', { class: 'kind' }, hit.kind),
            h('span', { class: 'what' }, hit.label),
            hit.time === undefined ? null : h('span', { class: 'faint small' }, 'at ' + duration(hit.time)),
          ),
        ),
      );
      list.hidden = false;
      input.setAttribute('aria-expanded', 'true');
      announce(count(hits.length, 'hit'));
      choose(hits.length > 0 ? 0 : -1);
    } catch (e) {
      if (!isAborted(e)) {
        hits = [];
        fill(list, h('li', { class: 'faint' }, e instanceof Error ? e.message : String(e)));
        list.hidden = false;
      }
    }
  });

  input.addEventListener('input', search);
  input.addEventListener('blur', close);
  input.addEventListener('keydown', event => {
    const hit = hits[chosen];
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (hits.length > 0) {
        choose((chosen + (event.key === 'ArrowDown' ? 1 : -1) + hits.length) % hits.length);
      }
    } else if (event.key === 'Enter' && hit !== undefined && !list.hidden) {
      open(hit);
    } else if (event.key === 'Escape') {
      input.value = '';
      close();
      input.blur();
    }
  });
  bind(
    'Everywhere',
    [
      {
        keys: ['/'],
        help: 'search',
        run: () => {
          input.focus();
          input.select();
        },
      },
    ],
    context.signal,
  );
  return h('div', { class: 'finder', role: 'search' }, input, list);
}
