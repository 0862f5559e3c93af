// Tables that can be sorted by their heads, and saved.

import { csv } from './csv.js';
import { fill, h, save } from './dom.js';
import { count } from './format.js';

/**
 * A column.
 * @template R
 * @typedef {{head: string, title?: string, text?: boolean, wrap?: boolean, bar?: boolean, unsaved?: boolean, nanos?: boolean, value: (row: R) => string | number,
 *   show?: (row: R) => import('./dom.js').Child | import('./dom.js').Child[]}} Column
 *   `value` is what it is sorted by and what is saved; `text`: left-aligned; `nanos`: the value is a time in nanoseconds;
 *   `unsaved`: only for the eye, and left out of what is saved;
 *   `show`: what is shown, if that is not the value; without a head it is not sorted by
 */

/** @typedef {'ascending' | 'descending'} Direction */

const INTEGER = /^-?\d+$/;
const DECIMAL = /^-?\d+(\.\d+)?$/;
const FIRST_ROWS = 50;
const MORE_ROWS = 500;

/**
 * @param {string | number} a
 * @param {string | number} b numbers may be texts of all their digits
 */
function compare(a, b) {
  if (typeof a === 'number' && typeof b === 'number') {
    return a - b;
  }
  const one = String(a);
  const other = String(b);
  if (INTEGER.test(one) && INTEGER.test(other)) {
    const difference = BigInt(one) - BigInt(other);
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }
  if (DECIMAL.test(one) && DECIMAL.test(other) && Number(one) !== Number(other)) {
    return Number(one) - Number(other);
  }
  return one.localeCompare(other, 'en', { numeric: true });
}

/**
 * Makes a table.
 *
 * @template R
 * @param {{label: string, columns: Array<Column<R>>, rows: R[], sort?: [number, Direction], sorter?: (index: number, direction: Direction) => void,
 *   last?: (row: R) => boolean, file?: string, first?: number, chosen?: (row: R) => boolean}} options `label`: what it is a table of;
 *   `sort`: how it is sorted at first; `sorter`: makes the table anew in another order, for rows that are only some of all and sorted
 *   already; `last`: which rows come after all others however it is sorted; `file`: what it is called when it is saved, without an
 *   ending; `first`: how many rows are shown at first
 * @returns {HTMLElement}
 */
export function table(options) {
  const { columns } = options;
  let rows = [...options.rows];
  let shown = options.first ?? FIRST_ROWS;
  let [sorted, direction] = options.sort ?? [-1, 'descending'];
  const body = h('tbody');
  const end = h('div', { class: 'table-end' });

  const heads = columns.map((column, i) =>
    h(
      'th',
      { class: column.text ? 'text' : null, scope: 'col', title: column.title },
      column.head === '' ? null : h('button', { type: 'button', onclick: () => sortBy(i) }, column.head),
    ),
  );

  /** @param {number} index */
  function sortBy(index) {
    direction =
      sorted === index ? (direction === 'ascending' ? 'descending' : 'ascending') : columns[index]?.text && !columns[index]?.bar ? 'ascending' : 'descending';
    sorted = index;
    if (options.sorter !== undefined) {
      options.sorter(sorted, direction);
      return;
    }
    order();
    draw();
  }

  function order() {
    const column = columns[sorted];
    if (column === undefined) {
      return;
    }
    const sign = direction === 'ascending' ? 1 : -1;
    const keyed = rows.map(row => ({ row, key: column.value(row), last: options.last?.(row) === true }));
    keyed.sort((a, b) =>
      a.last !== b.last
        ? Number(a.last) - Number(b.last)
        : sign *
          compare(a.key, b.key),
    );
    rows = keyed.map(each => each.row);
  }

  function draw() {
    heads.forEach((head, i) => {
      if (i === sorted) {
        head.setAttribute('aria-sort', direction);
      } else {
        head.removeAttribute('aria-sort');
      }
    });
    fill(
      body,
      rows.slice(0, shown).map(row => {
        const chosen = options.chosen?.(row) === true;
        return h(
          'tr',
          { class: chosen ? 'chosen' : null, 'aria-current': chosen ? 'true' : null },
          columns.map(column =>
            h(
              'td',
              { class: [column.text && 'text', column.wrap && 'wrap', column.bar && 'bar-cell'].filter(Boolean).join(' ') || null },
              column.show === undefined ? String(column.value(row)) : column.show(row),
            ),
          ),
        );
      }),
    );
    const left = rows.length - shown;
    fill(
      end,
      left > 0
        ? h(
            'button',
            {
              class: 'linklike',
              type: 'button',
              onclick: () => {
                shown += MORE_ROWS;
                draw();
              },
            },
            'show ' + count(Math.min(left, MORE_ROWS)) + ' more of ' + count(rows.length),
          )
        : null,
      options.file === undefined || rows.length === 0 ? null : h('button', { class: 'linklike', type: 'button', onclick: download }, 'CSV'),
    );
  }

  function download() {
    // Columns without a head show something and say nothing.
    const saved = columns.filter(column => column.head !== '' && column.unsaved !== true);
    const text = csv([
      saved.map(column => column.head + (column.nanos === true ? ' (ns)' : '')),
      ...rows.map(row => saved.map(column => column.value(row))),
    ]);
    save(options.file + '.csv', new Blob([text], { type: 'text/csv;charset=utf-8' }));
  }

  if (options.sorter === undefined) {
    order();
  }
  draw();
  return h(
    'div',
    {},
    h('div', { class: 'table-box' }, h('table', { 'aria-label': options.label }, h('thead', {}, h('tr', {}, heads)), body)),
    end,
  );
}
