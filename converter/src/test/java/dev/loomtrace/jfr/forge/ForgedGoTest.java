package dev.loomtrace.jfr.forge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.convert.Traces;
import dev.loomtrace.testing.GoJudge;
import dev.loomtrace.testing.GoTools;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.TraceReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What forged recordings convert to: Go reads it, or there is none. */
class ForgedGoTest {
  private static final long INPUTS = Long.getLong("forge.judged", 500);
  private static final long SEED = Long.getLong("forge.seed", 20261129L);

  @Test
  void goReadsWhatTheyConvertTo() throws IOException {
    System.out.println("forge seed " + SEED + ", " + INPUTS + " inputs to Go");
    int judged = 0;
    try (GoJudge go = GoJudge.start()) {
      for (long i = 0; i < INPUTS; i++) {
        judged += judge(go, Forge.file(SEED, i).bytes(), "seed " + SEED + ", input " + i) ? 1 : 0;
      }
    }
    assertTrue(judged > INPUTS / 10, "some are converted: " + judged);
  }

  @Test
  void goReadsWhatThoseConvertToThatDidHarm() throws IOException {
    List<Path> kept;
    try (Stream<Path> files = Files.list(GoTools.projectRoot().resolve("test-fixtures/forged"))) {
      kept = files.filter(file -> file.toString().endsWith(".jfr")).sorted().toList();
    }
    int judged = 0;
    try (GoJudge go = GoJudge.start()) {
      for (Path file : kept) {
        judged += judge(go, Files.readAllBytes(file), file.toString()) ? 1 : 0;
      }
    }
    assertTrue(judged > 0, "some are converted");
  }

  /**
   * Lets Go read what a file converts to, as far as it can be read.
   *
   * @return false if it is refused from its first event
   */
  private static boolean judge(GoJudge go, byte[] file, String name) throws IOException {
    ByteArrayOutputStream converted = new ByteArrayOutputStream();
    boolean[] begun = {false};
    try (TraceReader trace = Traces.open(new ByteArrayInputStream(file))) {
      Traces.writeGo(trace, converted, event -> begun[0] = true);
    } catch (MalformedTraceException e) {
      if (!begun[0]) {
        return false;
      }
    }
    assertEquals("", go.judge(converted.toByteArray()).fault(), name);
    return true;
  }
}
