// What threads do: order, words and colours, the same in canvas and tables.

/** @typedef {import('./types.js').State} State */
/** @typedef {import('./types.js').Times} Times */

/** As tiles have them. @type {State[]} */
export const STATES = ['unknown', 'running', 'runnable', 'waiting', 'syscall', 'pinned'];

/** From below, where they are stacked: what went on first. @type {State[]} */
export const STACKED = ['running', 'runnable', 'pinned', 'syscall', 'waiting', 'unknown'];

/** @type {Record<string, string>} */
const WORDS = {
  running: 'running',
  runnable: 'waiting for a carrier or processor',
  waiting: 'blocked',
  blocked: 'blocked',
  syscall: 'in a system call',
  pinned: 'pinned',
  'pinned or in a system call': 'pinned or in a system call',
  stopped: 'world stopped (garbage collection, safepoint)',
  unknown: 'unknown',
  before: 'before the recording',
  idle: 'idle',
  handOff: 'hand-off, unknown by whom',
};

/**
 * A state in words.
 *
 * @param {string} state
 */
export function stateWords(state) {
  return WORDS[state] ?? state;
}

/**
 * The name of a state's colour: `--state-` and this is a property of the style.
 *
 * @param {string} state
 */
export function stateColour(state) {
  switch (state) {
    case 'blocked':
    case 'handOff':
      return 'waiting';
    case 'before':
      return 'unknown';
    default:
      return state in WORDS ? state : 'waiting';
  }
}

/**
 * A part of some time.
 * @typedef {{state: string, words: string, nanos: number, shade: number}} Part `shade`: of those with
 *   the same state, which one it is
 */

/**
 * Blocked, and why.
 *
 * @param {string} reason empty if it is not known
 */
export function blocked(reason) {
  return reason === '' ? 'blocked, reason unknown' : 'blocked: ' + reason;
}

/**
 * The parts of a partition as the command line has it, in its order.
 *
 * @param {Times} times
 * @returns {Part[]}
 */
export function partsOf(times) {
  const by = times.nanosByState;
  /** @type {Part[]} */
  const parts = [
    { state: 'running', words: stateWords('running'), nanos: by.running, shade: 0 },
    { state: 'runnable', words: stateWords('runnable'), nanos: by.runnable, shade: 0 },
  ];
  const reasons = Object.entries(by.blocked).sort((a, b) => b[1] - a[1]);
  reasons.forEach(([reason, nanos], i) => parts.push({ state: 'waiting', words: blocked(reason), nanos, shade: i }));
  parts.push(
    { state: 'pinned', words: 'pinned or in a system call', nanos: by.pinned, shade: 0 },
    { state: 'stopped', words: stateWords('stopped'), nanos: by.stopped, shade: 0 },
    { state: 'unknown', words: stateWords('unknown'), nanos: by.unknown, shade: 0 },
    { state: 'unknown', words: stateWords('before'), nanos: by.before, shade: 1 },
  );
  return parts.filter(part => part.nanos > 0);
}

/**
 * The parts of what tiles and stretches have.
 *
 * @param {Partial<Record<State, number>>} nanos
 * @returns {Part[]}
 */
export function partsOfStates(nanos) {
  return STACKED.map(state => ({ state, words: stateWords(state), nanos: nanos[state] ?? 0, shade: 0 })).filter(part => part.nanos > 0);
}
