package dev.loomtrace.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.analysis.finding.Evidence;
import dev.loomtrace.analysis.finding.Finding;
import dev.loomtrace.analysis.finding.FindingKind;
import dev.loomtrace.analysis.finding.Findings;
import dev.loomtrace.analysis.finding.Measure;
import dev.loomtrace.analysis.finding.Severity;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.FrameOrigins;
import dev.loomtrace.trace.LockOwner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** Stories with one fault each, and the same without it. Times are milliseconds. */
class FindingsTest {
  private static final long MILLI = 1_000_000;
  private static final String PLACE = "shop/Shelf.take";
  private static final int USERS = 30;

  private static List<Finding> of(Story story) {
    return story.tellTo(new Findings(FrameOrigins.DEFAULT)).result();
  }

  /** What was found of a story in which one thing is wrong. */
  private static Finding only(Story story) {
    List<Finding> found = of(story);
    assertEquals(1, found.size(), found::toString);
    return found.getFirst();
  }

  private static Optional<String> guilty(Finding finding) {
    return finding.place().map(place -> place.site().function());
  }

  private static long millis(long nanos) {
    return Math.round((double) nanos / MILLI);
  }

  /** So many run from the start. */
  private static Story running(int threads) {
    Story story = Story.inMillions();
    for (int i = 1; i <= threads; i++) {
      story.at(2).create(i, "shop/User.run");
    }
    for (int i = 1; i <= threads; i++) {
      story.at(3).start(i);
    }
    return story;
  }

  /** They run, all wait from the same moment on, and one wakes the next every ten milliseconds. */
  private static Story queue(String reason, boolean handsOn) {
    Story story = running(USERS);
    for (int i = 2; i <= USERS; i++) {
      story.at(6).block(i, reason, PLACE);
    }
    int holder = 1;
    for (int i = 2; i <= USERS; i++) {
      story.at(6 + 10L * (i - 1)).wakeBy(holder, i).start(i);
      holder = handsOn ? i : 1;
    }
    return story.endsAt(400 * MILLI);
  }

  /** All of them together: 10 + 20 + … + 290 ms. */
  private static void assertQueue(FindingKind kind, String reason, boolean handsOn) {
    Finding found = only(queue(reason, handsOn));
    assertEquals(kind, found.kind());
    assertEquals(Severity.HIGH, found.severity());
    assertEquals(Optional.of(PLACE), guilty(found));
    assertEquals(USERS - 1, found.count());
    assertEquals(4350, millis(found.nanos()));
    assertEquals(290, millis(found.measure(Measure.LONGEST_NANOS)));
  }

  @Test
  void aLockThatOneHandsToTheNextIsAConvoy() {
    assertQueue(FindingKind.LOCK_CONVOY, "lock", true);
  }

  @Test
  void aLockThatOneThreadKeepsTakingIsContended() {
    assertQueue(FindingKind.CONTENDED_LOCK, "monitor", false);
  }

  /** One holds a lock for as long, five minutes after the start of a trace of ten. */
  private static Story longQueue(long held) {
    Story story = running(USERS);
    for (int i = 2; i <= USERS; i++) {
      story.at(300_000).block(i, "lock", PLACE);
    }
    for (int i = 2; i <= USERS; i++) {
      story.at(300_000 + held * (i - 1)).wakeBy(i - 1, i).start(i);
    }
    return story.endsAt(600_000 * MILLI);
  }

  @Test
  void shortTroubleInALongTraceIsTrouble() {
    Finding found = only(longQueue(1000));
    assertEquals(FindingKind.LOCK_CONVOY, found.kind());
    assertEquals(Severity.HIGH, found.severity());
    long from = millis(found.measure(Measure.WORST_FROM_NANOS));
    long length = millis(found.measure(Measure.WORST_FOR_NANOS));
    assertTrue(from >= 270_000 && from <= 310_000 && length >= 10_000 && length <= 40_000);
    assertTrue(found.measure(Measure.IN_WORST_NANOS) > found.nanos() / 2);
    assertEquals(Severity.LOW, only(longQueue(10)).severity(), "over in a third of a second");
  }

  @Test
  void permitsThatUsersHandOnAreAPool() {
    assertQueue(FindingKind.POOL_EXHAUSTED, "semaphore", true);
  }

  @Test
  void aSemaphoreThatOthersReleaseIsASignal() {
    assertEquals(List.of(), of(queue("semaphore", false)));
  }

  @Test
  void whoWaitsForWorkIsNoQueue() {
    assertEquals(List.of(), of(queue("queue take", true)));
  }

