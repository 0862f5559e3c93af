package dev.loomtrace.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.analysis.TraceSummary;
import dev.loomtrace.testing.RandomTrace;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ListTraceReader;
import dev.loomtrace.trace.ProcState;
import dev.loomtrace.trace.Repairs;
import dev.loomtrace.trace.ResourceKind;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.TraceEvent;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.WaitReason;
import dev.loomtrace.trace.WakeKind;
import dev.loomtrace.trace.Waker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimelineTest {
  private static final Stack START = stack("app.Main.start");
  private static final Stack PARK = stack("app.Main.park");

  private static Stack stack(String function) {
    return Stack.of(List.of(new Frame(1, function, "Main.java", 1)));
  }

  private static SpanList spansOf(List<TraceEvent> events) throws IOException {
    SpanList spans = new SpanList();
    try (ListTraceReader trace = new ListTraceReader(events)) {
      Timeline.read(trace, spans);
    }
    return spans;
  }

  private static TraceEvent go(
      long time, Context by, long id, GoState from, GoState to, WaitCause cause, Stack stack) {
    return new TraceEvent.GoTransition(time, by, Stack.NONE, id, from, to, cause, stack);
  }

  @Test
  void aWaitHasItsReasonPlaceAndWaker() throws IOException {
    Context one = new Context(1, 0, 10);
    Context two = new Context(2, 1, 11);
    Context nobody = new Context(Context.NO_GOROUTINE, 1, 11);
    SpanList spans =
        spansOf(
            List.of(
                new TraceEvent.Sync(1, 1, Optional.empty(), Map.of()),
                new TraceEvent.ProcTransition(
                    2, nobody, Stack.NONE, 1, ProcState.UNDETERMINED, ProcState.RUNNING),
                go(3, one, 5, GoState.NOT_EXIST, GoState.RUNNABLE, WaitCause.NONE, START),
                go(5, nobody, 5, GoState.RUNNABLE, GoState.RUNNING, WaitCause.NONE, Stack.NONE),
                go(
                    8,
                    new Context(5, 1, 11),
                    5,
                    GoState.RUNNING,
                    GoState.WAITING,
                    WaitCause.of(WaitReason.LOCK),
                    PARK),
                go(20, two, 5, GoState.WAITING, GoState.RUNNABLE, WaitCause.NONE, Stack.NONE),
                go(21, nobody, 5, GoState.RUNNABLE, GoState.RUNNING, WaitCause.NONE, Stack.NONE),
                go(
                    30,
                    new Context(5, 1, 11),
                    5,
                    GoState.RUNNING,
                    GoState.NOT_EXIST,
                    WaitCause.NONE,
                    PARK)));

    List<Span> states = spans.of(SpanKind.STATE);
    assertEquals(
        List.of(
            SpanState.RUNNABLE,
            SpanState.RUNNING,
            SpanState.WAITING,
            SpanState.RUNNABLE,
            SpanState.RUNNING),
        states.stream().map(Span::state).toList());
    Span wait = states.get(2);
    assertEquals(8, wait.begin());
    assertEquals(20, wait.end());
    assertEquals(WaitCause.of(WaitReason.LOCK), wait.cause());
    assertEquals(PARK, wait.place());
    assertEquals(new Waker(WakeKind.THREAD, 2, Frame.NONE), wait.waker());
    assertEquals(Stack.NONE, states.get(0).place(), "who is created is nowhere yet");
    assertEquals(1, states.get(1).proc());

    List<Span> carriers = spans.of(SpanKind.CARRIER);
    assertEquals(List.of(3L, 9L), carriers.stream().map(Span::duration).toList());
    assertEquals(List.of(5L, 5L), carriers.stream().map(Span::thread).toList());

    Span life = spans.of(SpanKind.LIFE).getFirst();
    assertEquals("app.Main.start", life.name());
    assertEquals(1, life.creator());
    assertFalse(life.open() || life.beganBefore());
    assertEquals(
        new TraceExtent(1, 30, 8, Optional.empty(), Repairs.NONE, Optional.empty()),
        spans.extent());
  }

  @Test
  void whatIsCutByTheTracesBordersSaysSo() throws IOException {
    Context one = new Context(1, Context.NO_PROC, 10);
    SpanList spans =
        spansOf(
            List.of(
                new TraceEvent.Sync(100, 1, Optional.empty(), Map.of()),
                go(101, one, 1, GoState.UNDETERMINED, GoState.RUNNING, WaitCause.NONE, Stack.NONE),
                new TraceEvent.RangeActive(102, one, Stack.NONE, "mark", ResourceKind.NONE, 0),
                new TraceEvent.TaskEnd(103, one, Stack.NONE, 7, EventView.NO_TASK, "old"),
                new TraceEvent.TaskBegin(104, one, Stack.NONE, 8, EventView.NO_TASK, "new"),
                new TraceEvent.RegionEnd(105, one, Stack.NONE, 7, "out"),
                new TraceEvent.RegionBegin(106, one, Stack.NONE, 8, "in"),
                new TraceEvent.RangeEnd(
                    107, one, Stack.NONE, "mark", ResourceKind.NONE, 0, List.of()),
                go(108, one, 1, GoState.RUNNING, GoState.SYSCALL, WaitCause.NONE, Stack.NONE)));

    assertCut(spans, SpanKind.TASK, "old 100-103 before", "new 104-108 open");
    assertCut(spans, SpanKind.REGION, "out 100-105 before", "in 106-108 open");
    assertCut(spans, SpanKind.RANGE, "mark 102-107 before");
    assertCut(spans, SpanKind.STATE, " 101-108 before", " 108-108 open");
    assertCut(spans, SpanKind.LIFE, " 101-108 before open");
  }

  private static void assertCut(SpanList spans, SpanKind kind, String... expected) {
    assertEquals(
        List.of(expected),
        spans.of(kind).stream()
            .map(
                span ->
                    span.name()
                        + " "
                        + span.begin()
                        + "-"
                        + span.end()
                        + (span.beganBefore() ? " before" : "")
                        + (span.open() ? " open" : ""))
            .toList());
  }

  @Test
  void endsOnce() throws IOException {
    Timeline timeline = new Timeline();
    timeline.end();
    assertThrows(IllegalStateException.class, timeline::end);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void keepsWhatItPromises(long seed) throws IOException {
    SpanList spans = spansOf(RandomTrace.of(seed, 6000, 3));
    long last = Long.MIN_VALUE;
    Map<Long, Long> threadEnds = new HashMap<>();
    Map<Long, Long> procEnds = new HashMap<>();
    int lives = 0;
    for (Span span : spans.spans()) {
      assertTrue(span.end() >= last && span.begin() <= span.end(), span::toString);
      last = span.end();
      switch (span.kind()) {
        case STATE -> {
          Long before = threadEnds.put(span.thread(), span.end());
          assertTrue(before == null || before == span.begin(), span::toString);
        }
        case CARRIER -> {
          Long before = procEnds.put(span.proc(), span.end());
          assertTrue(before == null || before <= span.begin(), span::toString);
        }
        case LIFE -> {
          assertEquals(span.end(), threadEnds.remove(span.thread()), span::toString);
          lives++;
        }
        default -> {
          // Nothing is promised of how these follow each other.
        }
      }
    }
    assertTrue(lives > 5 && procEnds.size() > 1, "the trace is too poor");
    assertEquals(Map.of(), threadEnds, "threads without a life");
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16})
  void addsUpToTheSummary(long seed) throws IOException {
    List<TraceEvent> events = RandomTrace.of(seed, 6000, 3);
    TraceSummary summary = new TraceSummary();
    try (ListTraceReader trace = new ListTraceReader(events)) {
      Timeline.read(trace, summary);
    }
    SpanList spans = spansOf(events);
    TraceSummary.Result expected = summary.result();
    List<Span> ended =
        spans.spans().stream().filter(span -> !span.open() && !span.beganBefore()).toList();
    List<Span> states = spans.of(SpanKind.STATE).stream().filter(span -> !span.open()).toList();

    assertEquals(expected.running(), durations(states, SpanState.RUNNING));
    assertEquals(expected.runnable(), durations(states, SpanState.RUNNABLE));
    assertEquals(expected.pinned(), durations(states, SpanState.PINNED, SpanState.SYSCALL));
    Map<String, List<Span>> waits = new TreeMap<>();
    for (Span span : states) {
      if (span.state() == SpanState.WAITING) {
        waits.computeIfAbsent(span.cause().word(), key -> new ArrayList<>()).add(span);
      }
    }
    assertEquals(expected.waits().keySet(), waits.keySet());
    waits.forEach(
        (reason, list) ->
            assertEquals(expected.waits().get(reason), durations(list, SpanState.WAITING)));
    expected
        .tasks()
        .forEach(
            (type, durations) ->
                assertEquals(
                    durations.total(),
                    ended.stream()
                        .filter(s -> s.kind() == SpanKind.TASK && s.name().equals(type))
                        .mapToLong(Span::duration)
                        .sum()));
    expected
        .regions()
        .forEach(
            (type, durations) ->
                assertEquals(
                    durations.count(),
                    ended.stream()
                        .filter(s -> s.kind() == SpanKind.REGION && s.name().equals(type))
                        .count()));
    assertFalse(expected.tasks().isEmpty() || expected.regions().isEmpty(), "too poor");
    assertEquals(expected.allLives().seen(), spans.of(SpanKind.LIFE).size());
    assertEquals(expected.events(), spans.extent().events());
  }

  private static TraceSummary.Durations durations(List<Span> spans, SpanState... wanted) {
    List<Long> list =
        spans.stream()
            .filter(span -> List.of(wanted).contains(span.state()))
            .map(Span::duration)
            .toList();
    return new TraceSummary.Durations(
        list.size(),
        list.stream().mapToLong(Long::longValue).sum(),
        list.stream().mapToLong(Long::longValue).max().orElse(0));
  }
}
