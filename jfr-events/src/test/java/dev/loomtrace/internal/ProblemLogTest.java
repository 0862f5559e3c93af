package dev.loomtrace.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.loomtrace.Warnings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemLogTest {
  @Test
  void leavesPrintableTextAlone() {
    for (String text :
        List.of("", "a file.jfr: no space \"left\" \\ ~", "größer 日本 \ud83d\ude00")) {
      assertSame(text, ProblemLog.escaped(text));
    }
  }

  @Test
  void escapesWhatATerminalWouldObey() {
    String esc = "" + (char) 0x1b;
    assertEquals("a\\u001b[2Jb", ProblemLog.escaped("a" + esc + "[2Jb"));
    assertEquals("\\u000d\\u000a\\u0000\\u007f", ProblemLog.escaped("\r\n\0" + (char) 0x7f));
    assertEquals("\\u009b31m", ProblemLog.escaped((char) 0x9b + "31m"));
    assertEquals("x\\u2028\\u2029", ProblemLog.escaped("x" + (char) 0x2028 + (char) 0x2029));
    assertEquals("\\u202efdp", ProblemLog.escaped((char) 0x202e + "fdp"), "right to left");
    assertEquals("\\ud83d!", ProblemLog.escaped((char) 0xd83d + "!"), "half a character");
    assertEquals("\\udb40\\udc41", ProblemLog.escaped("" + (char) 0xdb40 + (char) 0xdc41), "a tag");
  }

  @Test
  void logsOneHarmlessLineForEachProblem() {
    try (Warnings warnings = Warnings.capture()) {
      ProblemLog.failure("cannot write first\nsecond");
      ProblemLog.failure("cannot write first\nsecond");
      assertEquals(List.of("cannot write first\\u000asecond"), warnings.messages());
    }
  }

  @Test
  void printsOneHarmlessLineWhenItCannotLog() {
    PrintStream before = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setErr(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      ProblemLog.lastWords("dump to a\nb" + (char) 0x1b + "c");
    } finally {
      System.setErr(before);
    }
    assertEquals(
        "dev.loomtrace: dump to a\\u000ab\\u001bc" + System.lineSeparator(),
        out.toString(StandardCharsets.UTF_8));
  }
}
