package dev.loomtrace.jfr.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.event.EventNames;
import dev.loomtrace.jfr.operation.Cause;
import dev.loomtrace.jfr.operation.Operations;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.WaitReason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Looks at platform threads, their CPU time and samples of them; a tick is a nanosecond. */
class PlatformThreadsTest {
  private static final long SECOND = 1_000_000_000;
  private static final long MS = 1_000_000;
  private static final int PARKED = EventNames.STATE_PARKED;
  private static final Cause LOCK =
      new Cause(WaitCause.of(WaitReason.LOCK), EventNames.WAKE_UNKNOWN, Stack.NONE);

  private final Operations ops = new Operations();
  private final PlatformThreads threads = new PlatformThreads(ops);
  private final Totals totals = new Totals();
  private final CpuLoads loads = new CpuLoads(threads, totals);
  private final Samples samples = new Samples(ops);

  private void begin(long time) {
    threads.begin(time, SECOND);
    loads.begin(SECOND);
    samples.begin(time, SECOND);
  }

  private void end() {
    samples.end();
    loads.end();
    threads.end();
  }

  private List<String> told() {
    end();
    threads.endAll();
    ops.sort();
    List<String> told = new ArrayList<>();
    for (int i = 0; i < ops.size(); i++) {
      told.add(ops.kind(i) + " " + ops.thread(i) + " " + ops.time(i) / MS);
    }
    return told;
  }

  @Test
  void isBusyWhoHasUsedWhatItDidNotWait() {
    begin(0);
    threads.seen(1, 0, 0, EventNames.STATE_RUNNING, null);
    threads.seen(2, 0, 0, EventNames.STATE_RUNNING, null);
    threads.waited(1, 20 * MS, 60 * MS);
    threads.waited(2, 20 * MS, 50 * MS);
    threads.seen(1, 100 * MS, 58 * MS, EventNames.STATE_RUNNING, null);
    threads.seen(2, 100 * MS, 58 * MS, EventNames.STATE_RUNNING, null);
    assertEquals(
        List.of(
            "SEEN_ALIVE 1 0",
            "SEEN_ALIVE 2 0",
            "BUSY_BEGIN 1 0",
            "SEEN_ALIVE 1 100",
            "SEEN_ALIVE 2 100",
            "BUSY_END 1 100"),
        told());
  }

  @Test
  void knowsAWaitThatIsToldOfInTheNextChunk() {
    begin(0);
    threads.seen(1, 10 * MS, 0, EventNames.STATE_RUNNING, null);
    threads.seen(1, 110 * MS, 20 * MS, EventNames.STATE_RUNNING, null);
    end();
    begin(120 * MS);
    threads.waited(1, 30 * MS, 130 * MS);
    assertEquals(
        List.of("BUSY_BEGIN 1 10", "SEEN_ALIVE 1 10", "BUSY_END 1 110", "SEEN_ALIVE 1 110"),
        told().stream().sorted(this::byTime).toList());
  }

  private int byTime(String a, String b) {
    long difference =
        Long.parseLong(a.substring(a.lastIndexOf(' ') + 1))
            - Long.parseLong(b.substring(b.lastIndexOf(' ') + 1));
    return difference == 0 ? a.compareTo(b) : Long.signum(difference);
  }

  @Test
  void waitsBetweenTwoLooksOnlyIfItUsedNothing() {
    begin(0);
    threads.seen(1, 0, 0, PARKED, LOCK);
    threads.seen(1, 100 * MS, MS / 2, PARKED, LOCK); // Still, and on.
    threads.seen(1, 200 * MS, 20 * MS, PARKED, LOCK); // Once more: it ran in between.
    assertEquals(List.of("SEEN_WAITING 1 0", "SEEN_ALIVE 1 100", "SEEN_WAITING 1 200"), told());
  }

  @Test
  void forgetsTheWaitOfAThreadThatIsNotSeenAgain() {
    begin(0);
    threads.seen(1, 10 * MS, 0, PARKED, LOCK);
    end();
    begin(100 * MS);
    end();
    begin(200 * MS);
    assertEquals(List.of("SEEN_ALIVE 1 10"), told());
  }

  @Test
  void knowsWhatAThreadHasUsedFromItsLoadOnAllProcessors() {
    totals.processors(4);
    begin(0);
    loads.began(1, 100 * MS);
    loads.load(1, 200 * MS, 0.24); // At its end.
    loads.ended(1, 201 * MS);
    loads.began(2, 100 * MS);
    loads.load(2, 200 * MS, 0.12);
    loads.load(3, 1000 * MS, 0.25); // Since when, nobody knows.
    loads.load(3, 2000 * MS, 0.25);
    loads.began(4, 1900 * MS);
    loads.load(4, 2100 * MS, 0.25); // Since the look at all threads, before which it used nothing.
    loads.ended(4, 2100 * MS);
    assertEquals(
        List.of(
            "BUSY_BEGIN 1 100",
            "BUSY_END 1 200",
            // The look before was at thread 2, which has not ended.
            "BUSY_BEGIN 3 200",
            "BUSY_END 3 1000",
            "BUSY_BEGIN 3 1000",
            "BUSY_END 3 2000",
            "BUSY_BEGIN 4 2000",
            "BUSY_END 4 2100"),
        told().stream().sorted(this::inPairs).toList());
  }

  private int inPairs(String a, String b) {
    int thread = a.split(" ", -1)[1].compareTo(b.split(" ", -1)[1]);
    return thread == 0 ? byTimeEndFirst(a, b) : thread;
  }

  private int byTimeEndFirst(String a, String b) {
    long difference =
        Long.parseLong(a.substring(a.lastIndexOf(' ') + 1))
            - Long.parseLong(b.substring(b.lastIndexOf(' ') + 1));
    return difference == 0 ? b.compareTo(a) : Long.signum(difference);
  }

  @Test
  void usesNoMoreProcessorsThanTheJvmMay() {
    totals.processors(64);
    totals.available(2);
    begin(0);
    loads.began(1, 100 * MS);
    loads.load(1, 200 * MS, 0.1); // A fifth of one of two processors, not six of 64.
    assertEquals(List.of(), told());
  }

  @Test
  void runsForAPeriodAroundEachSample() {
    samples.begin(0, SECOND);
    samples.period(20 * MS);
    samples.sampled(1, 100 * MS);
    samples.sampled(1, 121 * MS);
    samples.sampled(1, 300 * MS);
    samples.sampled(2, 400 * MS);
    assertEquals(
        List.of(
            "BUSY_BEGIN 1 90",
            "BUSY_END 1 131",
            "BUSY_BEGIN 1 290",
            "BUSY_END 1 310",
            "BUSY_BEGIN 2 390",
            "BUSY_END 2 400"),
        told());
  }

  @Test
  void infersThePeriodFromTheDistancesOfSamples() {
    samples.begin(0, SECOND);
    for (int i = 1; i <= 11; i++) {
      samples.sampled(1, i * 12L * MS);
    }
    samples.sampled(1, 300 * MS);
    samples.sampled(1, 400 * MS);
    assertEquals(
        List.of(
            "BUSY_BEGIN 1 6",
            "BUSY_END 1 138",
            "BUSY_BEGIN 1 294",
            "BUSY_END 1 306",
            "BUSY_BEGIN 1 394",
            "BUSY_END 1 400"),
        told());
  }

  @Test
  void takesFewSamplesForNoMoreThanThemselvesWithoutTheirPeriod() {
    samples.begin(0, SECOND);
    samples.sampled(1, 100 * MS);
    samples.sampled(1, 121 * MS);
    assertEquals(List.of(), told());
  }
}
