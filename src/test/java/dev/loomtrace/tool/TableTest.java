package dev.loomtrace.tool;

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
    table.print(out, "  ");
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
    table.print(out, "");
    assertEquals("a  1\n", out.toString());
  }

  @Test
  void refusesRowsOfAnotherWidth() {
    Table table = new Table("<a", "b");
    assertThrows(IllegalArgumentException.class, () -> table.row("1"));
  }
}
