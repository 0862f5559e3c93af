package dev.loomtrace.benchmarks.overhead;

import java.util.Random;

/**
 * What was measured of servers that were started together.
 *
 * @param before rounds before the switch, when no JVM had an agent or had ever recorded
 * @param after rounds after it
 */
record MeasuredSet(Rounds before, Rounds after) {
  /** The same servers, with rounds drawn anew. */
  MeasuredSet redraw(Random random) {
    return new MeasuredSet(before.redraw(random), after.redraw(random));
  }
}