  /** So many that could run, from the same moment on, of which the first always runs. */
  private static Story turns(int threads, long turn) {
    Story story = Story.inMillions();
    for (int i = 1; i <= threads; i++) {
      story.at(1).create(i);
    }
    for (int i = 1; i <= threads; i++) {
      story.at(2 + turn * (i - 1)).start(i).at(2 + turn * i).end(i);
    }
    return story.endsAt((3 + turn * threads) * MILLI);
  }

  @Test
  void manyThatCouldRunSaturateTheirProcessor() {
    Finding found = only(turns(50, 20));
    assertEquals(FindingKind.SATURATION, found.kind());
    assertEquals(Severity.HIGH, found.severity());
    assertEquals(50, found.count());
    assertEquals(1, found.measure(Measure.CARRIERS));
    assertEquals(List.of(), of(turns(8, 1)), "all have had their turn within 10 ms");
  }

  private static Story stops(long each) {
    Story story = Story.inMillions().running(1);
    for (int i = 1; i <= 4; i++) {
      story.at(1000L * i).stop(1, EventKind.RANGE_BEGIN);
      story.at(1000L * i + each).stop(1, EventKind.RANGE_END);
    }
    return story.endsAt(5000 * MILLI);
  }

  @Test
  void longStopsOfTheWorldAreFound() {
    Finding found = only(stops(400));
    assertEquals(FindingKind.PAUSES, found.kind());
    assertEquals(Severity.HIGH, found.severity());
    assertEquals(1600, millis(found.nanos()));
    assertEquals("test", found.evidence().getFirst().name());
    assertEquals(List.of(), of(stops(20)));
  }

  @Test
  void aLockThatIsNeverLetGoIsFound() {
    Story story = running(2);
    Finding found = only(story.at(10).block(2, "lock", PLACE).endsAt(30_000 * MILLI));
    assertEquals(FindingKind.ENDLESS_WAIT, found.kind());
    assertEquals(Severity.HIGH, found.severity());
    assertEquals(Optional.of(PLACE), guilty(found));
  }

  private static LockOwner owns(long waiter, long owner, long seen) {
    return new LockOwner(waiter, owner, seen * MILLI, false);
  }

  @Test
  void aLockThatIsNotLetGoForAMinuteIsFoundInAnyTrace() {
    Story story = running(2).at(3_530_000).block(2, "lock", PLACE).endsAt(3_600_000 * MILLI);
    assertEquals(FindingKind.ENDLESS_WAIT, only(story).kind());
    story = running(2).at(3_580_000).block(2, "lock", PLACE).endsAt(3_600_000 * MILLI);
    assertEquals(List.of(), of(story), "it may be let go of soon");
  }

  @Test
  void whoOwnsALockThatIsNeverLetGoIsTold() {
    Story story = running(3).at(10).block(2, "lock", PLACE).at(11).block(3, "lock", PLACE);
    Finding found = only(story.endsAt(30_000 * MILLI, owns(2, 1, 29_000), owns(3, 1, 29_000)));
    assertEquals(FindingKind.ENDLESS_WAIT, found.kind());
    Evidence owner = found.evidence().get(1);
    assertEquals(Evidence.Role.OWNED_BY, owner.role());
    assertEquals(1, owner.id());
    assertEquals("shop/User.run", owner.name());
    assertEquals(2, owner.count());
  }

  /** Two threads wait for each other, and a third for one of them. */
  private static List<Finding> circle(long secondBegins, LockOwner... owners) {
    Story story = running(3).at(10).block(1, "lock", "shop/Shelf.take");
    story.at(11).block(3, "lock", PLACE).at(secondBegins).block(2, "lock", "shop/Cart.put");
    return of(story.endsAt(200 * MILLI, owners));
  }

  @Test
  void aDeadlockIsFound() {
    List<Finding> all = circle(20, owns(1, 2, 100), owns(2, 1, 101), owns(3, 1, 102));
    assertEquals(1, all.size(), all::toString);
    Finding found = all.getFirst();
    assertEquals(FindingKind.DEADLOCK, found.kind());
    assertEquals(Severity.HIGH, found.severity());
    assertEquals(2, found.count());
    assertEquals(1, found.measure(Measure.BEHIND));
    assertEquals(List.of(1L, 2L), found.evidence().stream().map(Evidence::id).toList());
    assertEquals(
        List.of("shop/Shelf.take", "shop/Cart.put"),
        found.evidence().stream().map(row -> row.place().get().site().function()).toList());
    assertEquals(190 + 180, millis(found.nanos()));
  }

