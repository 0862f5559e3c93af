// How long units of work took: a histogram with a logarithmic scale, of which a range can be chosen.

import { fill, h, svg } from './dom.js';
import { count, duration } from './format.js';

const WIDTH = 640;
const HEIGHT = 150;
const LEFT = 44;
const BOTTOM = 24;
const TOP = 16;

/**
 * Columns of a histogram.
 *
 * @param {number[]} values sorted, longest first, all positive
 * @returns {{low: number, step: number, counts: number[]}} `low` and `step` are logarithms to the base 10
 */
export function columnsOf(values) {
  const low = Math.log10(Math.max(1, values[values.length - 1] ?? 1));
  const high = Math.log10(Math.max(1, values[0] ?? 1));
  const columns = Math.max(1, Math.min(80, Math.ceil((high - low) * 24)));
  const step = (high - low) / columns || 0.05;
  /** @type {number[]} */
  const counts = new Array(columns).fill(0);
  for (const value of values) {
    const column = Math.min(columns - 1, Math.max(0, Math.floor((Math.log10(Math.max(1, value)) - low) / step)));
    counts[column] = (counts[column] ?? 0) + 1;
  }
  return { low, step, counts };
}

/**
 * The 1, 2 and 5 of each power of ten within a range.
 *
 * @param {number} low
 * @param {number} high
 * @returns {number[]}
 */
function marks(low, high) {
  const all = [];
  const wide = high - low > 3;
  for (let decade = Math.floor(low); decade <= Math.ceil(high); decade++) {
    for (const digit of wide ? [1] : [1, 2, 5]) {
      const at = Math.log10(digit) + decade;
      if (at >= low && at <= high) {
        all.push(at);
      }
    }
  }
  return all;
}

/**
 * Makes one.
 *
 * @param {{values: number[], what: string, range?: [number, number] | undefined, choose: (range: [number, number] | undefined) => void}} options
 *   `values` in nanoseconds, longest first; `range`: what is chosen; `choose` is called with another choice
 * @returns {HTMLElement}
 */
export function histogram(options) {
  const { low, step, counts } = columnsOf(options.values);
  const high = low + step * counts.length;
  const most = Math.max(1, ...counts);
  let range = options.range;
  /** @param {number} log */
  const x = log => LEFT + ((log - low) / (high - low)) * (WIDTH - LEFT - 8);
  // The root keeps the few of the tail in sight.
  /** @param {number} n */
  const tall = n => (n === 0 ? 0 : Math.max(2, Math.sqrt(n / most) * (HEIGHT - BOTTOM - TOP)));
  const columns = svg('g');
  const brush = svg('rect', { class: 'brush', y: TOP - 6, height: HEIGHT - BOTTOM - TOP + 6, visibility: 'hidden' });
  const words = h('p', { class: 'small faint', role: 'status' });
  const graph = svg(
    'svg',
    {
      class: 'graph',
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      role: 'img',
      'aria-label': 'Histogram of durations; the buttons below choose the slowest',
      style: { cursor: 'crosshair', 'touch-action': 'none' },
    },
    marks(low, high)
      .map(at => [
        svg('line', { class: 'grid', x1: x(at), x2: x(at), y1: TOP, y2: HEIGHT - BOTTOM }),
        svg('text', { x: x(at), y: HEIGHT - 8, 'text-anchor': 'middle' }, duration(10 ** at)),
      ])
      .flat(),
    svg('text', { x: LEFT - 6, y: TOP + 6, 'text-anchor': 'end' }, count(most)),
    svg('line', { class: 'axis', x1: LEFT, x2: WIDTH - 8, y1: HEIGHT - BOTTOM, y2: HEIGHT - BOTTOM }),
    columns,
    brush,
  );

  function draw() {
    fill(
      columns,
      counts.map((n, i) => {
        const from = low + i * step;
        const inside = range !== undefined && 10 ** (from + step) > range[0] && 10 ** from < range[1];
        return svg(
          'rect',
          {
            class: inside ? 'column in' : 'column',
            x: x(from) + 0.4,
            width: Math.max(0.8, x(from + step) - x(from) - 0.8),
            y: HEIGHT - BOTTOM - tall(n),
            height: tall(n),
          },
          svg('title', {}, duration(10 ** from) + ' to ' + duration(10 ** (from + step)) + ': ' + count(n)),
        );
      }),
    );
    if (range === undefined) {
      brush.setAttribute('visibility', 'hidden');
      words.textContent = 'Drag to choose a range. Heights grow with the root of the number, so that a few slow ones can be seen.';
    } else {
      const [a, b] = range;
      const left = Math.max(LEFT, x(Math.log10(Math.max(1, a))));
      const right = Math.min(WIDTH - 8, x(Math.log10(Math.max(1, b))));
      brush.setAttribute('visibility', 'visible');
      brush.setAttribute('x', String(left));
      brush.setAttribute('width', String(Math.max(1, right - left)));
      const inside = options.values.filter(value => value >= a && value <= b).length;
      fill(
        words,
        count(inside) + ' of ' + count(options.values.length, options.what) + ', from ' + duration(a) + ' to ' + duration(b) + ' \u2014 ',
        h(
          'button',
          {
            class: 'linklike',
            type: 'button',
            onclick: () => {
              range = undefined;
              draw();
              options.choose(undefined);
            },
          },
          'all',
        ),
      );
    }
  }

  /** The slowest ones. @param {number} part of all */
  const slowest = part => {
    const at = options.values[Math.max(0, Math.ceil(options.values.length * part) - 1)] ?? 0;
    range = [at, options.values[0] ?? at];
    draw();
    options.choose(range);
  };
  /** @param {PointerEvent} event */
  const log = event => {
    const box = graph.getBoundingClientRect();
    const at = ((event.clientX - box.left) / box.width) * WIDTH;
    return Math.min(high, Math.max(low, low + ((at - LEFT) / (WIDTH - LEFT - 8)) * (high - low)));
  };
  /** The ends are those of the values, which no rounding leaves out. @param {number} a @param {number} b @returns {[number, number]} */
  const between = (a, b) => [
    a <= low + 1e-9 ? (options.values[options.values.length - 1] ?? 1) : 10 ** a,
    b >= high - 1e-9 ? (options.values[0] ?? 1) : 10 ** b,
  ];
  /** @type {number | undefined} */
  let began;
  graph.addEventListener('pointerdown', event => {
    if (event.button === 0) {
      began = log(event);
      graph.setPointerCapture(event.pointerId);
    }
  });
  graph.addEventListener('pointermove', event => {
    if (began !== undefined) {
      const now = log(event);
      range = between(Math.min(began, now), Math.max(began, now));
      draw();
    }
  });
  graph.addEventListener('pointerup', event => {
    if (began === undefined) {
      return;
    }
    const now = log(event);
    const clicked = Math.abs(now - began) < step / 2;
    const column = Math.min(counts.length - 1, Math.floor((now - low) / step));
    range = clicked ? between(low + column * step, low + (column + 1) * step) : between(Math.min(began, now), Math.max(began, now));
    began = undefined;
    draw();
    options.choose(range);
  });
  draw();
  return h(
    'div',
    {},
    graph,
    h(
      'div',
      { class: 'tools' },
      [0.1, 0.05, 0.01].map(part => h('button', { type: 'button', onclick: () => slowest(part) }, 'slowest ' + 100 * part + ' %')),
    ),
    words,
  );
}
