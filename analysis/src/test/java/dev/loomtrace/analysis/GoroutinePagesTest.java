package dev.loomtrace.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.convert.Traces;
import dev.loomtrace.testing.GoPages;
import dev.loomtrace.testing.GoTraces;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.trace.TraceReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The groups of goroutines, and their times, against the pages of {@code go tool trace}. */
class GoroutinePagesTest {
  // Go's page of 100,000 alike takes half a minute, and says no more than one of a few thousand.
  private static final long MANY = 50_000;
  private static final String UNNAMED = "(Inactive, no stack trace sampled)";

  static Stream<Path> traces() {
    return GoTraces.fresh().stream();
  }

  @ParameterizedTest
  @MethodSource("traces")
  void saysWhatGosPagesSay(Path file) throws IOException {
    ThreadGroups threads = new ThreadGroups(group -> true, Integer.MAX_VALUE);
    try (InputStream in = Files.newInputStream(file);
        TraceReader trace = Traces.open(in)) {
      Timeline.read(trace, threads);
    }
    Map<Long, ThreadResult> byId = new HashMap<>();
    threads.slowest().forEach(thread -> byId.put(thread.id(), thread));
    try (GoPages pages = new GoPages(file)) {
      long goroutines = 0;
      for (List<String> row : GoPages.rows(pages.get("/goroutines"))) {
        if (row.getFirst().equals("Start location")) {
          continue;
        }
        String name = row.getFirst().equals(UNNAMED) ? "" : row.getFirst();
        goroutines += Long.parseLong(row.get(1));
        assertEquals(Long.parseLong(row.get(1)), group(threads, name), name);
        if (Long.parseLong(row.get(1)) < MANY) {
          goroutines(
              pages.get("/goroutine?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8)),
              byId);
        }
      }
      assertEquals(goroutines, threads.threads());
    }
  }

  private static long group(ThreadGroups threads, String name) {
    return threads.groups().stream()
        .filter(group -> group.name().equals(name))
        .mapToLong(ThreadGroups.Group::threads)
        .sum();
  }

  /** The table that says of each goroutine what it did for how long. */
  private static void goroutines(String page, Map<Long, ThreadResult> byId) {
    List<String> heads = List.of();
    for (List<String> row : GoPages.rows(page.substring(0, page.indexOf("id=\"ranges\"")))) {
      if (row.getFirst().equals("Goroutine")) {
        heads = row;
      } else if (!heads.isEmpty()) {
        times(heads, row, byId.get(Long.parseLong(row.getFirst())).time());
      }
    }
    assertTrue(!heads.isEmpty(), page);
  }

  private static void times(List<String> heads, List<String> row, TimeByState time) {
    long executing = 0;
    long runnable = 0;
    long calling = 0;
    long blocked = 0;
    for (int i = 3; i < heads.size(); i++) {
      long nanos = GoPages.nanos(row.get(i));
      switch (heads.get(i)) {
        case "Execution time" -> executing = nanos;
        case "Sched wait time" -> runnable = nanos;
        case "Syscall execution time", "Block time (syscall)" -> calling += nanos;
        case "Unknown time" -> assertEquals(time.unknown(), nanos, row::toString);
        default -> blocked += nanos;
      }
    }
    // Made only if needed: one page has 100,000 rows.
    Supplier<String> both = () -> heads + "\n" + row + "\n" + time;
    long total = GoPages.nanos(row.get(1));
    assertEquals(total, time.total(), both);
    assertEquals(blocked, time.blockedTotal(), both);
    // Of a system call that has lost its proc and not ended, Go's page counts the time since then
    // as system call and as waiting to run as well.
    runnable -= Math.max(0, executing + runnable + calling + blocked - total);
    assertEquals(calling, time.pinned(), both);
    // Go does not tell that the world was stopped while a goroutine ran, or could.
    assertEquals(executing + runnable, time.running() + time.runnable() + time.stopped(), both);
    assertTrue(time.running() <= executing && time.runnable() <= runnable, both);
  }
}
