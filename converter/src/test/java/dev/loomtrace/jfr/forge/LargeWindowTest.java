package dev.loomtrace.jfr.forge;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.jfr.JfrTraceReader;
import dev.loomtrace.trace.EventKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A window of a large application: all its threads, tasks and regions are announced, each once and
 * in as few bytes as the recorder ever takes. The bound on memory must let it pass.
 */
class LargeWindowTest {
  private static final int COUNT = 300_000;
  private static final long FAR = 1L << 34;

  @ParameterizedTest
  @CsvSource({
    "loomtrace.VirtualThreadStatus, 27, GO_TRANSITION",
    "loomtrace.Task, 35, TASK_BEGIN",
    "loomtrace.Region, 28, REGION_BEGIN"
  })
  void manyAreRead(String type, int bytes, EventKind kind) throws IOException {
    Crafted crafted = new Crafted();
    crafted.event("loomtrace.VirtualThreadBlock", Map.of("eventThread", 1L));
    crafted.skipTime(FAR);
    crafted.times(COUNT, i -> crafted.event(type, values(type, i)));
    byte[] file = crafted.file().bytes();
    assertTrue(file.length < (bytes + 1) * COUNT, () -> file.length / COUNT + " bytes for each");
    long seen = 0;
    try (JfrTraceReader trace = new JfrTraceReader(new ByteArrayInputStream(file))) {
      while (trace.next()) {
        seen += trace.kind() == kind ? 1 : 0;
      }
    }
    assertTrue(seen >= COUNT, "all of them are read: " + seen);
  }

  private static Map<String, Long> values(String type, long number) {
    Map<String, Long> values = new HashMap<>();
    values.put("id", number + COUNT);
    values.put("owner", 1L);
    values.put("open", 1L);
    values.put("duration", number + 1);
    if (type.endsWith("Status")) {
      values.put("thread", number + COUNT);
      values.put("state", 1L);
      values.put("since", FAR >> 8);
    } else {
      values.put("eventThread", 1L);
    }
    return values;
  }
}
