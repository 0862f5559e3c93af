package dev.loomtrace.bridge;

import static dev.loomtrace.event.EventNames.STATE_MONITOR_ENTER;
import static dev.loomtrace.event.EventNames.STATE_PINNED;
import static dev.loomtrace.event.EventNames.STATE_RUNNABLE;
import static dev.loomtrace.event.EventNames.STATE_RUNNING;
import static dev.loomtrace.event.EventNames.STATE_TIMED_PARKED;
import static dev.loomtrace.event.EventNames.STATE_YIELDED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.event.EventNames;
import dev.loomtrace.testing.jvm.EachJdk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.io.TempDir;

/** What each thread does is there at the border of a chunk, and agrees with the wait's event. */
class StatusIT {
  private static final int FIRST_JDK_WITH_MONITORS = 24;

  @TempDir Path directory;

  private final List<RecordedEvent> events = new ArrayList<>();

  @EachJdk
  void everyThreadIsThereAtTheBorder(int version) {
    Path recording = directory.resolve("border.jfr");
    ChildJvm.Result program =
        ChildJvm.record(
            version,
            recording, // One that runs all the time and, before JDK 24, those at monitors keep
            // their carriers.
            List.of("-Djdk.virtualThreadScheduler.parallelism=6"),
            Border.class);
    Tally.forEach(recording, events::add);

    String border = Border.class.getName();
    assertWaits(program.get("parked"), EventNames.STATE_PARKED, EventNames.REASON_SYNC);
    assertEquals(border + "$Place", blocker(status(program.get("parked"))));
    assertWaits(program.get("sleeping"), EventNames.STATE_TIMED_PARKED, EventNames.REASON_SLEEP);
    assertTask(program.get("sleeping"), "Border$$Lambda");
    assertWaits(program.get("accepting"), EventNames.STATE_PARKED, EventNames.REASON_NETWORK);
    assertTrue(
        status(program.get("accepting")).getString(EventNames.STACK).contains("Border.accept("),
        "the stack of one that waits");

    RecordedEvent running = status(program.get("running"));
    assertEquals(STATE_RUNNING, running.getInt(EventNames.STATE));
    assertTrue(running.getLong(EventNames.CARRIER) != 0, "where it runs");
    assertTask(program.get("running"), "Border$$Lambda");
    assertLife(running);
    if (version >= 25) {
      // Sleeping and accepting last as long as it takes to begin a chunk: not always long.
      events.stream()
          .filter(Tally::isBlock)
          .filter(e -> e.getStackTrace() != null)
          .map(e -> e.getStackTrace().getFrames().get(0).getMethod().getType().getName())
          .forEach(top -> assertFalse(top.startsWith("dev.loomtrace.bridge.boot."), top));
      assertMonitor(program.get("entering"), STATE_MONITOR_ENTER, "Border.enter(");
      assertMonitor(program.get("waiting"), EventNames.STATE_MONITOR_WAIT, "Border.waitAt(");
    }
  }

  @EachJdk
  void whatABorderTellsOfAWaitTheWaitTellsToo(int version) {
    Path recording = directory.resolve("restless.jfr");
    ChildJvm.Result program =
        ChildJvm.record(
            version,
            recording,
            List.of("-Djdk.virtualThreadScheduler.parallelism=4"),
            Restless.class,
            "150");
    Set<Long> threads = new HashSet<>(program.values().values());
    Map<Wait, RecordedEvent> waits = new HashMap<>();
    Tally.forEach(
        recording,
        event -> {
          if (Tally.isBlock(event)) {
            waits.put(new Wait(waiting(event), event.getLong("startTime")), event);
          } else if (isStatus(event)) {
            events.add(event);
          }
        });
    Map<Integer, Integer> compared = new TreeMap<>();
    for (RecordedEvent status : events) {
      int state = status.getInt(EventNames.STATE);
      Wait wait = new Wait(status.getLong(EventNames.THREAD), status.getLong(EventNames.SINCE));
      if (threads.contains(wait.thread()) && wait.begin() != 0 && state != STATE_RUNNING) {
        // Of a few events JFR does not say whose they are.
        RecordedEvent told = waits.getOrDefault(wait, waits.get(new Wait(0, wait.begin())));
        assertNotNull(told, () -> "a wait that never was: " + status);
        int stateTold = told.getInt(EventNames.STATE);
        boolean woken = state == STATE_RUNNABLE && stateTold != STATE_YIELDED;
        assertTrue(stateTold == state || woken, () -> told + " and " + status);
        for (String same : List.of(EventNames.REASON, EventNames.CARRIER)) {
          assertEquals(told.getLong(same), status.getLong(same), () -> told + " and " + status);
        }
        compared.merge(stateTold, 1, Integer::sum);
      }
    }
    Set<Integer> all = new TreeSet<>(Set.of(STATE_TIMED_PARKED, STATE_YIELDED, STATE_PINNED));
    if (version >= FIRST_JDK_WITH_MONITORS) {
      all.add(STATE_MONITOR_ENTER);
    }
    assertTrue(compared.keySet().containsAll(all), () -> "states that were seen: " + compared);
  }

