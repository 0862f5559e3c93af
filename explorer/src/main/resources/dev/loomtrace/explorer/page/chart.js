// Values over time, drawn by uPlot.

import uPlot from '/lib/uPlot.esm.js';
import { h } from './dom.js';
import { decimal, duration } from './format.js';
import { colour, onTheme } from './theme.js';

/**
 * A line of a chart.
 * @typedef {{label: string, colour: string, values: number[], filled?: boolean, dashed?: boolean}} Line `colour`: a property of the style
 */

/**
 * Makes a chart of means over stretches of time.
 *
 * @param {{times: number[], lines: Line[], height: number, label: string, signal: AbortSignal, choose?: (from: number, to: number) => void,
 *   logarithmic?: boolean, value?: (value: number) => string, most?: number}} options
 *   `times`: where each stretch begins, in nanoseconds; `choose` is called with a stretch that was selected
 * @returns {HTMLElement}
 */
export function chart(options) {
  const box = h('div', { role: 'img', 'aria-label': options.label });
  /** @type {uPlot | undefined} */
  let plot;
  const value = options.value ?? decimal;
  const stepped = options.logarithmic === true ? undefined : uPlot.paths.stepped?.({ align: 1 });
  const draw = () => {
    const width = Math.max(200, box.clientWidth);
    plot?.destroy();
    const axis = {
      stroke: colour('faint'),
      grid: { stroke: colour('line'), width: 1 },
      ticks: { stroke: colour('line'), width: 1 },
      font: '11px system-ui, sans-serif',
    };
    plot = new uPlot(
      {
        width,
        height: options.height,
        scales: {
          x: { time: false, ...(options.logarithmic === true ? { distr: 3 } : {}) },
          y: { range: (_, __, max) => [0, options.most ?? Math.max(1, max * 1.05)] },
        },
        cursor: { drag: { x: options.choose !== undefined, y: false, setScale: false } },
        series: [
          {
            label: options.logarithmic === true ? 'window' : 'time',
            value: (_, raw) => (raw === null || raw === undefined ? '' : duration(raw)),
          },
          ...options.lines.map(line => ({
            label: line.label,
            stroke: colour(line.colour),
            width: 1.5,
            points: { show: false },
            ...(line.dashed === true ? { dash: [5, 3] } : {}),
            ...(line.filled === true ? { fill: colour(line.colour) } : {}),
            ...(stepped === undefined ? {} : { paths: stepped }),
            value: (/** @type {uPlot} */ _, /** @type {number | null} */ raw) => (raw === null || raw === undefined ? '' : value(raw)),
          })),
        ],
        axes: [
          { ...axis, values: (_, splits) => splits.map(each => (each === null ? '' : duration(each))) },
          { ...axis, size: 56, values: (_, splits) => splits.map(value) },
        ],
        hooks: {
          setSelect: [
            self => {
              if (options.choose !== undefined && self.select.width > 3) {
                options.choose(self.posToVal(self.select.left, 'x'), self.posToVal(self.select.left + self.select.width, 'x'));
              }
            },
          ],
        },
      },
      [options.times, ...options.lines.map(line => line.values)],
      box,
    );
  };
  const sizes = new ResizeObserver(() => {
    if (plot === undefined) {
      draw();
    } else if (Math.abs(plot.width - box.clientWidth) > 1) {
      plot.setSize({ width: Math.max(200, box.clientWidth), height: options.height });
    }
  });
  sizes.observe(box);
  onTheme(() => draw(), options.signal);
  options.signal.addEventListener('abort', () => {
    sizes.disconnect();
    plot?.destroy();
  });
  return box;
}
