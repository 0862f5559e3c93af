package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class FindingTest {
  @Test
  void isReadFromALine() {
    assertEquals(
        Optional.of(new Finding(Finding.Level.FAIL, "yields", "99 of 100\tat least")),
        Finding.parse("fail\tyields\t99 of 100\tat least"));
  }

  @Test
  void isNothingElse() {
    assertEquals(Optional.empty(), Finding.parse("bad\tyields\t99 of 100"));
    assertEquals(Optional.empty(), Finding.parse("fail\tyields"));
    assertEquals(Optional.empty(), Finding.parse(""));
  }
}
