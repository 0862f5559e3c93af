'use strict';
// Draws the flame graph of the data in the page. Names reach the document as text only.
(() => {
  const ROW = 18;
  // The width of one, about.
  const LETTER = 7;
  const element = id => document.getElementById(id);
  const data = JSON.parse(element('data').textContent);
  const count = data.nodes.length / 3;
  const name = new Int32Array(count);
  const total = new Float64Array(count);
  const start = new Float64Array(count);
  const depth = new Int32Array(count);
  const parent = new Int32Array(count).fill(-1);
  // Behind the last frame that a frame calls: all of these are one after the other.
  const end = new Int32Array(count);
  const levels = [];

  // Frames come in preorder: name, value, and how many callees follow.
  (function read() {
    const open = [];
    for (let i = 0; i < count; i++) {
      name[i] = data.nodes[3 * i];
      total[i] = data.nodes[3 * i + 1];
      while (open.length > 0 && open[open.length - 1].left === 0) {
        end[open.pop().node] = i;
      }
      const caller = open[open.length - 1];
      if (caller !== undefined) {
        caller.left--;
        parent[i] = caller.node;
        start[i] = caller.next;
        caller.next += total[i];
      }
      depth[i] = open.length;
      (levels[depth[i]] = levels[depth[i]] || []).push(i);
      open.push({ node: i, left: data.nodes[3 * i + 2], next: start[i] });
    }
    while (open.length > 0) {
      end[open.pop().node] = count;
    }
  })();

  const all = count > 0 ? total[0] : 0;
  const graph = element('graph');
  const rows = element('rows');
  let zoomed = 0;
  let current = 0;
  let hits = null;

  function value(amount) {
    if (data.unit !== 'nanoseconds') {
      return amount.toLocaleString('en') + (amount === 1 ? ' ' + data.unit : ' ' + data.unit + 's');
    }
    const units = [[1e9, 's'], [1e6, 'ms'], [1e3, 'us']];
    for (const [size, unit] of units) {
      if (amount >= size) {
        return (amount / size).toPrecision(amount >= 1000 * size ? 6 : 3) + ' ' + unit;
      }
    }
    return amount + ' ns';
  }

  function percent(part, whole) {
    return (whole > 0 ? 100 * part / whole : 0).toFixed(2) + ' %';
  }

  function words(node) {
    const of = node === 0 || zoomed === 0 ? '' : ', ' + percent(total[node], total[zoomed]) + ' of what is shown';
    return data.names[name[node]] + ' \u2014 ' + value(total[node]) + ', ' + percent(total[node], all) + ' of all' + of;
  }

  function hue(text) {
    let hash = 0;
    for (let i = 0; i < text.length; i++) {
      hash = (31 * hash + text.charCodeAt(i)) | 0;
    }
    return (hash >>> 0) % 60;
  }

  /** The first frame of a level that does not end before a place. */
  function firstFrom(level, place) {
    let low = 0;
    let high = level.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (start[level[middle]] + total[level[middle]] <= place) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  const isWithin = (node, other) => node >= other && node < end[other];
  const isAbove = node => node < zoomed && zoomed < end[node];

  /** Draws what is in sight, and tells how much of that is too narrow to be drawn. */
  function draw() {
    const width = rows.clientWidth;
    const scale = total[zoomed] > 0 ? width / total[zoomed] : 0;
    rows.style.height = levels.length * ROW + 'px';
    const top = Math.max(0, Math.floor(graph.scrollTop / ROW) - 2);
    const bottom = Math.min(levels.length, Math.ceil((graph.scrollTop + graph.clientHeight) / ROW) + 2);
    const drawn = document.createDocumentFragment();
    let narrow = 0;
    let narrowTotal = 0;
    for (let d = top; d < bottom; d++) {
      const level = levels[d];
      for (let k = firstFrom(level, start[zoomed]); k < level.length; k++) {
        const node = level[k];
        if (start[node] >= start[zoomed] + total[zoomed] && !isAbove(node)) {
          break;
        }
        if (!isAbove(node) && !isWithin(node, zoomed)) {
          continue;
        }
        const size = isAbove(node) ? width : total[node] * scale;
        if (size < 1) {
          narrow++;
          // Its callees are in it, and not summed again.
          narrowTotal += total[parent[node]] * scale < 1 ? 0 : total[node];
          continue;
        }
        drawn.appendChild(box(node, d, isAbove(node) ? 0 : (start[node] - start[zoomed]) * scale, size));
      }
    }
    rows.replaceChildren(drawn);
    element('narrow').textContent = narrow === 0 ? '' :
      narrow.toLocaleString('en') + ' frames in sight are narrower than a pixel and not drawn: ' + percent(narrowTotal, all) + ' of all';
    element('status').textContent = count > 0 ? words(current) : '';
  }

  function box(node, d, left, size) {
    const text = data.names[name[node]];
    const frame = document.createElement('div');
    frame.className = 'frame' + (size < 8 ? ' tiny' : '') + (isAbove(node) ? ' above' : '')
      + (hits !== null && hits[node] === 1 ? ' hit' : '') + (node === current ? ' current' : '');
    frame.style.top = d * ROW + 'px';
    frame.style.left = left + 'px';
    frame.style.width = size + 'px';
    frame.style.setProperty('--hue', hue(text));
    frame.dataset.node = node;
    if (size > 20) {
      // Where a name does not fit, its package says the least.
      frame.textContent = text.length * LETTER > size ? text.slice(text.lastIndexOf('/') + 1) : text;
    }
    frame.title = words(node);
    return frame;
  }

  function zoom(node) {
    zoomed = node;
    current = node;
    reveal();
  }

  /** Makes the current frame one that is in sight. */
  function reveal() {
    const y = depth[current] * ROW;
    rows.style.height = levels.length * ROW + 'px';
    if (y < graph.scrollTop || y + ROW > graph.scrollTop + graph.clientHeight) {
      graph.scrollTop = Math.max(0, y - ROW);
    }
    draw();
  }

  /** Marks frames whose names have a text in them; nested ones count once. */
  function search(text) {
    const wanted = text.toLowerCase();
    const matches = data.names.map(one => one.toLowerCase().includes(wanted));
    hits = wanted === '' ? null : new Uint8Array(count);
    let sum = 0;
    let frames = 0;
    let counted = 0;
    for (let i = 0; hits !== null && i < count; i++) {
      if (matches[name[i]]) {
        hits[i] = 1;
        frames++;
        if (i >= counted) {
          sum += total[i];
          counted = end[i];
        }
      }
    }
    element('matched').textContent = hits === null ? '' :
      'matched: ' + value(sum) + ', ' + percent(sum, all) + ' of all, in ' + frames.toLocaleString('en') + (frames === 1 ? ' frame' : ' frames');
    draw();
  }

  const isDrawn = node => isAbove(node) || (isWithin(node, zoomed) && total[node] * rows.clientWidth >= total[zoomed]);

  /** The next frame of the same depth that is drawn, in a direction; the same if there is none. */
  function neighbour(node, step) {
    const level = levels[depth[node]];
    let k = level.indexOf(node) + step;
    while (k >= 0 && k < level.length && !isDrawn(level[k])) {
      k += step;
    }
    return k >= 0 && k < level.length ? level[k] : node;
  }

  function callee(node) {
    for (let child = node + 1; child < end[node]; child = end[child]) {
      if (isDrawn(child)) {
        return child;
      }
    }
    return node;
  }

  const keys = {
    ArrowUp: () => { current = parent[current] < 0 ? current : parent[current]; reveal(); },
    ArrowDown: () => { current = callee(current); reveal(); },
    ArrowLeft: () => { current = neighbour(current, -1); reveal(); },
    ArrowRight: () => { current = neighbour(current, 1); reveal(); },
    Enter: () => zoom(current),
    ' ': () => zoom(current),
    Home: () => { current = zoomed; reveal(); },
    Escape: () => zoom(0),
  };

  const frameOf = event => event.target.closest('.frame');

  if (count > 0) {
    element('flame').hidden = false;
    graph.addEventListener('keydown', event => {
      if (Object.hasOwn(keys, event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        keys[event.key]();
      }
    });
    rows.addEventListener('click', event => {
      const frame = frameOf(event);
      if (frame !== null) {
        zoom(Number(frame.dataset.node));
      }
    });
    rows.addEventListener('mouseover', event => {
      const frame = frameOf(event);
      if (frame !== null) {
        element('status').textContent = words(Number(frame.dataset.node));
      }
    });
    rows.addEventListener('mouseleave', () => { element('status').textContent = words(current); });
    element('reset').addEventListener('click', () => {
      element('search').value = '';
      search('');
      zoom(0);
      graph.scrollTop = 0;
      draw();
    });
    element('bar').addEventListener('submit', event => event.preventDefault());
    element('search').addEventListener('input', event => search(event.target.value));
    element('search').addEventListener('keydown', event => {
      if (event.key === 'Escape') {
        event.target.value = '';
        search('');
      }
    });
    document.addEventListener('keydown', event => {
      if (event.key === '/' && event.target !== element('search')) {
        event.preventDefault();
        element('search').focus();
      }
    });
    let asked = false;
    const later = () => {
      if (!asked) {
        asked = true;
        requestAnimationFrame(() => { asked = false; draw(); });
      }
    };
    graph.addEventListener('scroll', later);
    addEventListener('resize', later);
    draw();
  }
})();
