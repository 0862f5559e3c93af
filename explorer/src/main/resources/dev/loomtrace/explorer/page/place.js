// Where the page is: the fragment of its address, so that a link opens the same place.

/**
 * Members of a place; all are texts, as in the address. Which ones mean something depends on `view`.
 * @typedef {{[M in Member]?: string | undefined}} Place
 */
/**
 * @typedef {'f' | 'view' | 'from' | 'to' | 'thread' | 'time' | 'row' | 'task' | 'group' | 'q' | 'kind' | 'name'
 *   | 'type' | 'between' | 'sel' | 'crit' | 'pins' | 'clock'} Member
 */

/** @type {Member[]} */
const MEMBERS = [
  'f',
  'view',
  'from',
  'to',
  'thread',
  'time',
  'row',
  'task',
  'group',
  'q',
  'kind',
  'name',
  'type',
  'between',
  'sel',
  'crit',
  'pins',
  'clock',
];

/** @type {Array<(place: Place, before: Place) => void>} */
const listeners = [];
let current = parse(location.hash);

/**
 * Reads a fragment; what no place has is dropped.
 *
 * @param {string} fragment
 * @returns {Place}
 */
export function parse(fragment) {
  const given = new URLSearchParams(fragment.replace(/^#/, ''));
  /** @type {Place} */
  const place = {};
  for (const member of MEMBERS) {
    const value = given.get(member);
    if (value !== null && value.length <= 4000) {
      place[member] = value;
    }
  }
  const goroutine = given.get('goroutine');
  if (goroutine !== null) {
    place.thread = goroutine;
  }
  // Links of the command line name no view.
  if (place.view === undefined && (place.task !== undefined || place.thread !== undefined)) {
    place.view = 'unit';
  }
  return place;
}

/**
 * The fragment of a place.
 *
 * @param {Place} place
 */
export function fragment(place) {
  const text = new URLSearchParams();
  for (const member of MEMBERS) {
    const value = place[member];
    if (value !== undefined) {
      text.set(member, value);
    }
  }
  return '#' + text.toString().replaceAll('+', '%20').replaceAll('%3A', ':').replaceAll('%2C', ',');
}

/** Where the page is now. */
export function here() {
  return current;
}

/**
 * The address of another view of the same file.
 *
 * @param {Place} place with `view`
 */
export function link(place) {
  return fragment({ f: current.f, clock: current.clock, ...place });
}

/**
 * The current place with some members changed; undefined drops one.
 *
 * @param {Place} members
 * @returns {Place}
 */
export function changed(members) {
  return { ...current, ...members };
}

/** @param {Place} place */
function tell(place) {
  const before = current;
  current = place;
  for (const listener of listeners) {
    listener(place, before);
  }
}

/**
 * Goes to a place.
 *
 * @param {Place} place
 * @param {{replace?: boolean, quiet?: boolean}} [how] `replace`: without a step back to here;
 *   `quiet`: the address only, of what whoever calls shows already
 */
export function go(place, how = {}) {
  const next = fragment(place);
  if (next !== location.hash) {
    if (how.replace === true) {
      history.replaceState(null, '', next);
    } else {
      history.pushState(null, '', next);
    }
  }
  if (how.quiet === true) {
    current = place;
  } else {
    tell(place);
  }
}

/**
 * Calls whenever the place is another one.
 *
 * @param {(place: Place, before: Place) => void} listener
 */
export function listen(listener) {
  listeners.push(listener);
}

/** The fragment `#main` is that of the link past the navigation. */
function moved() {
  if (location.hash !== '#main' && fragment(current) !== location.hash) {
    tell(parse(location.hash));
  }
}

addEventListener('popstate', moved);
addEventListener('hashchange', moved);

/**
 * A whole number of a place.
 *
 * @param {string | undefined} text
 * @returns {number | undefined} undefined if it is none
 */
export function number(text) {
  return text !== undefined && /^-?\d{1,16}$/.test(text) ? Number(text) : undefined;
}

/**
 * A stretch of time of a place.
 *
 * @param {string | undefined} from
 * @param {string | undefined} to
 * @returns {[number, number] | undefined} undefined if it is none
 */
export function stretch(from, to) {
  const begin = number(from);
  const end = number(to);
  return begin !== undefined && end !== undefined && begin < end ? [begin, end] : undefined;
}
