package dev.loomtrace.benchmarks.overhead;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Name;
import jdk.jfr.Registered;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {
  @Name("loomtrace.RecorderTest")
  @Registered(false)
  private static final class Ours extends Event {}

  @Name("other.RecorderTest")
  @Enabled(false)
  private static final class Another extends Event {}

  private static Path settings(Path dir, String... enabled) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<configuration version=\"2.0\">\n");
    for (String event : enabled) {
      text.append(
          "<event name=\"%s\"><setting name=\"enabled\">true</setting></event>%n".formatted(event));
    }
    return Files.writeString(dir.resolve("test.jfc"), text.append("</configuration>\n"));
  }

  @Test
  void switchesTasksInTheRecordingThatThereIs(@TempDir Path dir) throws IOException {
    Path settings = settings(dir, "loomtrace.Task");
    Recorder recorder = new Recorder();
    recorder.mode(settings.toString());
    try {
      assertTrue(Task.isEnabled());
      recorder.tasks(false);
      assertFalse(Task.isEnabled());
      recorder.tasks(true);
      assertTrue(Task.isEnabled());
    } finally {
      recorder.mode("off");
    }
  }

  @Test
  void leavesOurEventsOutAndNothingElse(@TempDir Path dir) throws IOException {
    Path settings = settings(dir, "loomtrace.RecorderTest", "other.RecorderTest");
    Recorder recorder = new Recorder();
    assertThrows(IOException.class, () -> recorder.mode(Recorder.STOCK + settings));
    FlightRecorder.register(Ours.class);
    try {
      recorder.mode(settings.toString());
      assertTrue(new Ours().isEnabled());
      assertTrue(new Another().isEnabled());
      recorder.mode(Recorder.STOCK + settings);
      assertFalse(new Ours().isEnabled());
      assertTrue(new Another().isEnabled());
      recorder.mode("off");
      assertFalse(new Another().isEnabled());
    } finally {
      recorder.mode("off");
      FlightRecorder.unregister(Ours.class);
    }
  }
}
