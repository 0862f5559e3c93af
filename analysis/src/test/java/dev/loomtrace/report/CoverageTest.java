package dev.loomtrace.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.timeline.TraceFault;
import dev.loomtrace.trace.Repairs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CoverageTest {
  private static Coverage coverage(Optional<TraceFault> fault, long bytes, long ofBytes) {
    return new Coverage("a.jfr", Repairs.NONE, fault, bytes, ofBytes);
  }

  @Test
  void saysNothingOfAWholeTrace() {
    assertEquals(List.of(), coverage(Optional.empty(), 10, 10).remarks());
  }

  @Test
  void saysWhatIsWrongAndWhatPartIsCovered() {
    Optional<TraceFault> fault = Optional.of(new TraceFault("offset 0x1: cut", 1));
    String wrong = "a.jfr: offset 0x1: cut";
    String part = "the results are of what comes before that";
    assertEquals(
        List.of(wrong, part + ", 25.0 % of the file: 1,000 of 4,000 bytes"),
        coverage(fault, 1000, 4000).remarks());
    assertEquals(List.of(wrong, part + ": the first 1 byte"), coverage(fault, 1, -1).remarks());
    assertEquals(List.of(wrong, part), coverage(fault, -1, 4000).remarks());
  }

  @Test
  void countsRepairsInTheRightNumber() {
    Map<Repairs.Kind, Long> counts =
        Map.of(Repairs.Kind.TASK_CUT, 1L, Repairs.Kind.WAIT_CUT, 5L, Repairs.Kind.STOP_ADDED, 1L);
    assertEquals(
        "repaired or lost: 1 stop added, 5 waits cut off by the recording's end,"
            + " 1 task cut off by the recording's end",
        Coverage.repaired(new Repairs(counts, List.of())));
    assertEquals("repaired or lost: nothing", Coverage.repaired(Repairs.NONE));
  }
}
