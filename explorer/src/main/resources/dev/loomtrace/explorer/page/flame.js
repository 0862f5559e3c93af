// Draws a flame graph: callers above what they call. The same as the page that `loomtrace pprof --html` writes.

import { fill, h } from './dom.js';
import { count as counted, duration, percent } from './format.js';
import { find, flameTree } from './flametree.js';

const ROW = 18;
// The width of one, about.
const LETTER = 7;

/** @param {string} text */
function hue(text) {
  let hash = 0;
  for (let i = 0; i < text.length; i++) {
    hash = (31 * hash + text.charCodeAt(i)) | 0;
  }
  return (hash >>> 0) % 60;
}

/**
 * Makes one.
 *
 * @param {import('./types.js').Flame} flame
 * @param {{small?: boolean, q?: string | undefined, searched?: (text: string) => void}} [options] `q`: what is marked at first
 * @returns {HTMLElement}
 */
export function flameGraph(flame, options = {}) {
  const tree = flameTree(flame);
  const { count, name, total, start, depth, parent, end, levels } = tree;
  const all = total[0] ?? 0;
  let zoomed = 0;
  let current = 0;
  /** @type {Uint8Array | undefined} */
  let hits;
  if (count <= 1 && all === 0) {
    return h('p', { class: 'empty' }, 'There is nothing of this kind' + (options.small === true ? ' in this stretch.' : ' in the trace.'));
  }

  const rows = h('div', { class: 'flame-rows' });
  const graph = h(
    'div',
    {
      class: options.small === true ? 'flame small-graph' : 'flame',
      tabindex: 0,
      role: 'application',
      'data-own-keys': true,
      'aria-label': 'Flame graph: arrow keys go from frame to frame, Enter zooms, Escape resets',
    },
    rows,
  );
  const status = h('p', { class: 'flame-status code', role: 'status', 'aria-live': 'polite' });
  const narrow = h('span', { class: 'faint small' });
  const matched = h('output', { class: 'small' });
  const search = h('input', {
    type: 'search',
    'aria-label': 'Mark frames',
    placeholder: 'Mark frames\u2026',
    autocomplete: 'off',
    spellcheck: 'false',
    value: options.q ?? '',
  });

  /** @param {number} node @returns {number} */
  const totalOf = node => total[node] ?? 0;
  /** @param {number} node @returns {number} */
  const startOf = node => start[node] ?? 0;
  /** @param {number} node */
  const textOf = node => tree.names[name[node] ?? 0] ?? '';
  /** @param {number} amount */
  const value = amount => (flame.timed ? duration(amount) : counted(amount, 'sample'));
  /** @param {number} node */
  const isWithin = node => node >= zoomed && node < (end[zoomed] ?? 0);
  /** @param {number} node */
  const isAbove = node => node < zoomed && zoomed < (end[node] ?? 0);
  /** @param {number} node */
  const isDrawn = node => isAbove(node) || (isWithin(node) && totalOf(node) * rows.clientWidth >= totalOf(zoomed));

  /** @param {number} node */
  function words(node) {
    const of = node === 0 || zoomed === 0 ? '' : ', ' + percent(totalOf(node), totalOf(zoomed)) + ' of what is shown';
    return textOf(node) + ' \u2014 ' + value(totalOf(node)) + ', ' + percent(totalOf(node), all) + ' of all' + of;
  }

  /**
   * The first frame of a level that does not end before a place.
   *
   * @param {number[]} level
   * @param {number} place
   */
  function firstFrom(level, place) {
    let low = 0;
    let high = level.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const node = level[middle] ?? 0;
      if (startOf(node) + totalOf(node) <= place) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  function draw() {
    const width = rows.clientWidth;
    const scale = totalOf(zoomed) > 0 ? width / totalOf(zoomed) : 0;
    rows.style.height = levels.length * ROW + 'px';
    const top = Math.max(0, Math.floor(graph.scrollTop / ROW) - 2);
    const bottom = Math.min(levels.length, Math.ceil((graph.scrollTop + graph.clientHeight) / ROW) + 2);
    const drawn = document.createDocumentFragment();
    let hidden = 0;
    let hiddenTotal = 0;
    for (let d = top; d < bottom; d++) {
      const level = levels[d] ?? [];
      for (let k = firstFrom(level, startOf(zoomed)); k < level.length; k++) {
        const node = /** @type {number} */ (level[k]);
        if (startOf(node) >= startOf(zoomed) + totalOf(zoomed) && !isAbove(node)) {
          break;
        }
        if (!isAbove(node) && !isWithin(node)) {
          continue;
        }
        const size = isAbove(node) ? width : totalOf(node) * scale;
        if (size < 1) {
          hidden++;
          // What it calls is in it, and not summed again.
          hiddenTotal += totalOf(parent[node] ?? 0) * scale < 1 ? 0 : totalOf(node);
          continue;
        }
        drawn.append(box(node, d, isAbove(node) ? 0 : (startOf(node) - startOf(zoomed)) * scale, size));
      }
    }
    rows.replaceChildren(drawn);
    narrow.textContent = hidden === 0 ? '' : counted(hidden) + ' narrower than a pixel, not drawn: ' + percent(hiddenTotal, all);
    status.textContent = words(current);
  }

  /**
   * @param {number} node
   * @param {number} d
   * @param {number} left
   * @param {number} size
   */
  function box(node, d, left, size) {
    const text = textOf(node);
    return h(
      'div',
      {
        class:
          'frame' +
          (size < 8 ? ' tiny' : '') +
          (isAbove(node) ? ' above' : '') +
          (hits?.[node] === 1 ? ' hit' : '') +
          (node === current ? ' current' : ''),
        style: { top: d * ROW + 'px', left: left + 'px', width: size + 'px', '--hue': hue(text) },
        'data-node': node,
        title: words(node),
        // Where a name does not fit, its package says the least.
      },
      size > 20 ? (text.length * LETTER > size ? text.slice(text.lastIndexOf('/') + 1) : text) : null,
    );
  }

  /** @param {number} node */
  function zoom(node) {
    zoomed = node;
    current = node;
    reveal();
  }

  function reveal() {
    const y = (depth[current] ?? 0) * ROW;
    if (y < graph.scrollTop || y + ROW > graph.scrollTop + graph.clientHeight) {
      graph.scrollTop = Math.max(0, y - ROW);
    }
    draw();
  }

  /** @param {string} text */
  function mark(text) {
    if (text === '') {
      hits = undefined;
      matched.textContent = '';
    } else {
      const found = find(tree, text);
      hits = found.hits;
      matched.textContent = value(found.sum) + ', ' + percent(found.sum, all) + ' of all, in ' + counted(found.frames, 'frame');
    }
  }

  /** The next frame of the same depth that is drawn, in a direction. @param {number} step */
  function neighbour(step) {
    const level = levels[depth[current] ?? 0] ?? [];
    let k = level.indexOf(current) + step;
    while (k >= 0 && k < level.length && !isDrawn(level[k] ?? 0)) {
      k += step;
    }
    return level[k] ?? current;
  }

  function callee() {
    for (let child = current + 1; child < (end[current] ?? 0); child = end[child] ?? count) {
      if (isDrawn(child)) {
        return child;
      }
    }
    return current;
  }

  /** @type {Record<string, () => void>} */
  const keys = {
    ArrowUp: () => {
      current = Math.max(0, parent[current] ?? 0);
      reveal();
    },
    ArrowDown: () => {
      current = callee();
      reveal();
    },
    ArrowLeft: () => {
      current = neighbour(-1);
      reveal();
    },
    ArrowRight: () => {
      current = neighbour(1);
      reveal();
    },
    Enter: () => zoom(current),
    ' ': () => zoom(current),
    Home: () => {
      current = zoomed;
      reveal();
    },
    Escape: () => zoom(0),
  };
  graph.addEventListener('keydown', event => {
    const key = keys[event.key];
    if (key !== undefined && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      event.stopPropagation();
      key();
    }
  });
  /** @param {Event} event */
  const nodeOf = event => {
    const frame = event.target instanceof Element ? event.target.closest('.frame') : null;
    return frame instanceof HTMLElement ? Number(frame.dataset['node']) : undefined;
  };
  rows.addEventListener('click', event => {
    const node = nodeOf(event);
    if (node !== undefined) {
      zoom(node);
    }
  });
  rows.addEventListener('mouseover', event => {
    const node = nodeOf(event);
    if (node !== undefined) {
      status.textContent = words(node);
    }
  });
  rows.addEventListener('mouseleave', () => {
    status.textContent = words(current);
  });
  search.addEventListener('input', () => {
    mark(search.value);
    draw();
  });
  search.addEventListener('change', () => options.searched?.(search.value));
  let asked = false;
  const soon = () => {
    if (!asked) {
      asked = true;
      requestAnimationFrame(() => {
        asked = false;
        draw();
      });
    }
  };
  graph.addEventListener('scroll', soon);
  new ResizeObserver(soon).observe(graph);
  mark(search.value);
  const box2 = h('div', {});
  fill(
    box2,
    h(
      'div',
      { class: 'tools' },
      h(
        'button',
        {
          type: 'button',
          onclick: () => {
            search.value = '';
            mark('');
            zoom(0);
          },
        },
        'Reset',
      ),
      search,
      matched,
      narrow,
    ),
    graph,
    status,
    flame.leftOut > 0
      ? h(
          'p',
          { class: 'small faint' },
          'Small frames are left out, which have ' + value(flame.leftOut) + ' (' + percent(flame.leftOut, all) + ') altogether.',
        )
      : null,
    flame.remarks.map(remark => h('p', { class: 'small faint' }, remark)),
    options.small === true
      ? null
      : h('p', { class: 'small faint' }, 'Click or Enter zooms, Escape resets; arrow keys go to callers, callees and neighbours.'),
  );
  return box2;
}
