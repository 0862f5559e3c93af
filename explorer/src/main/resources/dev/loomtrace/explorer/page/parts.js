// What several views show: bars of time, places in code, remarks, links.

import { h } from './dom.js';
import { duration, percent, shortName, wallClock } from './format.js';
import * as place from './place.js';
import { partsOf, stateColour } from './states.js';
import { inShort } from './words.js';

/** @typedef {import('./states.js').Part} Part */
/** @typedef {import('./types.js').Frame} Frame */
/** @typedef {import('./types.js').Id} Id */

/**
 * @param {Part} part
 */
function classOf(part) {
  return 'state-' + stateColour(part.state) + (part.shade > 0 ? ' shade-' + (1 + ((part.shade - 1) % 4)) : '');
}

/**
 * The square of a state's colour.
 *
 * @param {string} state
 * @param {number} [shade]
 */
export function chip(state, shade = 0) {
  return h('span', { class: 'chip ' + classOf({ state, words: '', nanos: 0, shade }), 'aria-hidden': 'true' });
}

/**
 * A bar of the parts of some time.
 *
 * @param {Part[]} parts
 * @param {{tall?: boolean, of?: number}} [options] `of`: what the full width stands for; the sum otherwise
 */
export function bar(parts, options = {}) {
  const sum = parts.reduce((all, part) => all + part.nanos, 0);
  const whole = options.of ?? sum;
  const words = parts.map(part => part.words + ' ' + percent(part.nanos, sum)).join(', ');
  return h(
    'div',
    { class: options.tall === true ? 'bar tall' : 'bar', role: 'img', 'aria-label': words },
    parts.map(part =>
      h('span', {
        class: classOf(part),
        title: part.words + ': ' + duration(part.nanos) + ', ' + percent(part.nanos, sum),
        style: { width: (whole === 0 ? 0 : (100 * part.nanos) / whole) + '%' },
      }),
    ),
  );
}

/**
 * The bar of a partition of the command line.
 *
 * @param {import('./types.js').Times} times
 */
export function timesBar(times) {
  return bar(partsOf(times));
}

/**
 * A table of the parts of some time, which sum to the whole.
 *
 * @param {Part[]} parts
 * @param {{sums?: Map<string, number>, label?: string}} [options] `sums`: of each part, by its words, the sum over threads
 */
export function partsTable(parts, options = {}) {
  const whole = parts.reduce((all, part) => all + part.nanos, 0);
  const { sums } = options;
  const all = sums === undefined ? 0 : [...sums.values()].reduce((a, b) => a + b, 0);
  return h(
    'table',
    { class: 'narrow', 'aria-label': options.label ?? 'Where the time went' },
    sums === undefined
      ? null
      : h('thead', {}, h('tr', {}, h('th', { class: 'text' }), h('th', {}, 'time'), h('th', {}, 'share'), h('th', {}, 'sum over threads'))),
    h(
      'tbody',
      {},
      parts.map(part =>
        h(
          'tr',
          {},
          h('td', { class: 'text wrap' }, chip(part.state, part.shade), part.words),
          h('td', {}, duration(part.nanos)),
          h('td', {}, percent(part.nanos, whole)),
          sums === undefined ? null : h('td', {}, duration(sums.get(part.words) ?? 0)),
        ),
      ),
      h(
        'tr',
        { class: 'sum' },
        h('td', { class: 'text' }, 'all'),
        h('td', {}, duration(whole)),
        h('td', {}, percent(whole, whole)),
        sums === undefined ? null : h('td', {}, duration(all)),
      ),
    ),
  );
}

/**
 * A place in code; its full name is in the title.
 *
 * @param {Frame | undefined} frame
 * @param {string} [otherwise] if it is not known
 */
export function code(frame, otherwise = 'no stack was taken') {
  if (frame === undefined) {
    return h('span', { class: 'faint' }, otherwise);
  }
  const where = frame.file === '' ? '' : ' (' + frame.file + (frame.line > 0 ? ':' + frame.line : '') + ')';
  return h('span', { class: 'code', title: frame.function + where }, inShort(frame));
}

/**
 * A name of a function or group, in short, with all of it in the title.
 *
 * @param {string} name
 * @param {string} [otherwise] if it is empty
 */
export function name(name, otherwise = '(not known)') {
  return name === '' ? h('span', { class: 'faint' }, otherwise) : h('span', { title: name }, shortName(name));
}

