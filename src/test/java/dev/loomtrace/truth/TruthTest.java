package dev.loomtrace.truth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What follows from a program's lines for a file that has only a part of the task. */
class TruthTest {
  private static final long MILLI = 1_000_000;
  private static final long DAY = 1_000_000 * MILLI;

  // In milliseconds: the task 0 to 100, a lock 10 to 20, a sleep 30 to 90, cuts at 40 and 60.
  private static final Truth TRUTH =
      Truth.of(
              """
              what else is printed
              truth\ta/virtual/1\tbegin\t0\t0
              truth\ta/virtual/1\tpiece\tlock\t10000000\t10000000\t20000000\t21000000
              truth\ta/virtual/1\tpiece\tsleep\t30000000\t30000000\t90000000\t90000000
              truth\ta/virtual/1\twaker\tsleep\tkind:timer
              truth\ta/virtual/1\tcut\t40000000\t40000000\t1000000000000
              truth\ta/virtual/1\tcut\t60000000\t60000000\t1000020000000
              truth\ta/virtual/1\tend\t100000000\t100000000
              """)
          .getFirst();

  private static Expected in(Form form) {
    return TRUTH.in(form, DAY, DAY + 20 * MILLI);
  }

  private static Bounds millis(long least, long most) {
    return new Bounds(least * MILLI, most * MILLI);
  }

  @Test
  void theRestIsRunning() {
    Expected whole = TRUTH.whole();
    assertEquals(millis(100, 100), whole.wall());
    assertEquals(
        Map.of("lock", millis(10, 11), "sleep", millis(60, 60), "running", millis(29, 30)),
        whole.parts());
    assertEquals(Map.of("sleep", "kind:timer"), whole.wakers());
  }

  @Test
  void aWindowDoesNotHaveWhatWasBefore() {
    Expected window = in(Form.WINDOW);
    assertEquals(millis(100, 100), window.wall());
    assertEquals(
        // That it slept for ten milliseconds before may be known.
        Map.of(
            "sleep",
            millis(50, 60),
            "before the recording",
            millis(30, 40),
            "running",
            millis(10, 10)),
        window.parts());
  }

  @Test
  void whatIsNotOverHasItsTimeSoFar() {
    Expected dump = in(Form.DUMP);
    assertEquals(millis(40, 40), dump.wall());
    assertEquals(
        Map.of("lock", millis(10, 11), "sleep", millis(10, 10), "running", millis(19, 20)),
        dump.parts());
    assertEquals(Map.of(), dump.wakers(), "the wait is not over");
    assertEquals(millis(60, 60), in(Form.INSIDE).wall());
  }
}
