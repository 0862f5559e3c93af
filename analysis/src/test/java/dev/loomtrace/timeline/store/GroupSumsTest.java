package dev.loomtrace.timeline.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.convert.Traces;
import dev.loomtrace.testing.RandomTrace;
import dev.loomtrace.timeline.SpanState;
import dev.loomtrace.timeline.store.GroupSumsWriter.Limits;
import dev.loomtrace.trace.ListTraceReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupSumsTest {
  private static final TraceIdentity SOME = new TraceIdentity(1, 2, 3);

  // Of fewer, nothing is kept.
  private static final int MANY = 60_000;

  @TempDir private Path directory;
  private StoreCache cache;

  @BeforeEach
  void makeCache() {
    cache = new StoreCache(directory.resolve("cache"), Long.MAX_VALUE);
  }

  private SpanStore store(long seed, int events) throws IOException {
    Path trace = directory.resolve("a.trace");
    try (ListTraceReader reader = new ListTraceReader(RandomTrace.of(seed, events, 2))) {
      Traces.writeGo(reader, Files.newOutputStream(trace));
    }
    return cache.open(trace);
  }

  /** A thread is in the group that its number leaves, the last ones being larger than the first. */
  private record Grouping(SpanStore store, int groups) implements ThreadGrouping {
    @Override
    public int groupOf(int thread) {
      return groups > 100 ? thread % groups : (int) Math.sqrt(thread % (groups * groups));
    }

    @Override
    public int[] members(int group) {
      return IntStream.range(0, store.threads().size())
          .filter(thread -> group == GroupSums.ALL || groupOf(thread) == group)
          .boxed()
          .sorted(Comparator.comparingLong(thread -> store.threads().get(thread).begin()))
          .mapToInt(Integer::intValue)
          .toArray();
    }
  }

  private GroupSums sums(SpanStore store, ThreadGrouping grouping, Limits limits)
      throws IOException {
    Path file = directory.resolve("sums");
    try (GroupSumsWriter writer = new GroupSumsWriter(store, grouping, limits, () -> false, file)) {
      writer.write(SOME);
    }
    return new GroupSums(StoreFile.open(file, SOME));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 20000, 1, 1, 4000000",
    "2, 20000, 5, 100, 4000000",
    "3, 20000, 5, 400, 100",
    "4, 20000, 150, 1, 1000",
    "5, 3000, 4, 1, 2",
    "6, 3000, 4, 1000000, 50",
    "7, 1, 3, 1, 50",
  })
  void areWhatTheThreadsAddUpTo(long seed, int events, int groups, int fewSpans, int maxChanges)
      throws IOException {
    Random random = new Random(seed);
    try (SpanStore store = store(seed, events)) {
      Grouping grouping = new Grouping(store, groups);
      GroupSums sums = sums(store, grouping, new Limits(fewSpans, maxChanges));
      int known = 0;
      for (int group = GroupSums.ALL; group < groups; group++) {
        List<Track> tracks = new ArrayList<>();
        for (int thread : grouping.members(group)) {
          tracks.add(store.threads().get(thread));
        }
        long spans = tracks.stream().mapToLong(Track::spans).sum();
        boolean large = group == GroupSums.ALL || spans >= fewSpans;
        assertEquals(large, sums.has(group), group + " with " + spans);
        for (int k = 0; large && k < 8; k++) {
          known++;
          assertSame(store.band(tracks, borders(store, random, k)), sums, group);
        }
      }
      assertTrue(known > 0);
      long rows = IntStream.range(0, groups).filter(sums::has).count();
      assertTrue(groups < 150 || rows > 100, rows + " groups are known");
      assertFalse(sums.has(groups));
    }
  }

  private static long[] borders(SpanStore store, Random random, int k) {
    long begin = store.extent().begin();
    long end = store.extent().end();
    long width = (end - begin) >> k;
    long from = begin + random.nextLong(end - begin - width + 1);
    long[] borders = new long[2 + random.nextInt(300)];
    for (int i = 0; i < borders.length; i++) {
      borders[i] = from + random.nextLong(width + 2);
    }
    Arrays.sort(borders);
    if (k == 0) {
      borders[0] = begin - 1; // Nothing is there before the trace and after it.
      borders[borders.length - 1] = end + 5;
    } else if (k == 1) {
      // When something happens.
      Track track = store.threads().get(random.nextInt(store.threads().size()));
      Arrays.fill(borders, track.begin());
      borders[borders.length - 1] = Math.max(track.begin(), track.end());
    }
    return borders;
  }

  private static void assertSame(Band truth, GroupSums sums, int group) {
    long[] borders = new long[truth.cells() + 1];
    Arrays.setAll(borders, truth::begin);
    Band told = sums.band(group, borders);
    assertEquals(truth.cells(), told.cells());
    for (int cell = 0; cell < truth.cells(); cell++) {
      String where = "group " + group + " from " + borders[cell] + " to " + borders[cell + 1];
      for (SpanState state : SpanState.values()) {
        assertEquals(
            truth.time(cell, cell + 1, state), told.time(cell, cell + 1, state), state + where);
      }
      assertEquals(truth.spans(cell, cell + 1), told.spans(cell, cell + 1), where);
    }
  }

  private List<Path> kept() throws IOException {
    try (Stream<Path> files = Files.list(cache.directory())) {
      return files.filter(file -> file.toString().contains(".groups.")).sorted().toList();
    }
  }

  @Test
  void areKeptByTheGroupsAsWellAsTheTrace() throws IOException {
    try (SpanStore store = store(1, MANY)) {
      assertTrue(cache.groups(store, new Grouping(store, 3), () -> false).isPresent());
      List<Path> first = kept();
      byte[] content = Files.readAllBytes(first.getFirst());
      // One that could not be stopped, were it made again.
      assertTrue(cache.groups(store, new Grouping(store, 3), () -> true).isPresent());
      assertEquals(first, kept());
      assertTrue(cache.groups(store, new Grouping(store, 4), () -> false).isPresent());
      assertEquals(2, kept().size());

      Files.write(first.getFirst(), Arrays.copyOf(content, content.length - 1));
      assertTrue(cache.groups(store, new Grouping(store, 3), () -> false).isPresent());
      assertEquals(content.length, Files.size(first.getFirst()));
    }
  }

  @Test
  void leaveNothingBehindWhenStopped() throws IOException {
    try (SpanStore store = store(1, MANY)) {
      assertThrows(
          InterruptedIOException.class,
          () -> cache.groups(store, new Grouping(store, 3), () -> true));
      assertEquals(List.of(), kept());
    }
  }

  @Test
  void areNotKeptWhereNothingIs() throws IOException {
    try (SpanStore store = store(1, MANY)) {
      StoreCache nowhere = new StoreCache(Path.of("relative"), Long.MAX_VALUE);
      assertEquals(Optional.empty(), nowhere.groups(store, new Grouping(store, 3), () -> false));
    }
  }

  @Test
  void sayNothingOfDamagedBytes() throws IOException {
    try (SpanStore store = store(1, MANY)) {
      assertTrue(cache.groups(store, new Grouping(store, 3), () -> false).isPresent());
      Path file = kept().getFirst();
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.wrap(new byte[] {99, 98, 97, 96}), StoreFormat.HEADER_SIZE + 40);
      }
      assertThrows(
          DamagedStoreException.class,
          () ->
              cache
                  .groups(store, new Grouping(store, 3), () -> false)
                  .orElseThrow()
                  .band(GroupSums.ALL, new long[] {0, Long.MAX_VALUE / 2}));
      // And the next one who asks gets new ones.
      GroupSums made = cache.groups(store, new Grouping(store, 3), () -> false).orElseThrow();
      Track[] all = new Track[store.threads().size()];
      Arrays.setAll(all, store.threads()::get);
      assertSame(store.band(List.of(all), borders(store, new Random(1), 0)), made, GroupSums.ALL);
    }
  }
}
