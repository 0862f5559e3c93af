package dev.loomtrace.truth;

import java.util.Map;

/**
 * What a right answer says of a task.
 *
 * @param wall how long it took, so far
 * @param parts what it did, by the words for it: each one that is right, separated by {@code |}
 * @param wakers who ended its waits, by these words
 * @param open whether it is not over
 */
record Expected(Bounds wall, Map<String, Bounds> parts, Map<String, String> wakers, boolean open) {
  static final String RUNNING = "running";
  static final String RUNNABLE = "runnable";
  static final String STOPPED = "stopped";
  static final String BEFORE = "before the recording";
}
