package dev.loomtrace.jfr.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.event.EventNames;
import dev.loomtrace.jfr.JfrTraceReader;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.GoState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.StackTrace;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** How many waits a stack stands for, from events as the recorder writes them. */
@Isolated("records its own JVM")
class SampledWaitTest {
  private static final long CARRIER = 1L << 30;
  private static final long LONG = 1L << 31;
  private static final long SAMPLED = LONG + 1;
  private static final long LESS = LONG + 2;
  private static final long NEGATIVE = LONG + 3;
  private static final long NO_STACK = LONG + 4;

  @TempDir Path directory;

  abstract static class Wait extends Event {
    int state;
    int reason;
    long carrier;
    long endCarrier;

    final void write() {
      begin();
      LockSupport.parkNanos(1_000_000);
      end();
      state = EventNames.STATE_PARKED;
      reason = EventNames.REASON_SYNC;
      carrier = CARRIER;
      endCarrier = CARRIER;
      commit();
    }
  }

  @Name(EventNames.VIRTUAL_THREAD_MONITOR_BLOCK)
  @StackTrace(false)
  static final class MonitorBlock extends Wait {
    long thread;
    String stack;
    long weight;
  }

  /** As recorders before there were weights wrote it. */
  @Name(EventNames.VIRTUAL_THREAD_LONG_BLOCK)
  static final class LongBlock extends Wait {}

  /** A recording that has this type is the agent's. */
  @Name(EventNames.VIRTUAL_THREAD_BLOCK)
  @StackTrace(false)
  static final class Block extends Wait {}

  private static void block(long thread, String stack, long weight) {
    MonitorBlock event = new MonitorBlock();
    event.thread = thread;
    event.stack = stack;
    event.weight = weight;
    event.write();
  }

  @Test
  void aSampledWaitStandsForItsWeight() throws IOException, InterruptedException {
    Path file = directory.resolve("sampled.jfr");
    long weight = 1L << 50;
    String stack = "shop.Checkout.pay(Checkout.java:42)";
    FlightRecorder.register(Block.class);
    Thread old;
    try (Recording recording = new Recording()) {
      recording.enable(MonitorBlock.class);
      recording.enable(LongBlock.class).withStackTrace();
      recording.start();
      block(LONG, stack, 0);
      block(SAMPLED, stack, weight);
      block(LESS, stack, 1);
      block(NEGATIVE, stack, -weight);
      block(NO_STACK, null, weight);
      old = Thread.startVirtualThread(() -> new LongBlock().write());
      old.join();
      recording.stop();
      recording.dump(file);
    }
    Map<Long, Double> weights = new TreeMap<>();
    try (JfrTraceReader trace = new JfrTraceReader(Files.newInputStream(file))) {
      while (trace.next()) {
        if (trace.kind() == EventKind.GO_TRANSITION && trace.goTo() == GoState.WAITING) {
          weights.put(trace.resourceId(), trace.stackWeight());
        }
      }
    }
    assertEquals((double) weight / ticks(file, SAMPLED), weights.remove(SAMPLED));
    assertEquals(1.0, weights.remove(old.threadId()));
    weights.keySet().removeIf(id -> id < LONG || id > NO_STACK);
    assertEquals(Map.of(LONG, 1.0, LESS, 1.0, NEGATIVE, 1.0, NO_STACK, 0.0), weights);
  }

  private static long ticks(Path file, long thread) throws IOException {
    RecordedEvent event =
        RecordingFile.readAllEvents(file).stream()
            .filter(e -> e.hasField("thread") && e.getLong("thread") == thread)
            .findFirst()
            .orElseThrow();
    long ticks = event.getLong("duration");
    assertTrue(ticks > 0, event::toString);
    return ticks;
  }
}
