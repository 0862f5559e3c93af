// Which rows there are, in which order, and where: groups that unfold to threads, which are loaded by pages.

import { Members } from './members.js';

/** @typedef {import('../types.js').Row} Row */
/** @typedef {import('../types.js').Context} Context */

/**
 * A row in its place; `row` is missing while it is loaded.
 * @typedef {{id: string, row: Row | undefined, top: number, height: number, child: boolean}} Item
 */

/**
 * One row, or all threads of a group.
 * @typedef {{top: number, height: number, row: Row} | {top: number, height: number, of: Members}} Entry
 */

/** The height of a thread's row. */
export const THREAD = 22;
/** Above and below what a row shows. */
export const GAP = 2;

/** The height of a collection or stop. */
export const RANGE = 15;
/** The height of a task or region. */
export const LANE = 16;

/** @type {Record<import('../types.js').RowKind, number>} */
const HEIGHTS = { ranges: RANGE + 6, counter: 38, carrier: 24, tasks: 42, group: 42, thread: THREAD, more: THREAD };

/**
 * Of some kinds only so many are shown at first: how many, and what more of them are called.
 *
 * @type {Partial<Record<import('../types.js').RowKind, [number, string]>>}
 */
const FIRST = { counter: [8, 'counter'], carrier: [16, 'carrier'], tasks: [8, 'name of tasks'] };

/** The rows of a timeline. */
export class Rows {
  /**
   * @param {Context} context
   * @param {Row[]} rows as the server orders them
   * @param {() => void} changed is called when rows or their places are other ones
   */
  constructor(context, rows, changed) {
    /** @private */
    this.context = context;
    /** @private */
    this.changed = changed;
    this.all = rows;
    /** @type {Map<string, Row>} */
    this.pinned = new Map();
    /** @type {Set<string>} */
    this.hidden = new Set();
    /** @private @type {Map<string, Members>} */
    this.unfolded = new Map();
    /** Only these are shown, if they are given. @type {Row[] | undefined} */
    this.only = undefined;
    /** A row that is shown with the pinned ones, since it is selected and nowhere else. @type {Row | undefined} */
    this.guest = undefined;
    /** Groups of one thread, which is shown in their place, and what it is. @type {Map<string, Row | undefined>} */
    this.singles = new Map();
    /** Kinds of which all are shown. @type {Set<string>} */
    this.opened = new Set();
    this.filter = '';
    this.sort = 'begin';
    /** Heights that differ from those of their kind. @type {Map<string, number>} */
    this.heights = new Map();
    /** @private @type {Entry[]} */
    this.entries = [];
    /** @type {Item[]} */
    this.pins = [];
    this.pinsHeight = 0;
    this.height = 0;
    this.layout();
  }

  /** @param {Row} row */
  heightOf(row) {
    return this.heights.get(row.id) ?? (row.members === 1 ? THREAD + 2 : HEIGHTS[row.kind]);
  }

  /** Puts everything in its place. */
  layout() {
    this.pins = [];
    let top = 0;
    const guest = this.guest === undefined || this.pinned.has(this.guest.id) ? [] : [this.guest];
    for (const row of [...this.pinned.values(), ...guest]) {
      const height = this.heightOf(row);
      this.pins.push({ id: row.id, row, top, height, child: false });
      top += height;
    }
    this.pinsHeight = top;
    this.entries = [];
    top = 0;
    /** @param {Row} row */
    const put = row => {
      const height = this.heightOf(row);
      this.entries.push({ top, height, row });
      top += height;
    };
    /** @param {Members} of */
    const putAll = of => {
      this.entries.push({ top, height: of.total * THREAD, of });
      top += of.total * THREAD;
    };
    if (this.only !== undefined) {
      this.only.forEach(put);
    } else {
      for (const row of this.ordered()) {
        put(row);
        const members = this.unfolded.get(row.id);
        if (members !== undefined) {
          putAll(members);
        }
      }
      const matching = this.unfolded.get('');
      if (matching !== undefined) {
        putAll(matching);
      }
    }
    this.height = top;
    this.changed();
  }

  /** @private */
  ordered() {
    const wanted = this.filter.toLowerCase();
    const rows = this.all.filter(
      row =>
        !this.hidden.has(row.id) &&
        !this.pinned.has(row.id) &&
        (wanted === '' ||
          row.kind === 'ranges' ||
          row.label.toLowerCase().includes(wanted) ||
          row.group?.toLowerCase().includes(wanted) === true),
    );
    if (this.sort === 'begin') {
      return this.first(rows);
    }
    const groups = rows.filter(row => row.kind === 'group' || row.kind === 'thread');
    /** @type {Record<string, (row: Row) => number>} */
    const keys = {
      waiting: row => row.waitingNanos ?? 0,
      duration: row => row.end - row.begin,
      running: row => row.runningNanos ?? 0,
      members: row => row.members ?? 0,
    };
    const key = keys[this.sort];
    if (key !== undefined) {
      groups.sort((a, b) => key(b) - key(a));
    }
    return [...this.first(rows.filter(row => row.kind !== 'group' && row.kind !== 'thread')), ...groups];
  }

