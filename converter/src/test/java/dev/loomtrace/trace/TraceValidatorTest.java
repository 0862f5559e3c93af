package dev.loomtrace.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class TraceValidatorTest {
  private static final Context PROC = new Context(Context.NO_GOROUTINE, 0, 100);
  private static final Context ONE = new Context(1, 0, 100);

  @Test
  void acceptsALegalTraceWithEveryKindOfEvent() throws IOException {
    TraceValidator validator = validate(Samples.everyKind());
    assertEquals(List.of(), validator.faults());
    assertEquals(Samples.everyKind().size(), validator.events());
  }

  @Test
  void reportsTimeThatStandsStill() throws IOException {
    assertFault("time does not increase", running(), log(5));
  }

  @Test
  void reportsASyncOutOfTurn() throws IOException {
    assertFault(
        "sync 3 follows sync 1", running(), new TraceEvent.Sync(30, 3, Optional.empty(), Map.of()));
  }

  @Test
  void reportsATraceThatDoesNotBeginWithSync() throws IOException {
    TraceValidator validator = validate(List.of(log(5)));
    assertEquals(
        "event 1, time 5: a trace begins with a sync event, not with LOG",
        validator.faults().getLast().toString());
  }

  @Test
  void reportsAGoroutineThatLeavesAStateItWasNotIn() throws IOException {
    assertFault(
        "goroutine 1 leaves state Waiting but is Running",
        running(),
        transition(30, PROC, 1, GoState.WAITING, GoState.RUNNABLE));
  }

  @Test
  void reportsAStepThatNoSchedulerKnows() throws IOException {
    assertFault(
        "goroutine 2 cannot go from NotExist to Running",
        running(),
        transition(
            30,
            new Context(Context.NO_GOROUTINE, Context.NO_PROC, 200),
            2,
            GoState.NOT_EXIST,
            GoState.RUNNING));
  }

  @Test
  void reportsTwoGoroutinesOnOneThread() throws IOException {
    assertFault(
        "goroutine 2 executes on thread 100, which has goroutine 1",
        running(),
        transition(30, ONE, 2, GoState.NOT_EXIST, GoState.RUNNABLE),
        transition(31, ONE, 2, GoState.RUNNABLE, GoState.RUNNING));
  }

  @Test
  void reportsTwoProcsOnOneThread() throws IOException {
    assertFault(
        "proc 1 runs on thread 100, which holds proc 0",
        running(),
        new TraceEvent.ProcTransition(
            30, ONE, Stack.NONE, 1, ProcState.UNDETERMINED, ProcState.RUNNING));
  }

  @Test
  void reportsARangeThatBeginsTwiceOrEndsUnbegun() throws IOException {
    assertFault("on Goroutine 1 begins but is open", running(), assist(30), assist(31));
    assertFault(
        "ends but is not open",
        running(),
        new TraceEvent.RangeEnd(
            30, ONE, Stack.NONE, "GC mark assist", ResourceKind.GOROUTINE, 1, List.of()));
  }

  @Test
  void reportsAGoroutineThatEndsInsideARange() throws IOException {
    assertFault(
        "goroutine 1 ends with open ranges",
        running(),
        assist(30),
        transition(31, ONE, 1, GoState.RUNNING, GoState.NOT_EXIST));
  }

  @Test
  void reportsRegionsThatOverlap() throws IOException {
    assertFault(
        "region \"a\" of task 0 ends inside region \"b\" of task 0",
        running(),
        new TraceEvent.RegionBegin(30, ONE, Stack.NONE, 0, "a"),
        new TraceEvent.RegionBegin(31, ONE, Stack.NONE, 0, "b"),
        new TraceEvent.RegionEnd(32, ONE, Stack.NONE, 0, "a"));
  }

  @Test
  void reportsATaskThatBeginsTwiceOrChangesItsType() throws IOException {
    TraceEvent begin = new TraceEvent.TaskBegin(30, ONE, Stack.NONE, 5, EventView.NO_TASK, "t");
    assertFault(
        "task 5 begins twice",
        running(),
        begin,
        new TraceEvent.TaskBegin(31, ONE, Stack.NONE, 5, EventView.NO_TASK, "t"));
    assertFault(
        "began as \"t\" and ends as \"u\"",
        running(),
        begin,
        new TraceEvent.TaskEnd(31, ONE, Stack.NONE, 5, EventView.NO_TASK, "u"));
  }

  @Test
  void reportsIncompleteFramesButForgivesAnEmptyLeaf() throws IOException {
    Frame empty = new Frame(0, "", "", 0);
    Frame good = new Frame(3, "f", "f.java", 1);
    assertEquals(
        List.of(), validate(and(running(), sample(30, Stack.of(List.of(empty, good))))).faults());
    assertFault(
        "frame 1 of a stack is incomplete", running(), sample(30, Stack.of(List.of(good, empty))));
  }

  @Test
  void reportsLabelsOfUnknownGoroutinesAndMetricsWithoutUnit() throws IOException {
    assertFault(
        "label of Goroutine 9 on thread 100, which does not run it",
        running(),
        new TraceEvent.Label(30, ONE, Stack.NONE, "x", ResourceKind.GOROUTINE, 9));
    assertFault(
        "metric without unit", running(), new TraceEvent.Metric(30, ONE, Stack.NONE, "heap", 1));
  }

  @Test
  void countsAllFaultsButKeepsABoundedNumber() throws IOException {
    List<TraceEvent> events = new ArrayList<>(running());
    for (int i = 0; i < 2 * TraceValidator.MAX_FAULTS; i++) {
      events.add(log(1));
    }
    TraceValidator validator = validate(events);
    assertEquals(TraceValidator.MAX_FAULTS, validator.faults().size());
    assertTrue(validator.faultCount() >= 2 * TraceValidator.MAX_FAULTS - 1);
  }

  @Test
  void forgetsWhatHasEnded() throws IOException {
    List<TraceEvent> events = new ArrayList<>(running());
    events.add(transition(30, ONE, 1, GoState.RUNNING, GoState.NOT_EXIST));
    TraceState state = validate(events).state();
    assertEquals(0, state.goroutineIds().length);
    assertEquals(Context.NO_GOROUTINE, state.thread(100).goroutine());
    assertEquals(0, state.thread(100).proc());
  }

  private static List<TraceEvent> running() {
    return Samples.everyKind().subList(0, 5);
  }

  private static TraceEvent transition(
      long time, Context context, long id, GoState from, GoState to) {
    return Samples.goTransition(time, context, id, from, to, "", Stack.NONE);
  }

  private static TraceEvent log(long time) {
    return new TraceEvent.Log(time, ONE, Stack.NONE, 0, "", "m");
  }

  private static TraceEvent assist(long time) {
    return new TraceEvent.RangeBegin(
        time, ONE, Stack.NONE, "GC mark assist", ResourceKind.GOROUTINE, 1);
  }

  private static TraceEvent sample(long time, Stack stack) {
    return new TraceEvent.StackSample(time, ONE, stack);
  }

  private static List<TraceEvent> and(List<TraceEvent> events, TraceEvent... more) {
    List<TraceEvent> all = new ArrayList<>(events);
    all.addAll(List.of(more));
    return all;
  }

  private static void assertFault(String text, List<TraceEvent> before, TraceEvent... events)
      throws IOException {
    List<TraceValidator.Fault> faults = validate(and(before, events)).faults();
    UnaryOperator<String> shown = wanted -> "no \"" + wanted + "\" in " + faults;
    assertTrue(faults.stream().anyMatch(f -> f.message().contains(text)), () -> shown.apply(text));
  }

  private static TraceValidator validate(List<TraceEvent> events) throws IOException {
    TraceValidator validator = new TraceValidator();
    try (TraceReader reader = new ListTraceReader(events)) {
      reader.copyTo(validator);
    }
    return validator;
  }
}
