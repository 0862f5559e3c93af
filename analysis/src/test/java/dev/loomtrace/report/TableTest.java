package dev.loomtrace.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void alignsTextLeftAndNumbersRight() throws IOException {
    Table table = new Table("<name", "count", "<why");
    table.row("λ", "1", "x");
    table.row("longer", "1,000", "");
    StringBuilder out = new StringBuilder();
    table.print(new Text(out, Text.UNLIMITED), "  ");
    assertEquals(
        """
          name    count  why
          λ           1  x
          longer  1,000
        """,
        out.toString());
  }

  @Test
  void hasNoHeadWithoutNames() throws IOException {
    Table table = new Table("<", "");
    table.row("a", "1");
    StringBuilder out = new StringBuilder();
    table.print(new Text(out, Text.UNLIMITED), "");
    assertEquals("a  1\n", out.toString());
  }

  @Test
  void refusesRowsOfAnotherWidth() {
    Table table = new Table("<a", "b");
    assertThrows(IllegalArgumentException.class, () -> table.row("1"));
  }

  private static String print(Table table, int columns) throws IOException {
    StringBuilder out = new StringBuilder();
    table.print(new Text(out, columns), "");
    return out.toString();
  }

  @Test
  void alignsWhatIsWideOrHasNoWidth() throws IOException {
    Table table = new Table("<", "");
    table.row("漢字", "1");
    table.row("a\u0301", "22");
    assertEquals("漢字   1\na\u0301     22\n", print(table, Text.UNLIMITED));
  }

  @Test
  void shortensTextUntilItFits() throws IOException {
    Table table = new Table("<name", "=command", "count");
    table.row("n".repeat(50), "c".repeat(20), "1");
    assertEquals(
        """
        name                             command               count
        nnnnnnnnnnnnnnn…nnnnnnnnnnnnnnn  cccccccccccccccccccc      1
        """,
        print(table, 60));
  }

  @Test
  void letsTheLastTextRunOver() throws IOException {
    Table table = new Table("<", "=");
    table.row("subject", "w ".repeat(40) + "end");
    assertEquals("subject  " + "w ".repeat(40) + "end\n", print(table, 40));
  }

  @Test
  void putsColumnsBelowThatDoNotFit() throws IOException {
    Table table = new Table("<name", "first", "second", "third");
    table.row("some name", "1", "2", "3");
    assertEquals(
        """
        name       first  second
        some name      1       2

        name       third
        some name      3
        """,
        print(table, 26));
  }
}
