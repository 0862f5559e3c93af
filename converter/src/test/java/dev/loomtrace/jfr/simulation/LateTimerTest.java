package dev.loomtrace.jfr.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.event.EventNames;
import dev.loomtrace.jfr.JfrTraceReader;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.WaitReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.StackTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A wait with a limit is over when its time is, however late its timer was. */
@Isolated("records its own JVM")
class LateTimerTest {
  private static final long CARRIER = 1L << 30;
  private static final long LIMIT = 1_000_000;
  private static final long LATE = 5 * LIMIT;
  // Ticks are nanoseconds, but for what is lost where they are converted.
  private static final long ROUNDED = 1_000;

  @TempDir Path directory;

  abstract static class Wait extends Event {
    byte state = EventNames.STATE_TIMED_PARKED;
    byte reason = EventNames.REASON_SLEEP;
    byte wakeKind;
    long waker;
    long wakeDelay;
    long timeout;

    final void write(int kind, long limit) {
      begin();
      long due = System.nanoTime() + LATE;
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(LATE);
      }
      end();
      wakeKind = (byte) kind;
      timeout = limit;
      commit();
    }
  }

  /** As virtual threads write it. */
  @Name(EventNames.VIRTUAL_THREAD_BLOCK)
  @StackTrace(false)
  static final class VirtualBlock extends Wait {
    long carrier = CARRIER;
    long endCarrier = CARRIER;
  }

  /** As platform threads write it. */
  @Name(EventNames.PLATFORM_THREAD_BLOCK)
  @StackTrace(false)
  static final class PlatformBlock extends Wait {}

  @Test
  void whatIsBehindTheLimitIsNoWait() throws IOException, InterruptedException {
    Path file = directory.resolve("late.jfr");
    Thread[] threads = {
      Thread.ofVirtual().unstarted(() -> new VirtualBlock().write(EventNames.WAKE_TIMER, LIMIT)),
      Thread.ofVirtual().unstarted(() -> unparked().write(EventNames.WAKE_THREAD, LIMIT)),
      Thread.ofVirtual().unstarted(() -> new VirtualBlock().write(EventNames.WAKE_TIMER, 0)),
      Thread.ofPlatform().unstarted(() -> new PlatformBlock().write(0, LIMIT)),
      Thread.ofPlatform().unstarted(() -> new PlatformBlock().write(0, 0)),
      Thread.ofPlatform().unstarted(() -> new PlatformBlock().write(0, Long.MAX_VALUE)),
      Thread.ofPlatform().unstarted(() -> new PlatformBlock().write(0, -1)),
    };
    try (Recording recording = new Recording()) {
      recording.enable(VirtualBlock.class);
      recording.enable(PlatformBlock.class);
      recording.enable("jdk.ThreadStart");
      recording.start();
      for (Thread thread : threads) {
        thread.start();
        thread.join();
      }
      recording.stop();
      recording.dump(file);
    }
    Map<Long, Long> waited = waited(file);
    assertLimited(LIMIT, waited.get(threads[0].threadId()), "its timer");
    assertLimited(2 * LIMIT, waited.get(threads[1].threadId()), "somebody else");
    assertLimited(LIMIT, waited.get(threads[3].threadId()), "the system");
    for (int i : new int[] {2, 4, 5, 6}) {
      assertTrue(waited.get(threads[i].threadId()) >= LATE - ROUNDED, "no limit: " + i);
    }
  }

  private static void assertLimited(long limit, long waited, String by) {
    assertTrue(Math.abs(waited - limit) <= ROUNDED, by + ": " + waited);
  }

  private static VirtualBlock unparked() {
    VirtualBlock block = new VirtualBlock();
    block.waker = CARRIER + 1;
    block.wakeDelay = 2 * LIMIT; // In ticks.
    return block;
  }

  /** How long each thread waited until it could go on, in nanoseconds. */
  private static Map<Long, Long> waited(Path file) throws IOException {
    Map<Long, Long> begins = new HashMap<>();
    Map<Long, Long> waited = new HashMap<>();
    try (JfrTraceReader trace = new JfrTraceReader(Files.newInputStream(file))) {
      while (trace.next()) {
        if (trace.kind() != EventKind.GO_TRANSITION) {
          continue;
        }
        long thread = trace.resourceId();
        boolean known = trace.cause().reason() == WaitReason.SLEEP;
        if (trace.goTo() == GoState.WAITING && known) {
          begins.put(thread, trace.time());
        } else if (trace.goFrom() == GoState.WAITING && begins.containsKey(thread)) {
          waited.put(thread, trace.time() - begins.remove(thread));
        }
      }
    }
    return waited;
  }
}
