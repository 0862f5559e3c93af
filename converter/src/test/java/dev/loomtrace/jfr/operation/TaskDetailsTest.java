package dev.loomtrace.jfr.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TaskDetailsTest {
  private static List<LogText> details(String attributes) {
    return new TaskDetails("task", "", attributes).asLogs();
  }

  @Test
  void beginWithTheExternalId() {
    assertEquals(
        List.of(new LogText("externalId", "4bf9"), new LogText("a", "b")),
        new TaskDetails("task", "4bf9", "a=b").asLogs());
    assertEquals(
        List.of(new LogText("externalId", "4bf9")), new TaskDetails("task", "4bf9", "").asLogs());
    assertEquals(List.of(), details(""));
  }

  @Test
  void areUnescaped() {
    assertEquals(
        List.of(
            new LogText("user", "a=b\nc\\d\re"),
            new LogText("a=b\\c\nd", ""),
            new LogText("", "of no key")),
        details("user=a=b\\nc\\\\d\\re\na\\=b\\\\c\\nd=\n=of no key"));
  }

  @Test
  void ofOtherWritersAreTakenAsTheyAre() {
    assertEquals(List.of(new LogText("no value", "")), details("no value"));
    assertEquals(List.of(new LogText("", ""), new LogText("a", "\\")), details("\na=\\"));
    assertEquals(List.of(new LogText("a", "x")), details("a=\\x\n"));
  }

  @Test
  void areNoMoreThanTheRecorderWrites() {
    assertEquals(32, details("a=b\n".repeat(1000)).size());
  }
}
