package dev.loomtrace.benchmarks.overhead;

import dev.loomtrace.event.EventNames;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import jdk.jfr.Configuration;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;

/** Switches recording on and off in the JVM that is measured. Not for several threads at once. */
final class Recorder {
  /** As much as a flight recorder keeps of a busy server. */
  private static final long WINDOW = 64L << 20;

  /** Before the name of a settings file: without the agent's own events. */
  static final String STOCK = "stock:";

  private Recording recording;

  /**
   * Records in this way from now on.
   *
   * @param mode {@code off}, or a settings file, or one after {@link #STOCK}
   * @throws IOException if the file cannot be read, or there are no events to leave out
   */
  void mode(String mode) throws IOException {
    if (recording != null) {
      recording.close();
      recording = null;
    }
    if (mode.equals("off")) {
      return;
    }
    boolean stock = mode.startsWith(STOCK);
    String settings = Files.readString(Path.of(stock ? mode.substring(STOCK.length()) : mode));
    try {
      recording = new Recording(Configuration.create(new StringReader(settings)));
    } catch (ParseException e) {
      throw new IOException(mode + ": " + e.getMessage(), e);
    }
    if (stock) {
      disableOurs(recording);
    }
    recording.setToDisk(true);
    recording.setMaxSize(WINDOW);
    recording.start();
  }

  /** Whether the recording that there is has tasks, from now on. */
  void tasks(boolean wanted) {
    if (wanted) {
      recording.enable(EventNames.TASK);
    } else {
      recording.disable(EventNames.TASK);
    }
  }

  // The agent's hooks are there and find that no recording enables their events.
  private static void disableOurs(Recording recording) throws IOException {
    List<String> ours =
        FlightRecorder.getFlightRecorder().getEventTypes().stream()
            .map(EventType::getName)
            .filter(name -> name.startsWith(EventNames.PREFIX))
            .toList();
    if (ours.isEmpty()) {
      throw new IOException("the agent is not installed: it has no events to leave out");
    }
    ours.forEach(recording::disable);
  }
}
