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
   * @param mode {@code off}, a settings file, or one with {@code -} before it: without our events
   */
  void mode(String mode) throws IOException {
    if (recording != null) {
      recording.close();
      recording = null;
    }
    if (mode.equals("off")) {
      return;
    }
    boolean without = mode.startsWith("-");
    String settings = Files.readString(Path.of(without ? mode.substring(1) : mode));
    try {
      recording = new Recording(Configuration.create(new StringReader(settings)));
    } catch (ParseException e) {
      throw new IOException(mode + ": " + e.getMessage(), e);
    }
    if (without) {
      for (String key : recording.getSettings().keySet()) {
        if (key.startsWith("loomtrace.") && key.endsWith("#enabled")) {
          recording.disable(key.substring(0, key.indexOf('#')));
        }
      }
    }
    recording.setToDisk(true);
    recording.setMaxSize(WINDOW);
    recording.start();
  }
}