  @Test
  void whatWasNotSeenAtOneTimeIsNoDeadlock() {
    // The second let go of the first one's lock before it waited.
    assertEquals(List.of(), circle(100, owns(1, 2, 99), owns(2, 1, 101)));
    LockOwner limited = new LockOwner(2, 1, 101 * MILLI, true);
    assertEquals(List.of(), circle(20, owns(1, 2, 100), limited));
    assertEquals(List.of(), circle(20, owns(1, 2, 100)), "it is not known who owns the other");
    assertEquals(List.of(), circle(20, owns(1, 2, 100), owns(2, 9, 100)), "nor who that is");
  }

  /** One waits for ever where others were notified, by a thread that lives or not. */
  private static Story forgotten(int others, boolean notifierEnds) {
    Story story = running(3);
    for (int i = 0; i < others; i++) {
      story.at(10 + 10L * i).block(2, "condition", PLACE).at(15 + 10L * i).wakeBy(1, 2).start(2);
    }
    story.at(1000).block(3, "condition", PLACE);
    if (notifierEnds) {
      story.at(1001).end(1);
    }
    return story.endsAt(30_000 * MILLI);
  }

  @Test
  void aWaiterThatWasForgottenIsFound() {
    Finding found = only(forgotten(30, true));
    assertEquals(FindingKind.ENDLESS_WAIT, found.kind());
    assertEquals(Severity.MEDIUM, found.severity());
    assertEquals(Optional.of(PLACE), guilty(found));
    assertEquals(29_000, millis(found.nanos()));
    assertEquals(List.of(), of(forgotten(30, false)), "somebody is left to wake it");
    assertEquals(List.of(), of(forgotten(0, true)), "it may wait for the program's end");
  }

  /** Tasks of 5 ms each, and one that has not ended. */
  private static Story tasks(int others) {
    Story story = running(2);
    story.at(4).beginTask(2, 77, EventView.NO_TASK, "report");
    for (int i = 0; i < others; i++) {
      story.at(10 + 10L * i).beginTask(1, 100 + i, EventView.NO_TASK, "report");
      story.at(15 + 10L * i).endTask(1, 100 + i, EventView.NO_TASK, "report");
    }
    return story.endsAt(30_000 * MILLI);
  }

  @Test
  void aTaskThatNeverEndsIsFound() {
    Finding found = only(tasks(40));
    assertEquals(FindingKind.ENDLESS_TASK, found.kind());
    assertEquals("report", found.what());
    assertEquals(77, found.evidence().getFirst().id());
    assertEquals(List.of(), of(tasks(3)), "nothing is known of how long they take");
  }

  /** A thread is created every 50 ms; those of some numbers end 10 ms later, the others wait. */
  private static Story created(int threads, IntPredicate ends) {
    Story story = Story.inMillions().running(1);
    for (int i = 2; i < 2 + threads; i++) {
      story.at(50L * i).createBy(1, i, "shop/Session.run").at(50L * i + 1).start(i);
      if (ends.test(i)) {
        story.at(50L * i + 10).end(i);
      } else {
        story.at(50L * i + 10).block(i, "queue take", PLACE);
      }
    }
    return story.endsAt(50L * (threads + 2) * MILLI);
  }

  @Test
  void threadsThatOnlyGrowAreALeak() {
    Finding found = only(created(200, i -> i % 30 == 0));
    assertEquals(FindingKind.THREAD_LEAK, found.kind());
    assertEquals("shop/Session.run", found.what());
    assertEquals(200, found.measure(Measure.CREATED));
    assertEquals(6, found.measure(Measure.ENDED));
    assertEquals(List.of(), of(created(200, i -> i > 100)), "they have grown to their number");
  }

  /**
   * A task each 100 ms, begun by one thread and done by another, which takes so long for each; all
   * are in a queue meanwhile.
   */
  private static Story queued(int tasks, int millisEach) {
    Story story = running(2);
    int ended = 0;
    for (int now = 100; now <= 100 * tasks; now++) {
      if (now % 100 == 0) {
        story.at(now).beginTask(1, now / 100, EventView.NO_TASK, "order");
      }
      if (now % millisEach == millisEach - 1 && ended < now / 100 - 1) {
        ended++;
        story.at(now).endTask(2, ended, EventView.NO_TASK, "order");
      }
    }
    return story.endsAt((100L * tasks + 1) * MILLI);
  }

