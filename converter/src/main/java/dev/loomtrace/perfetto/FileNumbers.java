package dev.loomtrace.perfetto;

/** Numbers that are given once in a file, whichever program they are for. */
final class FileNumbers {
  /** The least time at which a trace may begin: what is older is one before, names two. */
  static final long LEAST_TIME = 3;

  private static final int FIRST_THREAD = 100_000;

  // Numbers of threads are those of their tracks, and below this one.
  private static final long FIRST_TRACK = 1L << 32;

  private int nextThread = FIRST_THREAD;
  private long nextTrack = FIRST_TRACK;
  private long nextFlow = 1;

  int thread() {
    return nextThread++;
  }

  long track() {
    return nextTrack++;
  }

  long flow() {
    return nextFlow++;
  }
}
