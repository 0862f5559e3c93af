// The critical path as a list of segments.

import { h } from '../dom.js';
import { count, duration, percent } from '../format.js';
import { bar } from '../parts.js';
import * as place from '../place.js';
import { stateColour, stateWords } from '../states.js';
import { colour } from '../theme.js';
import { whoWords } from '../words.js';
import { panelHead } from './detail.js';

/** @typedef {import('../types.js').Critical} Critical */
/** @typedef {import('../types.js').Segment} Segment */

const SHOWN = 300;

/**
 * What a place of the page asks for.
 *
 * @param {string} crit `task.ID`, or `thread.ID.FROM.TO`
 * @returns {import('../api.js').Parameters | undefined} undefined if it is neither
 */
export function pathQuestion(crit) {
  const task = /^task\.(\d{1,20})$/.exec(crit);
  if (task !== null) {
    return { task: task[1] };
  }
  const thread = /^thread\.(\d{1,20})\.(\d{1,16})\.(\d{1,16})$/.exec(crit);
  return thread === null ? undefined : { thread: thread[1], from: thread[2], to: thread[3] };
}

/**
 * The sums of the path by state.
 *
 * @param {Segment[]} segments
 */
function sums(segments) {
  /** @type {Map<string, import('../states.js').Part>} */
  const parts = new Map();
  for (const segment of segments) {
    const words = segment.reason ? stateWords(segment.state) + ': ' + segment.reason : stateWords(segment.state);
    const part = parts.get(words);
    if (part === undefined) {
      parts.set(words, { state: segment.state, words, nanos: segment.end - segment.begin, shade: 0 });
    } else {
      part.nanos += segment.end - segment.begin;
    }
  }
  const sorted = [...parts.values()].sort((a, b) => b.nanos - a.nanos);
  let shade = 0;
  for (const part of sorted) {
    if (stateColour(part.state) === 'waiting') {
      part.shade = shade++;
    }
  }
  return sorted;
}

/**
 * Makes the panel.
 *
 * @param {Critical} path
 * @param {() => void} close
 * @returns {HTMLElement}
 */
export function pathPanel(path, close) {
  const { segments } = path;
  const whole = segments.reduce((sum, each) => sum + each.end - each.begin, 0);
  const parts = sums(segments);
  const longest = Math.max(1, ...segments.map(each => each.end - each.begin));
  const least = segments.length <= SHOWN ? 0 : ([...segments].map(each => each.end - each.begin).sort((a, b) => b - a)[SHOWN] ?? 0);
  const left = segments.filter(each => each.end - each.begin < least);
  return h(
    'div',
    {},
    panelHead('Critical path', close),
    h(
      'p',
      { class: 'faint' },
      duration(whole) +
        ' in ' +
        count(segments.length, 'segment') +
        ' on ' +
        count(path.threads.length, 'thread') +
        '. At each moment the thread that had to act.',
    ),
    bar(parts, { tall: true }),
    h(
      'ul',
      { class: 'chain small' },
      parts.slice(0, 6).map(part =>
        h(
          'li',
          {},
          h('span', {
            class: 'chip state-' + stateColour(part.state) + (part.shade > 0 ? ' shade-' + (1 + ((part.shade - 1) % 4)) : ''),
          }),
          part.words + ' \u2014 ' + duration(part.nanos) + ', ' + percent(part.nanos, whole),
        ),
      ),
    ),
    h('h3', {}, 'In order'),
    h(
      'ol',
      { class: 'segments' },
      segments
        .filter(each => each.end - each.begin >= least)
        .map(segment =>
          h(
            'li',
            {},
            h(
              'button',
              {
                style: {
                  'border-left-color': colour('state-' + stateColour(segment.state)),
                  'padding-left': 6 + 10 * Math.min(8, segment.depth) + 'px',
                },
                disabled: segment.thread === undefined,
                onclick: () =>
                  place.go(
                    place.changed({
                      thread: String(segment.thread),
                      time: String(Math.floor((segment.begin + segment.end) / 2)),
                      sel: undefined,
                    }),
                  ),
              },
              h('span', { class: 'took' }, duration(segment.end - segment.begin)),
              h(
                'span',
                {},
                segment.label || stateWords(segment.state),
                h('span', { class: 'faint' }, segment.thread === undefined ? '' : ' \u2014 ' + whoWords(segment.thread, segment.name)),
                h('div', {
                  class: 'meter state-' + stateColour(segment.state),
                  style: { width: Math.max(1, (100 * (segment.end - segment.begin)) / longest) + '%', height: '3px', display: 'block' },
                }),
              ),
            ),
          ),
        ),
    ),
    path.more === true ? h('p', { class: 'faint small' }, 'The path has more segments than are told apart here.') : null,
    left.length > 0
      ? h(
          'p',
          { class: 'faint small' },
          'and ' +
            count(left.length, 'shorter segment') +
            ', ' +
            duration(left.reduce((sum, each) => sum + each.end - each.begin, 0)) +
            ' altogether',
        )
      : null,
  );
}
