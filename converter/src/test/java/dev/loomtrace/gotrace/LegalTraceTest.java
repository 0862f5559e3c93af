package dev.loomtrace.gotrace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.testing.GoJudge;
import dev.loomtrace.testing.NearlyLegal;
import dev.loomtrace.testing.RandomTrace;
import dev.loomtrace.testing.jvm.Sample;
import dev.loomtrace.trace.ListTraceReader;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.TraceEvent;
import dev.loomtrace.trace.TraceReader;
import dev.loomtrace.trace.TraceValidator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Three verdicts on the same events: the validator's, the writer's, and that of Go's reader on what
 * was written. {@code -Dlegal.traces=N -Dlegal.seed=N} asks for more.
 */
class LegalTraceTest {
  private static final int TRACES = Integer.getInteger("legal.traces", 150);
  private static final long SEED = Long.getLong("legal.seed", 1);

  @Test
  void whatIsLegalIsWrittenAndRead() throws IOException {
    try (GoJudge go = GoJudge.start()) {
      for (long seed = SEED; seed < SEED + TRACES / 5; seed++) {
        List<TraceEvent> events = RandomTrace.of(seed, 1500, 4);
        assertEquals(List.of(), faults(events), "seed " + seed);
        assertReads(go, write(new ListTraceReader(events)).orElseThrow(), "seed " + seed);
      }
    }
  }

  @Test
  void whatIsNearlyLegalIsReadOrRefused() throws IOException {
    int written = 0;
    int refused = 0;
    try (GoJudge go = GoJudge.start()) {
      for (long seed = SEED; seed < SEED + TRACES; seed++) {
        List<TraceEvent> events = NearlyLegal.of(seed, RandomTrace.of(seed % 50, 80, 2));
        Optional<byte[]> trace = write(new ListTraceReader(events));
        if (trace.isPresent()) {
          written++;
          assertReads(go, trace.get(), "seed " + seed);
        } else {
          refused++;
          assertTrue(!faults(events).isEmpty(), "valid but refused, seed " + seed);
        }
      }
    }
    assertTrue(written > TRACES / 20 && refused > TRACES / 20, written + ", " + refused);
  }

  /**
   * What of a trace Go's reader does not notice, and we do not write: what is in two places at once
   * or nowhere, what becomes undetermined, years of nothing, and a new proc in a system call that
   * something else happens in first.
   */
  private static final Pattern UNNOTICED =
      Pattern.compile(
          ".*( the number that stands for none| becomes Undetermined| becomes undetermined"
              + "| is undetermined after the trace's first part| runs on thread .*"
              + "| runs on no thread| executes on no thread| executes on thread .*"
              + "| changes on thread .*| too far from the trace's start .*"
              + "| which it still holds| which is not in a system call with it)");

  /** What Go's reader takes breaks no rule: ours are not stricter. */
  static Stream<Long> seeds() {
    return Sample.seeds(1, 4).map(seed -> SEED + seed - 1);
  }

  @Tag(Sample.TAG)
  @ParameterizedTest
  @MethodSource("seeds")
  void whatGoReadsIsWrittenAgain(long seed) throws IOException {
    TraceMutator mutator = new TraceMutator(seed, ReaderFuzzTest.seeds());
    int accepted = 0;
    int refused = 0;
    try (GoJudge go = GoJudge.start()) {
      for (int i = 0; i < 5 * TRACES; i++) {
        byte[] original = mutator.next();
        List<TraceEvent> events = new ArrayList<>();
        try (TraceReader reader = GoTraceReader.open(new ByteArrayInputStream(original))) {
          while (reader.next()) {
            events.add(reader.event());
          }
        } catch (MalformedTraceException e) {
          continue;
        }
        String which = "input " + i + " of seed " + seed;
        Optional<byte[]> trace = write(new ListTraceReader(events));
        if (trace.isPresent()) {
          accepted++;
          assertReads(go, trace.get(), which);
        } else {
          refused++;
          assertTrue(UNNOTICED.matcher(refusal).matches(), () -> which + ": " + refusal);
        }
      }
    }
    assertTrue(accepted > TRACES / 4 && refused < accepted / 8, accepted + ", " + refused);
  }

  private String refusal = "";

  private Optional<byte[]> write(TraceReader events) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (events;
        GoTraceWriter writer = new GoTraceWriter(bytes)) {
      events.copyTo(writer);
    } catch (IllegalArgumentException e) {
      refusal = e.getMessage();
      return Optional.empty();
    }
    return Optional.of(bytes.toByteArray());
  }

  private static List<TraceValidator.Fault> faults(List<TraceEvent> events) throws IOException {
    TraceValidator validator = new TraceValidator();
    try (TraceReader reader = new ListTraceReader(events)) {
      reader.copyTo(validator);
    }
    return validator.faults();
  }

  private static void assertReads(GoJudge go, byte[] trace, String which) throws IOException {
    GoJudge.Verdict verdict = go.judge(trace);
    assertEquals("", verdict.fault(), which);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    assertEquals("", RawCasesTest.print(trace, text), which);
    assertEquals(verdict.utf8(), text.toString(UTF_8), which);
  }
}
