package dev.loomtrace.bridge.boot.status;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Divides long work into short pieces with pauses between them, so that the application's threads
 * need not wait for a processor until all of it is done. For one thread.
 */
final class Pieces {
  // Well below the time that a system lets a thread run before it asks who else waits.
  static final long PIECE_NANOS = 300_000;
  private static final long PAUSE_NANOS = 300_000;

  /** Steps of some hundred nanoseconds each, between two readings of the clock. */
  static final int STEPS = 32;

  private final LongSupplier clock;
  private final Runnable pause;
  private int steps;
  private long begin;

  /** Begins the first piece. */
  Pieces() {
    this(System::nanoTime, Pieces::pause);
  }

  Pieces(LongSupplier clock, Runnable pause) {
    this.clock = clock;
    this.pause = pause;
    begin = clock.getAsLong();
  }

  // A virtual thread would give up its carrier, with JFR's lock in its hands: those who wait for
  // that may keep all carriers, so that it does not get one back. One that is interrupted does
  // without pauses, too.
  private static void pause() {
    if (!Thread.currentThread().isVirtual()) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** A small step is done: this may be the time for a pause. */
  void stepDone() {
    if (++steps % STEPS == 0 && clock.getAsLong() - begin >= PIECE_NANOS) {
      pause.run();
      begin = clock.getAsLong();
    }
  }
}
