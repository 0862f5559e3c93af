package dev.loomtrace.bridge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One of the options of the agent's flight recorder.
 *
 * @param value empty if it has none
 * @param where it was given, for messages; empty: among the agent's options
 */
record RecorderOption(String key, String value, String where) {
  /** Those with a value. */
  private static final Set<String> SETTINGS =
      Set.of("trigger", "keep", "keep-bytes", "every", "dir", "prefix", "max-files", "max-bytes");

  /** Those without. */
  private static final Set<String> FLAGS = Set.of("answer", "jmx");

  private static final long MOST_BYTES = 1 << 20;

  /** Reads {@code key} or {@code key=value}; null if it is no option of the flight recorder. */
  static RecorderOption of(String text, String where) {
    int equals = text.indexOf('=');
    String key = equals < 0 ? text : text.substring(0, equals).strip();
    String value = equals < 0 ? "" : text.substring(equals + 1).strip();
    boolean known = equals < 0 ? FLAGS.contains(key) : SETTINGS.contains(key);
    return known ? new RecorderOption(key, value, where) : null;
  }

  /**
   * Reads them from a file: one a line, lines that are empty or begin with {@code #} left out.
   *
   * @throws IOException if it cannot be read, or a line is wrong; the message is one line
   */
  static List<RecorderOption> read(Path file) throws IOException {
    List<String> lines;
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new IOException("it has more than " + MOST_BYTES + " bytes");
      }
      lines = Files.readAllLines(file);
    } catch (IOException | SecurityException e) {
      throw new IOException("cannot read " + file + ": " + e, e);
    }
    List<RecorderOption> options = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String where = file + ", line " + (i + 1) + ": ";
      RecorderOption option = of(line, where);
      if (option == null) {
        throw new IOException(where + "unknown option '" + line + "': expected " + expected());
      }
      options.add(option);
    }
    return options;
  }

  private static String expected() {
    return "KEY=VALUE with a key of trigger, keep, keep-bytes, every, dir, prefix, max-files,"
        + " max-bytes, or answer, jmx";
  }
}
