package dev.loomtrace.truth;

import dev.loomtrace.truth.Check.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What the suite has found: totals by kind, and the truth beside each answer. */
final class Report {
  private static final String ROW = "%-60s %6d %8d %6d %6d";

  private final List<Check> checks;

  Report(List<Check> checks) {
    this.checks = checks;
  }

  /** Its lines. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    totals(lines, "all", check -> "all");
    totals(lines, "by what the file holds", check -> check.form() + " " + check.kind());
    totals(
        lines,
        "by what is wrong",
        check ->
            String.join(
                " ",
                check.form().toString(),
                check.kind(),
                check.scene(),
                check.about().toString(),
                "JDK " + check.cell().version()));
    lines.add("");
    lines.add("all checks");
    checks.stream().map(Check::toString).sorted().forEach(lines::add);
    return lines;
  }

  /** Rows of those that are not all right, if there are several. */
  private void totals(List<String> lines, String title, Function<Check, String> key) {
    Map<String, int[]> counts = new TreeMap<>();
    for (Check check : checks) {
      counts.computeIfAbsent(key.apply(check), k -> new int[Verdict.values().length])[
          check.verdict().ordinal()]++;
    }
    lines.add("");
    lines.add(
        String.format("%-60s %6s %8s %6s %6s", title, "right", "unknown", "false", "of"));
    counts.forEach(
        (name, count) -> {
          int right = count[Verdict.RIGHT.ordinal()];
          int unknown = count[Verdict.UNKNOWN.ordinal()];
          int wrong = count[Verdict.FALSE.ordinal()];
          if (counts.size() < Form.values().length * 3 || unknown + wrong > 0) {
            lines.add(
                String.format(ROW, name, right, unknown, wrong, right + unknown + wrong));
          }
        });
  }

  void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, lines());
  }
}
