package dev.loomtrace.bridge;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One of the options of the agent's flight recorder, or of those that a file may have with them.
 *
 * @param value empty if it has none
 * @param where it was given, for messages; empty: among the agent's options
 */
record RecorderOption(String key, String value, String where) {
  /** Those with a value. */
  private static final Set<String> SETTINGS =
      Set.of("trigger", "keep", "keep-bytes", "every", "dir", "prefix", "max-files", "max-bytes");

  /** Those of the agent. */
  private static final Set<String> OTHERS = Set.of("requests", "mdc");

  /** Those without. */
  private static final Set<String> FLAGS = Set.of("answer", "jmx");

  private static final int MOST_BYTES = 1 << 20;

  /** Reads {@code key} or {@code key=value}; null if it is no option of the flight recorder. */
  static RecorderOption of(String text, String where) {
    int equals = text.indexOf('=');
    String key = equals < 0 ? text : text.substring(0, equals).strip();
    String value = equals < 0 ? "" : text.substring(equals + 1).strip();
    boolean known = equals < 0 ? FLAGS.contains(key) : SETTINGS.contains(key);
    return known ? new RecorderOption(key, value, where) : null;
  }

  /** Whether it is for the flight recorder. */
  boolean isOfRecorder() {
    return !OTHERS.contains(key);
  }

  /**
   * Reads them from a file: one a line, lines that are empty or begin with {@code #} left out.
   *
   * @throws IOException if it cannot be read, or a line is wrong; the message is one line
   */
  static List<RecorderOption> read(Path file) throws IOException {
    List<String> lines;
    try {
      // To read from a device or a pipe may never end, and the application waits for it.
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw new IOException("it is no regular file");
      }
      lines = lines(file);
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
        option = other(line, where);
      }
      if (option == null) {
        throw new IOException(where + "unknown option '" + line + "': expected " + expected());
      }
      options.add(option);
    }
    return options;
  }

  private static RecorderOption other(String line, String where) {
    int equals = line.indexOf('=');
    String key = equals < 0 ? "" : line.substring(0, equals).strip();
    return OTHERS.contains(key)
        ? new RecorderOption(key, line.substring(equals + 1).strip(), where)
        : null;
  }

  private static List<String> lines(Path file) throws IOException {
    byte[] content;
    try (InputStream in = Files.newInputStream(file)) {
      content = in.readNBytes(MOST_BYTES + 1);
    }
    if (content.length > MOST_BYTES) {
      throw new IOException("it has more than " + MOST_BYTES + " bytes");
    }
    return StandardCharsets.UTF_8
        .newDecoder()
        .decode(ByteBuffer.wrap(content))
        .toString()
        .lines()
        .toList();
  }

  private static String expected() {
    return "KEY=VALUE with a key of trigger, keep, keep-bytes, every, dir, prefix, max-files,"
        + " max-bytes, requests, mdc, or answer, jmx";
  }
}
