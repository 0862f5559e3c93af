package dev.loomtrace.bridge;

import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Relates the recording's clock to the program's: this event was made at this time. */
@Name("test.Clock")
@StackTrace(false)
final class ClockEvent extends Event {
  long nanoTime;

  /** Writes some pairs of times. */
  static void sample() {
    for (int i = 0; i < 100; i++) {
      ClockEvent event = new ClockEvent();
      event.nanoTime = System.nanoTime();
      event.commit();
    }
  }
}
