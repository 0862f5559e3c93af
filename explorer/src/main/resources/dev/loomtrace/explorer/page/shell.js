// What is around every view: name, file, navigation, search, theme, help; and what is shown while a file is read.

import { byId, fill, h, svg } from './dom.js';
import { bytes, percent } from './format.js';
import { showHelp } from './keys.js';
import * as place from './place.js';
import { finder } from './search.js';
import { isDark, onTheme, switchTheme } from './theme.js';
import { goToFile } from './timeline/wall.js';

/** @typedef {import('./types.js').FileInfo} FileInfo */

/** Views in the navigation, and what they are called. @type {Array<[string, string]>} */
export const VIEWS = [
  ['overview', 'Overview'],
  ['units', 'Units'],
  ['timeline', 'Timeline'],
  ['waits', 'Waits'],
  ['carriers', 'Carriers'],
  ['threads', 'Threads'],
  ['gc', 'GC'],
  ['logs', 'Logs'],
  ['sql', 'SQL'],
];

/** Views that belong to one in the navigation. @type {Record<string, string>} */
const WITHIN = { unit: 'units' };

function mark() {
  return svg(
    'svg',
    { width: 20, height: 20, viewBox: '0 0 20 20', 'aria-hidden': 'true' },
    svg('path', { d: 'M3 4h9M8 8h9M3 12h6M11 16h6', fill: 'none', stroke: 'currentColor', 'stroke-width': 2.4, 'stroke-linecap': 'round' }),
    svg('path', { d: 'M12 4c3 0 -7 4 -4 4M9 12c3 0 -1 4 2 4', fill: 'none', stroke: 'var(--accent)', 'stroke-width': 1.3 }),
  );
}

/**
 * @param {FileInfo[]} files
 * @param {FileInfo} file
 * @param {import('./types.js').Context | undefined} context
 */
function chooser(files, file, context) {
  if (files.length === 1) {
    return h('span', { class: 'file-name', title: file.name }, file.name);
  }
  return h(
    'select',
    {
      class: 'file',
      'aria-label': 'File',
      onchange: (/** @type {Event} */ event) => {
        goToFile(/** @type {HTMLSelectElement} */ (event.target).value, context?.extent);
      },
    },
    files.map(each =>
      h('option', { value: each.id, selected: each.id === file.id }, each.name + (each.state === 'failed' ? ' (cannot be read)' : '')),
    ),
  );
}

/**
 * Shows the header.
 *
 * @param {FileInfo[]} files
 * @param {FileInfo} file which of them is looked at
 * @param {import('./types.js').Context | undefined} context of the file, once it has been read
 */
export function showHead(files, file, context) {
  const theme = h('button', { class: 'quiet', onclick: switchTheme });
  const label = () => {
    theme.textContent = isDark() ? '\u2600' : '\u263e';
    theme.setAttribute('aria-label', isDark() ? 'Light colours' : 'Dark colours');
    theme.title = isDark() ? 'Light colours' : 'Dark colours';
  };
  label();
  onTheme(label, context?.signal ?? new AbortController().signal);
  fill(
    byId('head'),
    h('a', { class: 'brand', href: place.link({ view: 'overview' }) }, mark(), 'Loomtrace'),
    chooser(files, file, context),
    h(
      'nav',
      { class: 'nav', 'aria-label': 'Views' },
      VIEWS.map(([view, name]) => h('a', { 'data-view': view, href: place.link({ view }) }, name)),
    ),
    h(
      'div',
      { class: 'head-end' },
      context === undefined ? null : finder(context),
      theme,
      h('button', { class: 'quiet', 'aria-label': 'Keys', title: 'Keys (?)', onclick: showHelp }, '?'),
    ),
  );
}

/**
 * Says in the navigation, and in the title, which view is shown.
 *
 * @param {string} view
 * @param {FileInfo} file
 */
export function showCurrent(view, file) {
  const shown = WITHIN[view] ?? view;
  for (const each of byId('head').querySelectorAll('.nav a')) {
    if (each instanceof HTMLAnchorElement) {
      const own = each.dataset['view'] ?? '';
      each.href = place.link({ view: own });
      if (own === shown) {
        each.setAttribute('aria-current', 'page');
      } else {
        each.removeAttribute('aria-current');
      }
    }
  }
  const name = VIEWS.find(each => each[0] === shown)?.[1] ?? '';
  document.title = name + ' \u2013 ' + file.name + ' \u2013 Loomtrace';
}

/**
 * What is shown while a file is read, or if it cannot be.
 *
 * @param {FileInfo} file
 */
export function reading(file) {
  const failed = file.state === 'failed';
  return h(
    'div',
    { class: 'reading' },
    h('h1', {}, file.name),
    failed
      ? h('p', { class: 'notice bad', role: 'alert' }, file.error ?? 'it cannot be read')
      : h(
          'div',
          {},
          h(
            'p',
            { class: 'faint' },
            'Reading ' + bytes(file.bytes) + (file.progress === undefined ? '' : ': ' + percent(file.progress, 1)),
          ),
          file.progress === undefined
            ? h('progress', { 'aria-label': 'Reading' })
            : h('progress', { max: 1, value: file.progress, 'aria-label': 'Reading' }),
        ),
  );
}

/**
 * One sentence about what went wrong.
 *
 * @param {unknown} error
 */
export function trouble(error) {
  return h('p', { class: 'notice bad', role: 'alert' }, error instanceof Error ? error.message : String(error));
}
