// Lanes: what overlaps stands one below the other.

/**
 * Puts each of some stretches in the first lane that is free.
 *
 * @param {ArrayLike<number>} begins in ascending order
 * @param {ArrayLike<number>} ends
 * @returns {{lane: Int32Array, lanes: number}}
 */
export function lanes(begins, ends) {
  const lane = new Int32Array(begins.length);
  // When each lane is free again, as a tree of minima, so that many lanes cost little.
  let size = 1;
  let free = new Float64Array(2).fill(-Infinity);
  let used = 0;
  for (let i = 0; i < begins.length; i++) {
    const begin = begins[i] ?? 0;
    if (/** @type {number} */ (free[1]) > begin) {
      // All lanes are taken: twice as many.
      const grown = new Float64Array(4 * size).fill(-Infinity);
      for (let k = 0; k < size; k++) {
        grown[2 * size + k] = /** @type {number} */ (free[size + k]);
      }
      size *= 2;
      free = grown;
      for (let k = size - 1; k > 0; k--) {
        free[k] = Math.min(/** @type {number} */ (free[2 * k]), /** @type {number} */ (free[2 * k + 1]));
      }
    }
    let node = 1;
    while (node < size) {
      node = /** @type {number} */ (free[2 * node]) <= begin ? 2 * node : 2 * node + 1;
    }
    lane[i] = node - size;
    used = Math.max(used, node - size + 1);
    free[node] = ends[i] ?? begin;
    for (node >>= 1; node > 0; node >>= 1) {
      free[node] = Math.min(/** @type {number} */ (free[2 * node]), /** @type {number} */ (free[2 * node + 1]));
    }
  }
  return { lane, lanes: Math.max(1, used) };
}

/**
 * The first place in an ascending list whose value is not below another one.
 *
 * @param {ArrayLike<number>} values
 * @param {number} value
 */
export function firstNotBelow(values, value) {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (/** @type {number} */ (values[middle]) < value) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
