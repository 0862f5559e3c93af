// A recording that goes on: how old what is shown is, whether to follow, and a dump of it.

import { askDump, askLive } from './api.js';
import { announce, byId, fill, h, isWriting } from './dom.js';
import { duration } from './format.js';
import * as place from './place.js';

/** @typedef {import('./place.js').Place} Place */
/** @typedef {import('./types.js').Live} Live */

/** What the page does for this.
 * @typedef {{shown: () => {revision: number, durationNanos: number} | undefined, show: (place: Place) => Promise<void>}} Page
 */

const POLL_MILLIS = 1500;
// A stretch that ends so near to the trace's end, as a part of itself, ends there.
const NEAR = 0.01;

/** Members of a place that are moments of one revision. @type {import('./place.js').Member[]} */
const MOMENTS = ['from', 'to', 'time', 'sel', 'crit'];

/**
 * A place without what means a moment: of a revision that is not there any more.
 *
 * @param {Place} now
 * @returns {Place}
 */
export function timeless(now) {
  const next = { ...now };
  MOMENTS.forEach(member => delete next[member]);
  return next;
}

/**
 * The same place in a later revision. Moments stay the same moments, but a stretch at the end stays
 * at the end; what is no longer in the trace is dropped.
 *
 * @param {Place} now
 * @param {number} before how long the trace was
 * @param {number} after how long it is
 * @param {number | undefined} later how much later it begins, in nanoseconds; undefined: nobody knows
 * @returns {Place}
 */
export function moved(now, before, after, later) {
  const next = timeless(now);
  const range = place.stretch(now.from, now.to);
  if (range !== undefined && range[1] >= before - (range[1] - range[0]) * NEAR) {
    next.from = String(Math.max(0, Math.floor(after - (range[1] - range[0]))));
    next.to = String(after);
  }
  if (later === undefined) {
    return next;
  }
  /** @type {(from: number, to: number) => [number, number] | undefined} */
  const shift = (from, to) => (from - later >= 0 && to - later <= after ? [from - later, to - later] : undefined);
  if (range !== undefined && next.from === undefined) {
    const same = shift(...range);
    next.from = same && String(same[0]);
    next.to = same && String(same[1]);
  }
  const time = place.number(now.time);
  const moment = time === undefined ? undefined : shift(time, time);
  next.time = moment && String(moment[0]);
  const chosen = place.stretch(...pair(now.sel?.split('-')));
  const selected = chosen && shift(...chosen);
  next.sel = selected && selected.join('-');
  const crit = now.crit?.split('.') ?? [];
  const path = crit[0] === 'thread' ? place.stretch(...pair(crit.slice(-2))) : undefined;
  const critical = path && shift(...path);
  if (critical !== undefined) {
    next.crit = [...crit.slice(0, -2), ...critical].join('.');
  } else if (crit[0] === 'task') {
    next.crit = now.crit;
  }
  return next;
}

/**
 * @param {string[] | undefined} texts
 * @returns {[string | undefined, string | undefined]}
 */
function pair(texts) {
  return [texts?.[0], texts?.[1]];
}

/** Seconds and more, as people count them. @param {number} millis */
function ago(millis) {
  const seconds = Math.max(0, Math.round(millis / 1000));
  return seconds < 120 ? seconds + ' s' : Math.round(seconds / 60) + ' min';
}

/** The strip below the head, and what goes on behind it. */
class Follower {
  /** @param {Page} page */
  constructor(page) {
    /** @private */
    this.page = page;
    /** @private @type {Live | undefined} */
    this.status = undefined;
    /** @private */
    this.problem = '';
    /** When what is shown was copied, by the page's clock. @private */
    this.taken = new Map();
    /** @private */
    this.pressed = false;
    /** @private */
    this.text = h('span', { class: 'grow' });
    /** @private */
    this.check = h('input', { type: 'checkbox', checked: true, onchange: () => this.switched() });
    /** @private */
    this.button = h('button', { type: 'button', hidden: true, onclick: () => this.dump() }, 'Dump');
    this.button.title = 'The JVM writes its recording to a file';
    /** @private */
    this.said = h('span', { role: 'status' });
    byId('head').after(
      h(
        'div',
        { class: 'strip', role: 'region', 'aria-label': 'Live' },
        this.text,
        this.said,
        h('label', { title: 'Show what is new as it comes' }, this.check, ' follow'),
        this.button,
      ),
    );
    addEventListener('pointerdown', () => (this.pressed = true), true);
    for (const end of ['pointerup', 'pointercancel', 'blur']) {
      addEventListener(end, () => (this.pressed = false), true);
    }
  }

