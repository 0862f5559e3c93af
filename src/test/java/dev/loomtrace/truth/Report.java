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
import java.util.stream.Collectors;

/** What the suite has found: totals by kind, and the truth beside each answer. */
final class Report {
  private static final int FEW = 2 * Form.values().length;

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
    lines.add(header("what is listed as not yet true"));
    for (NotYetTrue row : NotYetTrue.values()) {
      lines.add(row(row.toString(), checks.stream().filter(row::has).toList()));
    }
    List<Check> others = checks.stream().filter(check -> !NotYetTrue.lists(check)).toList();
    lines.add(row("everything else", others));
    lines.add("");
    lines.add("all checks");
    checks.stream().map(Check::toString).sorted().forEach(lines::add);
    return lines;
  }

  /** A row for each kind; if there are many kinds, only for those that are not all right. */
  private void totals(List<String> lines, String title, Function<Check, String> kind) {
    Map<String, List<Check>> kinds =
        checks.stream().collect(Collectors.groupingBy(kind, TreeMap::new, Collectors.toList()));
    lines.add("");
    lines.add(header(title));
    kinds.forEach(
        (name, of) -> {
          if (kinds.size() <= FEW || of.stream().anyMatch(c -> c.verdict() != Verdict.RIGHT)) {
            lines.add(row(name, of));
          }
        });
  }

  private static String header(String title) {
    return String.format("%-80s %6s %8s %6s %6s", title, "right", "unknown", "false", "of");
  }

  private static String row(String name, List<Check> of) {
    long[] counts = new long[Verdict.values().length];
    of.forEach(check -> counts[check.verdict().ordinal()]++);
    return String.format(
        "%-80s %6d %8d %6d %6d",
        name,
        counts[Verdict.RIGHT.ordinal()],
        counts[Verdict.UNKNOWN.ordinal()],
        counts[Verdict.FALSE.ordinal()],
        of.size());
  }

  void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, lines());
  }
}
