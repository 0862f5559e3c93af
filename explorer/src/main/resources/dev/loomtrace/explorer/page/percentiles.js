// Ranges of durations as percentiles, which the command line takes.

/**
 * The shortest percentile below which there are exactly so many; the server rounds down.
 *
 * @param {number} below
 * @param {number} all
 */
function share(below, all) {
  for (let digits = 0; digits < 6; digits++) {
    const percent = Number(((100 * (below + 0.25)) / all).toFixed(digits));
    if (percent <= 100 && Math.floor((percent / 100) * all) === below) {
      return percent;
    }
  }
  return Math.min(100, Number(((100 * (below + 0.25)) / all).toFixed(6)));
}

/**
 * Which percentiles a range of durations is.
 *
 * @param {number[]} durations longest first
 * @param {[number, number]} range
 * @returns {string} as `--between` takes it
 */
export function percentiles(durations, range) {
  const below = durations.filter(each => each < range[0]).length;
  const upTo = durations.filter(each => each <= range[1]).length;
  return 'p' + share(below, durations.length) + ',p' + share(upTo, durations.length);
}
