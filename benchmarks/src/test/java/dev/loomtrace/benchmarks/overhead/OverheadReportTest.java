package dev.loomtrace.benchmarks.overhead;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverheadReportTest {
  private static final String NUMBERS =
      " \\| ([-+\\d.]+) (?:%|points) \\(95 %: ([-+\\d.]+) to ([-+\\d.]+)\\) \\|";
  private static String report;

  @BeforeAll
  static void report() throws IOException {
    SyntheticServers servers = new SyntheticServers();
    report = OverheadReport.of(servers.before(), servers.after(), "how");
  }

  /** Exact in spite of JVMs that differ by a third and a machine that becomes slower by a third. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "agent, always-on | JFR alone | 1.4634", // 1.04 / 1.025
        "agent, full | JFR alone | 6.3415", // 1.09 / 1.025
        "agent, always-on | agent, recording off | 2.4631", // 1.04 / 1.015
        "agent, full | agent, recording off | 7.3892", // 1.09 / 1.015
        "agent, always-on | nothing | 4",
        "agent, full | nothing | 9",
        "JFR alone | nothing | 2",
        "agent, not recording | nothing | 1",
        "Go, tracer | Go, nothing | 1.5",
        "agent, always-on, over nothing | Go, tracer, over Go, nothing | 2.5",
        "agent, always-on, over agent, recording off | Go, tracer, over Go, nothing | 0.9631"
      })
  void findsWhatWasPutIn(String what, String over, double truth) {
    Matcher row =
        Pattern.compile(Pattern.quote("| " + what + " | " + over) + NUMBERS).matcher(report);
    assertTrue(row.find(), report);
    double value = Double.parseDouble(row.group(1));
    double low = Double.parseDouble(row.group(2));
    double high = Double.parseDouble(row.group(3));
    assertAll(
        row.group(),
        () -> assertTrue(low <= value && value <= high),
        () -> assertTrue(low <= truth && truth <= high),
        () -> assertTrue(high - low < 1),
        () -> assertTrue(low < high));
  }

  @Test
  void doesWithoutGo() throws IOException {
    SyntheticServers servers =
        new SyntheticServers(OverheadReport.GO_NOTHING, OverheadReport.GO_TRACER);
    String text = OverheadReport.of(servers.before(), servers.after(), "how");
    assertFalse(text.contains("| Go"), text);
    assertTrue(text.contains("| agent, full | nothing |"), text);
  }

  @Test
  void comparesOneRecordingAlone() throws IOException {
    SyntheticServers servers =
        new SyntheticServers(
            OverheadReport.ALWAYS_ON,
            OverheadReport.AGENT_JFR_ALONE,
            OverheadReport.JFR_ALONE,
            OverheadReport.IDLE,
            OverheadReport.GO_NOTHING,
            OverheadReport.GO_TRACER);
    String text = OverheadReport.of(servers.before(), servers.after(), "how");
    assertEquals(2, Pattern.compile("\\+\\d.* \\(95 %").matcher(text).results().count(), text);
    assertTrue(text.contains("| agent, full | nothing |"), text);
    assertTrue(text.contains("| agent, full | agent, recording off |"), text);
  }

  @Test
  void theTimesAreAllInTheCsv() {
    SyntheticServers servers = new SyntheticServers();
    Map<String, Samples> stages = Map.of("before", servers.before(), "after", servers.after());
    Map<String, Integer> lines = Map.of("before", 12 * 8 * 4, "after", 12 * 8 * 9);
    stages.forEach(
        (stage, samples) -> {
          String csv = samples.csv(stage);
          Pattern line = Pattern.compile("(?m)^" + stage + ",\\d+,\\d+,\"[^\"]+\",\\d+$");
          assertEquals(lines.get(stage), (int) line.matcher(csv).results().count());
          assertEquals(lines.get(stage), (int) csv.lines().distinct().count());
        });
  }
}
