package dev.loomtrace.bridge;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.event.EventNames;
import dev.loomtrace.testing.jvm.EachJdk;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each wait of platform threads is recorded, with who ended it, in a recording without settings.
 */
class PlatformParksIT {
  @TempDir Path directory;

  @EachJdk
  void everyWaitIsRecordedWithItsWaker(int version) {
    Path recording = directory.resolve("platform.jfr");
    Path samples = directory.resolve("parks");
    ChildJvm.Result program =
        ChildJvm.record(
            version,
            recording,
            PlatformParks.class,
            LongForm.choose("500", "20000"),
            samples.toString());
    ParkCheck parks = ParkCheck.of(samples, recording);
    Tally tally = Tally.of(recording);
    Map<String, Long> counts = new HashMap<>();
    Tally.forEach(recording, event -> count(event, program.get("interrupter"), counts));
    LongForm.report("platform threads on JDK " + version, counts + "\n" + parks);
    assertAll(
        () -> assertEquals(program.get("handOvers"), parks.checked(), "hand-overs"),
        () -> assertTrue(parks.wrongWakers() <= parks.checked() / 1_000, parks.toString()),
        () -> assertEquals(0, parks.wrongWakeTimes(), parks.toString()),
        () -> assertTrue(parks.error(0.9) < 1_000_000, parks.toString()),
        () -> assertEquals(program.get("sleeps"), counts.get("sleeps")),
        // The time may be over before the thread comes to park, or not quite when it goes on.
        () -> assertTrue(counts.get("limits") >= program.get("limits") * 9 / 10, "" + counts),
        () -> assertTrue(counts.get("interrupts") >= program.get("interrupts"), "" + counts),
        () -> assertEquals(0, counts.getOrDefault("carriers", 0L), "carriers are left out"),
        () -> assertEquals(0, tally.recorder(EventNames.DETAILS_LOST), "details lost"),
        () -> assertEquals(0, tally.recorder(EventNames.ERRORS_SUPPRESSED), "errors suppressed"));
  }

  private static void count(RecordedEvent event, long interrupter, Map<String, Long> counts) {
    RecordedThread thread = event.getThread();
    if (!Tally.isPlatformBlock(event) || thread == null || thread.getJavaName() == null) {
      return;
    }
    if (thread.getJavaName().startsWith("ForkJoinPool")) {
      counts.merge("carriers", 1L, Long::sum);
    }
    if (!thread.getJavaName().startsWith(PlatformParks.NAME)) {
      return;
    }
    RecordedClass blocker = event.getClass(EventNames.BLOCKER);
    String on = blocker == null ? "" : blocker.getName();
    if (event.getInt(EventNames.REASON) == EventNames.REASON_SLEEP) {
      counts.merge("sleeps", 1L, Long::sum);
      assertEquals(100_000, event.getLong(EventNames.TIMEOUT));
      assertEquals(EventNames.STATE_TIMED_PARKED, event.getInt(EventNames.STATE));
    } else if (on.equals(PlatformParks.Limit.class.getName())) {
      counts.merge("limits", 1L, Long::sum);
      assertTrue(event.getLong(EventNames.TIMEOUT) > 0);
      assertEquals(EventNames.WAKE_UNKNOWN, event.getInt(EventNames.WAKE_KIND), "nobody woke it");
    } else if (on.equals(PlatformParks.Bell.class.getName())
        && event.getInt(EventNames.WAKE_KIND) == EventNames.WAKE_THREAD) {
      counts.merge("interrupts", 1L, Long::sum);
      assertEquals(interrupter, event.getLong(EventNames.WAKER));
      assertEquals(EventNames.STATE_PARKED, event.getInt(EventNames.STATE));
    }
  }
}
