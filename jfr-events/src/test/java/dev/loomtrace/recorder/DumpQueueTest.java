package dev.loomtrace.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.Warnings;
import dev.loomtrace.trigger.RuleText;
import dev.loomtrace.trigger.Triggers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dumps of a window that is slow, or for which there is no room. */
class DumpQueueTest {
  private static final String FULL =
      "disk with JFR's repository is nearly full; JFR ends the JVM when it is";
  private static final Limits LIMITS = new Limits(Duration.ofSeconds(1), 1 << 20, Duration.ZERO);

  @TempDir Path folder;

  /** A window of some bytes, which it writes when it is allowed to. */
  private static final class SlowWindow implements Window {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger rotations = new AtomicInteger();
    private final AtomicInteger causes = new AtomicInteger();
    private volatile boolean closed;

    @Override
    public void rotate() {
      rotations.incrementAndGet();
    }

    @Override
    public void mark(String reason) {}

    @Override
    public void mark(Cause cause) {
      causes.incrementAndGet();
    }

    @Override
    public long copyTo(OutputStream out) throws IOException {
      reached.countDown();
      try {
        released.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      out.write(new byte[] {1, 2, 3});
      return 3;
    }

    @Override
    public long size() {
      return 3;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private final SlowWindow window = new SlowWindow();

  private DumpQueue queue(Duration patience) {
    return DumpQueue.open(window, LIMITS, new DiskRoom(() -> Long.MAX_VALUE), patience);
  }

  @Test
  void isClosedThoughADumpDoesNotEnd() throws Exception {
    DumpQueue queue = queue(Duration.ofMillis(50));
    Path file = folder.resolve("window.jfr");
    CompletableFuture<Path> dump = queue.dump(file, "stuck");
    window.reached.await();
    try (Warnings warnings = Warnings.capture()) {
      queue.close();
      assertEquals(
          List.of("flight recorder is stopped while a dump is still being written"),
          warnings.messages());
    }
    assertTrue(window.closed);
    assertFalse(dump.isDone());
    window.released.countDown();
    assertEquals(file, dump.get());
    assertEquals(3, Files.size(file));
  }

  @Test
  void dependentsDoNotRunOnItsThreads() throws Exception {
    DumpQueue queue = queue(Duration.ofHours(1));
    Path possible = folder.resolve("window.jfr");
    CompletableFuture<String> done =
        queue
            .dump(possible, "does not")
            .handle((file, failure) -> Thread.currentThread().getName());
    window.reached.await();
    // Waits for the one before, so it cannot fail until its dependent is there: that would then run
    // on this thread.
    Path impossible = folder.resolve("missing").resolve("window.jfr");
    CompletableFuture<String> failed =
        queue.dump(impossible, "fails").handle((file, failure) -> Thread.currentThread().getName());
    window.released.countDown();
    assertEquals("loomtrace dump result", done.get());
    assertEquals("loomtrace dump result", failed.get());
    queue.close();
  }

  @Test
  void leavesTheLastOfTheDiskToJfr() throws Exception {
    AtomicLong usable = new AtomicLong(DiskRoom.MARGIN - 1);
    window.released.countDown();
    try (Warnings warnings = Warnings.capture()) {
      DumpQueue queue =
          DumpQueue.open(window, LIMITS, new DiskRoom(usable::get), Duration.ofHours(1));
      Path file = folder.resolve("window.jfr");
      CompletableFuture<Path> declined = queue.dump(file, "full");
      ExecutionException thrown = assertThrows(ExecutionException.class, declined::get);
      assertInstanceOf(IOException.class, thrown.getCause());
      assertEquals(FULL, thrown.getCause().getMessage());
      assertFalse(Files.exists(file));
      Awaitility.await().until(() -> !warnings.messages().isEmpty());
      assertTrue(warnings.messages().get(0).contains(FULL), warnings.messages().get(0));
      assertEquals(0, window.rotations.get());
      usable.set(Long.MAX_VALUE);
      assertEquals(file, queue.dump(file, "not full").get());
      Awaitility.await().until(() -> window.rotations.get() > 0);
      queue.close();
      assertEquals(1, warnings.messages().size(), "it is reported once");
    }
  }

  /** While a dump cannot go on, triggers fire without waiting for it. */
  @Test
  void whoTriggersDoesNotWait() throws Exception {
    DumpQueue queue = queue(Duration.ofSeconds(10));
    Path dumps = folder.resolve("dumps");
    Triggers triggers =
        Triggers.open(
            List.of(RuleText.rule("error")),
            queue,
            new DumpFolder(dumps, "app", 2, 1 << 20),
            Duration.ofHours(1),
            Duration.ofSeconds(1),
            false);
    triggers.sink().fired(0, 1, 1, "task", 1, 0);
    window.reached.await();
    for (int i = 0; i < 100_000; i++) {
      triggers.sink().fired(0, 1, i, "task", 1, 0);
    }
    assertEquals(100_000, triggers.suppressed(), "the dump was cut before");
    assertEquals(1, window.released.getCount());
    window.released.countDown();
    Awaitility.await().until(() -> !triggers.dumps().isEmpty());
    assertEquals(1, triggers.dumps().size());
    triggers.close();
    queue.close();
  }

  /** Whose causes are all written would fill the window with them, and wait for each other. */
  @Test
  void aDumpThatHasToWaitIsSharedByALimitedNumber() throws Exception {
    DumpQueue queue = queue(Duration.ofSeconds(10));
    CompletableFuture<Path> stuck = queue.dump(folder.resolve("stuck.jfr"), "stuck");
    window.reached.await();
    Triggers triggers =
        Triggers.open(
            List.of(RuleText.rule("error")),
            queue,
            new DumpFolder(folder.resolve("dumps"), "app", 2, 1 << 20),
            Duration.ofHours(1),
            Duration.ofSeconds(1),
            false);
    for (int i = 0; i < 1_000; i++) {
      triggers.sink().fired(0, 1, i, "task", 1, 0);
    }
    assertEquals(1 + DumpQueue.MAX_SHARED, window.causes.get());
    assertEquals(999 - DumpQueue.MAX_SHARED, triggers.suppressed());
    assertFalse(stuck.isDone());
    window.released.countDown();
    assertTrue(Files.exists(stuck.get()));
    triggers.close();
    queue.close();
  }
}
