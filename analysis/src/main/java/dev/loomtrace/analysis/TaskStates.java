package dev.loomtrace.analysis;

import dev.loomtrace.trace.GoState;

/** Is told what a task does. */
@FunctionalInterface
interface TaskStates {
  /**
   * It is in a state from now on; maybe it was before.
   *
   * @param carrier whether a thread that works on it could run and waits for a carrier, or proc;
   *     else one that is runnable waits for a processor of the machine
   */
  void in(GoState state, boolean carrier, long time);
}
