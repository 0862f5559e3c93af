// Which stretch of time is shown, and where on the screen a moment is.

const LEAST_NANOS = 40;
const MOVE_MILLIS = 160;

/** Times are nanoseconds since the trace's start, places are pixels of the style from the left. */
export class Scale {
  /**
   * @param {number} duration of the trace
   * @param {() => void} changed is called whenever the stretch is another one
   */
  constructor(duration, changed) {
    this.duration = Math.max(1, duration);
    this.from = 0;
    this.to = this.duration;
    this.width = 1;
    /** Nanoseconds from midnight until the trace's start, if times are those of the wall clock. @type {number | undefined} */
    this.midnight = undefined;
    /** @private */
    this.changed = changed;
    /** Where a movement goes. @private @type {{from: number, to: number, at: number, begin: [number, number]} | undefined} */
    this.movement = undefined;
    /** @private */
    this.still = matchMedia('(prefers-reduced-motion: reduce)');
  }

  /** Nanoseconds of a pixel. */
  get perPixel() {
    return (this.to - this.from) / this.width;
  }

  /** @param {number} time */
  x(time) {
    return ((time - this.from) / (this.to - this.from)) * this.width;
  }

  /** @param {number} x */
  time(x) {
    return this.from + (x / this.width) * (this.to - this.from);
  }

  /**
   * A stretch that is within the trace and not too short, as near as possible to this one.
   *
   * @param {number} from
   * @param {number} to
   * @returns {[number, number]}
   */
  fit(from, to) {
    const length = Math.min(this.duration, Math.max(LEAST_NANOS, to - from));
    const middle = (from + to) / 2;
    const begin = Math.min(this.duration - length, Math.max(0, middle - length / 2));
    return [begin, begin + length];
  }

  /**
   * Shows a stretch at once.
   *
   * @param {number} from
   * @param {number} to
   */
  set(from, to) {
    this.movement = undefined;
    this.assign(...this.fit(from, to));
  }

  /**
   * @private
   * @param {number} from
   * @param {number} to
   */
  assign(from, to) {
    if (from !== this.from || to !== this.to) {
      this.from = from;
      this.to = to;
      this.changed();
    }
  }

  /**
   * Moves to a stretch, in a moment unless motion is unwelcome.
   *
   * @param {number} from
   * @param {number} to
   */
  move(from, to) {
    if (this.still.matches) {
      this.set(from, to);
      return;
    }
    const [a, b] = this.fit(from, to);
    this.movement = { from: a, to: b, at: performance.now(), begin: [this.from, this.to] };
    this.changed();
  }

  /**
   * Goes on with a movement.
   *
   * @param {number} now
   * @returns {boolean} whether it goes on
   */
  step(now) {
    if (this.movement === undefined) {
      return false;
    }
    const { from, to, at, begin } = this.movement;
    const part = Math.min(1, Math.max(0, (now - at) / MOVE_MILLIS));
    if (part === 1) {
      this.movement = undefined;
      this.assign(from, to);
      return false;
    }
    const eased = 1 - (1 - part) ** 3;
    this.assign(begin[0] + (from - begin[0]) * eased, begin[1] + (to - begin[1]) * eased);
    return true;
  }

  /** Where it is, or will be once it does not move any more. @returns {[number, number]} */
  target() {
    return this.movement === undefined ? [this.from, this.to] : [this.movement.from, this.movement.to];
  }

  /**
   * Zooms around a place that stays.
   *
   * @param {number} x
   * @param {number} factor below 1: in
   * @param {boolean} smoothly
   */
  zoom(x, factor, smoothly) {
    const [from, to] = this.target();
    const at = from + (x / this.width) * (to - from);
    const length = Math.min(this.duration, Math.max(LEAST_NANOS, (to - from) * factor));
    const begin = Math.min(this.duration - length, Math.max(0, at - (x / this.width) * length));
    if (smoothly) {
      this.move(begin, begin + length);
    } else {
      this.set(begin, begin + length);
    }
  }

  /**
   * Pans.
   *
   * @param {number} nanos to the right
   * @param {boolean} smoothly
   */
  pan(nanos, smoothly) {
    const [from, to] = this.target();
    const by = Math.max(-from, Math.min(this.duration - to, nanos));
    if (smoothly) {
      this.move(from + by, to + by);
    } else {
      this.set(from + by, to + by);
    }
  }

  /**
   * The level of tiles of which a bucket is at least a pixel of the screen, and less than two.
   *
   * @param {number} ratio pixels of the screen for one of the style
   * @returns {number} at least 0
   */
  level(ratio) {
    const nanos = this.perPixel / ratio;
    const finest = Math.floor(Math.log2(this.duration / 256));
    return Math.max(0, Math.min(finest, Math.floor(Math.log2(this.duration / (256 * nanos)))));
  }
}
