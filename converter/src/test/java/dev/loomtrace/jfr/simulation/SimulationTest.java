package dev.loomtrace.jfr.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.event.EventNames;
import dev.loomtrace.jfr.operation.Cause;
import dev.loomtrace.jfr.operation.LogText;
import dev.loomtrace.jfr.operation.OpKind;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ListTraceReader;
import dev.loomtrace.trace.Repairs;
import dev.loomtrace.trace.TraceEvent;
import dev.loomtrace.trace.TraceValidator;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.WaitReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationTest {
  private static final long T = RecordedStory.BEGIN;
  private static final long C0 = RecordedStory.CARRIER;
  private static final long C1 = RecordedStory.CARRIER + 1;
  private static final long PLATFORM = RecordedStory.CARRIER + 1000;
  private static final long C2 = RecordedStory.CARRIER + 2;
  private static final long MS = 1_000_000;

  private static List<String> statesOf(List<TraceEvent> events, long goroutine) {
    List<String> states = new ArrayList<>();
    for (TraceEvent event : events) {
      if (event instanceof TraceEvent.GoTransition t && t.goroutine() == goroutine) {
        states.add(t.from() + ">" + t.to() + "@" + (t.time() - T));
      }
    }
    return states;
  }

  private static List<String> begunSince(List<TraceEvent> events) {
    List<String> begun = new ArrayList<>();
    for (TraceEvent event : events) {
      if (event instanceof TraceEvent.TaskBegin t) {
        begun.add(t.type() + "@" + (t.since() - T));
      } else if (event instanceof TraceEvent.RegionBegin r) {
        begun.add(r.type() + "@" + (r.since() - T));
      }
    }
    return begun;
  }

  private static void assertLegal(List<TraceEvent> events) throws IOException {
    TraceValidator validator = new TraceValidator();
    new ListTraceReader(events).copyTo(validator);
    assertEquals(List.of(), validator.faults());
  }

  private static void assertExact(RecordedStory.Outcome outcome) throws IOException {
    assertLegal(outcome.events());
    assertEquals(Repairs.NONE.counts(), outcome.repairs().counts(), outcome.repairs()::toString);
  }

  private static void assertCutOnce(RecordedStory.Outcome outcome, Repairs.Kind kind)
      throws IOException {
    assertLegal(outcome.events());
    assertEquals(0, outcome.repairs().total(Repairs.Group.SCHEDULING));
    assertEquals(1, outcome.repairs().count(kind));
  }

  @Test
  void tellsABlockWithinAChunkAsItWas() throws IOException {
    RecordedStory story = new RecordedStory(2);
    story.create(T + 10, 1, 0);
    story.started(T + 100, 1, C0);
    story.block(T + 200, T + 400, T + 500, 1, C0, C1, 0);
    story.ended(T + 100, T + 900, 1, C0, C1);
    RecordedStory.Outcome outcome = story.play();
    assertExact(outcome);
    assertEquals(
        List.of(
            "Running>Waiting@200",
            "Waiting>Runnable@400",
            "Runnable>Running@502",
            "Running>NotExist@900"),
        statesOf(outcome.events(), 1).subList(2, 6));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10})
  void tellsABlockAcrossBordersFromItsStatuses(int borders) throws IOException {
    RecordedStory story = new RecordedStory(2);
    story.create(T + 10, 1, 0);
    story.started(T + 100, 1, C0);
    for (int i = 1; i <= borders; i++) {
      story.waits(T + 200, 1);
      story.border(T + i * MS);
      story.waits(T + 200, 1);
    }
    long end = T + borders * MS + 5000;
    story.block(T + 200, end - 100, end, 1, C0, C1, 0);
    story.ended(T + 100, end + 100, 1, C0, C1);
    RecordedStory.Outcome outcome = story.play();
    assertExact(outcome);
    assertEquals("Running>Waiting@200", statesOf(outcome.events(), 1).get(2));
    assertEquals(
        1, statesOf(outcome.events(), 1).stream().filter(s -> s.contains(">Waiting")).count());
  }

  @Test
  void tellsAThreadThatStarvesAcrossBorders() throws IOException {
    RecordedStory story = new RecordedStory(1);
    story.create(T + 10, 1, 0);
    story.create(T + 11, 2, 0);
    story.started(T + 100, 1, C0);
    story.started(T + 300, 2, C0);
    for (int i = 1; i <= 5; i++) {
      Cause cause = Cause.UNKNOWN;
      for (int look = 0; look < 2; look++) {
        // Woken, but thread 2 has the only carrier.
        story.add(OpKind.BLOCK, T + 200, 1, 0, 0, cause);
        story.add(OpKind.WAKE, T + 250, 1, 0, 0, cause);
        story.runs(T + i * MS, 2, C0);
        if (look == 0) {
          story.border(T + i * MS);
        }
      }
    }
    long end = T + 6 * MS;
    story.ended(T + 300, end, 2, C0, C0);
    story.block(T + 200, T + 250, end + 10, 1, C0, C0, 0);
    story.ended(T + 100, end + 100, 1, C0, C0);
    RecordedStory.Outcome outcome = story.play();
    assertExact(outcome);
    assertTrue(statesOf(outcome.events(), 1).contains("Waiting>Runnable@250"));
  }

  @Test
  void takesTheStackOfAWaitAcrossABorderFromItsEnd() throws IOException {
    RecordedStory story = new RecordedStory(1);
    story.create(T + 10, 1, 0);
    story.started(T + 100, 1, C0);
    story.waits(T + 200, 1);
    story.border(T + MS);
    story.waits(T + 200, 1);
    dev.loomtrace.trace.Stack stack = dev.loomtrace.trace.Stack.of(List.of(story.frame("f")));
    Cause cause = new Cause(WaitCause.of(WaitReason.LOCK), EventNames.WAKE_UNKNOWN, stack, 3);
    story.add(OpKind.BLOCK, T + 200, 1, C0, 0, cause);
    story.add(OpKind.WAKE, T + MS + 10, 1, 0, C0, cause);
    story.add(OpKind.RESUME, T + MS + 20, 1, C0, 0, null);
    story.ended(T + 100, T + MS + 100, 1, C0, C0);
    RecordedStory.Outcome outcome = story.play();
    assertExact(outcome);
    List<TraceEvent.GoTransition> waits =
        outcome.events().stream()
            .filter(e -> e instanceof TraceEvent.GoTransition)
            .map(e -> (TraceEvent.GoTransition) e)
            .filter(t -> t.goroutine() == 1 && t.to() == GoState.WAITING)
            .toList();
    assertEquals(1, waits.size());
    assertEquals(stack, waits.getFirst().goroutineStack());
    assertEquals(3, waits.getFirst().stackWeight());
  }

  @Test
  void namesNobodyAsWakerWhoOnlyRunsWhereTheThreadGoesOn() throws IOException {
    RecordedStory story = new RecordedStory(1);
    story.create(T + 10, 1, 0);
    story.create(T + 11, 2, 0);
    story.started(T + 100, 1, C0);
    story.block(T + 200, T + 600, T + 900, 1, C0, C0, 0);
    story.started(T + 300, 2, C0);
    story.ended(T + 300, T + 800, 2, C0, C0);
    story.ended(T + 100, T + 1500, 1, C0, C0);
    RecordedStory.Outcome outcome = story.play();
    assertExact(outcome);
    List<Long> wakers =
        outcome.events().stream()
            .filter(e -> e instanceof TraceEvent.GoTransition)
            .map(e -> (TraceEvent.GoTransition) e)
            .filter(t -> t.goroutine() == 1 && t.from() == GoState.WAITING)
            .map(t -> t.context().goroutine())
            .toList();
    assertEquals(List.of(Context.NO_GOROUTINE), wakers);
  }

  @Test
  void forgetsThreadsOfAStockRecordingThatAreNotHeardOfAnyMore() throws IOException {
    RecordedStory story = new RecordedStory(1).stock();
    int parts = 6;
    for (int i = 0; i < parts; i++) {
      long begin = T + i * MS;
      if (i > 0) {
        story.border(begin);
      }
      story.block(begin + 100, begin + 200, begin + 210, 10 + i, 0, 0, 0);
      story.block(begin + 300, begin + 400, begin + 410, 1, 0, 0, 0); // In each part.
    }
    RecordedStory.Outcome outcome = story.play();
    assertLegal(outcome.events());
    List<Long> ended =
        outcome.events().stream()
            .filter(e -> e instanceof TraceEvent.GoTransition)
            .map(e -> (TraceEvent.GoTransition) e)
            .filter(t -> t.to() == GoState.NOT_EXIST)
            .map(TraceEvent.GoTransition::goroutine)
            .toList();
    assertEquals(List.of(10L, 11L, 12L, 13L), ended);
    assertEquals(4, outcome.repairs().count(Repairs.Kind.END_ADDED));
    assertEquals(0, outcome.repairs().total(Repairs.Group.SCHEDULING));
  }

  private static List<Long> procsOf(List<TraceEvent> events, long goroutine) {
    return events.stream()
        .filter(e -> e instanceof TraceEvent.GoTransition)
        .map(e -> (TraceEvent.GoTransition) e)
        .filter(t -> t.goroutine() == goroutine && t.to() == GoState.RUNNING)
        .map(t -> t.context().proc())
        .toList();
  }

  private static List<Long> procLimits(List<TraceEvent> events) {
    return events.stream()
        .filter(e -> e instanceof TraceEvent.Metric)
        .map(e -> (TraceEvent.Metric) e)
        .filter(m -> m.name().equals(TraceEvent.Metric.MAX_PROCS))
        .map(TraceEvent.Metric::value)
        .toList();
  }

  @Test
  void movesTheBorderOfCarriersProcsWithTheParallelism() throws IOException {
    RecordedStory story = new RecordedStory(8);
    long platform = RecordedStory.CARRIER + 100;
    // Told in a later chunk, and in the file before what holds at the start.
    story.add(OpKind.PARALLELISM, T + MS, 0, 0, 3, null);
    story.add(OpKind.PARALLELISM, T + 5, 0, 0, 1, null);
    story.runs(T + 20, platform, 0);
    story.add(OpKind.SEEN_WAITING, T + 40, platform, 0, 0, Cause.UNKNOWN);
    story.create(T + 50, 1, 0);
    story.started(T + 100, 1, C0);
    story.create(T + 2 * MS, 2, 0);
    story.started(T + 2 * MS + 10, 2, C1);
    story.runs(T + 2 * MS + 20, platform, 0);
    story.ended(T + 100, T + 3 * MS, 1, C0, C0);
    story.ended(T + 2 * MS + 10, T + 3 * MS, 2, C1, C1);
    RecordedStory.Outcome outcome = story.play();
    assertExact(outcome);
    assertEquals(List.of(1L, 3L), procLimits(outcome.events()));
    assertEquals(List.of(0L), procsOf(outcome.events(), 1));
    assertEquals(List.of(1L), procsOf(outcome.events(), 2));
    assertEquals(List.of(1L, 3L), procsOf(outcome.events(), platform));
  }

  @Test
  void hasAsManyProcsAsProcessorsIfNobodyTellsOfCarriers() throws IOException {
    RecordedStory story = new RecordedStory(8);
    story.create(T + 50, 1, 0);
    assertEquals(List.of(8L), procLimits(story.play().events()));
  }

  @Test
  void tellsAPinnedWaitAcrossBordersAsOne() throws IOException {
    RecordedStory story = new RecordedStory(1);
    story.create(T + 10, 1, 0);
    story.started(T + 100, 1, C0);
    WaitCause why = WaitCause.of(WaitReason.SLEEP);
    Cause cause = new Cause(why, EventNames.WAKE_UNKNOWN, dev.loomtrace.trace.Stack.NONE);
    for (int i = 1; i <= 3; i++) {
      story.add(OpKind.SYSCALL_BEGIN, T + 200, 1, C0, 0, cause);
      story.border(T + i * MS);
      story.add(OpKind.SYSCALL_BEGIN, T + 200, 1, C0, 0, cause);
    }
    long end = T + 4 * MS;
    story.add(OpKind.SYSCALL_BEGIN, T + 200, 1, C0, 0, cause);
    story.add(OpKind.SYSCALL_END, end, 1, C0, 0, null);
    story.ended(T + 100, end + 100, 1, C0, C0);
    RecordedStory.Outcome outcome = story.play();
    assertExact(outcome);
    List<String> states = statesOf(outcome.events(), 1);
    assertEquals(
        List.of(
            "Running>Pinned@200",
            "Pinned>Running@" + (end - T),
            "Running>NotExist@" + (end + 100 - T)),
        states.subList(states.size() - 3, states.size()));
  }

  @Test
  void knowsWhatOlderThreadsDidWhenTheRecordingBegan() throws IOException {
    RecordedStory story = new RecordedStory(3);
    story.block(T - 500, T + 50, T + 60, 1, C0, C0, 0); // Waited since before.
    story.block(T + 100, T + 150, T + 160, 2, C1, C1, 0); // Ran.
    story.ended(T - 900, T + 300, 3, C2, C2); // Ran, and ends.
    RecordedStory.Outcome outcome = story.play();
    assertExact(outcome);
    assertTrue(statesOf(outcome.events(), 1).getFirst().startsWith("NotExist>Waiting"));
    assertEquals(GoState.RUNNABLE, firstStateOf(outcome.events(), 2));
    assertEquals("Running>NotExist@300", statesOf(outcome.events(), 3).getLast());
  }

  private static GoState firstStateOf(List<TraceEvent> events, long goroutine) {
    for (TraceEvent event : events) {
      if (event instanceof TraceEvent.GoTransition t && t.goroutine() == goroutine) {
        return t.to();
      }
    }
    throw new AssertionError("goroutine " + goroutine + " was not told of");
  }

  @Test
  void beginsTasksBeforeTheyAreUsed() throws IOException {
    RecordedStory story = new RecordedStory(2);
    story.create(T + 10, 1, 0);
    story.create(T + 11, 2, 0);
    story.started(T + 100, 2, C1);
    // Thread 1 seems not to run yet when it begins the task, which thread 2 works on.
    story.add(OpKind.TASK_BEGIN, T + 150, 1, 77, 0, "known");
    story.add(OpKind.REGION_BEGIN, T + 160, 2, 77, T + 160, "of a known task");
    story.add(OpKind.LOG, T + 170, 2, 78, 0, new LogText("", "of a task in flight at the end"));
    story.started(T + 200, 1, C0);
    RecordedStory.Outcome outcome = story.play();
    assertLegal(outcome.events());
    List<String> begun =
        outcome.events().stream()
            .filter(e -> e instanceof TraceEvent.TaskBegin)
            .map(e -> ((TraceEvent.TaskBegin) e).id() + " " + ((TraceEvent.TaskBegin) e).type())
            .toList();
    assertEquals(List.of("77 known", "78 unknown task"), begun);
    assertEquals(1, outcome.repairs().count(Repairs.Kind.TASK_CUT));
  }

  @Test
  void knowsATaskWhoseFirstThreadHasEnded() throws IOException {
    RecordedStory story = new RecordedStory(2);
    story.create(T + 10, 1, 0);
    story.create(T + 11, 2, 0);
    story.started(T + 100, 1, C0);
    story.started(T + 101, 2, C1);
    story.add(OpKind.TASK_BEGIN, T + 150, 1, 77, 0, "handed on");
    story.ended(T + 100, T + 200, 1, C0, C0);
    for (int i = 1; i <= 3; i++) {
      story.border(T + i * MS);
      story.runs(T + i * MS, 2, C1);
      story.add(OpKind.TASK_BEGIN, T + 150, 1, 77, 0, "handed on");
    }
    story.add(OpKind.TASK_END, T + 3 * MS + 100, 2, 77, 0, "handed on");
    assertExact(story.play());
  }

  @Test
  void keepsTheNameOfATaskWhoseFirstThreadEndedBeforeTheRecording() throws IOException {
    RecordedStory story = new RecordedStory(2);
    story.create(T + 11, 2, 0);
    story.started(T + 101, 2, C1);
    story.add(OpKind.TASK_BEGIN, T - 500, 1, 77, 0, "handed on");
    story.add(OpKind.TASK_BEGIN, T - 500, 1, 78, 0, "not used any more");
    story.border(T + MS);
    story.runs(T + MS, 2, C1);
    story.add(OpKind.TASK_BEGIN, T - 500, 1, 77, 0, "handed on");
    story.add(OpKind.TASK_BEGIN, T - 500, 1, 78, 0, "not used any more");
    story.add(OpKind.LOG, T + MS + 100, 2, 77, 0, new LogText("", "still here"));
    RecordedStory.Outcome outcome = story.play();
    assertExact(outcome);
    assertEquals(List.of("not used any more@-500", "handed on@-500"), begunSince(outcome.events()));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, RecordedStory.CARRIER + 1})
  void aThreadThatWaitsAllTheTimeHasItsTaskAndItsWait(long thread) throws IOException {
    RecordedStory story = new RecordedStory(2);
    story.add(OpKind.TASK_BEGIN, T - 5000, thread, 77, 0, "stuck");
    story.add(OpKind.REGION_BEGIN, T - 4000, thread, 77, T - 4000, "at it");
    story.waits(T - 3000, thread);
    story.create(T + 10, 2, 0);
    story.started(T + 100, 2, C0);
    story.ended(T + 100, T + 200, 2, C0, C0);
    story.end(T + MS);
    RecordedStory.Outcome outcome = story.play();
    assertExact(outcome);
    assertEquals(List.of("stuck@-5000", "at it@-4000"), begunSince(outcome.events()));
    List<TraceEvent.GoTransition> own =
        outcome.events().stream()
            .filter(e -> e instanceof TraceEvent.GoTransition)
            .map(TraceEvent.GoTransition.class::cast)
            .filter(e -> e.goroutine() == thread)
            .toList();
    assertEquals(GoState.WAITING, own.getLast().to());
    assertEquals(T - 3000, own.getLast().since());
    assertEquals(WaitCause.of(WaitReason.PARKED), own.getLast().cause());
    assertEquals(T + MS, outcome.events().getLast().time());
  }

  @Test
  void aWaitOlderThanTheRecordingHasItsReason() throws IOException {
    RecordedStory story = new RecordedStory(2);
    story.block(T - 700, T + 200, T + 300, 1, C0, C1, 0);
    story.ended(T - 900, T + 400, 1, C0, C1);
    RecordedStory.Outcome outcome = story.play();
    assertExact(outcome);
    TraceEvent.GoTransition first =
        outcome.events().stream()
            .filter(e -> e instanceof TraceEvent.GoTransition t && t.goroutine() == 1)
            .map(TraceEvent.GoTransition.class::cast)
            .findFirst()
            .orElseThrow();
    assertEquals(GoState.WAITING, first.to());
    assertEquals(WaitCause.of(WaitReason.LOCK), first.cause());
    assertEquals(T - 700, first.since());
  }

  @Test
  void whatBeginsInTheRecordingBeginsWithItsEvent() throws IOException {
    RecordedStory story = new RecordedStory(2);
    story.create(T + 10, 1, 0);
    story.started(T + 100, 1, C0);
    story.add(OpKind.TASK_BEGIN, T + 150, 1, 77, 0, "t");
    story.ended(T + 100, T + 200, 1, C0, C0);
    RecordedStory.Outcome outcome = story.play();
    assertExact(outcome);
    outcome.events().stream()
        .filter(e -> e instanceof TraceEvent.TaskBegin)
        .forEach(e -> assertEquals(e.time(), ((TraceEvent.TaskBegin) e).since()));
    assertEquals(List.of("t@150"), begunSince(outcome.events()));
  }

  @Test
  void knowsThatAThreadWaitsWhichBeganToWhenNobodyRecorded() throws IOException {
    RecordedStory story = new RecordedStory(2);
    // An earlier recording has seen it begin.
    story.add(OpKind.RESUME_UNSEEN, T + 100, 1, C1, 0, null);
    story.ended(T - 500, T + 200, 1, C0, C1);
    RecordedStory.Outcome outcome = story.play();
    assertExact(outcome);
    assertEquals(
        List.of(
            "NotExist>Waiting@13",
            "Waiting>Runnable@100",
            "Runnable>Running@102",
            "Running>NotExist@200"),
        statesOf(outcome.events(), 1));
  }

  @Test
  void takesAThreadOffItsCarrierWhenItsBlockWasLost() throws IOException {
    RecordedStory story = new RecordedStory(1);
    story.create(T + 10, 1, 0);
    story.create(T + 11, 2, 0);
    story.started(T + 100, 1, C0);
    story.started(T + 200, 2, C0);
    story.ended(T + 200, T + 300, 2, C0, C0);
    story.ended(T + 100, T + 400, 1, C0, C0);
    RecordedStory.Outcome outcome = story.play();
    assertLegal(outcome.events());
    assertEquals(1, outcome.repairs().count(Repairs.Kind.STOP_ADDED));
    assertEquals(1, outcome.repairs().count(Repairs.Kind.START_ADDED));
    assertEquals(2, outcome.repairs().examples().size());
  }

  @Test
  void takesWhatBeganAfterTheLastLookForCutOff() throws IOException {
    RecordedStory story = new RecordedStory(1);
    story.create(T + 10, 1, 0);
    story.create(T + 11, 2, 0);
    story.started(T + 100, 1, C0);
    story.runs(T + 150, 1, C0);
    story.looked(T + 150);
    // Thread 1 blocks, which nobody tells: it had not come back when the recording ended.
    story.started(T + 200, 2, C0);
    RecordedStory.Outcome outcome = story.play();
    assertCutOnce(outcome, Repairs.Kind.WAIT_CUT);
    assertTrue(statesOf(outcome.events(), 1).getLast().startsWith("Running>Waiting"));
  }

  @Test
  void letsAThreadGoOnThatTellsOfItsWaitTwoChunksLater() throws IOException {
    RecordedStory story = new RecordedStory(1);
    story.create(T + 10, 1, 0);
    story.started(T + 100, 1, C0);
    story.waits(T + 200, 1);
    story.border(T + MS);
    story.waits(T + 200, 1);
    story.border(T + 2 * MS);
    story.border(T + 3 * MS);
    story.wait(T + 200, T + 300, T + 400, 1, C0, 0, Cause.UNKNOWN);
    story.ended(T + 100, T + 3 * MS + 100, 1, C0, C0);
    RecordedStory.Outcome outcome = story.play();
    assertExact(outcome);
    assertTrue(statesOf(outcome.events(), 1).getLast().startsWith("Running>NotExist"));
  }

  @Test
  void putsAThreadWhereItWasLastWhenItsLifeBeganEarlier() throws IOException {
    RecordedStory story = new RecordedStory(2);
    // Both began on the first carrier. One of them went on on the second, before the first chunk.
    story.ended(T - 200, T + 100, 1, C0, C1);
    story.ended(T - 100, T + 200, 2, C0, C0);
    assertExact(story.play());
  }

  @Test
  void doesNotLetAThreadRunBeforeItBegins() throws IOException {
    RecordedStory story = new RecordedStory(1);
    story.ended(T - 100, T + 100, 1, C0, C0);
    // Seen with a carrier, which it has just got, before it has said so.
    story.runs(T + 150, 2, C0);
    story.started(T + 200, 2, C0);
    story.ended(T + 200, T + 300, 2, C0, C0);
    assertExact(story.play());
  }

  @Test
  void letsAThreadRunWhoseWaitWasOverWhenItWasSeen() throws IOException {
    RecordedStory story = new RecordedStory(1);
    // Its wait was written before the first chunk, and it had not noted that.
    story.waits(T - 100, 1);
    story.block(T + 200, T + 300, T + 400, 1, C0, C0, 0);
    RecordedStory.Outcome outcome = story.play();
    assertExact(outcome);
    assertTrue(statesOf(outcome.events(), 1).contains("Running>Waiting@200"));
  }

  @Test
  void knowsThatTheLastCreationsMayNotHaveBeenWritten() throws IOException {
    RecordedStory story = new RecordedStory(1);
    story.border(T + MS);
    story.border(T + 2 * MS);
    story.ended(T + 2 * MS + 100, T + 2 * MS + 200, 1, C0, C0);
    assertEquals(1, story.play().repairs().count(Repairs.Kind.CREATE_ADDED), "none is told of");
    story.create(T + 2 * MS + 300, 2, 0);
    RecordedStory.Outcome outcome = story.play();
    assertCutOnce(outcome, Repairs.Kind.CREATE_CUT);
  }

  @Test
  void letsAThreadGoOnWhoseWaitBeganUnrecorded() throws IOException {
    RecordedStory story = new RecordedStory(1);
    story.add(OpKind.SEEN_WAITING, T + 50, 1, 0, 0, Cause.UNKNOWN);
    story.add(OpKind.RESUME_UNSEEN, T + 200, 1, C0, 0, null);
    story.block(T + 300, T + 350, T + 400, 1, C0, C0, 0);
    RecordedStory.Outcome outcome = story.play();
    assertExact(outcome);
    assertTrue(statesOf(outcome.events(), 1).contains("Waiting>Runnable@200"));
  }

  @Test
  void hidesAThreadWhileItCarries() throws IOException {
    RecordedStory story = new RecordedStory(1);
    story.add(OpKind.SEEN_RUNNING, T + 5, C0, 0, 0, null); // Of a scheduler of the application's.
    story.create(T + 10, 1, C0);
    story.started(T + 100, 1, C0);
    story.add(OpKind.BLOCK, T + 150, C0, 0, 0, Cause.UNKNOWN);
    story.ended(T + 100, T + 300, 1, C0, C0);
    assertExact(story.play());
  }

  /** A region of its own, from its first step to its end, and nothing had to be repaired. */
  @Test
  void whoeverInheritsATaskWorksOnIt() throws IOException {
    RecordedStory story = new RecordedStory(2);
    story.create(T + 10, 1, 0);
    story.started(T + 100, 1, C0);
    story.add(OpKind.TASK_BEGIN, T + 110, 1, 77, 0, "order");
    story.add(OpKind.INHERIT, T + 120, 1, 77, 0, null);
    story.create(T + 121, 2, 1);
    story.create(T + 122, 3, 1); // Made without inheriting.
    story.add(OpKind.INHERIT, T + 130, 1, 77, 0, null);
    story.create(T + 131, 4, 1);
    story.started(T + 140, 2, C1);
    story.ended(T + 140, T + 200, 2, C1, C1);
    story.ended(T + 210, T + 220, 3, C1, C1);
    story.add(OpKind.TASK_END, T + 230, 1, 77, 0, "order");
    story.ended(T + 240, T + 250, 4, C1, C1); // Runs when the task has ended.
    RecordedStory.Outcome outcome = story.play();
    assertLegal(outcome.events());
    assertEquals(List.of("2 77 order"), regions(outcome));
    assertEquals(0, outcome.repairs().count(Repairs.Kind.REGION_REPAIRED));
  }

  @Test
  void aPlatformThreadInheritsFromTheVirtualOneOnTheCarrierThatIsToldOf() throws IOException {
    RecordedStory story = new RecordedStory(2);
    story.create(T + 10, 1, 0);
    story.create(T + 11, 2, 0);
    story.started(T + 100, 1, C0);
    story.add(OpKind.TASK_BEGIN, T + 110, 1, 77, 0, "order");
    story.add(OpKind.INHERIT, T + 120, 1, 77, 0, null); // Of a carrier, which is started late.
    story.add(OpKind.INHERIT, T + 121, 1, 77, 0, null);
    story.add(OpKind.CREATE_HIDDEN, T + 122, 0, C0, 0, null);
    story.create(T + 130, PLATFORM, C0);
    story.add(OpKind.RESUME, T + 131, PLATFORM, 0, 0, null);
    // By another virtual thread, without a task: it inherits nothing.
    story.create(T + 140, PLATFORM + 1, C0);
    story.add(OpKind.RESUME, T + 141, PLATFORM + 1, 0, 0, null);
    story.add(OpKind.END, T + 160, PLATFORM, 0, 0, null);
    story.add(OpKind.END, T + 161, PLATFORM + 1, 0, 0, null);
    story.add(OpKind.TASK_END, T + 230, 1, 77, 0, "order");
    RecordedStory.Outcome outcome = story.play();
    assertLegal(outcome.events());
    assertEquals(List.of(PLATFORM + " 77 order"), regions(outcome));
  }

  @Test
  void aThreadThatIsNotShownTakesWhatItInheritsWithIt() throws IOException {
    RecordedStory story = new RecordedStory(1);
    story.create(T + 10, 1, 0);
    story.started(T + 100, 1, C0);
    story.add(OpKind.TASK_BEGIN, T + 110, 1, 77, 0, "order");
    story.add(OpKind.INHERIT, T + 120, 1, 77, 0, null);
    story.add(OpKind.CREATE_HIDDEN, T + 121, 0, 1, 0, null);
    story.create(T + 130, 2, 1);
    story.started(T + 140, 2, C1);
    story.ended(T + 140, T + 200, 2, C1, C1);
    story.add(OpKind.TASK_END, T + 230, 1, 77, 0, "order");
    assertEquals(List.of(), regions(story.play()));
  }

  /** Of each region that begins its thread, task and type. */
  private static List<String> regions(RecordedStory.Outcome outcome) {
    return outcome.events().stream()
        .filter(e -> e instanceof TraceEvent.RegionBegin)
        .map(e -> (TraceEvent.RegionBegin) e)
        .map(e -> e.context().goroutine() + " " + e.task() + " " + e.type())
        .toList();
  }

  @Test
  void repairsRegionsThatOverlapAndEndsThoseThatAreOpen() throws IOException {
    RecordedStory story = new RecordedStory(1);
    story.create(T + 10, 1, 0);
    story.started(T + 100, 1, C0);
    story.add(OpKind.REGION_BEGIN, T + 110, 1, 0, T + 110, "outer");
    story.add(OpKind.REGION_BEGIN, T + 120, 1, 0, T + 120, "inner");
    story.add(OpKind.REGION_END, T + 130, 1, 0, T + 110, null);
    story.add(OpKind.REGION_END, T + 140, 1, 0, T + 120, null);
    story.add(OpKind.REGION_BEGIN, T + 150, 1, 0, T + 150, "left open");
    story.ended(T + 100, T + 300, 1, C0, C0);
    RecordedStory.Outcome outcome = story.play();
    assertLegal(outcome.events());
    assertEquals(2, outcome.repairs().count(Repairs.Kind.REGION_REPAIRED));
    assertEquals(0, outcome.repairs().total(Repairs.Group.SCHEDULING));
    assertEquals(
        3, outcome.events().stream().filter(e -> e instanceof TraceEvent.RegionEnd).count());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void needsNoRepairForACompleteRecording(long seed) throws IOException {
    RecordedStory story = RandomStory.of(new Random(seed), 60, 3);
    assertExact(story.play());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void staysLegalWhateverIsLost(long seed) throws IOException {
    Random random = new Random(seed);
    RecordedStory story = RandomStory.of(random, 60, 3);
    RecordedStory.Outcome outcome = story.play(op -> random.nextInt(100) < 4 ? null : op);
    assertLegal(outcome.events());
    assertTrue(outcome.repairs().total(Repairs.Group.SCHEDULING) > 0);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void staysLegalWhenClocksDisagree(long seed) throws IOException {
    Random random = new Random(seed);
    RecordedStory story = RandomStory.of(random, 60, 3);
    RecordedStory.Outcome outcome =
        story.play(op -> op.at(op.time() + random.nextInt(200_000) - 100_000));
    assertLegal(outcome.events());
    assertTrue(outcome.repairs().total(Repairs.Group.SCHEDULING) > 0);
  }
}
