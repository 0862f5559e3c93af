package dev.loomtrace.explorer.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.convert.Traces;
import dev.loomtrace.testing.RandomTrace;
import dev.loomtrace.timeline.store.StoreCache;
import dev.loomtrace.trace.ListTraceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** In which order a file is read for those who wait. */
@Timeout(60)
class TraceEntryTest {
  private static final long ENDLESS = TimeUnit.DAYS.toNanos(1);

  @TempDir private Path folder;
  private TraceEntry entry;
  private final CountDownLatch ended = new CountDownLatch(1);

  @BeforeEach
  void write() throws IOException {
    Path file = folder.resolve("a.trace");
    try (ListTraceReader reader = new ListTraceReader(RandomTrace.of(1, 1000, 2))) {
      Traces.writeGo(reader, Files.newOutputStream(file));
    }
    StoreCache cache = new StoreCache(folder.resolve("cache"), Long.MAX_VALUE);
    entry = new TraceEntry(file, cache, e -> ended.countDown());
  }

  @AfterEach
  void close() throws IOException {
    entry.close();
  }

  private static void assumeFewProcessors() {
    Assumptions.assumeTrue(
        Runtime.getRuntime().availableProcessors() < TraceEntry.ENOUGH_PROCESSORS,
        "there are processors for both");
  }

  @Test
  void makesTheStoreAfterWhatIsUrgent() throws IOException {
    assumeFewProcessors();
    Optional<LoadedTrace> meanwhile = entry.readFirst(() -> entry.await(TraceEntry.A_MOMENT));
    assertEquals(Optional.empty(), meanwhile);
    assertTrue(entry.await(ENDLESS).isPresent());
  }

  @Test
  void makesTheStoreIfWhatIsUrgentFails() throws IOException {
    IOException e =
        assertThrows(
            IOException.class,
            () ->
                entry.readFirst(
                    () -> {
                      throw new IOException("not today");
                    }));
    assertEquals("not today", e.getMessage());
    assertTrue(entry.await(ENDLESS).isPresent());
  }

  @Test
  void endsAlthoughSomethingIsUrgent() throws Exception {
    assumeFewProcessors();
    entry.readFirst(
        () -> {
          assertFalse(entry.await(TraceEntry.A_MOMENT).isPresent());
          entry.close();
          return 0;
        });
    assertTrue(ended.await(ENDLESS, TimeUnit.NANOSECONDS));
  }
}
