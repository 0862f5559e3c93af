package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Every command says that its output takes no more, wherever in its answer that happens. */
@Isolated("records its own JVM")
class FullOutputTest {
  private static final String FULL = "No space left on device";

  @Test
  void everyCommandSaysSo(@TempDir Path folder) throws Exception {
    byte[] recording = Files.readAllBytes(SampleRecording.in(folder));
    byte[] trace = CommandRun.withInput(recording, "convert", "--to", "go", "-", "-").bytes();
    List<byte[]> inputs = List.of(recording, trace);
    int tried = 0;
    for (int i = 0; i < EveryCommand.LINES.size(); i++) {
      String line = EveryCommand.LINES.get(i);
      Object[] words = line.split(" ", -1);
      byte[] input = inputs.get(i % inputs.size());
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      CommandRun.writingTo(whole, input, words);
      for (long room : new long[] {0, whole.size() / 2, whole.size() - 1}) {
        if (room >= 0 && room < whole.size()) {
          CommandRun run = CommandRun.writingTo(new FailingOutput(FULL, room), input, words);
          assertEquals(1, run.code(), line);
          assertTrue(run.err().contains(FULL), () -> line + ": " + run.err());
          assertEquals(1, run.err().lines().count(), () -> line + ": " + run.err());
          tried++;
        }
      }
    }
    assertTrue(tried > 2 * EveryCommand.LINES.size(), "too few have output: " + tried);
  }
}
