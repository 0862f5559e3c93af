package dev.loomtrace.jfr.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperationsTest {
  @Test
  void nothingEndsBeforeItBegins() {
    Operations ops = new Operations();
    ops.addSpan(OpKind.SYSCALL_BEGIN, OpKind.SYSCALL_END, 300, 300, 1, 2, 2, null);
    ops.addSpan(OpKind.COLLECTION_BEGIN, OpKind.COLLECTION_END, 100, 90, 0, 0, 0, null);
    ops.addWait(100, 200, 50, 3, 4, 4, 0, null);
    ops.sort();
    List<String> told = new ArrayList<>();
    for (int i = 0; i < ops.size(); i++) {
      told.add(ops.kind(i) + " " + ops.time(i));
    }
    assertEquals(
        List.of(
            "BLOCK 100",
            "WAKE 100",
            "RESUME 100",
            "COLLECTION_BEGIN 100",
            "COLLECTION_END 101",
            "SYSCALL_BEGIN 300",
            "SYSCALL_END 301"),
        told);
  }

  @Test
  void takesNothingOverFromRowsThatAreForgotten() {
    Operations ops = new Operations();
    long hour = 3_600_000_000_000L;
    int rows = 10;
    for (int i = 0; i < rows; i++) {
      ops.addWait(i, i + hour, i + 2 * hour, 7, 8, 8, 9, Cause.UNKNOWN);
    }
    ops.sort();
    while (ops.position() < ops.size()) {
      ops.advance();
    }
    ops.sort();
    for (int i = 0; i < rows; i++) {
      ops.add(OpKind.RESUME, i, 7, 8, 0, null);
    }
    ops.sort();
    ops.sort();
    assertEquals(rows, ops.size());
    for (int i = 0; i < rows; i++) {
      assertEquals(i, ops.time(i));
      assertEquals(8, ops.carrier(i));
    }
  }
}
