package dev.loomtrace.analysis;

import dev.loomtrace.timeline.StopClock;
import dev.loomtrace.trace.FrameOrigins;

/**
 * What the units of one breakdown have in common.
 *
 * @param stops how long the world was stopped so far
 * @param places finds the places of stacks
 * @param words numbers why threads wait
 */
record BreakdownContext(StopClock stops, CodePlaces places, WaitWords words) {
  /** Of a breakdown that begins. */
  BreakdownContext(FrameOrigins origins) {
    this(new StopClock(), new CodePlaces(origins), new WaitWords());
  }
}
