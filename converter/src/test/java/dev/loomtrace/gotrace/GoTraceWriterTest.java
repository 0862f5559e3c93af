package dev.loomtrace.gotrace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.convert.Traces;
import dev.loomtrace.gotrace.wire.GoReasons;
import dev.loomtrace.testing.GoTools;
import dev.loomtrace.testing.RandomTrace;
import dev.loomtrace.testing.jvm.Sample;
import dev.loomtrace.trace.ClockSnapshot;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ListTraceReader;
import dev.loomtrace.trace.ProcState;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.TraceEvent;
import dev.loomtrace.trace.TraceReader;
import dev.loomtrace.trace.TraceValidator;
import dev.loomtrace.trace.WaitCause;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoTraceWriterTest {
  @TempDir Path directory;

  static Stream<Long> seeds() {
    return Sample.seeds(3, 10);
  }

  @Tag(Sample.TAG)
  @ParameterizedTest
  @MethodSource("seeds")
  void goReadsRandomTracesAsTheyAre(long seed) throws IOException {
    List<TraceEvent> events = RandomTrace.of(seed, 20_000, 5);
    TraceValidator validator = new TraceValidator();
    Path file = directory.resolve("trace.out");
    try (ListTraceReader reader = new ListTraceReader(events);
        GoTraceWriter writer = new GoTraceWriter(Files.newOutputStream(file))) {
      reader.copyTo(validator, writer);
    }
    assertEquals(List.of(), validator.faults(), "seed " + seed);

    // Go's own text tells each event: kinds, transitions, times.
    assertEquals(tell(events), tellParsed(GoTools.parsed(file)), "seed " + seed);
  }

  /** One line for each event that is no status: what must survive. */
  private static List<String> tell(List<TraceEvent> events) {
    List<String> lines = new ArrayList<>();
    for (TraceEvent event : events) {
      Context c = event.context();
      String place = "M=" + c.thread() + " P=" + c.proc() + " G=" + c.goroutine() + " ";
      switch (event) {
        case TraceEvent.GoTransition e -> {
          if (e.from() != GoState.UNDETERMINED && e.from() != e.to()) {
            lines.add(
                place
                    + e.kind().goName()
                    + (" GoID=" + e.goroutine() + " " + e.from() + "->" + e.to())
                    + reason(e));
          }
        }
        case TraceEvent.ProcTransition e -> {
          if (e.from() != ProcState.UNDETERMINED && e.from() != e.to()) {
            lines.add(
                place + e.kind().goName() + " ProcID=" + e.proc() + " " + e.from() + "->" + e.to());
          }
        }
        case TraceEvent.Sync e -> lines.add("Sync N=" + e.number());
        case TraceEvent.StackSample e -> {
          // Go's reader sorts samples in just before the next event, at their own time.
        }
        default -> lines.add(place + event.kind().goName());
      }
    }
    return lines;
  }

  private static String reason(TraceEvent.GoTransition e) {
    return e.from() == GoState.RUNNING && e.to() != GoState.SYSCALL && e.to() != GoState.NOT_EXIST
        ? " " + GoReasons.text(e.cause())
        : "";
  }

  private static List<String> tellParsed(String text) {
    List<String> lines = new ArrayList<>();
    text.lines()
        .filter(line -> line.startsWith("M="))
        .forEach(
            line -> {
              String[] words = line.split(" ", -1);
              String kind = words[3];
              String place = words[0] + " " + words[1] + " " + words[2] + " ";
              if (kind.equals(EventKind.SYNC.goName())) {
                lines.add("Sync N=" + line.replaceFirst(".*N=(\\d+).*", "$1"));
              } else if (kind.equals(EventKind.GO_TRANSITION.goName())) {
                String change = words[6];
                String[] states = change.split("->", 2);
                if (!states[0].equals("Undetermined") && !states[0].equals(states[1])) {
                  boolean stops = line.contains(" Running->Waiting") || line.contains("->Runnable");
                  boolean own = stops && line.contains(" Running->");
                  String why = line.replaceFirst(".* Reason=\"([^\"]*)\".*", "$1");
                  lines.add(place + kind + " " + words[5] + " " + change + (own ? " " + why : ""));
                }
              } else if (!kind.equals(EventKind.STACK_SAMPLE.goName())) {
                lines.add(place + kind);
              }
            });
    return lines;
  }

  @Test
  void allFactsOfARandomTraceAreThere() throws IOException {
    List<TraceEvent> events = RandomTrace.of(77, 20_000, 3);
    Path file = directory.resolve("trace.out");
    try (ListTraceReader reader = new ListTraceReader(events);
        GoTraceWriter writer = new GoTraceWriter(Files.newOutputStream(file))) {
      reader.copyTo(writer);
    }
    Map<String, Long> wanted = new HashMap<>();
    events.forEach(e -> wanted.merge("kind." + e.kind().goName(), 1L, Long::sum));
    String text = GoTools.parsed(file);
    for (EventKind kind :
        List.of(
            EventKind.TASK_BEGIN,
            EventKind.REGION_END,
            EventKind.LOG,
            EventKind.METRIC,
            EventKind.STACK_SAMPLE,
            EventKind.RANGE_BEGIN)) {
      long found = text.lines().filter(l -> l.contains(" " + kind.goName() + " ")).count();
      assertEquals(wanted.get("kind." + kind.goName()), found, kind.goName());
    }
    assertTrue(text.contains("Type=\"task é\""), "text");
    assertTrue(text.contains("shop/Checkout.step1 @ 0x"), "frames");
  }

  /** The clocks may be read before the last event of the part before, as Go does it. */
  @Test
  void whenTheClocksWereReadIsKept() throws IOException {
    List<TraceEvent> events = new ArrayList<>(RandomTrace.of(5, 2_000, 3));
    List<TraceEvent> syncs = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      if (events.get(i) instanceof TraceEvent.Sync sync && sync.clock().isPresent()) {
        if (i > 0) {
          long before = events.get(i - 1).time();
          ClockSnapshot clock = sync.clock().get();
          clock = new ClockSnapshot(before - 7, clock.monotonicTime(), clock.wallTime());
          Optional<ClockSnapshot> earlier = Optional.of(clock);
          events.set(
              i, new TraceEvent.Sync(before + 1, sync.number(), earlier, sync.experiments()));
        }
        syncs.add(events.get(i));
      }
    }
    assertTrue(syncs.size() > 1, "several parts");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ListTraceReader reader = new ListTraceReader(events);
        GoTraceWriter writer = new GoTraceWriter(out)) {
      reader.copyTo(writer);
    }
    List<TraceEvent> found = new ArrayList<>();
    try (TraceReader reader = Traces.open(new ByteArrayInputStream(out.toByteArray()))) {
      while (reader.next()) {
        if (reader.kind() == EventKind.SYNC && reader.clock().isPresent()) {
          found.add(reader.event());
        }
      }
    }
    // Later ones follow events that readers move, since random traces have states to be told there.
    assertEquals(syncs.subList(0, 2), found.subList(0, 2));
  }

  @Test
  void aHeaderAloneIsATrace() throws IOException {
    Path file = directory.resolve("trace.out");
    new GoTraceWriter(Files.newOutputStream(file)).close();
    assertEquals(1, GoTools.rules(file).get("kind.Sync"));
  }

  @Test
  void whatTheFormatCanNotSayIsRefused() throws IOException {
    assertRefused(
        "a trace begins with a sync",
        new TraceEvent.Metric(
            5, new Context(-1, 0, 1), Stack.NONE, TraceEvent.Metric.HEAP_GOAL, 1));
    TraceEvent sync = new TraceEvent.Sync(5, 1, Optional.empty(), Map.of());
    assertRefused(
        "time does not increase", sync, new TraceEvent.Sync(5, 2, Optional.empty(), Map.of()));
    Context thread = new Context(-1, -1, 1);
    TraceEvent proc =
        new TraceEvent.ProcTransition(
            6, thread, Stack.NONE, 0, ProcState.UNDETERMINED, ProcState.RUNNING);
    assertRefused(
        "cannot express",
        sync,
        proc,
        new TraceEvent.Metric(7, new Context(-1, 0, 1), Stack.NONE, "/cpu:seconds", 1));
    assertRefused(
        "goroutine 1 leaves state Running but was never seen",
        sync,
        new TraceEvent.GoTransition(
            6,
            new Context(-1, 0, 1),
            Stack.NONE,
            1,
            GoState.RUNNING,
            GoState.WAITING,
            WaitCause.NONE,
            Stack.NONE));
  }

  private static void assertRefused(String why, TraceEvent... events) throws IOException {
    try (ListTraceReader reader = new ListTraceReader(List.of(events));
        GoTraceWriter writer = new GoTraceWriter(new ByteArrayOutputStream())) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> reader.copyTo(writer));
      assertTrue(e.getMessage().contains(why), e.getMessage());
    }
  }
}
