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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of threads of which only some waits are recorded. */
class PlatformThreadTest {
  private static final long T = RecordedStory.BEGIN;
  private static final long MS = 1_000_000;
  private static final long MAIN = RecordedStory.CARRIER + 10;
  private static final long CHILD = RecordedStory.CARRIER + 11;

  private final RecordedStory story = new RecordedStory(2);
  private final Stack place = Stack.of(List.of(story.frame("place")));
  private final Cause sleep =
      new Cause(WaitCause.of(WaitReason.SLEEP), EventNames.WAKE_TIMER, place);
  private final Cause timed = new Cause(WaitCause.NONE, EventNames.WAKE_UNKNOWN, Stack.NONE);

  private void wait(long begin, long end, long thread) {
    story.wait(begin, end, end, thread, 0, 0, sleep);
  }

  private void wait(long begin, long end, Cause cause) {
    story.wait(begin, end, end, MAIN, 0, 0, cause);
  }

  private static Cause of(WaitReason reason, String resource) {
    return new Cause(WaitCause.of(reason, resource), EventNames.WAKE_UNKNOWN, Stack.NONE);
  }

  private void startedBy(long time, long thread, long creator) {
    story.add(OpKind.CREATE, time, thread, creator, 0, Stack.NONE);
    story.add(OpKind.RESUME, time + 1, thread, 0, 0, null);
  }

  private static String name(TraceEvent.GoTransition t) {
    return t.to() == GoState.WAITING ? t.cause().reason().toString() : t.to().toString();
  }

  /** What a thread does, from when to when in microseconds, without what it does for less. */
  private List<String> told(long thread) throws IOException {
    RecordedStory.Outcome outcome = story.play();
    TraceValidator validator = new TraceValidator();
    new ListTraceReader(outcome.events()).copyTo(validator);
    assertEquals(List.of(), validator.faults());
    assertEquals(0, outcome.repairs().total(Repairs.Group.SCHEDULING), outcome::toString);
    List<String> told = new ArrayList<>();
    TraceEvent.GoTransition before = null;
    for (TraceEvent event : outcome.events()) {
      if (event instanceof TraceEvent.GoTransition t && t.goroutine() == thread) {
        if (before != null && (t.time() - before.time()) / 1000 > 0) {
          told.add(name(before) + " " + (before.time() - T) / 1000 + "-" + (t.time() - T) / 1000);
        }
        before = t;
      }
    }
    told.add(name(before) + " " + (before.time() - T) / 1000);
    return told;
  }

  @Test
  void keepsAWaitWhoseThreadHasCreatedAnother() throws IOException {
    story.add(OpKind.SEEN_RUNNING, T, MAIN, 0, 0, null);
    startedBy(T + 200_000, CHILD, MAIN); // Told by the child, when its creator waits for it.
    wait(T + 100_000, T + 8 * MS, MAIN);
    assertEquals(List.of("Running 0-100", "SLEEP 100-8000", "Running 8000"), told(MAIN));
  }

  @Test
  void tellsTheFirstWaitOfAThreadThatIsOlder() throws IOException {
    wait(T + 5 * MS, T + 8 * MS, MAIN);
    assertEquals(
        List.of("UNTOLD 0-5000", "SLEEP 5000-8000", "Running 8000-9000", "UNTOLD 9000"),
        tellingEnd());
  }

  @Test
  void goesOnWithAWaitInWhichThereWasAnother() throws IOException {
    story.add(OpKind.SEEN_RUNNING, T, MAIN, 0, 0, null);
    wait(T + MS, T + 9 * MS, of(WaitReason.SOCKET, ""));
    wait(T + 2 * MS, T + 8 * MS, of(WaitReason.LOCK, "Lock"));
    wait(T + 3 * MS, T + 4 * MS, of(WaitReason.MONITOR, "Lock"));
    wait(T + 5 * MS, T + 8 * MS, of(WaitReason.SLEEP, ""));
    assertEquals(
        List.of(
            "Running 0-1000",
            "SOCKET 1000-2000",
            "LOCK 2000-3000",
            "MONITOR 3000-4000",
            "LOCK 4000-5000",
            "SLEEP 5000-8000",
            "SOCKET 8000-9000",
            "Running 9000-10000",
            "UNTOLD 10000"),
        tellingEnd());
  }

