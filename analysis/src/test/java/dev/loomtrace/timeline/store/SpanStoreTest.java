package dev.loomtrace.timeline.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.timeline.Span;
import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.SpanList;
import dev.loomtrace.timeline.SpanState;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ListTraceReader;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.TraceEvent;
import dev.loomtrace.trace.UnsupportedTraceException;
import dev.loomtrace.trace.WaitCause;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the store says, compared with a list of all spans in memory. */
class SpanStoreTest {
  private static final TraceIdentity IDENTITY = new TraceIdentity(1, 2, 3);
  private static final List<SpanKind> LISTS = StoreWriter.LISTS;

  @TempDir private Path directory;

  private final SpanList all = new SpanList();

  private SpanStore store(
      long seed, int spans, int threads, long begin, long longest, boolean lives)
      throws IOException {
    Path path = directory.resolve("test.ltx");
    try (StoreWriter writer = new StoreWriter(path, IDENTITY)) {
      RandomSpans.of(seed, spans, threads, begin, longest, lives, writer, all);
    }
    return new SpanStore(StoreFile.open(path, IDENTITY), List.of());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 3000, 5, 0, 20, true",
    "2, 3000, 40, 1000000, 5000, true",
    "3, 40, 60, 5, 3, true",
    "4, 12000, 2, -7, 1, false",
    "5, 20000, 1, 1, 100000, false",
    "6, 400, 3, -4611686018427387904, 20000000000000000, true",
    "7, 2000, 3, 9223372036850000000, 500, true",
    "8, 2000, 3, -9223372036854775807, 500, true",
    "9, 0, 2, 0, 1, true",
    "10, 5000, 4, 77, 0, true",
  })
  void saysWhatAListOfAllSpansSays(
      long seed, int spans, int threads, long begin, long longest, boolean lives)
      throws IOException {
    try (SpanStore store = store(seed, spans, threads, begin, longest, lives)) {
      Random random = new Random(seed);
      assertEquals(all.extent(), store.extent());
      List<List<Span>> ofTracks = new ArrayList<>();
      List<Track> tracks = new ArrayList<>();
      tracks(store, ofTracks, tracks);
      assertEquals(all.of(SpanKind.LIFE).size(), store.threads().size());
      SpanCursor cursor = store.cursor();
      long end = all.extent().end();
      for (int i = 0; i < tracks.size(); i++) {
        assertEquals(ofTracks.get(i).size(), tracks.get(i).spans());
        assertEquals(ofTracks.get(i), walk(cursor, tracks.get(i), Long.MIN_VALUE, Long.MAX_VALUE));
        for (int k = 0; k < 20; k++) {
          long from = time(random, begin, end, ofTracks.get(i));
          long to = k == 0 ? from : time(random, begin, end, ofTracks.get(i));
          compare(cursor, tracks.get(i), ofTracks.get(i), Math.min(from, to), Math.max(from, to));
        }
      }
      tile(store, tracks, ofTracks, begin, end, 1 + random.nextInt(100));
      long from = time(random, begin, end, List.of());
      tile(store, tracks, ofTracks, from, Math.max(from, end - 3), 7);
      for (int k = 0; k < 3; k++) {
        long one = time(random, begin, end, ofTracks.get(random.nextInt(tracks.size())));
        long other = time(random, begin, end, ofTracks.get(random.nextInt(tracks.size())));
        if (Math.max(one, other) - Math.min(one, other) >= 0) {
          tile(store, tracks, ofTracks, Math.min(one, other), Math.max(one, other), 1 + k * k * 20);
        }
      }
      bands(store, tracks, random, begin, end);
      lists(store, random, begin, end);
      wakes(store, random, begin, end);
    }
  }

  private void tracks(SpanStore store, List<List<Span>> ofTracks, List<Track> tracks) {
    Map<Long, List<Span>> running = new HashMap<>();
    Map<Long, Integer> ended = new HashMap<>();
    for (Span span : all.spans()) {
      if (span.kind() == SpanKind.STATE) {
        running.computeIfAbsent(span.thread(), key -> new ArrayList<>()).add(span);
      } else if (span.kind() == SpanKind.LIFE) {
        int before = ended.merge(span.thread(), 1, Integer::sum) - 1;
        Track track = store.threads().of(span.thread()).get(before);
        assertEquals(span.begin(), track.begin());
        assertEquals(span.end(), track.end());
        assertEquals(span.name(), track.name());
        assertEquals(span.place(), track.start());
        assertEquals(span.creator(), track.creator());
        assertEquals(span.threadKind(), track.threadKind());
        assertEquals(span.open(), track.open());
        assertEquals(span.beganBefore(), track.beganBefore());
        List<Span> states = running.remove(span.thread());
        ofTracks.add(states == null ? List.of() : states);
        tracks.add(track);
      }
    }
    for (int i = 0; i < store.procs().size(); i++) {
      Track track = store.procs().get(i);
      tracks.add(track);
      ofTracks.add(all.of(SpanKind.CARRIER).stream().filter(s -> s.proc() == track.id()).toList());
    }
    assertTrue(tracks.size() > 1, "too poor");
  }

  /** Some time, often one at which something begins or ends. */
  private static long time(Random random, long begin, long end, List<Span> spans) {
    if (!spans.isEmpty() && random.nextBoolean()) {
      Span span = spans.get(random.nextInt(spans.size()));
      return random.nextBoolean() ? span.begin() : span.end();
    }
    return end > begin ? random.nextLong(begin, end) : begin;
  }

  private static List<Span> walk(SpanCursor cursor, Track track, long from, long to) {
    List<Span> found = new ArrayList<>();
    cursor.between(track, from, to);
    while (cursor.next()) {
      found.add(cursor.span());
    }
    assertFalse(cursor.next(), "there is none, now and forever");
    return found;
  }

  private static boolean within(Span span, long from, long to) {
    return span.begin() < to && (span.end() > from || span.begin() >= from);
  }

  private static void compare(
      SpanCursor cursor, Track track, List<Span> spans, long from, long to) {
    List<Span> expected = spans.stream().filter(s -> within(s, from, to)).toList();
    assertEquals(expected, walk(cursor, track, from, to));

    Optional<Span> at = spans.stream().filter(s -> s.begin() <= from && s.end() > from).findFirst();
    assertEquals(at.isPresent(), cursor.seek(track, from));
    if (at.isPresent()) {
      assertEquals(at.get(), cursor.span());
      int i = spans.indexOf(at.get());
      assertEquals(i + 1 < spans.size(), cursor.next());
      if (i + 1 < spans.size()) {
        assertEquals(spans.get(i + 1), cursor.span());
      }
      boolean found =
          track.isProc() ? cursor.seekProc(track.id(), from) : cursor.seekThread(track.id(), from);
      assertTrue(found);
      assertEquals(at.get().begin(), cursor.begin());
    }

    long longest = expected.stream().mapToLong(Span::duration).max().orElse(-1);
    assertEquals(longest >= 0 && from < to, cursor.seekLongest(track, from, to));
    if (longest >= 0 && from < to) {
      assertEquals(
          expected.stream().filter(s -> s.duration() == longest).findFirst().orElseThrow(),
          cursor.span());
    }
  }

  private static void tile(
      SpanStore store,
      List<Track> tracks,
      List<List<Span>> spans,
      long from,
      long to,
      int buckets) {
    Tile tile = store.tile(tracks, from, to, buckets);
    for (int row = 0; row < tracks.size(); row++) {
      for (int bucket = 0; bucket < buckets; bucket++) {
        long begin = tile.begin(bucket);
        long end = tile.begin(bucket + 1);
        for (SpanState state : SpanState.values()) {
          long time = 0;
          for (Span span : spans.get(row)) {
            if (span.state() == state && span.begin() < end && span.end() > begin) {
              time += Math.min(span.end(), end) - Math.max(span.begin(), begin);
            }
          }
          assertEquals(time, tile.time(row, bucket, state));
        }
        assertEquals(
            spans.get(row).stream().filter(s -> s.begin() >= begin && s.begin() < end).count(),
            tile.spans(row, bucket));
      }
    }
    assertEquals(from, tile.begin(0));
    assertEquals(to, tile.begin(buckets));
  }

  /** A band is what a tile of the same tracks adds up to, in cells of any length. */
  private static void bands(
      SpanStore store, List<Track> tracks, Random random, long begin, long end) {
    List<Track> threads = tracks.stream().filter(track -> !track.isProc()).toList();
    for (int k = 0; k < 6; k++) {
      long[] borders = new long[2 + random.nextInt(k * 20 + 1)];
      for (int i = 0; i < borders.length; i++) {
        borders[i] = begin == end ? begin : random.nextLong(begin, end + (k == 0 ? 0 : 1));
      }
      Arrays.sort(borders);
      if (borders[borders.length - 1] - borders[0] < 0) {
        continue;
      }
      Tile tile = store.tile(threads, borders);
      Band band = store.band(threads, borders);
      assertEquals(borders.length - 1, band.cells());
      long[] sums = new long[SpanState.values().length + 1];
      for (int cell = 0; cell < band.cells(); cell++) {
        assertEquals(borders[cell], band.begin(cell));
        for (SpanState state : SpanState.values()) {
          long sum = 0;
          for (int row = 0; row < threads.size(); row++) {
            sum += tile.time(row, cell, state);
          }
          assertEquals(sum, band.time(cell, cell + 1, state), state + " in cell " + cell);
          sums[state.ordinal()] += sum;
          assertEquals(sums[state.ordinal()], band.time(0, cell + 1, state));
        }
        long spans = 0;
        for (int row = 0; row < threads.size(); row++) {
          spans += tile.spans(row, cell);
        }
        assertEquals(spans, band.spans(cell, cell + 1), "in cell " + cell);
      }
    }
  }

  @Test
  void refusesCellsThatGoBack() throws IOException {
    try (SpanStore store = store(1, 100, 2, 0, 20, true)) {
      for (long[] borders : new long[][] {{5}, {}, {5, 4}, {Long.MIN_VALUE, 0, Long.MAX_VALUE}}) {
        assertThrows(IllegalArgumentException.class, () -> store.band(List.of(), borders));
        assertThrows(IllegalArgumentException.class, () -> store.tile(List.of(), borders));
      }
    }
  }

  private record Wake(long time, long woken) {}

  private void wakes(SpanStore store, Random random, long begin, long end) {
    Map<Long, List<Span>> byWaker = new HashMap<>();
    for (Span span : all.of(SpanKind.STATE)) {
      if (span.waker().thread() != Context.NO_GOROUTINE) {
        byWaker.computeIfAbsent(span.waker().thread(), key -> new ArrayList<>()).add(span);
      }
    }
    byWaker.put(123_456_789L, List.of());
    WakeCursor cursor = store.wakeCursor();
    assertFalse(cursor.next(), "nobody was asked for");
    byWaker.forEach(
        (waker, spans) -> {
          for (int k = 0; k < 6; k++) {
            long from = k == 0 ? Long.MIN_VALUE : time(random, begin, end, spans);
            long to = k == 0 ? Long.MAX_VALUE : time(random, begin, end, spans);
            cursor.between(waker, from, to);
            List<Wake> found = new ArrayList<>();
            while (cursor.next()) {
              found.add(new Wake(cursor.time(), cursor.woken()));
            }
            assertFalse(cursor.next(), "there is none, now and forever");
            assertEquals(
                spans.stream()
                    .filter(s -> s.end() >= from && s.end() < to)
                    .map(s -> new Wake(s.end(), s.thread()))
                    .toList(),
                found);
          }
        });
  }

  private void lists(SpanStore store, Random random, long begin, long end) {
    ListCursor cursor = store.listCursor();
    for (SpanKind kind : LISTS) {
      List<Span> spans = all.of(kind);
      assertEquals(spans.size(), store.count(kind));
      for (int k = 0; k < 20; k++) {
        long from = k == 0 ? Long.MIN_VALUE : time(random, begin, end, spans);
        long to = k == 0 ? Long.MAX_VALUE : time(random, begin, end, spans);
        cursor.between(kind, from, to);
        List<Span> found = new ArrayList<>();
        while (cursor.next()) {
          found.add(cursor.span());
        }
        assertEquals(spans.stream().filter(s -> within(s, from, to)).toList(), found);
      }
    }
    for (Span task : all.of(SpanKind.TASK)) {
      assertTrue(cursor.seekTask(task.id()));
      Span first =
          all.of(SpanKind.TASK).stream().filter(s -> s.id() == task.id()).findFirst().orElseThrow();
      assertEquals(first, cursor.span());
      assertFalse(cursor.next());
    }
    assertFalse(cursor.seekTask(123_456_789));
  }

  @Test
  void aThousandThreadsComeInTheOrderOfTheirIds() throws IOException {
    try (SpanStore store = store(21, 4000, 1000, 0, 10, true)) {
      List<Long> ids = new ArrayList<>();
      for (int i = 0; i < store.threads().size(); i++) {
        ids.add(store.threads().get(i).id());
      }
      assertEquals(ids.stream().sorted(Comparator.naturalOrder()).toList(), ids);
      assertThrows(IndexOutOfBoundsException.class, () -> store.threads().get(ids.size()));
      assertThrows(IndexOutOfBoundsException.class, () -> store.threads().get(-1));
    }
  }

  @Test
  void damageWhileItIsOpenIsFoundBeforeTheFirstAnswerFromThere() throws IOException {
    // Large enough that not all of it is looked at when it is opened.
    try (SpanStore store = store(5, 20_000, 3, 0, 100, false);
        FileChannel file =
            FileChannel.open(directory.resolve("test.ltx"), StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.allocate(100), StoreFormat.HEADER_SIZE);
      SpanCursor cursor = store.cursor();
      Track track = store.threads().get(0);
      assertThrows(DamagedStoreException.class, () -> cursor.seek(track, track.begin()));
      assertFalse(cursor.next());
      assertThrows(DamagedStoreException.class, () -> cursor.seek(track, track.begin()));
      assertNull(StoreFile.open(directory.resolve("test.ltx"), IDENTITY), "who opens it next");
    }
  }

  @Test
  void headsHaveRoomForAllStates() {
    assertTrue(SpanState.values().length <= StoreFormat.GAP);
  }

  @Test
  void refusesWhatItCannotSay() throws IOException {
    List<TraceEvent> events =
        List.of(
            running(Long.MIN_VALUE, GoState.UNDETERMINED, GoState.RUNNING),
            running(Long.MAX_VALUE, GoState.RUNNING, GoState.SYSCALL));
    try (ListTraceReader trace = new ListTraceReader(events);
        StoreWriter writer = new StoreWriter(directory.resolve("long.ltx"), IDENTITY)) {
      assertThrows(UnsupportedTraceException.class, () -> Timeline.read(trace, writer));
    }
    try (SpanStore store = storeOf("other.ltx")) {
      assertThrows(IllegalArgumentException.class, () -> store.tile(List.of(), 2, 1, 1));
      assertThrows(IllegalArgumentException.class, () -> store.tile(List.of(), 1, 2, 0));
      ListCursor cursor = store.listCursor();
      assertThrows(IllegalArgumentException.class, () -> cursor.between(SpanKind.STATE, 0, 1));
    }
  }

  private static TraceEvent running(long time, GoState from, GoState to) {
    return new TraceEvent.GoTransition(
        time,
        new Context(1, Context.NO_PROC, 1),
        Stack.NONE,
        1,
        from,
        to,
        WaitCause.NONE,
        Stack.NONE);
  }

  private SpanStore storeOf(String name) throws IOException {
    Path path = directory.resolve(name);
    try (StoreWriter writer = new StoreWriter(path, IDENTITY)) {
      RandomSpans.of(1, 100, 3, 0, 10, true, writer);
    }
    return new SpanStore(StoreFile.open(path, IDENTITY), List.of());
  }
}
