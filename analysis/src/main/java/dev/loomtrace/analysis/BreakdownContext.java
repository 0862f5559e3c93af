package dev.loomtrace.analysis;

import dev.loomtrace.timeline.StopClock;
import dev.loomtrace.trace.FrameOrigins;

/**
 * What the units of one breakdown have in common.
 *
 * @param stops how long the world was stopped so far
 * @param cpu how much of their time on carriers virtual threads are on processors
 * @param places finds the places of stacks
 * @param words numbers why threads wait
 */
record BreakdownContext(StopClock stops, CpuClock cpu, CodePlaces places, WaitWords words) {
  /** Of a breakdown that begins. */
  BreakdownContext(FrameOrigins origins) {
    this(new StopClock(), origins);
  }

  private BreakdownContext(StopClock stops, FrameOrigins origins) {
    this(stops, new CpuClock(stops), new CodePlaces(origins), new WaitWords());
  }
}
