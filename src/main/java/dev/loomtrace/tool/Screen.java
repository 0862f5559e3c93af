package dev.loomtrace.tool;

import dev.loomtrace.report.Text;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is known about where the output goes.
 *
 * @param out whether the standard output is a terminal
 * @param err whether the standard error is one
 * @param colors whether output may be coloured
 * @param columns width for tables to fit in, or {@link Text#UNLIMITED}
 */
record Screen(boolean out, boolean err, boolean colors, int columns) {
  /** Nobody: the output goes to files and pipes. */
  static final Screen NONE = new Screen(false, false, false, Text.UNLIMITED);

  // In less than this no table can be read.
  private static final int MIN_COLUMNS = 40;
  private static final Pattern COLUMNS = Pattern.compile("[1-9][0-9]{0,4}");

  /**
   * Reads what the launcher and the environment say.
   *
   * @param terminals which of {@code out} and {@code err} are terminals, with commas between
   * @param columns the width of the terminal, or empty; {@code COLUMNS} in the environment goes
   *     first, as for other programs, also where the output is no terminal
   */
  static Screen of(String terminals, String columns, Map<String, String> environment) {
    Set<String> all = Set.of(terminals.split(",", -1));
    boolean out = all.contains("out");
    String wanted = environment.getOrDefault("COLUMNS", "");
    return new Screen(
        out,
        all.contains("err"),
        out && !environment.containsKey("NO_COLOR"),
        COLUMNS.matcher(wanted).matches() ? width(wanted) : width(columns));
  }

  private static int width(String columns) {
    return COLUMNS.matcher(columns).matches()
        ? Math.max(MIN_COLUMNS, Integer.parseInt(columns))
        : Text.UNLIMITED;
  }
}
