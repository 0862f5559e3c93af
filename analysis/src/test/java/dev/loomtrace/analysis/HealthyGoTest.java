package dev.loomtrace.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.loomtrace.analysis.finding.Finding;
import dev.loomtrace.analysis.finding.FindingKind;
import dev.loomtrace.analysis.finding.Findings;
import dev.loomtrace.analysis.finding.Severity;
import dev.loomtrace.convert.Traces;
import dev.loomtrace.testing.GoTraces;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.trace.FrameOrigins;
import dev.loomtrace.trace.TraceReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Go programs in order, a server among them, have no finding that is severe; one has. */
class HealthyGoTest {
  // Of the programs the only one that is not in order: its goroutines keep each other waiting.
  private static final String HOG = "hog.trace";

  @Test
  void onlyTheHogIsSevere() throws IOException {
    List<Path> traces = GoTraces.fresh();
    assertFalse(traces.isEmpty());
    for (Path trace : traces) {
      Findings findings = new Findings(FrameOrigins.DEFAULT);
      try (TraceReader reader = Traces.open(trace)) {
        Timeline.read(reader, findings);
      }
      List<FindingKind> severe =
          findings.result().stream()
              .filter(finding -> finding.severity() == Severity.HIGH)
              .map(Finding::kind)
              .toList();
      boolean hog = trace.getFileName().toString().equals(HOG);
      assertEquals(
          hog ? List.of(FindingKind.SATURATION) : List.of(), severe, () -> trace + ": " + severe);
    }
  }
}
