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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The regions, and their times, against the pages of {@code go tool trace}. */
class RegionPagesTest {
  // Those that have regions.
  private static final Set<String> READ =
      Set.of("annotate.trace", "http.trace", "generations.trace");

  static Stream<Path> traces() {
    return GoTraces.fresh().stream().filter(trace -> READ.contains(trace.getFileName().toString()));
  }

  /** What Go's pages tell apart; they have what a goroutine ran and could run in columns. */
  private record Row(
      long goroutine, long task, long total, long blocked, long calling, long unknown) {}

  @ParameterizedTest
  @MethodSource("traces")
  void saysWhatGosPagesSay(Path file) throws IOException {
    RegionGroups regions = new RegionGroups(name -> true, Integer.MAX_VALUE);
    try (InputStream in = Files.newInputStream(file);
        TraceReader trace = Traces.open(in)) {
      Timeline.read(trace, regions);
    }
    Map<String, Long> counts = new TreeMap<>();
    regions.groups().forEach(group -> counts.put(group.name(), group.count()));
    Map<String, Long> goCounts = new TreeMap<>();
    try (GoPages pages = new GoPages(file)) {
      for (List<String> row : GoPages.rows(pages.get("/userregions"))) {
        String type = row.getFirst();
        // What has no name is a goroutine that was created in a region.
        if (type.startsWith("\"") && !type.startsWith("\"\"")) {
          String name = type.substring(1, type.indexOf('"', 1));
          goCounts.merge(name, Long.valueOf(row.get(1)), Long::sum);
        }
      }
      assertEquals(goCounts, counts);
      assertTrue(!counts.isEmpty());
      for (String name : counts.keySet()) {
        List<Row> ours =
            regions.slowest().stream()
                .filter(region -> region.name().equals(name))
                .map(RegionPagesTest::row)
                .toList();
        assertEquals(
            sorted(
                rows(
                    pages.get(
                        "/userregion?type=" + URLEncoder.encode(name, StandardCharsets.UTF_8)))),
            sorted(ours));
      }
    }
  }

  private static String sorted(List<Row> rows) {
    return String.join("\n", rows.stream().map(Row::toString).sorted().toList());
  }

  private static Row row(RegionResult region) {
    TimeByState time = region.time();
    assertEquals(
        time.total(),
        time.running()
            + time.runnable()
            + time.pinned()
            + time.stopped()
            + time.blockedTotal()
            + time.unknown());
    return new Row(
        region.thread(),
        region.task(),
        time.total(),
        time.blockedTotal(),
        time.pinned(),
        time.unknown());
  }

  private static List<Row> rows(String page) {
    List<String> heads = List.of();
    List<Row> rows = new ArrayList<>();
    for (List<String> row : GoPages.rows(page.substring(0, page.indexOf("id=\"ranges\"")))) {
      if (row.getFirst().equals("Goroutine")) {
        heads = row;
      } else if (!heads.isEmpty()) {
        long calling = 0;
        long blocked = 0;
        long unknown = 0;
        for (int i = 4; i < heads.size(); i++) {
          long nanos = GoPages.nanos(row.get(i));
          switch (heads.get(i)) {
            case "Execution time", "Sched wait time" -> {
              // What is left.
            }
            case "Syscall execution time", "Block time (syscall)" -> calling += nanos;
            case "Unknown time" -> unknown += nanos;
            default -> blocked += nanos;
          }
        }
        rows.add(
            new Row(
                Long.parseLong(row.getFirst()),
                row.get(1).isEmpty() ? 0 : Long.parseLong(row.get(1)),
                GoPages.nanos(row.get(2)),
                blocked,
                calling,
                unknown));
      }
    }
    return rows;
  }
}
