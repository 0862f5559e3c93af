package dev.loomtrace.explorer.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.analysis.StoredTasks;
import dev.loomtrace.convert.TraceFormat;
import dev.loomtrace.convert.Traces;
import dev.loomtrace.testing.RandomTrace;
import dev.loomtrace.timeline.SpanState;
import dev.loomtrace.timeline.store.BuildProgress;
import dev.loomtrace.timeline.store.StoreCache;
import dev.loomtrace.trace.ListTraceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BandsTest {
  private static final int BUCKETS_CUT = 8;

  @TempDir private Path directory;

  /** What the buckets of a tile say, as text. */
  private static List<String> tile(LoadedTrace trace, int group, int level, long index)
      throws IOException {
    Bands.Cells cells = trace.bands().of(group, level, index, BUCKETS_CUT);
    List<String> buckets = new ArrayList<>();
    for (int bucket = 0; bucket < 1 << BUCKETS_CUT; bucket++) {
      int first = cells.first() + bucket * cells.perBucket();
      int end = first + cells.perBucket();
      StringBuilder text = new StringBuilder();
      for (SpanState state : SpanState.values()) {
        text.append(cells.band().time(first, end, state)).append(' ');
      }
      buckets.add(text.append(cells.band().spans(first, end)).toString());
    }
    return buckets;
  }

  private static List<List<String>> tiles(LoadedTrace trace) throws IOException {
    List<List<String>> tiles = new ArrayList<>();
    for (int group = ThreadTable.ALL; group < trace.threads().groups(); group++) {
      for (int level : new int[] {0, 3, 5, 12}) {
        for (long index : new long[] {0, (1L << level) / 3, (1L << level) - 1}) {
          tiles.add(tile(trace, group, level, index));
        }
      }
    }
    return tiles;
  }

  @Test
  void sayTheSameOnceTheyAreLookedUp() throws IOException {
    Path file = directory.resolve("a.trace");
    try (ListTraceReader reader = new ListTraceReader(RandomTrace.of(3, 120_000, 2))) {
      Traces.writeGo(reader, Files.newOutputStream(file));
    }
    StoreCache cache = new StoreCache(directory.resolve("cache"), Long.MAX_VALUE);
    LoadedTrace trace =
        new LoadedTrace(
            file, TraceFormat.GO, cache.open(file, StoredTasks.FOLLOWER, BuildProgress.NONE));
    try (var store = trace.store()) {
      assertFalse(trace.bands().isSummed());
      List<List<String>> addedUp = tiles(trace);
      trace.warmUp(cache, () -> false);
      assertTrue(trace.bands().isSummed());
      try (Stream<Path> files = Files.list(cache.directory())) {
        assertEquals(
            1, files.filter(each -> each.toString().contains(".groups.")).count(), store::identity);
      }
      assertEquals(addedUp, tiles(trace));
    }
  }
}
