// The critical path as a list of segments.

import { h } from '../dom.js';
import { count, duration, percent } from '../format.js';
import { bar, chip } from '../parts.js';
import * as place from '../place.js';
import { stateColour, stateWords } from '../states.js';
import { colour } from '../theme.js';
import { threadWord, whoWords } from '../words.js';
import { panelHead } from './detail.js';

/** @typedef {import('../types.js').Critical} Critical */
/** @typedef {import('../types.js').Segment} Segment */

// Segments of a smaller share are folded where several follow each other.
const SHORT = 0.005;
const FOLDED = 3;
const MOST_UNFOLDED = 1000;

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
 * A segment as a button that selects it.
 *
 * @param {Segment} segment
 * @param {number} longest in nanoseconds, which has the longest line
 */
function segmentItem(segment, longest) {
  const nanos = segment.end - segment.begin;
  const state = stateColour(segment.state);
  const select = () => {
    const time = String(Math.floor((segment.begin + segment.end) / 2));
    place.go(place.changed({ thread: String(segment.thread), time, sel: undefined }));
  };
  return h(
    'li',
    {},
    h(
      'button',
      {
        style: { 'border-left-color': colour('state-' + state), 'padding-left': 6 + 10 * Math.min(8, segment.depth) + 'px' },
        disabled: segment.thread === undefined,
        onclick: select,
      },
      h('span', { class: 'took' }, duration(nanos)),
      h(
        'span',
        {},
        segment.label || stateWords(segment.state),
        h('span', { class: 'faint' }, segment.thread === undefined ? '' : ' \u2014 ' + whoWords(segment.thread, segment.name)),
        h('div', { class: 'meter line state-' + state, style: { width: Math.max(1, (100 * nanos) / longest) + '%' } }),
      ),
    ),
  );
}

/**
 * All segments in order of time; short ones are folded where several follow each other.
 *
 * @param {Segment[]} segments
 * @param {number} whole
 */
function segmentList(segments, whole) {
  const longest = segments.reduce((most, each) => Math.max(most, each.end - each.begin), 1);
  const list = h('ol', { class: 'segments' });
  for (let i = 0; i < segments.length;) {
    let end = i;
    while (end < segments.length && nanosOf(segments[end]) < whole * SHORT) {
      end++;
    }
    const short = segments.slice(i, end);
    if (short.length >= FOLDED) {
      const sum = short.reduce((all, each) => all + nanosOf(each), 0);
      const inner = h('ol', { class: 'segments' });
      const box = h('details', {}, h('summary', {}, h('b', {}, duration(sum)), ' in ' + count(short.length, 'short segment')), inner);
      box.addEventListener('toggle', () => {
        if (box.open && inner.childElementCount === 0) {
          inner.append(...short.slice(0, MOST_UNFOLDED).map(each => segmentItem(each, longest)));
          if (short.length > MOST_UNFOLDED) {
            inner.append(h('li', { class: 'faint' }, 'and ' + count(short.length - MOST_UNFOLDED) + ' more'));
          }
        }
      });
      list.append(h('li', { class: 'fold-line' }, box));
    } else {
      list.append(...short.map(each => segmentItem(each, longest)));
    }
    const next = segments[end];
    if (next !== undefined) {
      list.append(segmentItem(next, longest));
      end++;
    }
    i = end;
  }
  return list;
}

/** @param {Segment | undefined} segment */
function nanosOf(segment) {
  return segment === undefined ? 0 : segment.end - segment.begin;
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
  const whole = segments.reduce((sum, each) => sum + nanosOf(each), 0);
  const parts = sums(segments);
  return h(
    'div',
    {},
    panelHead('Critical path', close),
    h(
      'p',
      { class: 'faint' },
      duration(whole) + ' in ' + count(segments.length, 'segment') + ' on ' + count(path.threads.length, threadWord()),
      '. At each moment the thread that had to act.',
    ),
    bar(parts, { tall: true }),
    h(
      'ul',
      { class: 'chain small' },
      parts
        .slice(0, 6)
        .map(part =>
          h('li', {}, chip(part.state, part.shade), part.words + ' \u2014 ' + duration(part.nanos) + ', ' + percent(part.nanos, whole)),
        ),
    ),
    h('h3', {}, 'In order'),
    segmentList(segments, whole),
    path.more === true ? h('p', { class: 'faint small' }, 'The path has more segments than are told apart here.') : null,
  );
}
