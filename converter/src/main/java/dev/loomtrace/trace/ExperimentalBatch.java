package dev.loomtrace.trace;

import java.util.Arrays;

/** Data of an experiment of Go's tracer, as its thread wrote it: neither parsed nor checked. */
public final class ExperimentalBatch {
  private final long thread;
  private final byte[] data;

  /**
   * Keeps a copy of the data.
   *
   * @param thread id of the thread that wrote it
   * @param data the bytes
   */
  public ExperimentalBatch(long thread, byte[] data) {
    this.thread = thread;
    this.data = data.clone();
  }

  /** Id of the thread that wrote the data. */
  public long thread() {
    return thread;
  }

  /** A copy of the data. */
  public byte[] data() {
    return data.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ExperimentalBatch that
        && thread == that.thread
        && Arrays.equals(data, that.data);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(thread) + Arrays.hashCode(data);
  }

  @Override
  public String toString() {
    return "ExperimentalBatch[thread=" + thread + ", " + data.length + " bytes]";
  }
}
