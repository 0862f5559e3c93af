package dev.loomtrace.jfr.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.event.EventNames;
import dev.loomtrace.jfr.operation.Cause;
import dev.loomtrace.jfr.operation.OpKind;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ListTraceReader;
import dev.loomtrace.trace.Repairs;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.TraceEvent;
import dev.loomtrace.trace.TraceValidator;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.WaitReason;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the JVM says of a wait in Object.wait after it. */
class NotifiersTest {
  private static final long T = RecordedStory.BEGIN;
  private static final long C0 = RecordedStory.CARRIER;
  private static final long C1 = RecordedStory.CARRIER + 1;
  private static final long MS = 1_000_000;
  private static final long NOBODY = -1;
  private static final long WAITER = 1;
  private static final long NOTIFIER = 2;

  private final RecordedStory story = new RecordedStory(2);

  /** How a thread's waits ended: who woke it and by what name, and what it waited for. */
  private record Wait(long waker, String name, WaitCause cause) {}

  private static final WaitCause UNTOLD = WaitCause.of(WaitReason.OBJECT_WAIT);
  private static final WaitCause AT_GATE = WaitCause.of(WaitReason.OBJECT_WAIT, "Gate");
  private static final WaitCause MONITOR = WaitCause.of(WaitReason.MONITOR);

  private static Cause cause(WaitCause why, int wakeKind) {
    return new Cause(why, wakeKind, Stack.NONE);
  }

  private void begin() {
    story.create(T + 10, WAITER, 0);
    story.create(T + 11, NOTIFIER, 0);
    story.started(T + 100, WAITER, C0);
    story.started(T + 150, NOTIFIER, C1);
  }

  private void objectWait(long begin, long wake, long end) {
    objectWait(begin, wake, end, 0, EventNames.WAKE_MONITOR);
  }

  private void objectWait(long begin, long wake, long end, long waker, int kind) {
    story.wait(begin, wake, end, WAITER, C0, waker, cause(UNTOLD, kind));
  }

  private void told(long time, long notifier) {
    int kind = notifier == 0 ? EventNames.WAKE_TIMER : EventNames.WAKE_THREAD;
    story.add(OpKind.WAIT_TOLD, time, WAITER, notifier, 0, cause(AT_GATE, kind));
  }

  @Test
  void whoNotifiedIsTheWaker() throws IOException {
    begin();
    objectWait(T + 200, T + 400, T + 500);
    told(T + 520, NOTIFIER);
    assertEquals(List.of(by(NOTIFIER, NOTIFIER)), ended(T + 900));
  }

  @Test
  void eachWaitHasItsOwn() throws IOException {
    begin();
    long platform = C1 + 100;
    story.runs(T + 160, platform, 0);
    told(T + 520, NOTIFIER);
    told(T + 820, platform);
    objectWait(T + 600, T + 700, T + 800);
    objectWait(T + 200, T + 400, T + 500);
    assertEquals(List.of(by(NOTIFIER, NOTIFIER), by(platform, platform)), ended(T + 900));
  }

  @Test
  void ofOneThatRunsNoMoreTheNameIsLeft() throws IOException {
    begin();
    story.ended(T + 150, T + 300, NOTIFIER, C1, C1);
    objectWait(T + 200, T + 400, T + 500);
    told(T + 520, NOTIFIER);
    story.ended(T + 100, T + 900, WAITER, C0, C0);
    assertEquals(List.of(by(NOBODY, NOTIFIER)), waits());
  }

  /** What is told can be the next chunk's, and the wake can be told of at the border already. */
  @ParameterizedTest
  @ValueSource(longs = {MS - 10, MS + 10})
  void bordersDoNotHide(long resumed) throws IOException {
    begin();
    long wake = T + MS - 100;
    boolean over = resumed < MS;
    if (over) {
      objectWait(T + 200, wake, T + resumed);
    } else {
      look(wake);
    }
    story.runs(T + MS - 5, NOTIFIER, C1);
    story.border(T + MS);
    if (!over) {
      look(wake);
      objectWait(T + 200, wake, T + resumed);
    }
    told(T + MS + 20, NOTIFIER);
    assertEquals(List.of(by(NOTIFIER, NOTIFIER)), ended(T + 2 * MS));
  }

  // At the border it is known that it has been woken, but not by whom.
  private void look(long wake) {
    Cause cause = cause(UNTOLD, EventNames.WAKE_MONITOR);
    story.add(OpKind.BLOCK, T + 200, WAITER, C0, 0, cause);
    story.add(OpKind.WAKE, wake, WAITER, 0, 0, cause);
  }

