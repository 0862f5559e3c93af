package dev.loomtrace.bridge.boot.jdk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class InternalsTest {
  @Test
  void sparesAreWhatTheSchedulerWasStartedWith() {
    assertEquals(248, Internals.spares(null, null, 8));
    assertEquals(252, Internals.spares(4, null, 8));
    assertEquals(0, Internals.spares(300, null, 8));
    assertEquals(6, Internals.spares(4, 10, 8));
    assertEquals(0, Internals.spares(20, 10, 8));
  }
}
