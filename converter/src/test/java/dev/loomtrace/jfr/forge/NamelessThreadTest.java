package dev.loomtrace.jfr.forge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.event.EventNames;
import dev.loomtrace.jfr.JfrTraceReader;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.GoState;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A chunk may lack what JFR knows of a thread that committed events in it: JFR may write that into
 * the chunk before, when one ends between the two. The thread is then known by its number.
 */
class NamelessThreadTest {
  private static final String THREADS = "java.lang.Thread";
  private static final long NAMELESS = 77;
  private static final long OTHER = 78;
  private static final long CARRIER = 20;
  private static final long RINGER = 12;
  private static final long RINGER_KEY = 3;
  private static final long TASK = 1;
  private static final long NAME = 1;

  private final Crafted c = new Crafted();

  /** The recorder's events make it a recording of the agent's. */
  @BeforeEach
  void aRecordingOfTheAgents() {
    c.string(NAME, "ringer");
    describeRinger();
    c.event("loomtrace.VirtualThreadBlock", Map.of("carrier", CARRIER, "eventThread", RINGER_KEY));
    c.event("loomtrace.VirtualThreadStart", Map.of("thread", NAMELESS, "carrier", CARRIER));
  }

  @Test
  void whoNotifiedItIsFound() throws IOException {
    objectWait(NAMELESS);
    notified(NAMELESS, RINGER_KEY, 1);
    assertEquals(List.of(RINGER), wakers(NAMELESS));
  }

  @Test
  void itIsFoundAsTheOneThatNotified() throws IOException {
    c.event("loomtrace.VirtualThreadStart", Map.of("thread", OTHER, "carrier", CARRIER + 1));
    objectWait(OTHER);
    notified(OTHER, NAMELESS, 1);
    assertEquals(List.of(NAMELESS), wakers(OTHER));
  }

  @Test
  void aPlatformThreadIsFoundInTheChunkBefore() throws IOException {
    c.nextChunk();
    c.entry(THREADS, 4, Map.of("virtual", 1L, "javaThreadId", OTHER));
    objectWait(NAMELESS);
    notified(NAMELESS, RINGER_KEY, 1);
    assertEquals(List.of(RINGER), wakers(NAMELESS));
  }

  @Test
  void itsCreationsAreKept() throws IOException {
    c.event("loomtrace.VirtualThreadCreate", Map.of("thread", OTHER, "eventThread", NAMELESS));
    c.event("loomtrace.VirtualThreadStart", Map.of("thread", OTHER, "carrier", CARRIER + 1));
    assertEquals(List.of(NAMELESS), creators(OTHER));
  }

  @Test
  void itsTasksAndLogsAreKept() throws IOException {
    c.event(
        "loomtrace.Task",
        Map.of("id", TASK, "owner", NAMELESS, "eventThread", NAMELESS, "duration", 500L));
    c.event("loomtrace.Log", Map.of("taskId", TASK, "message", NAME, "eventThread", NAMELESS));
    List<EventKind> kinds = new ArrayList<>();
    try (JfrTraceReader trace = read()) {
      while (trace.next()) {
        if (trace.kind() == EventKind.LOG || trace.kind() == EventKind.TASK_END) {
          assertEquals(NAMELESS, trace.goroutine());
          kinds.add(trace.kind());
        }
      }
    }
    assertEquals(List.of(EventKind.LOG, EventKind.TASK_END), kinds);
  }

  /** The thread was held up between the wait's end and the event of the JVM's. */
  @Test
  void whoNotifiedIsFoundThoughTheEventIsLong() throws IOException {
    objectWait(NAMELESS);
    notified(NAMELESS, RINGER_KEY, 1);
    objectWait(NAMELESS);
    notified(NAMELESS, RINGER_KEY, 5_000_000);
    assertEquals(List.of(RINGER, RINGER), wakers(NAMELESS));
  }

  /** With a threshold only waits that kept the carrier have such an event. */
  @Test
  void whoseWaitTheLongEventIsNobodyKnowsIfThereAreNoShortOnes() throws IOException {
    objectWait(NAMELESS);
    notified(NAMELESS, RINGER_KEY, 5_000_000);
    assertEquals(List.of(-1L), wakers(NAMELESS));
  }

  private void describeRinger() {
    c.entry(THREADS, RINGER_KEY, Map.of("osName", NAME, "javaName", NAME, "javaThreadId", RINGER));
  }

  private void objectWait(long thread) {
    Map<String, Long> fields = new HashMap<>();
    fields.put("thread", thread);
    fields.put("duration", 100L);
    fields.put("state", (long) EventNames.STATE_MONITOR_WAIT);
    fields.put("reason", (long) EventNames.REASON_WAIT);
    fields.put("carrier", thread == NAMELESS ? CARRIER : CARRIER + 1);
    fields.put("endCarrier", thread == NAMELESS ? CARRIER : CARRIER + 1);
    fields.put("wakeKind", (long) EventNames.WAKE_MONITOR);
    fields.put("wakeDelay", 90L);
    c.event("loomtrace.VirtualThreadMonitorBlock", fields);
    c.skipTime(200);
  }

  private void notified(long thread, long notifier, long duration) {
    c.event(
        "jdk.JavaMonitorWait",
        Map.of("eventThread", thread, "duration", duration, "notifier", notifier));
    c.skipTime(duration);
  }

  private JfrTraceReader read() throws IOException {
    return new JfrTraceReader(new ByteArrayInputStream(c.file().bytes()));
  }

  private List<Long> wakers(long thread) throws IOException {
    return threads(thread, GoState.WAITING);
  }

  private List<Long> creators(long thread) throws IOException {
    return threads(thread, GoState.NOT_EXIST);
  }

  /** Who made a thread leave a state, each time; -1: unknown. */
  private List<Long> threads(long thread, GoState from) throws IOException {
    List<Long> found = new ArrayList<>();
    try (JfrTraceReader trace = read()) {
      while (trace.next()) {
        if (trace.kind() == EventKind.GO_TRANSITION
            && trace.resourceId() == thread
            && trace.goFrom() == from) {
          found.add(from == GoState.WAITING ? trace.wakerThread() : trace.goroutine());
        }
      }
    }
    return found;
  }
}
