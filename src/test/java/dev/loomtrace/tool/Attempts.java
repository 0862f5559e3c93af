package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.Settings;
import dev.loomtrace.bridge.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Programs that log how long things took, played anew as long as an answer differs from the log:
 * what a busy machine did to a program once, it hardly does to it three times.
 */
final class Attempts {
  private static final int MOST = 3;

  private Attempts() {}

  /** An attempt. */
  @FunctionalInterface
  interface Attempt {
    /**
     * Plays and compares.
     *
     * @param folder for its files
     * @return where the answer differs from the log in how long something took
     */
    List<String> faults(Path folder) throws IOException;
  }

  /** Expects an attempt without faults. */
  static void expectFaultless(Path directory, Attempt attempt) throws IOException {
    List<String> faults = List.of("not tried");
    for (int i = 0; i < MOST && !faults.isEmpty(); i++) {
      faults = attempt.faults(Files.createDirectory(directory.resolve("attempt" + i)));
    }
    assertEquals(List.of(), faults);
  }

  /** Records a program on JDK 25 with full settings. */
  static ChildJvm.Result record(Path recording, List<String> options, Class<?> program)
      throws IOException {
    Path settings = Files.writeString(recording.resolveSibling("full.jfc"), Settings.full().text());
    return ChildJvm.record(25, recording, ",settings=" + settings, options, program);
  }
}
