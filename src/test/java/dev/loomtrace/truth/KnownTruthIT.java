package dev.loomtrace.truth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.loomtrace.truth.Check.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Programs measure themselves, and {@code why} has to say the same of them. What is known to be
 * wrong is listed in {@link NotYetTrue}; everything else must be right.
 *
 * <p>The long form ({@code -Dloomtrace.long=true}) plays all scenes in all cells of the matrix.
 * Both write {@code target/truth/report.txt}: the truth beside each answer.
 */
class KnownTruthIT {
  private static final boolean LONG = Boolean.getBoolean("loomtrace.long");
  private static final Path REPORT = Path.of("target", "truth", "report.txt");
  private static final int ROUNDS = LONG ? 4 : 1;
  private static final String ALL = ".*";

  // One of each kind: the rest differs by the class that is waited for.
  private static final String SOME =
      "lock|lock-timeout|monitor|object-wait|condition|latch|parked-by-virtual|queue-linked"
          + "|future|join-virtual|executor-close|socket-read|process-wait|sleep|cpu|pinned"
          + "|carrier-after-park|carrier-after-yield|gc|attach|inherited";
  private static final String FEW = "lock|sleep|cpu|deadlock";

  private static final List<Check> CHECKS = new ArrayList<>();

  @TempDir Path directory;

  static Stream<Arguments> cells() {
    if (!LONG) {
      return Stream.of(
          Arguments.of(new Cell(25, 2, "plain"), SOME),
          Arguments.of(new Cell(21, 1, "older"), SOME),
          Arguments.of(new Cell(25, 1, "cut"), FEW));
    }
    List<Arguments> all = new ArrayList<>();
    for (int version : new int[] {25, 21}) {
      for (int carriers : new int[] {2, 1}) {
        for (String run : new String[] {"plain", "cut", "older"}) {
          all.add(Arguments.of(new Cell(version, carriers, run), ALL));
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cells")
  void whatWeSayIsTrue(Cell cell, String scenes) throws IOException {
    List<Check> checks = cell.play(scenes, ROUNDS, directory);
    CHECKS.addAll(checks);
    assertFalse(checks.isEmpty());
    assertEquals(
        List.of(),
        checks.stream()
            .filter(check -> check.verdict() != Verdict.RIGHT && !NotYetTrue.lists(check))
            .toList());
  }

  @AfterAll
  static void report() throws IOException {
    Report report = new Report(CHECKS);
    report.write(REPORT);
    if (LONG) {
      report.lines().forEach(System.out::println);
    }
  }
}
