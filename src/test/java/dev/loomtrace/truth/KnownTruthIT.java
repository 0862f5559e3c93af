package dev.loomtrace.truth;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.loomtrace.testing.jvm.EachJdk;
import dev.loomtrace.testing.jvm.JavaRunTimes;
import dev.loomtrace.truth.Check.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
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
  // A wrong answer is wrong each time. What a busy machine did to a program once, it hardly does
  // to the same one three times.
  private static final int ATTEMPTS = 3;
  private static final int ROUNDS = LONG ? 4 : 1;
  private static final String ALL = ".*";

  // One of each kind: the rest differs by the class that is waited for.
  private static final String SOME =
      "lock|lock-timeout|monitor|object-wait|condition|latch|parked-by-virtual|queue-linked"
          + "|future|join-virtual|executor-close|socket-read|process-wait|sleep|cpu|pinned"
          + "|carrier-after-park|carrier-after-yield|gc|attach|inherited.*";
  private static final String AT_MONITORS = "monitor|object-wait|join-platform|pipe-io";
  private static final String FEW = "lock|sleep|cpu|deadlock";

  private static final List<Check> CHECKS = new ArrayList<>();

  @TempDir Path directory;

  static Stream<Arguments> cells() {
    List<Arguments> all = new ArrayList<>();
    for (int version : JavaRunTimes.versions().toList()) {
      if (LONG) {
        for (int carriers : new int[] {2, 1}) {
          for (String run : new String[] {"plain", "always-on", "cut", "older"}) {
            all.add(Arguments.of(new Cell(version, carriers, run), ALL));
          }
        }
      } else if (version == 21) {
        all.add(Arguments.of(new Cell(21, 1, "older"), SOME));
        all.add(Arguments.of(new Cell(21, 2, "always-on"), AT_MONITORS));
      } else {
        all.add(Arguments.of(new Cell(version, 2, "plain"), SOME));
        all.add(Arguments.of(new Cell(version, 1, "cut"), FEW));
        all.add(Arguments.of(new Cell(version, 2, "always-on"), AT_MONITORS));
      }
    }
    return all.stream();
  }

  @Tag(EachJdk.TAG)
  @ParameterizedTest(name = "{0}")
  @MethodSource("cells")
  void whatWeSayIsTrue(Cell cell, String scenes) throws IOException {
    List<Check> checks = cell.play(scenes, ROUNDS, directory);
    CHECKS.addAll(checks);
    assertFalse(checks.isEmpty());
    List<Check> wrong = wrong(checks);
    for (int i = 1; i < ATTEMPTS && !wrong.isEmpty(); i++) {
      wrong = stillWrong(wrong, cell, Files.createDirectory(directory.resolve("again" + i)));
    }
    assertEquals(List.of(), wrong);
  }

  private static List<Check> wrong(List<Check> checks) {
    return checks.stream()
        .filter(check -> check.verdict() != Verdict.RIGHT && !NotYetTrue.lists(check))
        .toList();
  }

  /** Plays the scenes of what was wrong once more; returns what was wrong in both. */
  private static List<Check> stillWrong(List<Check> before, Cell cell, Path place)
      throws IOException {
    String scenes = before.stream().map(Check::scene).distinct().collect(joining("|"));
    Set<String> known = before.stream().map(KnownTruthIT::what).collect(toSet());
    List<Check> again = cell.play(scenes, ROUNDS, place);
    CHECKS.addAll(again);
    return wrong(again).stream().filter(check -> known.contains(what(check))).toList();
  }

  private static String what(Check check) {
    return check.scene() + " " + check.kind() + " " + check.form() + " " + check.about();
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
