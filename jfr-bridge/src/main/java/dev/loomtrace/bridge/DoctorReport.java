package dev.loomtrace.bridge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What the doctor found: one line a finding, {@code level TAB subject TAB text}; the last one's
 * subject is {@code verdict}. Levels: {@code ok}, {@code note} (worth knowing), {@code warn} (costs
 * something or hides something), {@code fail} (a recording would be wrong).
 */
final class DoctorReport {
  private final List<String> lines = new ArrayList<>();
  private int failures;

  void ok(String subject, String text) {
    add("ok", subject, text);
  }

  void note(String subject, String text) {
    add("note", subject, text);
  }

  void warn(String subject, String text) {
    add("warn", subject, text);
  }

  void fail(String subject, String text) {
    failures++;
    add("fail", subject, text);
  }

  /** Found as many as there were: good, else a failure. */
  void expect(String subject, long expected, long found) {
    if (expected == found) {
      ok(subject, found + " of " + expected);
    } else {
      fail(subject, found + " of " + expected);
    }
  }

  private void add(String level, String subject, String text) {
    lines.add(level + "\t" + subject + "\t" + text.replace('\n', ' '));
  }

  /** Adds the verdict and writes the report, whole or not at all. */
  void write(Path file) throws IOException {
    if (failures == 0) {
      ok("verdict", "healthy");
    } else {
      add("fail", "verdict", "not healthy: " + failures + " failed");
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.write(part, lines);
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
