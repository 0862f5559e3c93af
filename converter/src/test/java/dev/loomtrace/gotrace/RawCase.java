package dev.loomtrace.gotrace;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.loomtrace.gotrace.text.RawText;
import dev.loomtrace.testing.GoTools;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One of {@code test-fixtures/cases}.
 *
 * @param name the file's name
 * @param fault where the trace is refused, as messages begin; empty if it is accepted
 * @param events the first line of each event up to the fault
 * @param trace the trace as text
 */
record RawCase(String name, String fault, List<String> events, String trace) {
  private static final String REFUSED = "refused at ";

  /** All cases. */
  static List<RawCase> all() throws IOException {
    List<RawCase> cases = new ArrayList<>();
    try (Stream<Path> files = Files.list(GoTools.projectRoot().resolve("test-fixtures/cases"))) {
      for (Path file : files.sorted().toList()) {
        if (file.toString().endsWith(".txtar")) {
          cases.add(read(file));
        }
      }
    }
    return cases;
  }

  private static RawCase read(Path file) throws IOException {
    String text = Files.readString(file);
    String expected = section(text, "expect").strip();
    if (!expected.equals("accepted") && !expected.startsWith(REFUSED)) {
      throw new IOException(file + ": expect is neither accepted nor refused: " + expected);
    }
    String fault =
        expected.startsWith(REFUSED) ? "offset " + expected.substring(REFUSED.length()) : "";
    List<String> events = section(text, "events").lines().toList();
    return new RawCase(file.getFileName().toString(), fault, events, section(text, "trace"));
  }

  private static String section(String text, String name) throws IOException {
    String title = "\n-- " + name + " --\n";
    int start = text.indexOf(title);
    if (start < 0) {
      throw new IOException("no section " + name);
    }
    start += title.length();
    int end = text.indexOf("\n-- ", start - 1);
    return text.substring(start, end < 0 ? text.length() : end + 1);
  }

  boolean isAccepted() {
    return fault.isEmpty();
  }

  /** The trace. */
  byte[] bytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    RawText.toTrace(new ByteArrayInputStream(trace.getBytes(UTF_8)), bytes);
    return bytes.toByteArray();
  }

  @Override
  public String toString() {
    return name;
  }
}
