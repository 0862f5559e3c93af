package dev.loomtrace.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.EventNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The recording has exactly what happened, counted by others than our hooks. */
class ExactnessIT {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(ints = {25, 21})
  void everyWaitIsRecorded(int version) throws IOException {
    Path recording = directory.resolve("exact.jfr");
    ChildJvm.Result program =
        ChildJvm.record(
            version,
            recording,
            // Else the JDK's own pollers are virtual threads too, on the scheduler that counts.
            List.of("-Djdk.pollerMode=1"),
            Workload.class,
            "200",
            "150",
            "42");
    List<RecordedEvent> events = RecordingFile.readAllEvents(recording);
    assertEquals(List.of(), events.stream().filter(named("jdk.DataLoss")).toList());

    Predicate<RecordedEvent> blocks =
        named(EventNames.VIRTUAL_THREAD_BLOCK).or(named(EventNames.VIRTUAL_THREAD_LONG_BLOCK));
    Predicate<RecordedEvent> pinned = has(EventNames.STATE, EventNames.STATE_PINNED);
    assertEquals(
        program.get("executions") - program.get("threads"),
        count(events, blocks.and(pinned.negate())),
        "waits");
    assertEquals(
        program.get("threads"), count(events, named(EventNames.VIRTUAL_THREAD_CREATE)), "creates");
    assertEquals(
        program.get("threads"), count(events, named(EventNames.VIRTUAL_THREAD_START)), "starts");
    assertEquals(
        program.get("threads"), count(events, named(EventNames.VIRTUAL_THREAD_RUN)), "ends");
    assertEquals(
        program.get("sleeps"),
        count(events, blocks.and(has(EventNames.REASON, EventNames.REASON_SLEEP))),
        "sleeps");
    // The JDK's own code yields too, once in a while: when it loses a race to set up a map's table.
    long yields = count(events, blocks.and(has(EventNames.STATE, EventNames.STATE_YIELDED)));
    long own = program.get("yields");
    assertTrue(yields >= own && yields <= own + 3, yields + " yields, the program's own: " + own);

    // Whoever waits for a baton is woken by the one thread that hands them on.
    Predicate<RecordedEvent> batons =
        blocks.and(
            e ->
                e.getClass(EventNames.BLOCKER) != null
                    && e.getClass(EventNames.BLOCKER).getName().endsWith("Baton"));
    assertEquals(program.get("batons"), count(events, batons), "batons");
    assertEquals(
        program.get("batons"),
        count(events, batons.and(e -> e.getLong(EventNames.WAKER) == program.get("waker"))),
        "batons handed on by the waker");
    assertTrue(
        events.stream()
            .filter(batons)
            .allMatch(e -> e.getDuration(EventNames.WAKE_DELAY).compareTo(e.getDuration()) <= 0),
        "woken within the wait");

    RecordedEvent scheduler =
        events.stream().filter(named(EventNames.SCHEDULER)).reduce((a, b) -> b).orElseThrow();
    assertEquals(0, scheduler.getLong(EventNames.DETAILS_LOST));
    assertEquals(0, scheduler.getLong(EventNames.ERRORS_SUPPRESSED));
    if (version >= 24) {
      assertTrue(
          count(events, blocks.and(has(EventNames.REASON, EventNames.REASON_MONITOR))) > 0,
          "threads waited for a monitor");
      assertTrue(
          count(events, blocks.and(has(EventNames.REASON, EventNames.REASON_WAIT))) > 0,
          "threads waited in Object.wait");
    } else {
      assertTrue(count(events, blocks.and(pinned)) > 0, "sleeps in monitors pin");
    }
    for (int reason :
        List.of(EventNames.REASON_NETWORK, EventNames.REASON_JOIN, EventNames.REASON_SYNC)) {
      assertTrue(count(events, blocks.and(has(EventNames.REASON, reason))) > 0, "reason " + reason);
    }
  }

  private static Predicate<RecordedEvent> named(String name) {
    return e -> e.getEventType().getName().equals(name);
  }

  private static Predicate<RecordedEvent> has(String field, int value) {
    return e -> e.getInt(field) == value;
  }

  private static long count(List<RecordedEvent> events, Predicate<RecordedEvent> predicate) {
    return events.stream().filter(predicate).count();
  }
}
