package dev.loomtrace.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Lines of cells in columns: text to the left, numbers right. It fits the width that there is: text
 * is shortened in its middle, and columns for which there is no room come below, after the first
 * one again.
 */
public final class Table {
  private static final String GAP = "  ";

  /** A column of text is not made narrower than this. */
  private static final int MIN_TEXT = 16;

  private enum Kind {
    TEXT,
    EXACT,
    NUMBER
  }

  private final Kind[] kinds;
  private final List<String[]> rows = new ArrayList<>();

  /**
   * A table with these heads.
   *
   * @param heads heads of the columns; one that begins with {@code <} is of a column of text, one
   *     with {@code =} of text that is of no use when it is shortened, such as a command to copy,
   *     and that may run over the width if it is the last one
   */
  public Table(String... heads) {
    kinds = new Kind[heads.length];
    String[] row = new String[heads.length];
    for (int i = 0; i < heads.length; i++) {
      kinds[i] =
          heads[i].startsWith("<")
              ? Kind.TEXT
              : heads[i].startsWith("=") ? Kind.EXACT : Kind.NUMBER;
      row[i] = kinds[i] == Kind.NUMBER ? heads[i] : heads[i].substring(1);
    }
    if (Arrays.stream(row).anyMatch(head -> !head.isEmpty())) {
      rows.add(row);
    }
  }

  /** How many columns it has. */
  public int columns() {
    return kinds.length;
  }

  /** Adds a line. */
  public void row(String... cells) {
    if (cells.length != kinds.length) {
      throw new IllegalArgumentException(cells.length + " cells, must be " + kinds.length);
    }
    String[] row = new String[cells.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = kinds[i] == Kind.TEXT ? Visible.name(cells[i]) : Visible.line(cells[i]);
    }
    rows.add(row);
  }

  /** Prints all lines, each after this indent. */
  public void print(Text out, String indent) throws IOException {
    if (rows.isEmpty()) {
      return;
    }
    int room = out.columns() - indent.length();
    int[] widths = widths();
    boolean narrower = true;
    while (narrower && total(widths) > room) {
      narrower = narrow(widths, Math.max(MIN_TEXT, room / 3));
    }
    boolean folds = widths[0] <= room / 2;
    int begin = 1;
    do {
      int end = begin;
      int used = widths[0];
      while (end < widths.length && (!folds || end == begin || used + taken(widths, end) <= room)) {
        used += taken(widths, end);
        end++;
      }
      if (begin > 1) {
        out.line();
      }
      print(out, indent, widths, begin, end);
      begin = end;
    } while (begin < widths.length);
  }

  private int[] widths() {
    int[] widths = new int[kinds.length];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], Visible.width(row[i]));
      }
    }
    return widths;
  }

  /** What a column takes of the room that there is. */
  private int taken(int[] widths, int column) {
    boolean runsOver = column == widths.length - 1 && kinds[column] == Kind.EXACT;
    return runsOver ? 0 : widths[column] + (column == 0 ? 0 : GAP.length());
  }

  private int total(int[] widths) {
    return IntStream.range(0, widths.length).map(column -> taken(widths, column)).sum();
  }

  /** Makes the widest column of text narrower, if one may be. */
  private boolean narrow(int[] widths, int least) {
    int widest = -1;
    for (int i = 0; i < widths.length; i++) {
      if (kinds[i] == Kind.TEXT
          && widths[i] > least
          && (widest < 0 || widths[i] > widths[widest])) {
        widest = i;
      }
    }
    if (widest >= 0) {
      widths[widest]--;
    }
    return widest >= 0;
  }

  /** Prints the first column and some of the others. */
  private void print(Text out, String indent, int[] widths, int begin, int end) throws IOException {
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder(indent);
      cell(line, row, widths, 0);
      for (int i = begin; i < end; i++) {
        cell(line.append(GAP), row, widths, i);
      }
      out.line(line.toString().stripTrailing());
    }
  }

  private void cell(StringBuilder line, String[] row, int[] widths, int column) {
    String cell = Visible.shorten(row[column], widths[column]);
    String space = " ".repeat(widths[column] - Visible.width(cell));
    line.append(kinds[column] == Kind.NUMBER ? space + cell : cell + space);
  }
}
