package dev.loomtrace.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MalformedTraceExceptionTest {
  @Test
  void saysWhereAndWhat() {
    MalformedTraceException e = MalformedTraceException.at(0x1a2f, "gen 3", "no such stack");
    assertEquals("offset 0x1a2f (gen 3): no such stack", e.getMessage());
    assertEquals(0x1a2f, e.offset());
  }

  @Test
  void isOneLineThatATerminalShowsAsItIs() {
    String message =
        MalformedTraceException.at(0, "", "a type named 'a\nb\u001b[31m'").getMessage();
    assertEquals("offset 0x0: a type named 'a\\u000ab\\u001b[31m'", message);
  }

  @Test
  void doesNotQuoteWithoutEnd() {
    String message = MalformedTraceException.at(0, "", "x".repeat(1_000_000)).getMessage();
    assertTrue(message.endsWith("...") && message.length() < 2000, message);
  }
}
