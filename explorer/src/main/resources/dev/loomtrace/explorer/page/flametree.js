// The frames of a flame graph: each below its caller, those with the most first.

/**
 * Frames in preorder, a number each.
 * @typedef {{count: number, names: string[], name: Int32Array, total: Float64Array, own: Float64Array, start: Float64Array, depth: Int32Array,
 *   parent: Int32Array, end: Int32Array, levels: number[][]}} FlameTree
 *   `start`: the sum of what is left of it; `end`: behind the last one below it; `levels`: those of each depth from the left
 */

/**
 * Orders the frames.
 *
 * @param {import('./types.js').Flame} flame
 * @returns {FlameTree}
 */
export function flameTree(flame) {
  const given = flame.nodes;
  const count = given.length;
  /** @type {number[][]} */
  const callees = given.map(() => []);
  for (let i = 1; i < count; i++) {
    const node = given[i];
    if (node !== undefined) {
      callees[node[0]]?.push(i);
    }
  }
  const tree = {
    count,
    names: flame.frames,
    name: new Int32Array(count),
    total: new Float64Array(count),
    own: new Float64Array(count),
    start: new Float64Array(count),
    depth: new Int32Array(count),
    parent: new Int32Array(count).fill(-1),
    end: new Int32Array(count),
    levels: /** @type {number[][]} */ ([]),
  };
  let next = 0;
  // What is still to be placed, the first one last: given number, number of the caller, or of whose end it is.
  /** @type {Array<[number, number, number]>} */
  const open = count > 0 ? [[0, -1, 0]] : [];
  while (open.length > 0) {
    const [at, caller, left] = /** @type {[number, number, number]} */ (open.pop());
    if (at < 0) {
      tree.end[caller] = next;
      continue;
    }
    const node = /** @type {[number, number, number, number]} */ (given[at]);
    const i = next++;
    tree.name[i] = node[1];
    tree.total[i] = node[2];
    tree.own[i] = node[3];
    tree.parent[i] = caller;
    tree.depth[i] = caller < 0 ? 0 : /** @type {number} */ (tree.depth[caller]) + 1;
    tree.start[i] = left;
    const depth = /** @type {number} */ (tree.depth[i]);
    (tree.levels[depth] ??= []).push(i);
    open.push([-1, i, 0]);
    const below = (callees[at] ?? []).sort((a, b) => (given[b]?.[2] ?? 0) - (given[a]?.[2] ?? 0));
    /** @type {Array<[number, number, number]>} */
    const placed = [];
    let from = left;
    for (const each of below) {
      placed.push([each, i, from]);
      from += given[each]?.[2] ?? 0;
    }
    open.push(...placed.reverse());
  }
  return tree;
}

/**
 * What frames with a text in their names have; nested ones count once.
 *
 * @param {FlameTree} tree
 * @param {string} text
 * @returns {{hits: Uint8Array, sum: number, frames: number}}
 */
export function find(tree, text) {
  const wanted = text.toLowerCase();
  const matches = tree.names.map(one => one.toLowerCase().includes(wanted));
  const hits = new Uint8Array(tree.count);
  let sum = 0;
  let frames = 0;
  let counted = 0;
  for (let i = 0; i < tree.count; i++) {
    if (matches[tree.name[i] ?? 0]) {
      hits[i] = 1;
      frames++;
      if (i >= counted) {
        sum += tree.total[i] ?? 0;
        counted = tree.end[i] ?? 0;
      }
    }
  }
  return { hits, sum, frames };
}
