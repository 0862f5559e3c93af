package dev.loomtrace.gotrace.v1;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.convert.Traces;
import dev.loomtrace.gotrace.EventText;
import dev.loomtrace.gotrace.GoTraceReader;
import dev.loomtrace.gotrace.wire.GoReasons;
import dev.loomtrace.testing.GoJudge;
import dev.loomtrace.testing.jvm.Sample;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.Repairs;
import dev.loomtrace.trace.TraceReader;
import dev.loomtrace.trace.UnsupportedTraceException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Traces of Go 1.11 to 1.21 as traces of Go 1.26: the same events in the same order, as Go's reader
 * says too. Threads may be others, and all times move by the same amount.
 */
class V1ConversionTest {
  private static final int RANDOM_TRACES = 40;

  static Stream<Path> sampledFiles() throws IOException {
    return V1TestdataTest.sampledFiles();
  }

  @Tag(Sample.TAG)
  @ParameterizedTest
  @MethodSource("sampledFiles")
  void convertsWhatGoDistributes(Path file) throws IOException {
    try (GoJudge go = GoJudge.start()) {
      assertEquals(Repairs.NONE, convert(go, Files.readAllBytes(file), file.toString()));
    }
  }

  @Tag(Sample.TAG)
  @ParameterizedTest
  @ValueSource(ints = {11, 19, 21})
  void convertsRandomPrograms(int minor) throws IOException {
    try (GoJudge go = GoJudge.start()) {
      for (long seed : Sample.seeds(12, RANDOM_TRACES).toList()) {
        // The times are apart: of some that are equal Go's reader makes nonsense.
        convert(go, RandomV1Trace.of(seed, minor, 1500, 400), "seed " + seed);
      }
    }
  }

  /**
   * Many events of one time: Go's reader orders them so that a proc goes on while its thread is in
   * a system call, or that a system call ends twice.
   */
  @Test
  void handsProcsOnOrRefusesInOneSentence() throws IOException {
    int refused = 0;
    long handedOn = 0;
    try (GoJudge go = GoJudge.start()) {
      for (long seed = 1; seed <= RANDOM_TRACES; seed++) {
        byte[] trace = RandomV1Trace.of(seed, 19, 1500, 1);
        try {
          Repairs made = convert(go, trace, "seed " + seed);
          handedOn += made.count(Repairs.Kind.PLACE_CHANGED);
        } catch (UnsupportedTraceException e) {
          refused++;
          assertTrue(
              e.getMessage()
                  .matches(
                      ".*it cannot be written as a Go 1.26 trace: at time \\d+ goroutine \\d+ "
                          + "leaves state Syscall but is Running"),
              e.getMessage());
        }
      }
    }
    assertTrue(refused < RANDOM_TRACES / 4, refused + " refused");
    assertTrue(handedOn > 0, "no trace needs it");
  }

  /** Converts, and compares what comes of it. */
  private static Repairs convert(GoJudge go, byte[] original, String which) throws IOException {
    ByteArrayOutputStream converted = new ByteArrayOutputStream();
    Repairs repairs;
    try (TraceReader reader = V1Text.open(original)) {
      repairs = Traces.writeGo(reader, converted);
    }
    GoJudge.Verdict verdict = go.judge(converted.toByteArray());
    assertEquals("", verdict.fault(), which);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    List<String> events = new ArrayList<>();
    try (TraceReader reader =
            GoTraceReader.open(new ByteArrayInputStream(converted.toByteArray()));
        EventText printer = new EventText(text, ZoneOffset.UTC)) {
      reader.copyTo(printer, event -> tell(event, events));
    }
    assertEquals(verdict.utf8(), text.toString(UTF_8), which);
    if (repairs.count(Repairs.Kind.PLACE_CHANGED) == 0) {
      List<String> before = new ArrayList<>();
      try (TraceReader reader = V1Text.open(original)) {
        reader.copyTo(event -> tell(event, before));
      }
      for (int i = 0; i < Math.min(before.size(), events.size()); i++) {
        assertEquals(before.get(i), events.get(i), which + ", event " + i);
      }
      assertEquals(before.size(), events.size(), which);
    }
    return repairs;
  }

  /** One line for each event, but for its thread and time, and those that Go sorts in itself. */
  private static void tell(EventView e, List<String> lines) {
    String what =
        switch (e.kind()) {
          case SYNC -> e.syncNumber() + "";
          case STACK_SAMPLE -> null;
          case METRIC -> e.metricName() + "=" + e.metricValue();
          case LABEL -> e.labelledId() + e.label();
          case GO_TRANSITION ->
              e.resourceId() + " " + e.goFrom() + "->" + e.goTo() + " " + GoReasons.text(e.cause());
          case PROC_TRANSITION -> e.resourceId() + " " + e.procFrom() + "->" + e.procTo();
          case RANGE_BEGIN, RANGE_ACTIVE, RANGE_END -> e.rangeName() + e.scopeKind() + e.scopeId();
          case TASK_BEGIN, TASK_END -> e.task() + " of " + parent(e) + " " + e.type();
          case REGION_BEGIN, REGION_END -> e.task() + " " + e.type();
          case LOG -> e.task() + " " + e.category() + ": " + e.message();
          case EXPERIMENTAL -> e.experimentalName();
        };
    if (what != null) {
      // To the old reader a goroutine starts itself, and one that a P's network poller wakes wakes.
      boolean told =
          e.kind() != EventKind.PROC_TRANSITION
              && (e.kind() != EventKind.GO_TRANSITION || e.goFrom() == GoState.NOT_EXIST);
      lines.add(e.kind() + (told ? " by " + e.goroutine() + " " : " ") + what + e.stack());
    }
  }

  // Before Go 1.22 a task's end says 0 of a task without a parent.
  private static long parent(EventView e) {
    return e.parentTask() == EventView.NO_TASK ? 0 : e.parentTask();
  }
}