  /** A wait, by its start in ticks, which is the same in every event about it. */
  private record Wait(long thread, long begin) {}

  // One that never waits is recorded by its carrier when it has ended, and until then at the
  // border.
  private void assertLife(RecordedEvent running) {
    long thread = running.getLong(EventNames.THREAD);
    List<RecordedEvent> lives =
        events.stream()
            .filter(e -> e.getEventType().getName().equals(EventNames.VIRTUAL_THREAD_RUN))
            .filter(e -> e.getLong(EventNames.THREAD) == thread)
            .toList();
    assertEquals(1, lives.size());
    RecordedEvent life = lives.get(0);
    long carrier = Tally.committer(life);
    assertEquals(carrier, life.getLong(EventNames.CARRIER));
    assertEquals(carrier, life.getLong(EventNames.END_CARRIER));
    assertEquals(carrier, running.getLong(EventNames.CARRIER));
    assertEquals(Border.RUNNING, life.getString(EventNames.NAME));
    assertEquals(
        running.getClass(EventNames.TASK_CLASS).getName(),
        life.getClass(EventNames.TASK_CLASS).getName());
    long begin = Tally.nanos(life.getStartTime());
    long since = Tally.nanos(running.getInstant(EventNames.SINCE));
    assertTrue(Math.abs(begin - since) < 1_000, "since when it runs: " + running + life);
    assertTrue(
        events.stream()
            .filter(e -> e.getEventType().getName().equals(EventNames.VIRTUAL_THREAD_START))
            .noneMatch(e -> Tally.committer(e) == thread),
        "nothing is recorded twice");
  }

  private void assertMonitor(long thread, int state, String frame) {
    int reason = state == STATE_MONITOR_ENTER ? EventNames.REASON_MONITOR : EventNames.REASON_WAIT;
    assertWaits(thread, state, reason);
    RecordedEvent status = status(thread);
    assertEquals(Border.Place.class.getName(), blocker(status));
    assertTrue(status.getString(EventNames.STACK).contains(frame), "stack in the status");
    RecordedEvent block = block(thread);
    if (block.hasField(EventNames.STACK) && block.getString(EventNames.STACK) != null) {
      assertEquals(Border.Place.class.getName(), blocker(block));
      assertTrue(block.getString(EventNames.STACK).contains(frame), "stack in the wait");
    }
  }

  private void assertWaits(long thread, int state, int reason) {
    RecordedEvent status = status(thread);
    RecordedEvent block = block(thread);
    assertEquals(state, status.getInt(EventNames.STATE));
    assertEquals(reason, status.getInt(EventNames.REASON));
    assertEquals(state, block.getInt(EventNames.STATE));
    assertEquals(reason, block.getInt(EventNames.REASON));
  }

  private void assertTask(long thread, String name) {
    RecordedClass task = status(thread).getClass(EventNames.TASK_CLASS);
    assertTrue(task.getName().contains(name), task.getName());
  }

  private RecordedEvent status(long thread) {
    List<RecordedEvent> statuses =
        events.stream()
            .filter(StatusIT::isStatus)
            .filter(e -> e.getLong(EventNames.THREAD) == thread)
            .toList();
    assertFalse(statuses.isEmpty(), "status of thread " + thread);
    return statuses.get(0);
  }

  // The wait that the status is about: it began when the status says. Chunks relate ticks to the
  // wall clock each for itself, some nanoseconds apart.
  private RecordedEvent block(long thread) {
    long since = Tally.nanos(status(thread).getInstant(EventNames.SINCE));
    return events.stream()
        .filter(Tally::isBlock)
        .filter(e -> waiting(e) == thread)
        .filter(e -> Math.abs(Tally.nanos(e.getStartTime()) - since) < 1_000)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no wait as in the status " + status(thread)));
  }

  private static boolean isStatus(RecordedEvent event) {
    return event.getEventType().getName().equals(EventNames.VIRTUAL_THREAD_STATUS);
  }

  // At a monitor its carrier tells of it.
  private static long waiting(RecordedEvent block) {
    return block.hasField(EventNames.THREAD)
        ? block.getLong(EventNames.THREAD)
        : Tally.committer(block);
  }

  private static String blocker(RecordedEvent event) {
    RecordedClass blocker = event.getClass(EventNames.BLOCKER);
    return blocker == null ? "none" : blocker.getName();
  }
}
