package dev.loomtrace.jfr.mapping;

import dev.loomtrace.trace.Stack;

/**
 * Why a thread waits.
 *
 * @param reason in Go's words, as Go's tools know them
 * @param detail in Java's words
 * @param timed whether the end of a time limit may wake it
 * @param stack its stack, or {@link Stack#NONE}
 */
record Cause(String reason, String detail, boolean timed, Stack stack) {
  static final Cause UNKNOWN = new Cause("", "", false, Stack.NONE);
}