  @Test
  void goesOnWithAFileInWhichItHadToWait() throws IOException {
    story.add(OpKind.SEEN_RUNNING, T, MAIN, 0, 0, null);
    story.file(T + MS, T + 9 * MS, MAIN, of(WaitReason.FILE, ""));
    wait(T + 2 * MS, T + 8 * MS, of(WaitReason.MONITOR, "Lock"));
    assertEquals(
        List.of(
            "Running 0-1000",
            "Syscall 1000-2000",
            "MONITOR 2000-8000",
            "Syscall 8000-9000",
            "Running 9000-10000",
            "UNTOLD 10000"),
        tellingEnd());
  }

  @Test
  void takesAParkOnNothingForHowTheWaitAroundItWaits() throws IOException {
    story.add(OpKind.SEEN_RUNNING, T, MAIN, 0, 0, null);
    wait(T + MS, T + 9 * MS, MAIN);
    wait(T + 2 * MS, T + 3 * MS, of(WaitReason.PARKED, ""));
    wait(T + 4 * MS, T + 9 * MS, of(WaitReason.PARKED, ""));
    assertEquals(
        List.of("Running 0-1000", "SLEEP 1000-9000", "Running 9000-10000", "UNTOLD 10000"),
        tellingEnd());
  }

  @Test
  void keepsWhatIsLeftOfTheLaterOfTwoWaitsThatOverlap() throws IOException {
    story.add(OpKind.SEEN_RUNNING, T, MAIN, 0, 0, null);
    wait(T + MS, T + 5 * MS, of(WaitReason.LOCK, "Lock"));
    wait(T + 4 * MS, T + 9 * MS, of(WaitReason.MONITOR, "Lock"));
    assertEquals(
        List.of(
            "Running 0-1000",
            "LOCK 1000-4000",
            "MONITOR 4000-9000",
            "Running 9000-10000",
            "UNTOLD 10000"),
        tellingEnd());
  }

  @Test
  void tellsAWaitThatIsOlderThanTheRecording() throws IOException {
    wait(T - 5 * MS, T + 8 * MS, MAIN);
    assertEquals(List.of("SLEEP 0-8000", "Running 8000-9000", "UNTOLD 9000"), tellingEnd());
    TraceEvent.GoTransition first =
        story.play().events().stream()
            .filter(e -> e instanceof TraceEvent.GoTransition)
            .map(e -> (TraceEvent.GoTransition) e)
            .filter(t -> t.goroutine() == MAIN)
            .findFirst()
            .orElseThrow();
    assertEquals(GoState.NOT_EXIST, first.from());
    assertEquals(place, first.goroutineStack());
  }

  @Test
  void goesOnWaitingWhenATaskFromBeforeIsAnnounced() throws IOException {
    wait(T - 5 * MS, T + 8 * MS, MAIN);
    story.add(OpKind.TASK_BEGIN, T - 6 * MS, MAIN, 77, 0, "order");
    assertEquals(List.of("SLEEP 0-8000", "Running 8000-9000", "UNTOLD 9000"), tellingEnd());
  }

  @Test
  void waitsForNoLongerThanItIsSeenTo() throws IOException {
    story.add(OpKind.SEEN_WAITING, T + 10 * MS, MAIN, 0, 0, sleep);
    story.add(OpKind.SEEN_ALIVE, T + 15 * MS, MAIN, 0, 0, null);
    assertEquals(List.of("UNTOLD 0-10000", "SLEEP 10000-15000", "UNTOLD 15000"), tellingEnd());
  }

