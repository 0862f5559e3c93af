// What rows show besides tiles: spans, counters, tasks. Each is asked for a stretch that is longer than what is shown.

import { isAborted } from '../api.js';
import { lanes } from './lanes.js';

/** @typedef {import('../types.js').Context} Context */
/** @typedef {import('../types.js').Counter} Counter */
/** @typedef {import('../types.js').Spans} Spans */

const QUESTIONS = 4;
const KEPT_ROWS = 400;
const AGAIN_MILLIS = 5000;
const SPANS = 2000;
const RANGES = 20_000;

/**
 * Something of a row for a stretch.
 * @template T
 * @typedef {{from: number, to: number, grain: number, value: T}} Piece
 */

/**
 * Asks for pieces, a few at a time, and only for those that are still wanted.
 * @template T
 */
class Pieces {
  /**
   * @param {(row: string, from: number, to: number, grain: number) => Promise<T>} ask
   * @param {() => void} arrived
   */
  constructor(ask, arrived) {
    /** @private */
    this.ask = ask;
    /** @private */
    this.arrived = arrived;
    /** @private @type {Map<string, Piece<T>>} */
    this.kept = new Map();
    /** @private @type {Map<string, {from: number, to: number, grain: number}>} */
    this.wanted = new Map();
    /** @private @type {Set<string>} */
    this.asked = new Set();
    /** When a question about a row failed, which is not asked again at once. @private @type {Map<string, number>} */
    this.failed = new Map();
  }

  /**
   * What is here of a row, of whatever stretch.
   *
   * @param {string} row
   * @returns {Piece<T> | undefined}
   */
  get(row) {
    return this.kept.get(row);
  }

  /** What was wanted before is not any more. */
  begin() {
    this.wanted.clear();
  }

  /**
   * @param {string} row
   * @param {number} from
   * @param {number} to
   * @param {number} grain how fine it has to be; twice as coarse will do
   */
  want(row, from, to, grain) {
    const piece = this.kept.get(row);
    const failed = this.failed.get(row);
    if (failed !== undefined && performance.now() - failed < AGAIN_MILLIS) {
      return;
    }
    if (piece === undefined || piece.from > from || piece.to < to || piece.grain > 2 * grain || piece.grain * 8 < grain) {
      this.wanted.set(row, { from, to, grain });
    }
  }

  /**
   * Asks for what is wanted.
   *
   * @param {number} duration of the trace
   */
  run(duration) {
    for (const [row, { from, to, grain }] of this.wanted) {
      if (this.asked.size >= QUESTIONS) {
        return;
      }
      if (this.asked.has(row)) {
        continue;
      }
      this.wanted.delete(row);
      const margin = (to - from) / 2;
      const begin = Math.max(0, Math.floor(from - margin));
      const end = Math.min(duration, Math.ceil(to + margin));
      this.asked.add(row);
      this.ask(row, begin, end, grain)
        .then(
          value => {
            this.kept.delete(row);
            this.kept.set(row, { from: begin, to: end, grain, value });
            const oldest = this.kept.keys().next();
            if (this.kept.size > KEPT_ROWS && oldest.done !== true) {
              this.kept.delete(oldest.value);
            }
          },
          e => {
            if (!isAborted(e)) {
              this.failed.set(row, performance.now());
            }
          },
        )
        .finally(() => {
          this.asked.delete(row);
          this.arrived();
        });
    }
  }
}

/**
 * Tasks of a name, by begin, each in a lane of its own while it lasts.
 * @typedef {{ids: import('../types.js').Id[], begins: Float64Array, ends: Float64Array, lane: Int32Array, lanes: number, more: boolean}} TaskLanes
 */

/** All of them. */
export class Stores {
  /**
   * @param {Context} context
   * @param {() => void} arrived is called when there is more to draw
   */
  constructor(context, arrived) {
    const { api, signal, extent } = context;
    /** @private */
    this.context = context;
    /** @private */
    this.arrived = arrived;
    this.spans = new Pieces(
      (row, from, to) => /** @type {Promise<Spans>} */ (api.json('spans', { row, from, to, limit: SPANS }, signal)),
      arrived,
    );
    this.counters = new Pieces(
      (row, from, to, grain) =>
        /** @type {Promise<Counter>} */ (
          api.json(
            'counter',
            { name: row.slice(2), from, to, buckets: Math.max(1, Math.min(4000, Math.round((to - from) / grain))) },
            signal,
          )
        ),
      arrived,
    );
    /** @private @type {Map<string, TaskLanes | 'asked'>} */
    this.tasks = new Map();
    /** Of pieces of very many. @private @type {WeakMap<Spans, TaskLanes>} */
    this.near = new WeakMap();
    /** Collections and stops of the world. @type {{spans: import('../types.js').Span[], lane: Int32Array, lanes: number, more: boolean}} */
    this.ranges = { spans: [], lane: new Int32Array(0), lanes: 1, more: false };
    api.json('spans', { row: 'x:ranges', from: 0, to: extent.durationNanos, limit: RANGES }, signal).then(
      given => {
        const { spans, more } = /** @type {Spans} */ (given);
        spans.sort((a, b) => a.begin - b.begin);
        this.ranges = {
          spans,
          more,
          ...lanes(
            spans.map(span => span.begin),
            spans.map(span => span.end),
          ),
        };
        arrived();
      },
      () => {},
    );
  }

  /**
   * The tasks of a row to be drawn: of very many all that are in sight if these are few, else the longest.
   *
   * @param {string} row its id
   * @param {import('./scale.js').Scale} scale
   * @returns {TaskLanes | undefined} undefined until they are here
   */
  shownTasks(row, scale) {
    const all = this.tasksOf(row.slice(2));
    const piece = all?.more === true ? this.spans.get(row) : undefined;
    if (piece === undefined || piece.value.more || piece.from > scale.from || piece.to < scale.to) {
      return all;
    }
    let near = this.near.get(piece.value);
    if (near === undefined) {
      const spans = [...piece.value.spans].sort((a, b) => a.begin - b.begin);
      const begins = Float64Array.from(spans, span => span.begin);
      const ends = Float64Array.from(spans, span => span.end);
      near = { ids: spans.map(span => span.task ?? ''), begins, ends, more: false, ...lanes(begins, ends) };
      this.near.set(piece.value, near);
    }
    return near;
  }

  /**
   * The tasks of a name; undefined until they are here. If there are very many, the longest.
   *
   * @param {string} name
   * @returns {TaskLanes | undefined}
   */
  tasksOf(name) {
    const known = this.tasks.get(name);
    if (known === undefined) {
      this.tasks.set(name, 'asked');
      const { api, signal } = this.context;
      api.json('units', { kind: 'task', name }, signal).then(
        given => {
          const units = /** @type {import('../types.js').Units} */ (given);
          const order = units.begins.map((_, i) => i).sort((a, b) => (units.begins[a] ?? 0) - (units.begins[b] ?? 0));
          const begins = Float64Array.from(order, i => units.begins[i] ?? 0);
          const ends = Float64Array.from(order, i => (units.begins[i] ?? 0) + (units.durations[i] ?? 0));
          this.tasks.set(name, {
            ids: order.map(i => units.ids[i] ?? ''),
            begins,
            ends,
            more: units.more === true,
            ...lanes(begins, ends),
          });
          this.arrived();
        },
        () => {},
      );
    }
    return known === 'asked' ? undefined : known;
  }
}
