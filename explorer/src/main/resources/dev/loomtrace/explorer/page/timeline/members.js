// The threads of a group, loaded by pages when they are seen.

import { isAborted } from '../api.js';

/** @typedef {import('../types.js').Context} Context */
/** @typedef {import('../types.js').Row} Row */

const PAGE = 200;

/** Threads of a group, or those that have a text in their names; pages of them are loaded when they are seen. */
export class Members {
  /**
   * @param {Context} context
   * @param {string | undefined} group
   * @param {string} filter
   * @param {string} sort
   * @param {() => void} arrived
   */
  constructor(context, group, filter, sort, arrived) {
    this.group = group;
    /** How many there are. */
    this.total = 0;
    /** @private */
    this.question = { group, filter: filter === '' ? undefined : filter, sort, limit: PAGE };
    /** @private */
    this.context = context;
    /** @private */
    this.arrived = arrived;
    /** @private @type {Map<number, Row[]>} */
    this.pages = new Map();
    /** @private */
    this.ended = new AbortController();
  }

  /** @param {number} index */
  get(index) {
    const page = Math.floor(index / PAGE);
    const rows = this.pages.get(page);
    if (rows === undefined) {
      this.load(page);
      return undefined;
    }
    return rows[index % PAGE];
  }

  /** Those that are here. */
  *loaded() {
    for (const [page, rows] of this.pages) {
      for (let i = 0; i < rows.length; i++) {
        yield { index: page * PAGE + i, row: /** @type {Row} */ (rows[i]) };
      }
    }
  }

  /** @param {number} page */
  async load(page) {
    if (this.pages.has(page)) {
      return;
    }
    this.pages.set(page, []);
    try {
      const given = /** @type {{total: number, rows: Row[]}} */ (
        await this.context.api.json(
          'members',
          { ...this.question, offset: page * PAGE },
          AbortSignal.any([this.ended.signal, this.context.signal]),
        )
      );
      this.total = given.total;
      this.pages.set(page, given.rows);
      this.arrived();
    } catch (e) {
      this.pages.delete(page);
      if (!isAborted(e)) {
        this.total = 0;
      }
    }
  }

  close() {
    this.ended.abort();
  }
}