  async run() {
    for (;;) {
      await this.poll();
      await new Promise(resolve => setTimeout(resolve, POLL_MILLIS));
    }
  }

  /** @private */
  async poll() {
    try {
      const shown = this.page.shown();
      const status = await askLive(shown?.revision);
      this.problem = '';
      this.status = status;
      this.taken.set(status.revision, performance.now() - status.ageNanos / 1e6);
      this.taken.forEach((_, revision) => {
        if (revision !== status.revision && revision !== shown?.revision) {
          this.taken.delete(revision);
        }
      });
      const next = status.revision;
      if (
        shown !== undefined &&
        status.durationNanos !== undefined &&
        next !== shown.revision &&
        this.follows() &&
        !this.isBusy() &&
        this.page.shown()?.revision === shown.revision
      ) {
        const where = moved(place.here(), shown.durationNanos, status.durationNanos, status.laterNanos);
        await this.page.show({ ...where, f: String(next) });
      }
    } catch (e) {
      this.problem = e instanceof Error ? e.message : String(e);
    }
    this.tell();
  }

  /** @private */
  follows() {
    return this.check.checked;
  }

  /** Whether someone does something that a new view would take from under their hands. @private */
  isBusy() {
    return (
      this.pressed ||
      document.hidden ||
      isWriting() ||
      document.querySelector('dialog[open]') !== null ||
      getSelection()?.isCollapsed === false
    );
  }

  /** @private */
  switched() {
    announce(this.follows() ? 'following' : 'not following');
    this.tell();
  }

  /** @private */
  tell() {
    const { status, problem } = this;
    const shown = this.page.shown();
    if (problem !== '' || status === undefined || shown === undefined) {
      fill(this.text, problem === '' ? 'live' : h('b', {}, 'live: '), problem);
      return;
    }
    const taken = this.taken.get(shown.revision);
    const age = taken === undefined ? '' : ago(performance.now() - taken) + ' ago';
    const last = duration(shown.durationNanos);
    const newer = status.revision !== shown.revision;
    this.button.hidden = !status.dump;
    if (status.ended) {
      fill(this.text, h('b', {}, 'ended'), newer ? ': this is not the last of it' : ': the last ' + last + ' of the recording');
    } else {
      fill(
        this.text,
        h('b', {}, this.follows() ? 'live' : 'not following'),
        ': the last ' + last + (age === '' ? '' : this.follows() ? ', updated ' + age : ', as of ' + age),
      );
    }
    if (!status.held && newer) {
      this.text.append('; what is shown is no longer kept: follow to go on');
    }
    if (status.limited) {
      this.text.append('; it writes so much that this is less than the last ' + duration(status.keepNanos));
    }
    if (status.trouble !== undefined) {
      this.text.append('; nothing newer: ' + status.trouble);
    }
  }

  /** @private */
  async dump() {
    this.button.disabled = true;
    fill(this.said, 'Dumping\u2026');
    try {
      const { path } = await askDump();
      fill(this.said, 'dumped to ', h('code', {}, path));
    } catch (e) {
      fill(this.said, h('b', {}, 'no dump: '), e instanceof Error ? e.message : String(e));
    } finally {
      this.button.disabled = false;
    }
  }
}

/**
 * Follows the recording from now on.
 *
 * @param {Page} page
 */
export function follow(page) {
  new Follower(page).run();
}
