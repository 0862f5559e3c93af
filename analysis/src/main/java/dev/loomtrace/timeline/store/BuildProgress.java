package dev.loomtrace.timeline.store;

import java.io.IOException;

/**
 * Hears how far the making of a store is: after the first event, and then after each few hundred
 * thousand, on the thread that makes it.
 */
@FunctionalInterface
public interface BuildProgress {
  /** For those who do not show it. */
  BuildProgress NONE = (bytes, size, events) -> {};

  /**
   * So much is done: nothing the first time, which is before the trace is read.
   *
   * @param bytes of the trace's file that were read
   * @param size of that file, in bytes
   * @param events how many were made spans of
   * @throws IOException to give up: then no store is made
   */
  void made(long bytes, long size, long events) throws IOException;
}
