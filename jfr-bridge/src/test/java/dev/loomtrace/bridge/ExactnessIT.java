package dev.loomtrace.bridge;

import static dev.loomtrace.event.EventNames.REASON_CONDITION;
import static dev.loomtrace.event.EventNames.REASON_JOIN;
import static dev.loomtrace.event.EventNames.REASON_MONITOR;
import static dev.loomtrace.event.EventNames.REASON_NETWORK;
import static dev.loomtrace.event.EventNames.REASON_SLEEP;
import static dev.loomtrace.event.EventNames.REASON_SYNC;
import static dev.loomtrace.event.EventNames.REASON_WAIT;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.event.EventNames;
import dev.loomtrace.testing.jvm.EachJdk;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/**
 * The recording has exactly what happened, counted by others than our hooks. In the long form
 * ({@code -Dloomtrace.long=true}) that is ten million waits for each JDK.
 */
class ExactnessIT {
  private static final int FIRST_JDK_WITH_MONITORS = 24;

  @TempDir Path directory;

  @EachJdk
  void everyWaitIsRecorded(int version) {
    Path recording = directory.resolve("exact.jfr");
    Path samples = directory.resolve("parks");
    ChildJvm.Result program =
        ChildJvm.record(
            version,
            recording,
            // Else the JDK's own pollers are virtual threads too, on the scheduler that counts.
            List.of("-Djdk.pollerMode=1"),
            Workload.class,
            LongForm.choose("200", "2000"),
            LongForm.choose("200", "7000"),
            "42",
            samples.toString(),
            // Where monitors keep the carriers, two would stand still most of the time.
            version >= FIRST_JDK_WITH_MONITORS ? "2" : "16");
    Tally tally = Tally.of(recording);
    ParkCheck parks = ParkCheck.of(samples, recording);
    LongForm.report("exactness on JDK " + version, program.values() + "\n" + tally + "\n" + parks);
    assertAll(
        () -> assertEquals(0, tally.events("jdk.DataLoss")),
        () -> assertCounts(program, tally),
        () -> assertKinds(version, program, tally),
        () -> assertRecorderIsWell(tally),
        () -> assertParks(program, parks));
  }

  private static void assertCounts(ChildJvm.Result program, Tally tally) {
    assertEquals(
        program.get("executions") - program.get("threads"),
        tally.blocks() - tally.state(EventNames.STATE_PINNED),
        "waits");
    assertEquals(program.get("threads"), tally.events(EventNames.VIRTUAL_THREAD_CREATE), "creates");
    assertEquals(
        program.get("threads"),
        tally.events(EventNames.VIRTUAL_THREAD_START) + tally.livesWithoutWait(),
        "starts");
    assertEquals(program.get("threads"), tally.events(EventNames.VIRTUAL_THREAD_RUN), "ends");
    // One that is preempted for longer than it wants to sleep, while it uses up a permit, does not
    // wait any more: one of a million. A pinned one may be woken too early by the operating system,
    // and wait twice. So may one that is made runnable late: by an unpark whose permit the wait
    // before it has taken, since it came while that one was not yet quite parked.
    long sleeps = tally.reason(REASON_SLEEP);
    long wanted = program.get("sleeps");
    assertTrue(
        sleeps >= wanted - wanted / 100_000
            && sleeps <= wanted + few(wanted) + tally.reasonAndKind(REASON_SLEEP, 0) / 100,
        sleeps + " sleeps, the program's own: " + wanted);
    // The JDK's own code yields too, once in a while: when it loses a race to set up a map's table.
    long yields = tally.state(EventNames.STATE_YIELDED);
    long own = program.get("yields");
    assertTrue(yields >= own && yields <= own + 3, yields + " yields, the program's own: " + own);
  }

  private static void assertKinds(int version, ChildJvm.Result program, Tally tally) {
    assertEquals(program.get("pins"), tally.blocker(Pinned.Place.class), "pins");
    if (version >= FIRST_JDK_WITH_MONITORS) {
      assertTrue(tally.reason(REASON_MONITOR) > 0, "threads waited for a monitor");
      assertEquals(
          tally.reason(REASON_MONITOR),
          tally.reasonAndKind(REASON_MONITOR, EventNames.WAKE_MONITOR),
          "a monitor is left");
      assertEquals(
          tally.reason(REASON_WAIT),
          tally.reasonAndKind(REASON_WAIT, EventNames.WAKE_MONITOR)
              + tally.reasonAndKind(REASON_WAIT, EventNames.WAKE_TIMER),
          "a wait ends by notification or time");
    } else {
      assertTrue(tally.state(EventNames.STATE_PINNED) > program.get("pins"), "monitors pin");
    }
    // Some sleeps are in monitors, where they pin before JDK 24: those end by themselves.
    long otherwise =
        tally.reason(REASON_SLEEP)
            - tally.reasonAndKind(REASON_SLEEP, EventNames.WAKE_TIMER)
            - (version >= FIRST_JDK_WITH_MONITORS ? 0 : tally.reasonAndKind(REASON_SLEEP, 0));
    assertTrue(
        otherwise <= few(program.get("sleeps")), otherwise + " sleeps did not end by the timer");
    assertEquals(
        otherwise,
        tally.reasonAndKind(REASON_SLEEP, EventNames.WAKE_THREAD),
        "those that did not were unparked");
    assertTrue(tally.reasonAndKind(REASON_NETWORK, EventNames.WAKE_POLLER) > 0, "pollers wake");
    assertEquals(
        tally.reason(REASON_JOIN),
        tally.reasonAndKind(REASON_JOIN, EventNames.WAKE_THREAD),
        "ends of threads wake");
    for (int reason : List.of(REASON_NETWORK, REASON_JOIN, REASON_SYNC, REASON_CONDITION)) {
      assertTrue(tally.reason(reason) > 0, "reason " + reason);
    }
  }

  // Sleeps that a late unpark ends: one of a million, on a starved machine.
  private static long few(long sleeps) {
    return 1 + sleeps / 100_000;
  }

  private static void assertRecorderIsWell(Tally tally) {
    assertEquals(0, tally.recorder(EventNames.DETAILS_LOST), "details lost");
    assertEquals(0, tally.recorder(EventNames.ERRORS_SUPPRESSED), "errors suppressed");
    assertEquals(0, tally.recorder(EventNames.EVENTS_LOST), "events lost");
  }

  private static void assertParks(ChildJvm.Result program, ParkCheck parks) {
    assertEquals(
        Math.min(program.get("handOvers"), HandOvers.MAX_SAMPLES), parks.checked(), "parks");
    assertTrue(parks.wrongWakers() <= parks.checked() / 10_000, parks.toString());
    assertEquals(0, parks.wrongWakeTimes(), parks.toString());
    // Two clocks' readings of one moment, not a time that anything takes; but between the two
    // readings the thread may lose its processor.
    assertTrue(parks.error(0.9) < 1_000_000, parks.toString());
  }
}
