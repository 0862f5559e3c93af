package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.JsonValues;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Spring Boot without a line of code for Loomtrace: from the recording to the slow query that keeps
 * the connections for which the orders wait, in two commands.
 */
class SpringIT {
  private static final double TOLERANCE = 0.02;
  private static final String SHOP = "dev.loomtrace.e2e.program.server/SpringShop";

  @TempDir Path directory;

  @Test
  void twoCommandsLeadFromTheRecordingToTheSlowQuery() throws IOException {
    Attempts.expectFaultless(directory, SpringIT::faults);
  }

  private static List<String> faults(Path folder) throws IOException {
    SpringRecording truth = SpringRecording.in(folder);
    List<String> faults = new ArrayList<>();

    String summary = CommandRun.of("summary", "--json", truth.recording()).succeeds().out();
    Map<?, ?> pool =
        ((List<?>) JsonValues.object(summary).get("findings"))
            .stream()
                .map(finding -> (Map<?, ?>) finding)
                .filter(finding -> finding.get("kind").equals("poolExhausted"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(summary));
    assertEquals(SHOP + "$Orders.find", function(pool), summary);
    String text = CommandRun.of("summary", truth.recording()).succeeds().out();
    String line =
        text.lines().filter(finding -> finding.contains("HikariPool")).findFirst().orElse(text);
    assertTrue(line.contains("is exhausted") && line.contains("SpringShop$Orders.find"), line);

    String why =
        CommandRun.of("why", "--thread", truth.thread(), truth.recording()).succeeds().out();
    assertTrue(why.contains("calling com.zaxxer.hikari"), why);
    if (!why.contains("waited (sleep) at SpringShop.slowCount")) {
      faults.add("the slow query is not behind it:\n" + why);
    }
    Map<?, ?> json =
        JsonValues.object(
            CommandRun.of("why", "--json", "--thread", truth.thread(), truth.recording())
                .succeeds()
                .out());
    long said =
        ((List<?>) json.get("waits"))
            .stream()
                .map(wait -> (Map<?, ?>) wait)
                .filter(wait -> (SHOP + "$Orders.find").equals(function(wait)))
                .mapToLong(wait -> (Long) wait.get("totalNanos"))
                .sum();
    // Who is given a connection has it when a carrier is free.
    Map<?, ?> byState = (Map<?, ?>) json.get("nanosByState");
    long late = (Long) byState.get("runnable");
    if (said > truth.waited() || said + late < (1 - TOLERANCE) * truth.waited()) {
      faults.add("waited " + truth.waited() + " ns, why says " + said + "\n" + why);
    }
    return faults;
  }

  private static String function(Map<?, ?> of) {
    return of.get("site") instanceof Map<?, ?> site ? (String) site.get("function") : "";
  }
}
