// The names of the rows, left of the canvas. Only those in sight are in the document.

import { h } from '../dom.js';
import { count, duration, shortName } from '../format.js';
import { threadWord, threadWords, whoWords } from '../words.js';
import { threadOf } from './rows.js';

/** @typedef {import('../types.js').Row} Row */
/** @typedef {import('./rows.js').Item} Item */

/**
 * What can be done with a row.
 * @typedef {{fold: (row: Row) => void, pin: (row: Row) => void, hide: (row: Row) => void, open: (row: Row) => void,
 *   isUnfolded: (id: string) => boolean, isPinned: (id: string) => boolean}} Actions
 */

/**
 * What a row is called, in short.
 *
 * @param {Row} row
 * @param {boolean} [child] whether it stands below its group
 */
export function labelOf(row, child = false) {
  switch (row.kind) {
    case 'ranges':
      return 'GC and stops';
    case 'counter':
      if (row.label === '/sched/gomaxprocs:threads' && threadWord() === 'thread') {
        // What a JVM has instead.
        return 'parallelism';
      }
      // As Go calls its metrics: `/memory/classes/heap/objects:bytes`.
      return row.label
        .replace(/^\/(.*):[^:/]*$/, '$1')
        .split('/')
        .slice(-2)
        .join(' ');
    case 'thread': {
      const id = threadOf(row) ?? '';
      const own = shortName(row.label);
      // Without a name of its own, what it started with says more than its kind.
      const plain = own === '' || own.endsWith(' ' + id);
      const group = shortName(row.group ?? '');
      return plain && (child || group === '') ? own || threadWords(row.threadKind, id) : whoWords(id, plain ? group : own);
    }
    default:
      return shortName(row.label) || '(not known)';
  }
}

/** @param {Row} row */
function noteOf(row) {
  switch (row.kind) {
    case 'group':
      return count(row.members ?? 0, row.threadKind === 'goroutine' ? 'goroutine' : 'thread');
    case 'tasks':
      return count(row.spans, 'task');
    case 'counter':
      return row.unit ?? 'counter';
    default:
      return undefined;
  }
}

/** @param {Row} row */
function titleOf(row) {
  const times =
    row.runningNanos === undefined
      ? ''
      : '\nrunning ' +
        duration(row.runningNanos) +
        ', runnable ' +
        duration(row.runnableNanos ?? 0) +
        ', waiting ' +
        duration(row.waitingNanos ?? 0);
  return (row.kind === 'group' ? (row.group ?? row.label) : row.label) + times;
}

/** Makes and moves them. */
export class Labels {
  /** @param {Actions} actions */
  constructor(actions) {
    this.pins = h('div', { class: 'tl-pins' });
    this.space = h('div', { class: 'tl-space' });
    /** @private */
    this.actions = actions;
    /** @private @type {Map<string, {element: HTMLElement, key: string}>} */
    this.shown = new Map();
    this.width = 230;
  }

  /**
   * Shows those of some rows.
   *
   * @param {Item[]} pins
   * @param {Item[]} items
   * @param {string | undefined} chosen id of the row that is selected
   */
  show(pins, items, chosen) {
    const before = this.shown;
    this.shown = new Map();
    for (const [place, list] of /** @type {Array<[HTMLElement, Item[]]>} */ ([
      [this.pins, pins],
      [this.space, items],
    ])) {
      for (const item of list) {
        const id = (place === this.pins ? 'pin ' : '') + item.id;
        const key = [
          item.top,
          item.height,
          item.row === undefined,
          this.actions.isUnfolded(item.id),
          this.actions.isPinned(item.id),
          item.id === chosen,
          this.width,
        ].join(' ');
        let label = before.get(id);
        before.delete(id);
        if (label === undefined || label.key !== key) {
          const focus =
            label?.element.contains(document.activeElement) === true
              ? /** @type {HTMLElement} */ (document.activeElement).dataset['part']
              : undefined;
          const element = this.make(item, item.id === chosen);
          if (label === undefined) {
            place.append(element);
          } else {
            label.element.replaceWith(element);
          }
          label = { element, key };
          if (focus !== undefined) {
            /** @type {HTMLElement | null} */ (element.querySelector('[data-part="' + focus + '"]'))?.focus();
          }
        }
        this.shown.set(id, label);
      }
    }
    for (const { element } of before.values()) {
      element.remove();
    }
  }

  /**
   * @private
   * @param {Item} item
   * @param {boolean} chosen
   * @returns {HTMLElement}
   */
  make(item, chosen) {
    const { row } = item;
    const style = { top: item.top + 'px', height: item.height + 'px', width: this.width + 'px' };
    if (row === undefined) {
      return h('div', { class: 'tl-label child faint', style }, '\u2026');
    }
    const { actions } = this;
    const unfolded = actions.isUnfolded(row.id);
    const folds = row.kind === 'group' || row.kind === 'tasks';
    const pinned = actions.isPinned(row.id);
    const note = item.height >= 34 ? noteOf(row) : undefined;
    const text = labelOf(row, item.child);
    if (row.kind === 'more') {
      return h(
        'div',
        { class: 'tl-label', style },
        h('button', { class: 'name linklike', 'data-part': 'name', onclick: () => actions.open(row) }, text),
      );
    }
    return h(
      'div',
      { class: 'tl-label' + (item.child ? ' child' : '') + (chosen ? ' chosen' : ''), style },
      folds
        ? h(
            'button',
            {
              class: 'fold',
              'data-part': 'fold',
              'aria-expanded': String(unfolded),
              'aria-label': (unfolded ? 'Fold ' : 'Unfold ') + text,
              onclick: () => actions.fold(row),
            },
            unfolded ? '\u25be' : '\u25b8',
          )
        : null,
      h(
        'button',
        { class: 'name', 'data-part': 'name', title: titleOf(row), onclick: () => actions.open(row) },
        text,
        note === undefined ? null : h('span', { class: 'note' }, note),
      ),
      h(
        'span',
        { class: 'acts' },
        h(
          'button',
          {
            class: 'act',
            'data-part': 'pin',
            'aria-pressed': String(pinned),
            'aria-label': 'Pin ' + text,
            title: pinned ? 'Unpin' : 'Pin (p)',
            onclick: () => actions.pin(row),
          },
          pinned ? '\u25c6' : '\u25c7',
        ),
        h(
          'button',
          { class: 'act', 'data-part': 'hide', 'aria-label': 'Hide ' + text, title: 'Hide', onclick: () => actions.hide(row) },
          '\u2715',
        ),
      ),
    );
  }
}
