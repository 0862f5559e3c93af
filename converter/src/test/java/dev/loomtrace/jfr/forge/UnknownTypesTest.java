package dev.loomtrace.jfr.forge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.jfr.JfrTraceReader;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.Repairs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Events of types that the chunk does not describe, as in what a crashing JVM saves. */
class UnknownTypesTest {
  @Test
  void areSkippedAndCounted() throws IOException {
    Crafted crafted = new Crafted();
    crafted.entry("java.lang.Thread", 1, Map.of("javaThreadId", 1L));
    crafted.event("jdk.ThreadSleep", Map.of("eventThread", 1L, "duration", 5L));
    ForgedFile file = crafted.file();
    byte[] unknown = JfrBytes.event(new JfrBytes().number(9999).number(7).array());
    file.chunks().getFirst().events.addFirst(unknown);
    boolean slept = false;
    try (JfrTraceReader trace = new JfrTraceReader(new ByteArrayInputStream(file.bytes()))) {
      while (trace.next()) {
        slept |= trace.kind() == EventKind.GO_TRANSITION && trace.resourceId() == 1;
      }
      Repairs repairs = trace.repairs();
      assertEquals(1, repairs.count(Repairs.Kind.EVENTS_UNKNOWN));
      assertEquals(unknown.length, repairs.count(Repairs.Kind.BYTES_UNKNOWN));
    }
    assertTrue(slept, "the thread of the event behind it");
  }
}
