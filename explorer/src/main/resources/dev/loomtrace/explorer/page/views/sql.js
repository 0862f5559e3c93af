// Asks the trace in SQL.

import { isAborted, onlyLast } from '../api.js';
import { fill, h } from '../dom.js';
import { count } from '../format.js';
import * as place from '../place.js';
import { trouble } from '../shell.js';
import { table } from '../table.js';

/** @typedef {import('../types.js').Context} Context */
/** @typedef {{name: string, type: string, description: string}} Column */
/** @typedef {{columns: Column[], rows: Array<Array<string | number | boolean | null>>, more: boolean, millis: number}} Found */
/** @typedef {{tables: Array<{name: string, description: string, definition: string, columns: Column[]}>}} Schema */

/** What may be asked first. @type {Array<[string, string]>} */
const EXAMPLES = [
  ['Where the time went', 'SELECT state, reason, count(*) AS spans, sum(dur) / 1e6 AS ms\nFROM thread_state\nGROUP BY ALL ORDER BY ms DESC'],
  ['Longest waits by place', 'SELECT function, reason, resource, waits, total_dur / 1e6 AS ms, max_dur / 1e6 AS longest_ms\nFROM wait_profile\nORDER BY total_dur DESC LIMIT 20'],
  ['Tasks', 'SELECT name, count(*) AS tasks, quantile_disc(dur, 0.5) / 1e6 AS p50_ms, quantile_disc(dur, 0.99) / 1e6 AS p99_ms\nFROM task WHERE NOT is_open AND NOT began_before\nGROUP BY name ORDER BY p99_ms DESC'],
  ['Who ends whose waits', 'SELECT a.group_name AS waker, b.group_name AS woken, count(*) AS times\nFROM wake JOIN thread a ON a.utid = wake.waker_utid JOIN thread b ON b.utid = wake.utid\nGROUP BY ALL ORDER BY times DESC LIMIT 20'],
  ['Waiting for a carrier', 'SELECT group_name, waits, p50_dur / 1e3 AS p50_us, p99_dur / 1e3 AS p99_us, max_dur / 1e6 AS max_ms\nFROM runnable_latency ORDER BY total_dur DESC'],
];

/** What the server knows a query by, which no other page takes. */
function newKey() {
  return [...crypto.getRandomValues(new Uint32Array(4))].map(part => part.toString(36)).join('-');
}

/** @param {string} type as the database calls it */
function isNumber(type) {
  return /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|DOUBLE|FLOAT|DECIMAL(\(.*\))?)$/.test(type);
}

/**
 * Whether a column has numbers that count nothing: what is called so in the tables, or ends like that.
 *
 * @param {string} name
 */
function isIdentifier(name) {
  return /(^|_)(id|u?tid|cpu|line|segment)$/i.test(name);
}

/**
 * A number with a gap before each three digits. The gaps are no letters: what is copied is the number.
 *
 * @param {string} digits
 */
function grouped(digits) {
  const parts = /^(-?\d{1,3})((?:\d{3})+)((?:\.\d*)?)$/.exec(digits);
  return parts === null
    ? digits
    : [parts[1] ?? '', ...(parts[2]?.match(/\d{3}/g) ?? []).map(part => h('span', { class: 'thousand' }, part)), parts[3] ?? ''];
}

/** @param {Found} found */
function results(found) {
  if (found.columns === undefined) {
    return h('p', { class: 'empty' }, 'No answer.');
  }
  const columns = found.columns.map((column, i) => {
    const number = isNumber(column.type);
    const value = (/** @type {Found['rows'][number]} */ row) => {
      const cell = row[i];
      return typeof cell === 'number' || typeof cell === 'string' ? cell : cell === null || cell === undefined ? '' : String(cell);
    };
    return {
      head: column.name,
      title: column.type,
      text: !number,
      value,
      show: number && !isIdentifier(column.name) ? (/** @type {Found['rows'][number]} */ row) => grouped(String(value(row))) : undefined,
    };
  });
  return h('div', {},
    h('p', { class: 'small faint', 'aria-live': 'polite' },
      count(found.rows.length, 'row') + (found.more ? ', and more' : '') + ' in ' + count(found.millis) + ' ms'),
    table({ label: 'What the query found', rows: found.rows, columns, file: 'query', first: 200 }));
}

