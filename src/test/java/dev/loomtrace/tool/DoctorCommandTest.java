package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DoctorCommandTest {
  @Test
  void notesAreNoFaults() {
    assertEquals("healthy, 1 note", verdict(Finding.Level.NOTE));
    assertEquals(
        "healthy, 2 checks passed, 1 warning, 1 note",
        verdict(Finding.Level.OK, Finding.Level.NOTE, Finding.Level.OK, Finding.Level.WARN));
  }

  @Test
  void faultsComeFirst() {
    assertEquals(
        "not healthy, 1 check failed, 1 check passed, 2 notes",
        verdict(Finding.Level.NOTE, Finding.Level.OK, Finding.Level.FAIL, Finding.Level.NOTE));
  }

  private static String verdict(Finding.Level... levels) {
    return DoctorCommand.verdict(
        Arrays.stream(levels).map(level -> new Finding(level, "subject", "text")).toList());
  }
}
