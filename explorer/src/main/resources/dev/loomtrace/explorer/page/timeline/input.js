// Mouse, wheel and keys of the timeline.

import { bind } from '../keys.js';
import { AXIS } from './axis.js';
import { targetAt } from './target.js';

/** @typedef {import('./board.js').Board} Board */
/** @typedef {import('./target.js').Target} Target */

/**
 * What the timeline does when something is asked for.
 * @typedef {{pick: (target: Target) => void, stretch: (stretch: [number, number] | undefined) => void, follow: () => void, step: (by: -1 | 1) => void,
 *   neighbour: (by: -1 | 1) => void, escape: () => void, pin: () => void, zoomTo: (target: Target) => void, find: () => void, selection: () => void}} Deeds
 */

const WHEEL = 0.0022;
const CLICK = 4;
const LINE = 18;

/**
 * Listens to the mouse.
 *
 * @param {Board} board
 * @param {Deeds} deeds
 */
export function listenToMouse(board, deeds) {
  const { canvas, scale, scroll } = board;
  /** @param {MouseEvent} event */
  const place = event => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  canvas.addEventListener(
    'wheel',
    event => {
      event.preventDefault();
      const unit = event.deltaMode === 0 ? 1 : event.deltaMode === 1 ? LINE : 300;
      if (event.altKey) {
        scroll.scrollTop += event.deltaY * unit;
      } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        scale.pan((event.deltaX || event.deltaY) * unit * scale.perPixel, false);
      } else {
        // A pinch comes as a wheel with Control, and in small steps.
        const delta = event.deltaY * unit * (event.ctrlKey ? 5 : 1);
        scale.zoom(place(event).x, Math.exp(Math.max(-400, Math.min(400, delta)) * WHEEL), false);
      }
      board.pointer = place(event);
      board.ask();
    },
    { passive: false },
  );

  /** @type {{x: number, y: number, from: number, to: number, scrolled: number, kind: 'pan' | 'select' | 'whole', moved: boolean} | undefined} */
  let drag;
  canvas.addEventListener('pointerdown', event => {
    if (event.button !== 0) {
      return;
    }
    const { x, y } = place(event);
    canvas.setPointerCapture(event.pointerId);
    scale.set(scale.from, scale.to);
    const kind = y < 6 ? 'whole' : event.shiftKey || y < AXIS ? 'select' : 'pan';
    drag = { x, y, from: scale.from, to: scale.to, scrolled: scroll.scrollTop, kind, moved: false };
    if (kind === 'whole') {
      moveWhole(x);
    }
  });
  /** The middle of what is shown to a place of the line of the whole trace. @param {number} x */
  function moveWhole(x) {
    const middle = (x / scale.width) * scale.duration;
    const half = (scale.to - scale.from) / 2;
    scale.set(middle - half, middle + half);
  }
  canvas.addEventListener('pointermove', event => {
    const at = place(event);
    board.pointer = at;
    board.ask();
    if (drag === undefined) {
      return;
    }
    drag.moved ||= Math.abs(at.x - drag.x) > CLICK || Math.abs(at.y - drag.y) > CLICK;
    if (!drag.moved) {
      return;
    }
    if (drag.kind === 'whole') {
      moveWhole(at.x);
    } else if (drag.kind === 'select') {
      const a = Math.max(0, Math.min(scale.duration, scale.time(drag.x)));
      const b = Math.max(0, Math.min(scale.duration, scale.time(at.x)));
      board.stretch = [Math.min(a, b), Math.max(a, b)];
    } else {
      canvas.classList.add('panning');
      const nanos = (drag.x - at.x) * ((drag.to - drag.from) / scale.width);
      const by = Math.max(-drag.from, Math.min(scale.duration - drag.to, nanos));
      scale.set(drag.from + by, drag.to + by);
      scroll.scrollTop = drag.scrolled + drag.y - at.y;
    }
  });
  canvas.addEventListener('pointerup', event => {
    const done = drag;
    drag = undefined;
    canvas.classList.remove('panning');
    if (done === undefined) {
      return;
    }
    if (done.kind === 'select' && done.moved && board.stretch !== undefined) {
      deeds.stretch([Math.floor(board.stretch[0]), Math.max(Math.floor(board.stretch[0]) + 1, Math.ceil(board.stretch[1]))]);
    } else if (!done.moved && done.kind === 'pan') {
      const { x, y } = place(event);
      const target = targetAt(board, x, y);
      if (target !== undefined) {
        deeds.pick(target);
      }
    }
  });
  canvas.addEventListener('pointercancel', () => {
    drag = undefined;
  });
  canvas.addEventListener('pointerleave', () => {
    board.pointer = undefined;
    board.ask();
  });
  canvas.addEventListener('dblclick', event => {
    const { x, y } = place(event);
    const target = targetAt(board, x, y);
    if (target !== undefined) {
      deeds.zoomTo(target);
    }
  });
}

/**
 * Listens to keys, which the help lists.
 *
 * @param {Board} board
 * @param {Deeds} deeds
 * @param {AbortSignal} signal ends that
 */
export function listenToKeys(board, deeds, signal) {
  const { scale } = board;
  const middle = () => board.pointer?.x ?? scale.width / 2;
  /** @param {number} part of what is shown */
  const pan = part => {
    const [from, to] = scale.target();
    scale.pan((to - from) * part, true);
  };
  bind(
    'Timeline',
    [
      { keys: ['w'], help: 'zoom in at the pointer', run: () => scale.zoom(middle(), 0.5, true) },
      { keys: ['s'], help: 'zoom out', run: () => scale.zoom(middle(), 2, true) },
      { keys: ['a', 'ArrowLeft'], shown: 'a \u2190', help: 'to the left', run: () => pan(-0.25) },
      { keys: ['d', 'ArrowRight'], shown: 'd \u2192', help: 'to the right', run: () => pan(0.25) },
      { keys: ['0'], help: 'whole trace', run: () => scale.move(0, scale.duration) },
      { keys: ['ArrowUp'], shown: '\u2191', help: 'select in the row above', run: () => deeds.neighbour(-1) },
      { keys: ['ArrowDown'], shown: '\u2193', help: 'select in the row below', run: () => deeds.neighbour(1) },
      { keys: ['[', ','], shown: '[ ,', help: 'previous span of the thread', run: () => deeds.step(-1) },
      { keys: [']', '.'], shown: '] .', help: 'next span of the thread', run: () => deeds.step(1) },
      { keys: ['f'], help: 'follow to whoever ended the wait', run: deeds.follow },
      { keys: ['z'], help: 'zoom to what is selected', run: deeds.selection },
      { keys: ['p'], help: 'pin the selected row, or let it go', run: deeds.pin },
      { keys: ['g'], help: 'filter rows', run: deeds.find },
      { keys: ['Escape'], shown: 'Esc', help: 'deselect, then leave the critical path', run: deeds.escape },
      { keys: [], shown: 'wheel', help: 'zoom; with Alt: scroll, with Shift: pan', run: () => {} },
      { keys: [], shown: 'Shift drag', help: 'select a stretch, also on the axis', run: () => {} },
    ],
    signal,
  );
}
