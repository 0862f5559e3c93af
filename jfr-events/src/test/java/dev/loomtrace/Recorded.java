package dev.loomtrace;

import dev.loomtrace.event.EventNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** A recording with the default settings of our events, and what the JDK reads from it. */
final class Recorded implements AutoCloseable {
  private final Recording recording;

  private Recorded(Recording recording) {
    this.recording = recording;
  }

  static Recorded of(Recording recording) {
    return new Recorded(recording);
  }

  static Recorded start() {
    Recorded recorded = new Recorded(new Recording());
    recorded.recording.start();
    return recorded;
  }

  /** Starts a new chunk. */
  static void rotate() {
    jdk.jfr.FlightRecorder.getFlightRecorder().takeSnapshot().close();
  }

  /** What has been recorded so far, in order of end; a file has another order. */
  List<RecordedEvent> events() {
    try {
      Path file = Files.createTempFile("loomtrace", ".jfr");
      try {
        recording.dump(file);
        List<RecordedEvent> events = new ArrayList<>(RecordingFile.readAllEvents(file));
        events.sort(Comparator.comparing(RecordedEvent::getEndTime));
        return events;
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Events of a name. */
  List<RecordedEvent> events(String name) {
    return events().stream().filter(named(name)).toList();
  }

  /** The only event of a name that is not an announcement. */
  RecordedEvent complete(String name) {
    List<RecordedEvent> found = complete(events(), name);
    if (found.size() != 1) {
      throw new AssertionError("expected one " + name + ", found " + found);
    }
    return found.getFirst();
  }

  static List<RecordedEvent> complete(List<RecordedEvent> events, String name) {
    return events.stream()
        .filter(named(name))
        .filter(event -> !event.getBoolean(EventNames.OPEN))
        .toList();
  }

  static List<RecordedEvent> announced(List<RecordedEvent> events, String name) {
    return events.stream()
        .filter(named(name))
        .filter(event -> event.getBoolean(EventNames.OPEN))
        .toList();
  }

  private static Predicate<RecordedEvent> named(String name) {
    return event -> event.getEventType().getName().equals(name);
  }

  @Override
  public void close() {
    recording.close();
  }
}
