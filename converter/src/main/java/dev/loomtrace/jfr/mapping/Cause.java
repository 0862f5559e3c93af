package dev.loomtrace.jfr.mapping;

import dev.loomtrace.EventNames;
import dev.loomtrace.trace.Stack;

/**
 * Why a thread waits.
 *
 * @param reason in Go's words, as Go's tools know them
 * @param detail in Java's words
 * @param wakeKind how it was woken, {@code EventNames.WAKE_*}
 * @param stack its stack, or {@link Stack#NONE}
 */
record Cause(String reason, String detail, int wakeKind, Stack stack) {
  static final Cause UNKNOWN = new Cause("", "", EventNames.WAKE_UNKNOWN, Stack.NONE);
}
