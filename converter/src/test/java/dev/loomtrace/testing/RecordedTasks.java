package dev.loomtrace.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** A recording, and the tasks and regions that the JDK's reader finds in it. */
public final class RecordedTasks implements AutoCloseable {
  /** A task that has ended. */
  public record Ended(long id, long parent, String name, String externalId, String attributes) {}

  /** What a thread worked on. */
  public record Work(long task, String name, String thread) {}

  private final Recording recording = new Recording();
  private List<RecordedEvent> events;

  /** Starts a recording. */
  public RecordedTasks() {
    recording.start();
  }

  private List<RecordedEvent> events() throws IOException {
    if (events == null) {
      Path file = Files.createTempFile("spans", ".jfr");
      try {
        recording.stop();
        recording.dump(file);
        events = RecordingFile.readAllEvents(file);
      } finally {
        Files.delete(file);
      }
    }
    return events;
  }

  /** All that have ended, each as often as it was recorded. Ends the recording. */
  public List<Ended> ended() throws IOException {
    List<Ended> ended = new ArrayList<>();
    for (RecordedEvent event : events()) {
      if (event.getEventType().getName().equals("loomtrace.Task") && !event.getBoolean("open")) {
        ended.add(
            new Ended(
                event.getLong("id"),
                event.getLong("parent"),
                event.getString("name"),
                event.getString("externalId"),
                event.getString("attributes")));
      }
    }
    return ended;
  }

  /** Those that have ended, by external id. */
  public Map<String, Ended> byExternalId() throws IOException {
    Map<String, Ended> tasks = new HashMap<>();
    for (Ended task : ended()) {
      if (tasks.put(task.externalId(), task) != null) {
        throw new AssertionError("recorded twice: " + task);
      }
    }
    return tasks;
  }

  /** What threads worked on, as far as they have ceased to. */
  public List<Work> work() throws IOException {
    List<Work> work = new ArrayList<>();
    for (RecordedEvent event : events()) {
      if (event.getEventType().getName().equals("loomtrace.Region") && !event.getBoolean("open")) {
        work.add(
            new Work(
                event.getLong("taskId"), event.getString("name"), event.getThread().getJavaName()));
      }
    }
    return work;
  }

  @Override
  public void close() {
    recording.close();
  }
}
