package dev.loomtrace.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.event.EventNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A change of the number of carriers is recorded when it happens. */
class CarriersIT {
  @TempDir Path directory;

  @Test
  void eachChangeIsRecorded() {
    Path recording = directory.resolve("carriers.jfr");
    ChildJvm.record(
        25,
        recording,
        List.of("-Djdk.virtualThreadScheduler.parallelism=2"),
        Carriers.class,
        "3",
        "300",
        "1");
    List<RecordedEvent> events = new ArrayList<>();
    Tally.forEach(
        recording,
        event -> {
          if (event.getEventType().getName().equals(EventNames.SCHEDULER)) {
            events.add(event);
          }
        });
    events.sort(Comparator.comparing(RecordedEvent::getStartTime));
    List<Integer> parallelism = values(events, EventNames.PARALLELISM);
    List<Integer> changes = new ArrayList<>();
    for (int carriers : parallelism) {
      if (changes.isEmpty() || changes.get(changes.size() - 1) != carriers) {
        changes.add(carriers);
      }
    }
    assertEquals(List.of(0, 2, 3, 300, 1), changes, "0 before there is a scheduler");
    List<Integer> most = values(events, EventNames.MAX_POOL_SIZE);
    for (int i = 0; i < most.size(); i++) {
      assertEquals(parallelism.get(i) == 0 ? 0 : parallelism.get(i) + 254, most.get(i));
    }
    assertTrue(
        events.stream().allMatch(e -> e.getLong(EventNames.ERRORS_SUPPRESSED) == 0), "errors");
  }

  private static List<Integer> values(List<RecordedEvent> events, String field) {
    return events.stream().map(e -> e.getInt(field)).toList();
  }
}