  @Test
  void aQueueThatGrowsIsFoundByTheTasksInIt() {
    Finding found = only(queued(200, 180));
    assertEquals(FindingKind.TASK_BACKLOG, found.kind());
    assertEquals(Severity.HIGH, found.severity());
    assertEquals("order", found.what());
    assertEquals(200, found.measure(Measure.CREATED));
    assertEquals(110, found.measure(Measure.ENDED), "one in 180 ms");
    // Of those that end between 2.5 and 5 s, and 17.5 and 20 s, 44 % of the time was the queue's.
    assertEquals(
        3750 * 0.8 / 1.8,
        (double) millis(found.measure(Measure.MEAN_AT_FIRST_NANOS)),
        3750 * 0.8 / 1.8 / 5);
    assertEquals(
        18750 * 0.8 / 1.8,
        (double) millis(found.measure(Measure.MEAN_AT_LAST_NANOS)),
        18750 * 0.8 / 1.8 / 20);
    assertEquals(List.of(), of(queued(200, 100)), "each is done before the next");
  }

  /** A thread each 50 ms; it lives as long as its number says. */
  private static Story lives(int threads, IntUnaryOperator millis) {
    Story story = Story.inMillions().running(1);
    TreeMap<Integer, List<Integer>> ends = new TreeMap<>();
    for (int now = 50; now <= 50 * threads; now++) {
      if (now % 50 == 0) {
        int id = 1 + now / 50;
        story.at(now).createBy(1, id, "shop/Request.run").start(id);
        ends.computeIfAbsent(now + millis.applyAsInt(id), key -> new ArrayList<>()).add(id);
      }
      for (int id : ends.getOrDefault(now, List.of())) {
        story.at(now).end(id);
      }
    }
    return story.endsAt((50L * threads + 1) * MILLI);
  }

  @Test
  void threadsThatAreDoneEverSlowerAreABacklog() {
    Finding found = only(lives(400, id -> 20 + 10 * id));
    assertEquals(FindingKind.THREAD_BACKLOG, found.kind());
    assertEquals("shop/Request.run", found.what());
    assertEquals(400, found.measure(Measure.CREATED));
    assertEquals(List.of(), of(lives(400, id -> 500)), "always the same");
  }

  /** Reads that take 2 ms, and some of them 500. */
  private static Story reads(IntPredicate slow) {
    Story story = Story.inMillions().running(1);
    long now = 10;
    for (int i = 0; i < 300; i++) {
      story.at(now).blockToRead(1, "shop/Partner.ask");
      now += slow.test(i) ? 500 : 2;
      story.at(now).wake(1).start(1);
      now += 2;
    }
    return story.endsAt(now * MILLI);
  }

  @Test
  void aPeerThatIsSlowAtTimesIsFound() {
    Finding found = only(reads(i -> i % 50 == 0));
    assertEquals(FindingKind.SLOW_PEER, found.kind());
    assertEquals(Optional.of("shop/Partner.ask"), guilty(found));
    assertEquals(2, millis(found.measure(Measure.MEDIAN_NANOS)));
    assertEquals(3000, millis(found.nanos()), "six reads of half a second");
    assertEquals(List.of(), of(reads(i -> false)));
    assertEquals(List.of(), of(reads(i -> true)), "always slow is what it needs");
  }

  /** Waits of 100 ms for a future, of several threads in turn, which end by the limit or not. */
  private static Story limits(int threads, IntPredicate timeOut) {
    Story story = running(threads);
    long now = 10;
    for (int i = 0; i < 60; i++) {
      int thread = 1 + i % threads;
      story.at(now).block(thread, "future", "shop/Payments.pay");
      now += 100;
      story.at(now);
      if (timeOut.test(i)) {
        story.timeOut(thread);
      } else {
        story.wake(thread);
      }
      story.start(thread);
      now++;
    }
    return story.endsAt(now * MILLI);
  }

  @Test
  void limitsThatAreReachedInARowAreFound() {
    Finding found = only(limits(6, i -> i >= 20));
    assertEquals(FindingKind.TIMEOUTS, found.kind());
    assertEquals(Severity.MEDIUM, found.severity());
    assertEquals(40, found.measure(Measure.IN_A_ROW));
    assertEquals(Optional.of("shop/Payments.pay"), guilty(found));
    assertEquals(Severity.HIGH, only(limits(6, i -> true)).severity());
    assertEquals(List.of(), of(limits(6, i -> i % 5 > 0)), "never many in a row");
    assertEquals(List.of(), of(limits(1, i -> true)), "one that looks again and again");
  }
}