/**
 * A link to a place of the same file.
 *
 * @param {import('./place.js').Place} where
 * @param {...(import('./dom.js').Child)} content
 */
export function to(where, ...content) {
  return h('a', { href: place.link(where) }, content);
}

/**
 * A link to a thread in the timeline.
 *
 * @param {Id} id
 * @param {string} text
 * @param {number} [time]
 */
export function toThread(id, text, time) {
  return to({ view: 'timeline', thread: String(id), ...(time === undefined ? {} : { time: String(Math.round(time)) }) }, text);
}

/**
 * A link to a stretch of the timeline with something around it.
 *
 * @param {number} begin
 * @param {number} nanos
 * @param {number} whole the trace's length
 * @param {string} text
 * @param {import('./place.js').Place} [more]
 */
export function toStretch(begin, nanos, whole, text, more = {}) {
  const [from, end] = around(begin, begin + nanos, whole);
  return to({ view: 'timeline', from: String(from), to: String(end), ...more }, text);
}

/**
 * A stretch with something around it.
 *
 * @param {number} begin
 * @param {number} end
 * @param {number} whole
 * @returns {[number, number]}
 */
export function around(begin, end, whole) {
  const margin = Math.max(1000, (end - begin) * 0.08);
  return [Math.max(0, Math.floor(begin - margin)), Math.min(whole, Math.ceil(end + margin))];
}

/**
 * What has to be known about an answer.
 *
 * @param {string[]} sentences
 */
export function remarks(sentences) {
  return sentences.length === 0
    ? null
    : h(
        'div',
        { class: 'notice' },
        sentences.length === 1
          ? sentences[0]
          : h(
              'ul',
              {},
              sentences.map(each => h('li', {}, each)),
            ),
      );
}

/**
 * The command that says the same.
 *
 * @param {string} text
 */
export function command(text) {
  const button = h(
    'button',
    {
      class: 'linklike',
      type: 'button',
      onclick: async () => {
        await navigator.clipboard.writeText(text);
        button.textContent = 'copied';
        setTimeout(() => {
          button.textContent = 'copy';
        }, 1500);
      },
    },
    'copy',
  );
  return h('div', { class: 'command' }, h('span', {}, 'the same in a terminal:'), h('code', {}, text), button);
}

/**
 * When something was, in words: since the start and by the clock on the wall.
 *
 * @param {number} time
 * @param {import('./types.js').Extent} extent
 */
export function when(time, extent) {
  const wall = wallClock(extent.startWall, time);
  const since = time < 0 ? duration(-time) + ' before the recording' : duration(time) + ' into the trace';
  return wall === '' ? since : since + ' (' + wall + ')';
}

/**
 * A stack, its leaf first: own frames stand out, and the others are folded between them.
 *
 * @param {Frame[]} frames
 */
export function stack(frames) {
  /** @type {Array<HTMLElement>} */
  const items = [];
  const known = frames.some(frame => frame.origin !== undefined);
  const own = frames.some(frame => frame.origin === 'application');
  /** @param {Frame} frame */
  const line = frame =>
    h(
      'li',
      { class: frame.origin === 'application' ? 'own' : known ? 'library' : null, title: frame.function },
      shortName(frame.function),
      h(
        'span',
        { class: 'where' },
        frame.file === '' ? '' : ' ' + frame.file.slice(frame.file.lastIndexOf('/') + 1) + (frame.line > 0 ? ':' + frame.line : ''),
      ),
    );
  for (let i = 0; i < frames.length;) {
    let end = i;
    while (own && end < frames.length && frames[end]?.origin !== 'application') {
      end++;
    }
    const hidden = frames.slice(i, end);
    if (hidden.length > 2) {
      items.push(
        h(
          'li',
          {},
          h(
            'details',
            {},
            h('summary', { class: 'library' }, hidden.length + ' frames of libraries: ' + shortName(hidden[0]?.function ?? '')),
            h('ul', { class: 'stack' }, hidden.map(line)),
          ),
        ),
      );
    } else {
      items.push(...hidden.map(line));
    }
    i = end;
    const frame = frames[i];
    if (frame !== undefined) {
      items.push(line(frame));
      i++;
    }
  }
  return h('ol', { class: 'stack', 'aria-label': 'Stack, innermost frame first' }, items);
}
