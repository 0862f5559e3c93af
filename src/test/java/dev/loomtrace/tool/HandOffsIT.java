package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.JsonValues;
import dev.loomtrace.bridge.ChildJvm;
import dev.loomtrace.e2e.program.HandOffs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One command recovers a chain of five hand-offs, of virtual and platform threads with and without
 * tasks, as the program that it was has logged it.
 */
class HandOffsIT {
  private static final double TOLERANCE = 0.02;
  private static final List<String> REASONS =
      List.of("lock", "queue take", "future", "join", "semaphore");

  @TempDir Path directory;

  @Test
  void chainIsAsTheProgramLogged() throws IOException {
    Attempts.expectFaultless(directory, HandOffsIT::faults);
  }

  /** Where the answer differs from the log in how long something took; the rest is asserted. */
  private static List<String> faults(Path folder) throws IOException {
    Path recording = folder.resolve("hand-offs.jfr");
    ChildJvm.Result program =
        Attempts.record(
            recording, List.of("-Djdk.virtualThreadScheduler.parallelism=4"), HandOffs.class);
    String out = CommandRun.of("why", "--task", "order", "--json", recording).succeeds().out();
    Map<?, ?> wait = (Map<?, ?>) ((List<?>) JsonValues.object(out).get("waits")).getFirst();
    Map<?, ?> step = (Map<?, ?>) wait.get("chain");
    assertEquals(wait.get("totalNanos"), step.get("totalNanos"));
    List<String> faults = new ArrayList<>();
    for (int i = 0; i < REASONS.size(); i++) {
      assertEquals(REASONS.get(i), step.get("reason"), out);
      assertEquals(List.of(program.get("thread" + (i + 1))), step.get("threads"), out);
      List<?> next = (List<?>) step.get("next");
      long own = (Long) step.get("totalNanos") - next.stream().mapToLong(HandOffsIT::total).sum();
      long logged = program.get("own" + (i + 1));
      if (Math.abs(own - logged) > TOLERANCE * logged) {
        faults.add("step " + i + ": " + own + " of " + logged + " ns");
      }
      if (i + 1 < REASONS.size()) {
        assertTrue(!next.isEmpty(), out);
        step = (Map<?, ?>) next.getFirst();
      } else {
        assertEquals(List.of(), next);
      }
    }
    String text = CommandRun.of("why", "--task", "order", recording).succeeds().out();
    assertTrue(text.contains("    step by step\n"), text);
    byte[] bytes = Files.readAllBytes(recording);
    String piped = CommandRun.withInput(bytes, "why", "--task", "order", "-").succeeds().out();
    assertEquals(text, piped, "what is read only once says the same");
    return faults;
  }

  private static long total(Object step) {
    return (Long) ((Map<?, ?>) step).get("totalNanos");
  }
}
