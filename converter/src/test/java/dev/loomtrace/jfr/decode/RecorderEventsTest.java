package dev.loomtrace.jfr.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.jfr.operation.Operations;
import dev.loomtrace.jfr.operation.ThreadInfo;
import org.junit.jupiter.api.Test;

class RecorderEventsTest {
  private static final ThreadInfo OWN = new ThreadInfo(7, 7, "", "", true);

  @Test
  void anEventIsAboutWhomItNames() {
    assertEquals(5, RecorderEvents.subject(5, OWN, 7));
    assertEquals(5, RecorderEvents.subject(5, null, 7));
  }

  @Test
  void anEventThatNamesNobodyIsTheThreadsOwn() {
    assertEquals(7, RecorderEvents.subject(0, OWN, 7));
  }

  @Test
  void aThreadOfWhichNothingIsKnownIsTheOneOfItsNumber() {
    assertEquals(7, RecorderEvents.subject(0, null, 7));
    assertEquals(0, RecorderEvents.subject(0, null, 0));
    assertEquals(0, RecorderEvents.subject(0, null, -1));
    assertEquals(0, RecorderEvents.subject(0, null, Operations.JAVA_THREADS));
  }
}
