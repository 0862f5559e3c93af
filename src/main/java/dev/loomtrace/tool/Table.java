package dev.loomtrace.tool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lines of cells in columns: the first column and those named so to the left, numbers right. */
final class Table {
  private static final String GAP = "  ";
  private static final int WIDEST = 200;

  private final boolean[] left;
  private final List<String[]> rows = new ArrayList<>();

  /**
   * A table with these heads.
   *
   * @param heads heads of the columns; one that begins with {@code <} is of a column of text
   */
  Table(String... heads) {
    left = new boolean[heads.length];
    String[] row = new String[heads.length];
    for (int i = 0; i < heads.length; i++) {
      left[i] = heads[i].startsWith("<");
      row[i] = left[i] ? heads[i].substring(1) : heads[i];
    }
    if (Arrays.stream(row).anyMatch(head -> !head.isEmpty())) {
      rows.add(row);
    }
  }

  /** Adds a line. */
  void row(String... cells) {
    if (cells.length != left.length) {
      throw new IllegalArgumentException(cells.length + " cells, must be " + left.length);
    }
    String[] row = new String[cells.length];
    Arrays.setAll(row, i -> shortened(cells[i]));
    rows.add(row);
  }

  /** Prints all lines, each after this indent. */
  void print(Appendable out, String indent) throws IOException {
    int[] widths = new int[left.length];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], width(row[i]));
      }
    }
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder(indent);
      for (int i = 0; i < row.length; i++) {
        String space = " ".repeat(widths[i] - width(row[i]));
        line.append(i == 0 ? "" : GAP).append(left[i] ? row[i] + space : space + row[i]);
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
  }

  // All cells of a column are as wide as its widest.
  private static String shortened(String cell) {
    return width(cell) <= WIDEST
        ? cell
        : cell.substring(0, cell.offsetByCodePoints(0, WIDEST - 1)) + "…";
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
