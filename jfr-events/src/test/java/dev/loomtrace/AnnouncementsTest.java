package dev.loomtrace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.event.EventNames;
import java.lang.ref.Reference;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What is open where one chunk ends and the next one starts. */
@SuppressWarnings("try")
class AnnouncementsTest {
  private static void assertAnnounced(
      int times, RecordedEvent complete, List<RecordedEvent> announced) {
    assertEquals(times, announced.size());
    for (RecordedEvent event : announced) {
      assertEquals(startTicks(complete), startTicks(event));
      assertEquals(complete.getString(EventNames.NAME), event.getString(EventNames.NAME));
      assertEquals(complete.getLong(EventNames.OWNER), event.getLong(EventNames.OWNER));
      assertTrue(event.getDuration().compareTo(complete.getDuration()) < 0);
    }
  }

  // Times that are converted differ by some nanoseconds between chunks.
  private static long startTicks(RecordedEvent event) {
    return event.getLong("startTime");
  }

  @Test
  void areMadeAtTheStartAndEndOfEachChunk() throws InterruptedException {
    try (Recorded recorded = Recorded.start()) {
      Thread.ofVirtual()
          .start(
              () -> {
                try (Task task = Task.begin("task");
                    Region outer = Region.begin("outer");
                    Region inner = Region.begin("inner")) {
                  Recorded.rotate();
                  Recorded.rotate();
                }
              })
          .join();
      List<RecordedEvent> events = recorded.events();
      RecordedEvent task = Recorded.complete(events, EventNames.TASK).getFirst();
      assertAnnounced(4, task, Recorded.announced(events, EventNames.TASK));
      for (RecordedEvent region : Recorded.complete(events, EventNames.REGION)) {
        assertEquals(task.getLong(EventNames.ID), region.getLong(EventNames.TASK_ID));
        assertAnnounced(
            4,
            region,
            Recorded.announced(events, EventNames.REGION).stream()
                .filter(e -> e.getString(EventNames.NAME).equals(region.getString("name")))
                .toList());
      }
    }
  }

  @Test
  void areMadeForARecordingThatStartsInTheMiddle() {
    try (Recorded before = Recorded.start();
        Task task = Task.begin("task");
        Region region = Region.begin("region")) {
      try (Recorded recorded = Recorded.start()) {
        List<RecordedEvent> events = recorded.events();
        assertEquals(2, Recorded.announced(events, EventNames.TASK).size());
        assertEquals(2, Recorded.announced(events, EventNames.REGION).size());
      }
      before.close();
      try (Recorded recorded = Recorded.start()) {
        region.end();
        task.end();
        List<RecordedEvent> events = recorded.events();
        RecordedEvent complete = Recorded.complete(events, EventNames.TASK).getFirst();
        assertAnnounced(1, complete, Recorded.announced(events, EventNames.TASK));
        complete = Recorded.complete(events, EventNames.REGION).getFirst();
        assertAnnounced(1, complete, Recorded.announced(events, EventNames.REGION));
      }
    }
  }

  @Test
  void canBeSwitchedOff() {
    try (Recording recording = new Recording()) {
      recording.disable(EventNames.ANNOTATIONS);
      recording.start();
      try (Task task = Task.begin("task")) {
        Recorded.rotate();
      }
      Recorded copy = Recorded.of(recording);
      assertEquals(List.of(), Recorded.announced(copy.events(), EventNames.TASK));
      assertEquals(1, Recorded.complete(copy.events(), EventNames.TASK).size());
    }
  }

  @Test
  void stopForWhatCanNoLongerBeEnded() throws InterruptedException {
    try (Recorded recorded = Recorded.start()) {
      Thread.ofVirtual()
          .start(
              () -> {
                Task.begin("lost task");
                Region.begin("lost region");
                Recorded.rotate();
              })
          .join();
      Awaitility.await()
          .until(
              () -> {
                System.gc();
                try (Recorded later = Recorded.start()) {
                  return names(later.events()).isEmpty();
                }
              });
      assertEquals(Set.of("lost task", "lost region"), names(recorded.events()));
    }
  }

  @Test
  void stopForThreadsThatHaveEndedButAreReachable() throws InterruptedException {
    try (Recorded before = Recorded.start()) {
      Thread ended = Thread.ofVirtual().start(() -> Region.begin("left open"));
      ended.join();
      try (Recorded later = Recorded.start()) {
        assertEquals(Set.of(), names(later.events()));
      } finally {
        Reference.reachabilityFence(ended);
      }
    }
  }

  private static Set<String> names(List<RecordedEvent> events) {
    Set<String> names = new HashSet<>();
    Recorded.announced(events, EventNames.TASK).forEach(e -> names.add(e.getString("name")));
    Recorded.announced(events, EventNames.REGION).forEach(e -> names.add(e.getString("name")));
    return names;
  }
}