  @Test
  void goesOnInAWaitThatIsAnnouncedUntilThatIsOver() throws IOException {
    story.add(OpKind.BLOCK, T + 2 * MS, MAIN, 0, 0, timed);
    story.add(OpKind.SEEN_ALIVE, T + 3 * MS, MAIN, 0, 0, null);
    story.add(OpKind.BUSY_BEGIN, T + 4 * MS, MAIN, 0, 0, null);
    story.add(OpKind.BUSY_END, T + 5 * MS, MAIN, 0, 0, null);
    wait(T + 2 * MS, T + 8 * MS, MAIN);
    assertEquals(
        List.of("UNTOLD 0-2000", "SLEEP 2000-8000", "Running 8000-9000", "UNTOLD 9000"),
        tellingEnd());
  }

  @Test
  void isStillInAWaitThatIsAnnouncedWhenTheRecordingEnds() throws IOException {
    story.add(OpKind.BLOCK, T + 2 * MS, MAIN, 0, 0, sleep);
    story.add(OpKind.SEEN_ALIVE, T + 3 * MS, MAIN, 0, 0, null);
    story.add(OpKind.BUSY_BEGIN, T + 4 * MS, MAIN, 0, 0, null);
    assertEquals(List.of("UNTOLD 0-2000", "SLEEP 2000"), tellingEnd());
  }

  @Test
  void runsWhileItIsBusyAndDoesNotWait() throws IOException {
    story.add(OpKind.BUSY_BEGIN, T + 10 * MS, MAIN, 0, 0, null);
    wait(T + 12 * MS, T + 15 * MS, MAIN);
    story.add(OpKind.BUSY_BEGIN, T + 14 * MS, MAIN, 0, 0, null);
    story.add(OpKind.BUSY_END, T + 17 * MS, MAIN, 0, 0, null);
    story.add(OpKind.BUSY_END, T + 18 * MS, MAIN, 0, 0, null);
    assertEquals(
        List.of(
            "UNTOLD 0-10000",
            "Running 10000-12000",
            "SLEEP 12000-15000",
            "Running 15000-19000",
            "UNTOLD 19000"),
        tellingEnd());
  }

  @Test
  void isWokenByTheVirtualThreadThatItJoined() throws IOException {
    long carrier = RecordedStory.CARRIER;
    Cause join = new Cause(WaitCause.of(WaitReason.JOIN), EventNames.WAKE_THREAD, place);
    story.create(T + 10, 1, 0);
    story.create(T + 11, 2, 0);
    story.started(T + 100, 1, carrier);
    story.add(OpKind.BLOCK, T + 200, 1, carrier, 0, join);
    story.started(T + 300, 2, carrier);
    story.ended(T + 300, T + 400, 2, carrier, carrier);
    story.add(OpKind.WAKE, T + 410, 1, carrier, carrier, join);
    story.add(OpKind.RESUME, T + 500, 1, carrier, 0, null);
    List<String> wakers =
        story.play().events().stream()
            .filter(e -> e instanceof TraceEvent.GoTransition)
            .map(e -> (TraceEvent.GoTransition) e)
            .filter(t -> t.goroutine() == 1 && t.from() == GoState.WAITING)
            .map(t -> t.waker().kind() + " " + t.waker().thread())
            .toList();
    assertEquals(List.of("THREAD 2"), wakers);
  }

  private List<String> tellingEnd() throws IOException {
    story.add(OpKind.SEEN_ALIVE, T + 20 * MS, MAIN, 0, 0, null);
    return told(MAIN);
  }

  @Test
  void tellsTheRestOfAWaitThatEndsTwoChunksLater() throws IOException {
    story.add(OpKind.SEEN_WAITING, T + MS, MAIN, 0, 0, timed);
    story.border(T + 10 * MS);
    story.add(OpKind.SEEN_WAITING, T + 11 * MS, MAIN, 0, 0, timed);
    story.border(T + 20 * MS);
    wait(T - 5 * MS, T + 28 * MS, MAIN);
    story.add(OpKind.SEEN_ALIVE, T + 40 * MS, MAIN, 0, 0, null);
    assertEquals(
        List.of("UNTOLD 0-1000", "SLEEP 1000-28000", "Running 28000-29000", "UNTOLD 29000"),
        told(MAIN));
  }
}
