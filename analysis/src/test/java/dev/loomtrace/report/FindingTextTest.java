package dev.loomtrace.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.analysis.finding.Finding;
import dev.loomtrace.analysis.finding.FindingKind;
import dev.loomtrace.analysis.finding.Measure;
import dev.loomtrace.analysis.finding.Severity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FindingTextTest {
  private static final long SECOND = 1_000_000_000;

  private static String pauses(long inWorst) {
    return FindingText.sentence(
        new Finding(
            FindingKind.PAUSES,
            Severity.HIGH,
            "",
            Optional.empty(),
            9,
            10 * SECOND,
            Map.of(
                Measure.LONGEST_NANOS,
                2 * SECOND,
                Measure.WINDOW_NANOS,
                600 * SECOND,
                Measure.WORST_FROM_NANOS,
                300 * SECOND,
                Measure.WORST_FOR_NANOS,
                12 * SECOND,
                Measure.IN_WORST_NANOS,
                inWorst),
            List.of()));
  }

  @Test
  void saysWhenItWasWorstIfThatIsNews() {
    String numbers =
        "the world was stopped for 1.7 % of the time: 9 stops, 10.0 s altogether, 2.00 s at most";
    assertEquals(
        numbers + "; 90.0 % of that within 12.0 s, 5 min 0 s into the trace", pauses(9 * SECOND));
    assertEquals(numbers, pauses(SECOND / 5), "as on average");
  }
}
