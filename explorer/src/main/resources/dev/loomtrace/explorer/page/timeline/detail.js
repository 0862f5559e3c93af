// The panel beside the timeline: what a thread did at a moment, and why.

import { announce, h } from '../dom.js';
import { count, duration, instant, shortName, wallClock } from '../format.js';
import { chip, stack, to } from '../parts.js';
import * as place from '../place.js';
import { stateWords } from '../states.js';
import { threadWord, threadWords, wakerWords, whoWords } from '../words.js';
import { threadOf } from './rows.js';

/** @typedef {import('../types.js').At} At */
/** @typedef {import('../types.js').Id} Id */
/** @typedef {import('../types.js').SpanWithStack} SpanWithStack */

const WOKEN = 8;

/**
 * A button that selects another thread's moment, and keeps everything else.
 *
 * @param {Id} thread
 * @param {number} time
 * @param {string} text
 */
function jump(thread, time, text) {
  return h('a', { href: place.fragment(place.changed({ thread: String(thread), time: String(Math.round(time)), sel: undefined })) }, text);
}

/**
 * A list of terms without those that say nothing.
 *
 * @param {Array<[string, import('../dom.js').Child | import('../dom.js').Child[]]>} terms
 */
function list(terms) {
  return h(
    'dl',
    {},
    terms
      .filter(each => each[1] !== null && each[1] !== undefined && each[1] !== '')
      .map(([term, content]) => [h('dt', {}, term), h('dd', {}, content)])
      .flat(),
  );
}

/**
 * A button that may have nothing to do.
 *
 * @param {string} text
 * @param {string} title
 * @param {(() => void) | undefined} action
 * @param {string} [kind] of button
 */
export function button(text, title, action, kind) {
  return h('button', { type: 'button', title, class: kind, disabled: action === undefined, onclick: action }, text);
}

/**
 * The title of a panel, with a button that closes it.
 *
 * @param {import('../dom.js').Child | import('../dom.js').Child[]} title
 * @param {() => void} close
 */
export function panelHead(title, close) {
  return h(
    'div',
    { class: 'panel-head' },
    h('h2', {}, title),
    h('button', { class: 'quiet', 'aria-label': 'Close', title: 'Close (Esc)', onclick: close }, '\u2715'),
  );
}

/**
 * What a span is, in a sentence, for those who listen.
 *
 * @param {SpanWithStack} span
 * @param {string} thread
 */
function sentence(span, thread) {
  return (
    thread +
    ': ' +
    stateWords(span.state ?? 'unknown') +
    (span.reason ? ', ' + span.reason : '') +
    ' for ' +
    duration(span.end - span.begin) +
    (span.waker === undefined
      ? ''
      : ', ended by ' + (span.waker.thread === undefined ? wakerWords(span.waker.kind) : threadWord(span.waker.thread)))
  );
}

/**
 * Makes the panel.
 *
 * @param {At} at
 * @param {import('../types.js').Context} context
 * @param {{close: () => void, follow: (() => void) | undefined, previous: (() => void) | undefined, next: (() => void) | undefined,
 *   zoom: (() => void) | undefined, path: (() => void) | undefined, pin: () => void, pinned: boolean}} deeds
 * @returns {HTMLElement}
 */
export function detailPanel(at, context, deeds) {
  const { span, thread } = at;
  const id = threadOf(thread) ?? '';
  const kind = threadWords(thread.threadKind, id);
  const title = shortName(thread.label) || kind;
  const group = shortName(thread.group ?? '');
  const wall = context.extent.startWall;
  if (span !== undefined) {
    announce(sentence(span, title));
  }
  const { waker } = span ?? {};
  const state = span?.state ?? 'unknown';
  const woke = at.woke ?? [];
  return h(
    'div',
    {},
    panelHead(title, deeds.close),
    h(
      'p',
      { class: 'faint', title: thread.group },
      [title === kind ? '' : kind, group === '' || group === title ? '' : group].filter(Boolean).join(', '),
    ),
    h(
      'div',
      { class: 'actions' },
      button('\u2039 [', 'Previous span', deeds.previous),
      button('] \u203a', 'Next span', deeds.next),
      button('Zoom', 'Zoom to this span (z)', deeds.zoom),
      button(deeds.pinned ? 'Unpin' : 'Pin', 'Pin this row (p)', deeds.pin),
      to({ view: 'unit', thread: id }, 'its whole life'),
    ),
    span === undefined
      ? h('p', { class: 'faint' }, 'Nothing is known of it at this moment.')
      : h(
          'section',
          {},
          h(
            'h3',
            {},
            chip(state),
            stateWords(state) + (state !== 'running' && span.reason ? ': ' + span.reason : ''),
            ' \u2014 ' + duration(span.end - span.begin),
          ),
          list([
            ['on', span.resource ?? ''],
            [
              'from',
              h(
                'span',
                { title: wallClock(wall, span.begin, 9) },
                (span.beganBefore === true ? 'before the recording, ' : '') + instant(span.begin, 1000),
              ),
            ],
            [
              'to',
              h('span', { title: wallClock(wall, span.end, 9) }, instant(span.end, 1000) + (span.open === true ? ', had not ended' : '')),
            ],
            ['carrier', span.proc === undefined ? null : String(span.proc)],
            [
              'ended by',
              waker === undefined
                ? null
                : waker.thread === undefined
                  ? wakerWords(waker.kind)
                  : [
                      jump(waker.thread, span.end, whoWords(waker.thread, waker.name)),
                      /thread$/i.test(waker.kind) ? '' : ' (' + wakerWords(waker.kind) + ')',
                    ],
            ],
            ['task', at.task === undefined ? null : [to({ view: 'unit', task: String(at.task.id) }, at.task.name + ' ' + at.task.id)]],
            [
              'started by',
              at.creator === undefined ? null : jump(at.creator.thread, thread.begin, whoWords(at.creator.thread, at.creator.name)),
            ],
          ]),
          h(
            'div',
            { class: 'actions' },
            button(
              'Follow to the waker',
              'What whoever ended the wait did then (f)',
              deeds.follow,
              deeds.follow === undefined ? undefined : 'main',
            ),
            button('Critical path of this', 'Who had to act for it to end, moment by moment', deeds.path),
            at.task === undefined
              ? null
              : h(
                  'a',
                  { class: 'button', href: place.fragment(place.changed({ crit: 'task.' + at.task.id, sel: undefined })) },
                  'Critical path of the task',
                ),
          ),
        ),
    span === undefined || woke.length === 0
      ? null
      : h(
          'section',
          {},
          h('h3', {}, 'It woke'),
          h(
            'ul',
            { class: 'story' },
            woke
              .slice(0, WOKEN)
              .map(each =>
                h(
                  'li',
                  {},
                  h('span', { class: 'faint' }, '+' + duration(each.time - span.begin) + ' '),
                  jump(each.thread, each.time, whoWords(each.thread, each.name)),
                ),
              ),
            woke.length > WOKEN
              ? h('li', { class: 'faint' }, 'and ' + (at.wokeMore === true ? 'many' : count(woke.length - WOKEN)) + ' more')
              : null,
          ),
        ),
    span?.stack === undefined || span.stack.length === 0
      ? span === undefined
        ? null
        : h('p', { class: 'faint small' }, 'No stack was taken here.')
      : h(
          'section',
          {},
          h('h3', {}, 'Stack'),
          (span.stackWeight ?? 1) > 1
            ? h('p', { class: 'faint small' }, 'It stands for ' + count(span.stackWeight ?? 1) + ' such waits.')
            : null,
          stack(span.stack),
        ),
  );
}
