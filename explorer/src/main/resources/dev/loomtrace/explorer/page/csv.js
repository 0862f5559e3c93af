// Tables as text for spreadsheets.

/**
 * One cell. A text that a spreadsheet would take for a formula gets a quote in front, which it shows as text; a number is none,
 * however many digits it has.
 *
 * @param {string | number} value
 */
export function cell(value) {
  if (typeof value === 'number') {
    return String(value);
  }
  const safe = /^[=+\-@\t\r]/.test(value) && !/^-?\d+(\.\d+)?$/.test(value) ? "'" + value : value;
  return /[",\r\n;]/.test(safe) || safe !== safe.trim() ? '"' + safe.replaceAll('"', '""') + '"' : safe;
}

/**
 * A table, with line ends as RFC 4180 has them.
 *
 * @param {Array<Array<string | number>>} rows the head first
 */
export function csv(rows) {
  return rows.map(row => row.map(cell).join(',') + '\r\n').join('');
}
