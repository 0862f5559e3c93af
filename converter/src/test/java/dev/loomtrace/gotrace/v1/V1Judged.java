package dev.loomtrace.gotrace.v1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.loomtrace.testing.GoJudge;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.TraceReader;
import dev.loomtrace.trace.TraceValidator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;

/**
 * Small traces for tests that say what a reader has to make of them, and then ask Go's reader
 * whether that is so. Without Go the last step skips the test.
 */
abstract class V1Judged {
  static final long SECOND = 1_000_000_000;

  private static final int MOST_ANSWERS = 50;

  private static final List<String> OPENING =
      List.of(
          "M=7 P=0 G=-1 StateTransition Time=1 ProcID=0 Undetermined->Running Reason=\"\"",
          "M=7 P=0 G=1 StateTransition Time=2 GoID=1 Undetermined->Running Reason=\"\"");

  // Classes of tests run side by side, each on a thread of its own: two that asked one judge would
  // wait forever for answers that the other has read.
  private static final ThreadLocal<GoJudge> JUDGE = new ThreadLocal<>();

  @AfterAll
  static void dismissJudge() {
    GoJudge judge = JUDGE.get();
    if (judge != null) {
      JUDGE.remove();
      judge.close();
    }
  }

  /**
   * A trace in whose current batch goroutine 1 runs on P 0 and thread 7. The last event was at 3
   * ns; a tick is a nanosecond.
   */
  static V1Encoder opened(int minor) {
    return new V1Encoder(minor)
        .batch(0, 100)
        .frequency(SECOND)
        .event(V1Type.GO_CREATE, 1, 1, 0, 0)
        .event(V1Type.PROC_START, 1, 7)
        .event(V1Type.GO_START, 1, 1, 1)
        .event(V1Type.GOMAXPROCS, 1, 2, 0);
  }

  /** The trace has these events after the opening; in each the first line of its text. */
  static void tells(V1Encoder trace, String... events) throws IOException {
    TraceValidator validator = new TraceValidator(false);
    try (TraceReader reader = V1Text.open(trace.toBytes())) {
      reader.copyTo(validator);
    }
    assertEquals(List.of(), validator.faults());
    tellsStrangely(trace, events);
  }

  /** The same of a trace that the validator does not approve of, but Go's reader accepts. */
  static void tellsStrangely(V1Encoder trace, String... events) throws IOException {
    V1Text.Reading ours = V1Text.read(trace.toBytes());
    assertNull(ours.fault());
    List<String> expected = new ArrayList<>(OPENING);
    expected.addAll(List.of(events));
    assertEquals(expected, firstLines(ours.text()));
    agreed(trace.toBytes(), ours);
  }

  /** The trace is refused at once, for this reason. */
  static void refused(V1Encoder trace, String message) throws IOException {
    V1Text.Reading ours = V1Text.read(trace.toBytes());
    assertFault(message, ours);
    assertEquals("", ours.text());
    agreed(trace.toBytes(), ours);
  }

  /** The trace has these events after the opening, and then one that is refused. */
  static void refusedAfter(V1Encoder trace, String message, String... events) throws IOException {
    V1Text.Reading ours = V1Text.read(trace.toBytes());
    assertFault(message, ours);
    List<String> expected = new ArrayList<>(OPENING);
    expected.addAll(List.of(events));
    assertEquals(expected, firstLines(ours.text()));
    agreed(trace.toBytes(), ours);
  }

  static void assertFault(String message, V1Text.Reading ours) {
    assertTrue(ours.fault() instanceof MalformedTraceException, () -> "fault: " + ours.fault());
    assertTrue(ours.fault().getMessage().contains(message), ours.fault().getMessage());
  }

  /** Go's reader says the same, to the byte, except where it leaves the order to chance. */
  static void agreed(byte[] trace, V1Text.Reading ours) {
    GoJudge judge = JUDGE.get();
    if (judge == null) {
      judge = GoJudge.start();
      JUDGE.set(judge);
    }
    assertSame("", judge, trace, ours);
  }

  /**
   * Go's reader says the same. It is asked again if it does not, since in broken traces the random
   * order of its Ps may show anywhere: ours has to be one of its answers.
   */
  static void assertSame(String which, GoJudge judge, byte[] trace, V1Text.Reading ours) {
    GoJudge.Verdict verdict = judge.judge(trace);
    for (int i = 0; i < MOST_ANSWERS && !isSame(verdict, ours); i++) {
      verdict = judge.judge(trace);
    }
    String both = which + " Go: " + verdict.fault() + "; ours: " + ours.fault();
    if (!isSame(verdict, ours)) {
      // For the message: the texts in full.
      assertEquals(V1Text.settled(verdict.text()), V1Text.settled(ours.text()), both);
      fail(both);
    }
  }

  private static boolean isSame(GoJudge.Verdict verdict, V1Text.Reading ours) {
    List<String> expected = V1Text.settled(verdict.text());
    List<String> found = V1Text.settled(ours.text());
    if (!ours.accepted()) {
      // Which events of the fault's own time come before it is chance.
      int sure = Math.max(0, Math.max(expected.size(), found.size()) - 1);
      expected = expected.subList(0, Math.min(sure, expected.size()));
      found = found.subList(0, Math.min(sure, found.size()));
    }
    return verdict.accepted() == ours.accepted() && expected.equals(found);
  }

  /** The first line of each event but the sync events. */
  static List<String> firstLines(String text) {
    return text.lines().filter(line -> line.startsWith("M=") && !line.contains(" Sync ")).toList();
  }
}
