package dev.loomtrace.e2e.program;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import jdk.jfr.FlightRecorder;

/** Has JFR begin new chunks. */
final class Rotation {
  private Rotation() {}

  /** Ends the current chunk; the next one begins before this returns. */
  static void rotate() {
    FlightRecorder.getFlightRecorder().takeSnapshot().close();
  }

  /** Goes on doing so, until it is cancelled. */
  static ScheduledFuture<?> every(Duration period) {
    return Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("rotation").factory())
        .scheduleAtFixedRate(
            Rotation::rotate, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
  }
}
