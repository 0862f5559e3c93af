package dev.loomtrace.bridge.boot.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.bridge.boot.table.Losses;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusPassTest {
  @Test
  void oneThreadThatFailsKeepsNoOtherOut() {
    List<Thread> threads = List.of(new Thread("first"), new Thread("second"), new Thread("third"));
    List<Thread> seen = new ArrayList<>();
    long errors = Losses.errors();
    StatusPass.Report report =
        thread -> {
          seen.add(thread);
          if (thread == threads.get(0)) {
            throw new InvocationTargetException(new ArithmeticException());
          }
          if (thread == threads.get(1)) {
            throw new NoSuchFieldException();
          }
        };
    threads.forEach(thread -> StatusPass.report(thread, report));
    assertEquals(threads, seen);
    assertEquals(errors + 1, Losses.errors(), "a failure in the JDK's method, none of access");
    assertEquals(ArithmeticException.class, Losses.lastError());
  }
}
