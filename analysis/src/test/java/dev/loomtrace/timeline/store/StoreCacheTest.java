package dev.loomtrace.timeline.store;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.convert.Traces;
import dev.loomtrace.testing.RandomTrace;
import dev.loomtrace.timeline.Span;
import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.SpanList;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.timeline.TraceFault;
import dev.loomtrace.trace.ListTraceReader;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.TraceReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCacheTest {
  @TempDir private Path directory;
  private Path trace;
  private StoreCache cache;

  @BeforeEach
  void writeTrace() throws IOException {
    trace = directory.resolve("a.trace");
    write(trace, 1, 1000);
    cache = new StoreCache(directory.resolve("cache"), Long.MAX_VALUE);
  }

  private static void write(Path file, long seed, int events) throws IOException {
    try (ListTraceReader reader = new ListTraceReader(RandomTrace.of(seed, events, 2))) {
      Traces.writeGo(reader, Files.newOutputStream(file));
    }
  }

  private List<Path> kept() throws IOException {
    try (Stream<Path> files = Files.list(cache.directory())) {
      return files.sorted().toList();
    }
  }

  /** All that a store says. */
  private static List<Span> everything(SpanStore store) {
    List<Span> spans = new ArrayList<>();
    SpanCursor cursor = store.cursor();
    for (Tracks tracks : List.of(store.threads(), store.procs())) {
      for (int i = 0; i < tracks.size(); i++) {
        Track track = tracks.get(i);
        track.name();
        track.start();
        cursor.between(track, Long.MIN_VALUE, Long.MAX_VALUE);
        while (cursor.next()) {
          spans.add(cursor.span());
        }
      }
      List<Track> all = new ArrayList<>();
      for (int i = 0; i < tracks.size(); i++) {
        all.add(tracks.get(i));
      }
      store.tile(all, store.extent().begin(), store.extent().end(), 50);
    }
    ListCursor records = store.listCursor();
    for (SpanKind kind : StoreWriter.LISTS) {
      records.between(kind, Long.MIN_VALUE, Long.MAX_VALUE);
      while (records.next()) {
        spans.add(records.span());
        if (kind == SpanKind.TASK) {
          assertTrue(store.listCursor().seekTask(records.id()));
        }
      }
    }
    return spans;
  }

  private List<Span> opened() throws IOException {
    try (SpanStore store = cache.open(trace)) {
      return everything(store);
    }
  }

  @Test
  void knowsWhichTracesItHas() throws IOException {
    assertFalse(cache.has(trace));
    try (SpanStore store = cache.open(trace)) {
      assertTrue(cache.has(trace));
      assertEquals(StoreCache.identity(trace), store.identity());
    }
    String before = StoreCache.identity(trace);
    write(trace, 2, 1000);
    assertFalse(cache.has(trace), "it is another one");
    assertNotEquals(before, StoreCache.identity(trace));
    try (TemporaryStore none = new TemporaryStore();
        TraceReader reader = Traces.open(trace)) {
      Timeline.read(reader, none);
      assertEquals("", none.store().identity());
    }
  }

  @Test
  void isMadeOnce() throws IOException {
    List<Span> spans = opened();
    assertFalse(spans.isEmpty());
    Path store = kept().getFirst();
    assertEquals(1, kept().size());
    // Who makes it replaces the file; who opens it does not.
    try (FileChannel file = FileChannel.open(store, StandardOpenOption.WRITE)) {
      assertEquals(spans, opened());
      file.write(ByteBuffer.allocate(1), 0);
    }
    assertEquals(0, Files.readAllBytes(store)[0], "it is still the same file");
  }

  @Test
  void isMadeAnewForAnotherContentOrTime() throws IOException {
    List<Span> before = opened();
    FileTime time = Files.getLastModifiedTime(trace);
    write(trace, 2, 1000);
    Files.setLastModifiedTime(trace, time);
    assertNotEquals(before, opened());
    assertEquals(2, kept().size());
    Files.setLastModifiedTime(trace, FileTime.from(Instant.ofEpochSecond(77)));
    opened();
    assertEquals(3, kept().size());
  }

  @Test
  void isMadeAnewWhereverItIsDamaged() throws IOException {
    List<Span> expected = opened();
    Path store = kept().getFirst();
    byte[] whole = Files.readAllBytes(store);
    Random random = new Random(5);
    // Each byte of the header, and bytes everywhere else.
    for (int i = 0; i < whole.length; i += i < StoreFormat.HEADER_SIZE ? 1 : 1201) {
      byte[] damaged = whole.clone();
      damaged[i] ^= (byte) (1 << random.nextInt(8));
      Files.write(store, damaged);
      List<Span> found;
      try {
        found = opened();
      } catch (DamagedStoreException e) {
        assertTrue(e.getMessage().contains(store.toString()), e::getMessage);
        found = opened();
      }
      assertEquals(expected, found, "byte " + i);
    }
  }

  @Test
  void isMadeAnewWhenItIsForeignOldOrCut() throws IOException {
    List<Span> expected = opened();
    Path store = kept().getFirst();
    byte[] whole = Files.readAllBytes(store);
    for (int length : new int[] {0, 1, 511, 512, 513, whole.length / 2, whole.length - 1}) {
      Files.write(store, Arrays.copyOf(whole, length));
      assertEquals(expected, opened(), "cut to " + length);
    }
    Files.write(store, Arrays.copyOf(whole, whole.length + 8));
    assertEquals(expected, opened(), "longer");
    Files.writeString(store, "something else entirely".repeat(1000));
    assertEquals(expected, opened(), "foreign");
    Files.write(store, new byte[whole.length]);
    assertEquals(expected, opened(), "zeros");
    // A whole store of another trace under this one's name.
    Path other = directory.resolve("b.trace");
    write(other, 3, 1000);
    cache.open(other).close();
    Path others = kept().stream().filter(path -> !path.equals(store)).findFirst().orElseThrow();
    Files.copy(others, store, StandardCopyOption.REPLACE_EXISTING);
    assertEquals(expected, opened(), "another's");
  }

  @Test
  void aTraceThatBreaksOffGivesAStoreOfWhatIsWhole() throws IOException {
    byte[] bytes = Files.readAllBytes(trace);
    byte[] cut = Arrays.copyOf(bytes, bytes.length / 2);
    Files.write(trace, cut);
    SpanList before = new SpanList();
    Timeline timeline = new Timeline(before);
    MalformedTraceException fault;
    try (TraceReader reader = Traces.open(trace)) {
      fault = assertThrows(MalformedTraceException.class, () -> reader.copyTo(timeline));
      timeline.end(reader.repairs(), Optional.of(TraceFault.of(fault)));
    }
    // The second time it is only opened.
    for (int i = 0; i < 2; i++) {
      try (SpanStore store = cache.open(trace)) {
        assertEquals(before.extent(), store.extent());
        assertEquals(fault.getMessage(), store.extent().fault().orElseThrow().message());
        assertEquals(fault.offset(), store.extent().fault().orElseThrow().offset());
        assertEquals(sorted(before.spans()), sorted(everything(store)));
      }
    }
    assertTrue(before.of(SpanKind.STATE).size() > 10, "too poor");
    assertEquals(1, kept().size());
  }

  /** Without lives, which a store has as tracks. */
  private static List<String> sorted(List<Span> spans) {
    return spans.stream()
        .filter(span -> span.kind() != SpanKind.LIFE)
        .map(Span::toString)
        .sorted()
        .toList();
  }

  @Test
  void whatIsNoTraceLeavesNothing() throws IOException {
    Files.writeString(trace, "no trace");
    assertThrows(MalformedTraceException.class, () -> cache.open(trace));
    assertEquals(List.of(), kept());
  }

  @Test
  void saysHowFarItIsWhileItIsMade() throws IOException {
    List<Long> reports = new ArrayList<>();
    BuildProgress progress =
        (bytes, size, events) -> {
          assertEquals(Files.size(trace), size);
          assertTrue(bytes > 0 == events > 0 && bytes <= size);
          reports.add(events);
        };
    cache.open(trace, progress).close();
    assertEquals(List.of(0L, 1L), reports, "a short one");
    cache.open(trace, progress).close();
    assertEquals(List.of(0L, 1L), reports, "it is there");
    Files.writeString(trace, "x", StandardOpenOption.APPEND);
    assertThrows(
        IOException.class,
        () ->
            cache.open(
                trace,
                (bytes, size, events) -> {
                  throw new IOException("enough");
                }));
    assertEquals(1, kept().size(), "who gives up leaves nothing");
  }

  @Test
  void manyOpenItAtOnce() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
      List<Future<List<Span>>> found = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        found.add(threads.submit(this::opened));
      }
      List<Span> first = found.getFirst().get();
      for (Future<List<Span>> each : found) {
        assertEquals(first, each.get());
      }
    }
    assertEquals(1, kept().size());
  }

  @Test
  void whereItMayNotWriteTheStoreLivesAsLongAsItIsOpen() throws IOException {
    Path file = directory.resolve("file");
    Files.writeString(file, "where the directory should be");
    StoreCache nowhere = new StoreCache(file.resolve("cache"), Long.MAX_VALUE);
    List<Span> expected = opened();
    try (SpanStore store = nowhere.open(trace)) {
      assertEquals(expected, everything(store));
    }
    assertFalse(Files.exists(nowhere.directory()));
  }

  @Test
  void theOnesNotUsedForLongestAreThrownAway() throws IOException {
    opened();
    Path first = kept().getFirst();
    Files.setLastModifiedTime(first, FileTime.from(Instant.ofEpochSecond(1)));
    Path abandoned = cache.directory().resolve("0.ltx.x.part");
    Files.writeString(abandoned, "x");
    Files.setLastModifiedTime(abandoned, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    Path recent = cache.directory().resolve("1.ltx.x.part");
    Files.writeString(recent, "x");
    Path others = cache.directory().resolve("someone.txt");
    Files.writeString(others, "x");

    cache = new StoreCache(cache.directory(), Files.size(first) + 10);
    Path second = directory.resolve("b.trace");
    write(second, 2, 1000);
    cache.open(second).close();
    assertFalse(Files.exists(first));
    assertFalse(Files.exists(abandoned));
    assertTrue(Files.exists(recent) && Files.exists(others));
    assertEquals(3, kept().size(), "the one just made stays");

    cache = new StoreCache(cache.directory(), 0);
    cache.open(trace).close();
    assertTrue(Files.exists(first), "even if it alone is too large");
    assertDoesNotThrow(() -> cache.open(trace).close());
  }

  @Test
  void findsTheUsersCache() {
    Path home = Path.of("home", "me").toAbsolutePath();
    Path other = Path.of("other").toAbsolutePath();
    String at = home.toString();
    assertEquals(home.resolve(".cache/loomtrace"), StoreCache.userDirectory(Map.of(), "Linux", at));
    assertEquals(
        home.resolve(".cache/loomtrace"),
        StoreCache.userDirectory(Map.of("XDG_CACHE_HOME", "relative"), "Linux", at));
    assertEquals(
        other.resolve("loomtrace"),
        StoreCache.userDirectory(Map.of("XDG_CACHE_HOME", other.toString()), "Linux", at));
    assertEquals(
        other.resolve("loomtrace"),
        StoreCache.userDirectory(Map.of("LOCALAPPDATA", other.toString()), "Windows 11", at));
    assertEquals(
        home.resolve("Library/Caches/loomtrace"),
        StoreCache.userDirectory(Map.of(), "Mac OS X", at));
  }
}