  /**
   * Leaves out most of those kinds of which there are many, and says so in a row of its own.
   *
   * @private
   * @param {Row[]} rows
   */
  first(rows) {
    /** @type {Row[]} */
    const shown = [];
    for (let i = 0; i < rows.length;) {
      const row = /** @type {Row} */ (rows[i]);
      let end = i;
      while (rows[end]?.kind === row.kind) {
        end++;
      }
      const [most, name] = FIRST[row.kind] ?? [Infinity, ''];
      const cut = this.filter === '' && !this.opened.has(row.kind) && end - i > most + 1;
      shown.push(...rows.slice(i, cut ? i + most : end));
      if (cut) {
        const left = end - i - most;
        shown.push({
          id: 'more ' + row.kind,
          kind: 'more',
          label: 'and ' + left + ' more ' + name.replace(/^\w+/, '$&s'),
          group: row.kind,
          begin: 0,
          end: 0,
          spans: 0,
        });
      }
      i = end;
    }
    return shown;
  }

  /** The order of members for the server. @private */
  memberSort() {
    return ['begin', 'waiting', 'duration', 'id'].includes(this.sort) ? this.sort : 'waiting';
  }

  /** @param {string} id of a group or of tasks */
  isUnfolded(id) {
    return this.unfolded.has(id) || (id.startsWith('k:') && this.heights.has(id));
  }

  /**
   * Unfolds a group to its threads, or folds it.
   *
   * @param {Row} row
   */
  fold(row) {
    const members = this.unfolded.get(row.id);
    if (members === undefined) {
      this.unfold(row);
    } else {
      members.close();
      this.unfolded.delete(row.id);
      this.layout();
    }
  }

  /** @param {Row} row a group */
  unfold(row) {
    if (!this.unfolded.has(row.id)) {
      const members = new Members(this.context, row.id.slice(2), '', this.memberSort(), () => this.layout());
      members.total = row.members ?? 0;
      this.unfolded.set(row.id, members);
      members.load(0);
      this.layout();
    }
  }

  /**
   * Shows only rows that have a text in their names, and threads that do.
   *
   * @param {string} text
   */
  setFilter(text) {
    this.filter = text;
    this.unfolded.get('')?.close();
    this.unfolded.delete('');
    if (text !== '') {
      const matching = new Members(this.context, undefined, text, this.memberSort(), () => this.layout());
      this.unfolded.set('', matching);
      matching.load(0);
    }
    this.layout();
  }

  /** @param {string} sort */
  setSort(sort) {
    this.sort = sort;
    for (const [id, members] of [...this.unfolded]) {
      members.close();
      const again = new Members(this.context, members.group, id === '' ? this.filter : '', this.memberSort(), () => this.layout());
      again.total = members.total;
      this.unfolded.set(id, again);
      again.load(0);
    }
    this.layout();
  }

  /** @param {Row} row */
  pin(row) {
    if (!this.pinned.delete(row.id)) {
      this.pinned.set(row.id, row);
    }
    this.layout();
  }

  /** @param {string} id */
  hide(id) {
    this.hidden.add(id);
    this.pinned.delete(id);
    this.layout();
  }

  /** @param {number} y @returns {number} the number of the entry there */
  entryAt(y) {
    let low = 0;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const entry = /** @type {Entry} */ (this.entries[middle]);
      if (entry.top + entry.height <= y) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * Shows the only thread of a group in its place.
   *
   * @private
   * @param {Row} group
   */
  async single(group) {
    if (this.singles.has(group.id)) {
      return;
    }
    this.singles.set(group.id, undefined);
    try {
      const given = /** @type {{rows: Row[]}} */ (
        await this.context.api.json('members', { group: group.id.slice(2), limit: 1 }, this.context.signal)
      );
      const row = given.rows[0];
      if (row !== undefined) {
        this.singles.set(group.id, row);
        this.all = this.all.map(each => (each.id === group.id ? row : each));
        this.layout();
      }
    } catch {
      // Then it stays a group.
    }
  }

  /**
   * The rows between two heights.
   *
   * @param {number} top
   * @param {number} bottom
   * @returns {Item[]}
   */
  visible(top, bottom) {
    /** @type {Item[]} */
    const items = [];
    for (let i = this.entryAt(top); i < this.entries.length; i++) {
      const entry = /** @type {Entry} */ (this.entries[i]);
      if (entry.top >= bottom) {
        break;
      }
      if ('row' in entry) {
        if (entry.row.kind === 'group' && entry.row.members === 1) {
          this.single(entry.row);
        }
        items.push({ id: entry.row.id, row: entry.row, top: entry.top, height: entry.height, child: false });
        continue;
      }
      const first = Math.max(0, Math.floor((top - entry.top) / THREAD));
      const last = Math.min(entry.of.total, Math.ceil((bottom - entry.top) / THREAD));
      for (let k = first; k < last; k++) {
        const row = entry.of.get(k);
        items.push({ id: row?.id ?? '?' + entry.top + '/' + k, row, top: entry.top + k * THREAD, height: THREAD, child: true });
      }
    }
    return items;
  }

  /**
   * Where a row is, if it is somewhere and was loaded.
   *
   * @param {(row: Row) => boolean} matches
   * @returns {{top: number, height: number, row: Row} | undefined}
   */
  find(matches) {
    for (const entry of this.entries) {
      if ('row' in entry) {
        if (matches(entry.row)) {
          return entry;
        }
      } else {
        for (const { index, row } of entry.of.loaded()) {
          if (matches(row)) {
            return { top: entry.top + index * THREAD, height: THREAD, row };
          }
        }
      }
    }
    return undefined;
  }
}

/**
 * The thread of a row.
 *
 * @param {Row} row
 * @returns {string | undefined} undefined if it is not one of a thread
 */
export function threadOf(row) {
  return row.kind === 'thread' ? row.id.slice(2).replace(/\.\d+$/, '') : undefined;
}
