package dev.loomtrace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.event.EventNames;
import java.util.List;
import java.util.function.Supplier;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try")
class LogTest {
  @Test
  void isRecordedWithItsThreadAndTask() {
    try (Recorded recorded = Recorded.start();
        Task task = Task.begin("checkout")) {
      Log.log("sku", "42");
      List<RecordedEvent> events = recorded.events(EventNames.LOG);
      assertEquals(1, events.size());
      RecordedEvent event = events.getFirst();
      assertEquals("sku", event.getString(EventNames.CATEGORY));
      assertEquals("42", event.getString(EventNames.MESSAGE));
      assertEquals(task.id(), event.getLong(EventNames.TASK_ID));
      assertEquals(Thread.currentThread().threadId(), event.getThread().getJavaThreadId());
    }
  }

  @Test
  void asksForTheMessageOnlyWhenItIsRecorded() {
    Log.log(
        "never",
        () -> {
          throw new AssertionError("asked without a recording");
        });
    try (Recorded recorded = Recorded.start()) {
      Log.log("made", () -> "message " + 1);
      assertEquals(
          "message 1", recorded.events(EventNames.LOG).getFirst().getString(EventNames.MESSAGE));
    }
  }

  @Test
  void reportsASupplierThatFailsOnce() {
    try (Recorded recorded = Recorded.start();
        Warnings warnings = Warnings.capture()) {
      Supplier<String> broken =
          () -> {
            throw new IllegalArgumentException("broken");
          };
      for (int i = 0; i < 2; i++) {
        Log.log("broken", broken);
      }
      assertEquals(List.of(), recorded.events(EventNames.LOG));
      assertEquals(1, warnings.messages().size());
      String message = warnings.messages().getFirst();
      assertTrue(message.contains("IllegalArgumentException: broken"), message);
      assertTrue(message.contains("LogTest.java:"), message);
    }
  }

  @Test
  void takesNullForTheWord() {
    try (Recorded recorded = Recorded.start()) {
      Log.log(null, (String) null);
      RecordedEvent event = recorded.events(EventNames.LOG).getFirst();
      assertEquals("null", event.getString(EventNames.CATEGORY));
      assertEquals("null", event.getString(EventNames.MESSAGE));
    }
  }
}
