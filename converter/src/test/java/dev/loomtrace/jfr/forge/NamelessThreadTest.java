package dev.loomtrace.jfr.forge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.event.EventNames;
import dev.loomtrace.jfr.JfrTraceReader;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.GoState;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A chunk may lack what JFR knows of a thread that committed events in it: JFR may write that into
 * the chunk before, when one ends between the two.
 */
class NamelessThreadTest {
  private static final long WAITER = 77;
  private static final long CARRIER = 20;

  @Test
  void joinsTheJvmsEventOfAWaitByTheThreadsNumber() throws IOException {
    Crafted c = new Crafted();
    c.string(1, "ringer");
    c.entry("java.lang.Thread", 3, Map.of("osName", 1L, "javaName", 1L, "javaThreadId", 12L));
    c.event("loomtrace.VirtualThreadBlock", Map.of("carrier", CARRIER, "eventThread", 3L));
    c.event("loomtrace.VirtualThreadStart", Map.of("thread", WAITER, "carrier", CARRIER));
    c.event(
        "loomtrace.VirtualThreadMonitorBlock",
        Map.of(
            "thread",
            WAITER,
            "duration",
            100L,
            "state",
            (long) EventNames.STATE_MONITOR_WAIT,
            "reason",
            (long) EventNames.REASON_WAIT,
            "carrier",
            CARRIER,
            "endCarrier",
            CARRIER,
            "wakeKind",
            (long) EventNames.WAKE_MONITOR,
            "wakeDelay",
            90L));
    c.skipTime(200);
    c.event("jdk.JavaMonitorWait", Map.of("eventThread", WAITER, "duration", 1L, "notifier", 3L));
    List<Long> wakers = new ArrayList<>();
    try (JfrTraceReader trace = new JfrTraceReader(new ByteArrayInputStream(c.file().bytes()))) {
      while (trace.next()) {
        if (trace.kind() == EventKind.GO_TRANSITION
            && trace.resourceId() == WAITER
            && trace.goFrom() == GoState.WAITING) {
          wakers.add(trace.wakerThread());
        }
      }
    }
    assertEquals(List.of(12L), wakers);
  }
}
