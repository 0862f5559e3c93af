package dev.loomtrace.benchmarks.overhead;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/** Switches recording on and off in the JVM that is measured. Not for several threads at once. */
final class Recorder {
  /** As much as a flight recorder keeps of a busy server. */
  private static final long WINDOW = 64L << 20;

  private Recording recording;

  /**
   * Records in this way from now on.
   *
   * @param mode {@code off}, or a settings file
   */
  void mode(String mode) throws IOException {
    if (recording != null) {
      recording.close();
      recording = null;
    }
    if (mode.equals("off")) {
      return;
    }
    String settings = Files.readString(Path.of(mode));
    try {
      recording = new Recording(Configuration.create(new StringReader(settings)));
    } catch (ParseException e) {
      throw new IOException(mode + ": " + e.getMessage(), e);
    }
    recording.setToDisk(true);
    recording.setMaxSize(WINDOW);
    recording.start();
  }
}
