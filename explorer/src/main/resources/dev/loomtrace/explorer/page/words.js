// What is said of waits and paths, in the words of the command line.

import { count, duration, shortName } from './format.js';
import { stateWords } from './states.js';

/** @typedef {import('./types.js').Frame} Frame */
/** @typedef {import('./types.js').PathLink} PathLink */
/** @typedef {import('./types.js').PathStory} PathStory */

/**
 * A frame in short: `Shelf.take:27`.
 *
 * @param {Frame} frame
 */
export function inShort(frame) {
  return shortName(frame.function) + (frame.line > 0 ? ':' + frame.line : '');
}

/**
 * @param {string | undefined} reason
 * @param {string | undefined} resource
 */
function waited(reason, resource) {
  return 'waited (' + (reason || 'reason unknown') + (resource ? ' on ' + resource : '') + ')';
}

/** @param {Frame | undefined} site */
function at(site) {
  return site === undefined ? '' : ' at ' + inShort(site);
}

/**
 * A step from one who waits to whoever had to act.
 *
 * @param {PathLink} step
 * @param {string} [who] whom it leads to; its group otherwise
 */
export function linkWords(step, who) {
  const owner = who ?? (shortName(step.owner) || 'a thread');
  const often = step.repeated ? ' (several times in a row)' : '';
  switch (step.step) {
    case 'wait':
      return waited(step.reason, step.resource) + at(step.site) + ', until ' + owner + ' ended that: meanwhile' + often;
    case 'handOff':
      return 'had no work, until ' + owner + ' gave it some: meanwhile' + often;
    case 'start':
      return 'had not begun, until ' + owner + ' started it: meanwhile' + often;
    default:
      return '\u2026 waited in further ways: meanwhile';
  }
}

/**
 * What the one did at whom a chain ends.
 *
 * @param {PathStory} story
 */
export function storyWords(story) {
  switch (story.state) {
    case 'blocked':
      return waited(story.reason, story.resource) + at(story.site);
    case 'handOff':
      return 'had no work: hand-off, unknown by whom';
    case 'stopped':
      return 'was stopped: ' + stateWords('stopped');
    default:
      return 'was ' + stateWords(story.state === 'pinned' ? 'pinned or in a system call' : story.state);
  }
}

/** @type {Record<string, string>} */
const WAKERS = {
  unknown: 'nobody known',
  thread: 'a thread',
  timer: 'a timer',
  poller: 'a poller of sockets',
  monitor: 'leaving the monitor',
  notifier: 'a notification',
  interrupt: 'an interrupt',
  scheduler: 'the scheduler',
  native: 'a thread of the runtime',
};

/**
 * What ended a wait, if it was no thread that is known.
 *
 * @param {string} kind
 */
export function wakerWords(kind) {
  return WAKERS[kind.toLowerCase()] ?? kind;
}

let general = 'thread';

/**
 * Calls threads as those of a trace are called.
 *
 * @param {'jfr' | 'go'} kind of the trace
 */
export function speakOf(kind) {
  general = kind === 'go' ? 'goroutine' : 'thread';
}

/**
 * A thread, or what the trace that is shown has instead.
 *
 * @param {import('./types.js').Id} [id]
 */
export function threadWord(id) {
  return id === undefined ? general : general + ' ' + id;
}

/** @type {Record<string, string>} */
const THREADS = { virtual: 'virtual thread', platform: 'platform thread', goroutine: 'goroutine' };

/**
 * A thread: `virtual thread 27`.
 *
 * @param {string | undefined} kind
 * @param {import('./types.js').Id} id
 */
export function threadWords(kind, id) {
  const key = (kind ?? '').toLowerCase();
  return (key === 'system' ? 'system ' + general : (THREADS[key] ?? general)) + ' ' + id;
}

/**
 * Who owns what is waited for, in words to follow the reason.
 *
 * @param {import('./types.js').OpenWait} wait
 * @returns {string}
 */
export function ownedWords(wait) {
  const owner = wait.lockOwner;
  if (owner === undefined) {
    return '';
  }
  const some = wait.waitsOfKnownOwners === wait.count ? '' : count(wait.waitsOfKnownOwners ?? 0) + ' of them ';
  const who =
    (wait.lockOwners ?? 1) > 1
      ? count(wait.lockOwners ?? 1) + ' threads'
      : threadWords(owner.threadKind, owner.goroutine) +
        (owner.name === '' ? '' : ' (' + owner.name + ')') +
        seenWords(owner);
  return ', ' + some + 'owned by ' + who;
}

/**
 * When a lock's owner was seen to be that, unless it was at the end.
 *
 * @param {import('./types.js').LockOwner} owner
 * @returns {string}
 */
export function seenWords(owner) {
  return owner.seenNanosBeforeEnd < 1e9 ? '' : ', as seen ' + duration(owner.seenNanosBeforeEnd) + ' before the end';
}

/**
 * A thread and its name, if it has one of its own.
 *
 * @param {import('./types.js').Id} id
 * @param {string | undefined} name its own, or what it is called otherwise
 */
export function whoWords(id, name) {
  const short = shortName(name ?? '');
  return short === ''
    ? threadWord(id)
    : short.endsWith(' ' + id) || short === String(id)
      ? short
      : String(id).length > 9
        ? short
        : id + ' ' + short;
}

/**
 * A name that may be missing.
 *
 * @param {string | undefined} name
 * @param {string} [otherwise]
 */
export function named(name, otherwise = '(not known)') {
  return name === undefined || name === '' ? otherwise : name;
}