  /** A thread that was notified waits for the monitor, which is not what it stopped for. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsSaidAtItsEndHolds(boolean lookIsWrittenFirst) throws IOException {
    begin();
    Stack stack = Stack.of(List.of(story.frame("f")));
    Cause look = new Cause(MONITOR, EventNames.WAKE_UNKNOWN, stack);
    story.add(OpKind.BLOCK, T + 200, WAITER, C0, 0, look);
    story.runs(T + MS - 5, NOTIFIER, C1);
    story.border(T + MS);
    if (lookIsWrittenFirst) {
      story.add(OpKind.BLOCK, T + 200, WAITER, 0, 0, look);
    }
    objectWait(T + 200, T + MS + 5, T + MS + 10);
    if (!lookIsWrittenFirst) {
      story.add(OpKind.BLOCK, T + 200, WAITER, 0, 0, look);
    }
    told(T + MS + 20, NOTIFIER);
    assertEquals(List.of(by(NOTIFIER, NOTIFIER)), ended(T + 2 * MS));
    assertEquals(stack, stops(story.play()).getFirst().goroutineStack());
  }

  @ParameterizedTest
  @ValueSource(ints = {EventNames.WAKE_TIMER, EventNames.WAKE_THREAD})
  void whatCameFirstStays(int kind) throws IOException {
    begin();
    objectWait(T + 200, T + 400, T + 500, C1, kind);
    told(T + 520, NOTIFIER);
    String name = kind == EventNames.WAKE_TIMER ? "jvm.timer" : "jvm.carrier";
    assertEquals(List.of(new Wait(NOTIFIER, name, AT_GATE)), ended(T + 900));
  }

  @Test
  void nobodyIsNamedWhoDidNotNotify() throws IOException {
    begin();
    objectWait(T + 200, T + 400, T + 500);
    told(T + 520, 0);
    assertEquals(List.of(new Wait(NOBODY, "jvm.monitor", AT_GATE)), ended(T + 900));
  }

  @Test
  void whatIsToldOfAnotherWaitIsNotTaken() throws IOException {
    begin();
    objectWait(T + 200, T + 300, T + 400);
    // The thread gets the monitor back later only: no wait that would be told of.
    Cause monitor = new Cause(MONITOR, EventNames.WAKE_MONITOR, Stack.NONE);
    story.wait(T + 410, T + 500, T + 520, WAITER, C0, 0, monitor);
    told(T + 530, NOTIFIER);
    assertEquals(
        List.of(new Wait(NOBODY, "jvm.monitor", UNTOLD), new Wait(NOBODY, "jvm.monitor", MONITOR)),
        ended(T + 900));
  }

  @Test
  void theStackAndItsWeightStay() throws IOException {
    begin();
    Stack stack = Stack.of(List.of(story.frame("f")));
    Cause sampled = new Cause(UNTOLD, EventNames.WAKE_MONITOR, stack, 3);
    story.wait(T + 200, T + 400, T + 500, WAITER, C0, 0, sampled);
    told(T + 520, NOTIFIER);
    assertEquals(List.of(by(NOTIFIER, NOTIFIER)), ended(T + 900));
    TraceEvent.GoTransition stop = stops(story.play()).getFirst();
    assertEquals(stack, stop.goroutineStack());
    assertEquals(3, stop.stackWeight());
  }

  private Wait by(long waker, long named) {
    return new Wait(waker, story.name(named).function(), AT_GATE);
  }

  private List<Wait> ended(long end) throws IOException {
    story.ended(T + 100, end, WAITER, C0, C0);
    story.ended(T + 150, end + 10, NOTIFIER, C1, C1);
    return waits();
  }

  private List<Wait> waits() throws IOException {
    RecordedStory.Outcome outcome = story.play();
    TraceValidator validator = new TraceValidator();
    new ListTraceReader(outcome.events()).copyTo(validator);
    assertEquals(List.of(), validator.faults());
    assertEquals(Repairs.NONE.counts(), outcome.repairs().counts(), outcome.repairs()::toString);
    List<TraceEvent.GoTransition> all = ofWaiter(outcome);
    List<TraceEvent.GoTransition> stops = stops(outcome);
    List<TraceEvent.GoTransition> wakes =
        all.stream().filter(t -> t.from() == GoState.WAITING).toList();
    assertEquals(stops.size(), wakes.size());
    return IntStream.range(0, stops.size())
        .mapToObj(
            i ->
                new Wait(
                    wakes.get(i).context().goroutine(),
                    wakes.get(i).waker().frame().function(),
                    stops.get(i).cause()))
        .toList();
  }

  private static List<TraceEvent.GoTransition> ofWaiter(RecordedStory.Outcome outcome) {
    return outcome.events().stream()
        .filter(e -> e instanceof TraceEvent.GoTransition)
        .map(e -> (TraceEvent.GoTransition) e)
        .filter(t -> t.goroutine() == WAITER)
        .toList();
  }

  private static List<TraceEvent.GoTransition> stops(RecordedStory.Outcome outcome) {
    return ofWaiter(outcome).stream().filter(t -> t.to() == GoState.WAITING).toList();
  }
}
