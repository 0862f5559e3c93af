package dev.loomtrace.jfr.forge;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.jfr.JfrTraceReader;
import dev.loomtrace.testing.jvm.Sample;
import dev.loomtrace.trace.EventKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A window of a large application: all its threads, tasks and regions are announced, each once and
 * in as few bytes as the recorder ever takes. The bound on memory must let it pass.
 */
class LargeWindowTest {
  private static final int COUNT = 300_000;
  private static final long FAR = 1L << 34;

  static Stream<Arguments> kinds() {
    return Sample.of(
        1,
        List.of(
            Arguments.of("loomtrace.Task", 35, EventKind.TASK_BEGIN),
            Arguments.of("loomtrace.VirtualThreadStatus", 27, EventKind.GO_TRANSITION),
            Arguments.of("loomtrace.Region", 28, EventKind.REGION_BEGIN)));
  }

  @Tag(Sample.TAG)
  @ParameterizedTest
  @MethodSource("kinds")
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