/**
 * @param {Schema} schema
 * @param {(text: string) => void} insert
 */
function tables(schema, insert) {
  return schema.tables.map(each => h('details', {},
    h('summary', { title: each.description },
      h('button', { class: 'linklike mono', type: 'button', onclick: () => insert(each.name) }, each.name)),
    h('p', { class: 'small faint' }, each.description),
    each.definition === ''
      ? h('ul', { class: 'plain small' }, each.columns.map(column => h('li', { title: column.description },
        h('button', { class: 'linklike mono', type: 'button', onclick: () => insert(column.name) }, column.name),
        h('span', { class: 'faint' }, ' ' + column.type.toLowerCase() + ' \u2014 ' + column.description))))
      : h('pre', { class: 'small' }, each.definition)));
}

/**
 * Opens the view.
 *
 * @param {Context} context
 * @param {import('../place.js').Place} at
 * @returns {Promise<import('../types.js').View>}
 */
export async function open(context, at) {
  const latest = onlyLast();
  const answer = h('div', {});
  const query = h('textarea', {
    class: 'mono query', rows: 8, spellcheck: 'false', 'aria-label': 'Query',
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      event.stopPropagation();
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        run();
      }
    },
  });
  query.value = at.q ?? EXAMPLES[0]?.[1] ?? '';

  /** @param {string} text */
  function insert(text) {
    query.setRangeText(text, query.selectionStart, query.selectionEnd, 'end');
    query.focus();
  }

  function run() {
    place.go(place.changed({ q: query.value }), { quiet: true });
    ask();
  }

  /** Tells the server that nobody waits for a query any more. @param {string} key */
  function stop(key) {
    context.api.tell('stop', { key });
  }

  async function ask() {
    const key = newKey();
    const signal = latest(context.signal);
    const gone = () => stop(key);
    signal.addEventListener('abort', gone, { once: true });
    window.addEventListener('pagehide', gone);
    fill(answer, h('p', { class: 'loading' }, 'Running\u2026 ',
      h('button', { type: 'button', onclick: gone }, 'Stop')));
    try {
      fill(answer, results(/** @type {Found} */ (await context.api.json('sql', { q: query.value, key }, signal))));
    } catch (e) {
      if (!isAborted(e)) {
        fill(answer, h('pre', { class: 'notice bad', role: 'alert' }, e instanceof Error ? e.message : String(e)));
      }
    } finally {
      signal.removeEventListener('abort', gone);
      window.removeEventListener('pagehide', gone);
    }
  }

  const schema = /** @type {Schema | undefined} */ (await context.api.json('schema', {}, context.signal).catch(e => {
    fill(answer, trouble(e));
    return undefined;
  }));
  if (schema !== undefined) {
    ask();
  }
  return {
    element: h('div', { class: 'page sql' },
      h('h1', {}, 'SQL'),
      h('div', { class: 'sql-columns' },
        h('div', { class: 'sql-main' },
          h('div', { class: 'tools' }, EXAMPLES.map(([label, text]) =>
            h('button', { type: 'button', onclick: () => { query.value = text; run(); } }, label))),
          query,
          h('div', { class: 'tools' },
            h('button', { class: 'primary', type: 'button', onclick: run, disabled: schema === undefined }, 'Run'),
            h('span', { class: 'faint small' }, 'Ctrl+Enter. The SQL of DuckDB; nothing can be changed. Times in ns since the start.')),
          answer),
        h('aside', { class: 'sql-tables', 'aria-label': 'Tables' }, schema === undefined ? null : tables(schema, insert)))),
    update: now => {
      if (now.q !== undefined && now.q !== query.value) {
        query.value = now.q;
        ask();
      }
      return true;
    },
  };
}
