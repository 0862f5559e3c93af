package dev.loomtrace.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.convert.Traces;
import dev.loomtrace.testing.RandomTrace;
import dev.loomtrace.timeline.SpanSink;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.timeline.store.SpanStore;
import dev.loomtrace.timeline.store.StoreCache;
import dev.loomtrace.timeline.store.TemporaryStore;
import dev.loomtrace.trace.FrameOrigins;
import dev.loomtrace.trace.ListTraceReader;
import dev.loomtrace.trace.TraceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One unit's critical path in order of time, compared with what is added up over units. */
class CriticalPathTest {
  @TempDir private Path directory;

  /** What is the same in a segment and in a row of the profile. */
  private static String words(CriticalPath.Segment segment) {
    return (segment.state() == PathState.BLOCKED ? segment.cause().word() : segment.state().name())
        + segment.place().map(place -> " " + place.site().function()).orElse("");
  }

  private static String words(PathStory story) {
    return CriticalPathsTest.words(
        new PathStory(List.of(), story.state(), story.cause(), story.place()));
  }

  /** Returns how deep the deepest segment is. */
  private static int compare(SpanStore store, WorldStops stops, PathUnit unit) {
    CriticalPath path = CriticalPath.of(store, stops, FrameOrigins.DEFAULT, unit);
    assertFalse(path.isCut());
    Map<String, Long> told = new TreeMap<>();
    long at = unit.begin();
    int deepest = 0;
    for (CriticalPath.Segment segment : path.segments()) {
      assertEquals(at, segment.begin(), "without a gap");
      assertTrue(segment.duration() > 0);
      at = segment.end();
      deepest = Math.max(deepest, segment.depth());
      told.merge(words(segment), segment.duration(), Long::sum);
    }
    assertEquals(unit.end(), at);
    PathProfile profile =
        PathProfile.of(
            store,
            stops,
            FrameOrigins.DEFAULT,
            List.of(unit),
            PathSelection.ALL,
            PathSelection.ALL);
    Map<String, Long> truth = new TreeMap<>();
    for (PathProfile.Row row : profile.rows()) {
      truth.merge(words(row.story()), row.total(), Long::sum);
    }
    truth.values().removeIf(time -> time == 0);
    assertEquals(truth, told);
    return deepest;
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void saysOfEachMomentWhatTheProfileAddsUp(long seed) throws IOException {
    Story story = CriticalPathsTest.waitingForEachOther(seed);
    PathUnits units = PathUnits.ofThreads(group -> true);
    WorldStops stops = new WorldStops();
    try (TemporaryStore spans = new TemporaryStore()) {
      story.tellTo(spans);
      story.tellTo(units);
      story.tellTo(stops);
      int deepest = 0;
      for (PathUnit unit : units.whole()) {
        deepest = Math.max(deepest, compare(spans.store(), stops, unit));
      }
      assertTrue(deepest > 3, "they wait for each other");
    }
  }

  @Test
  void namesThoseWhoHadToActInTurn() throws IOException {
    Story story = CriticalPathsTest.fiveHandOffs();
    PathUnits units = PathUnits.ofTasks(task -> true, FrameOrigins.DEFAULT);
    WorldStops stops = new WorldStops();
    try (TemporaryStore spans = new TemporaryStore()) {
      story.tellTo(spans);
      story.tellTo(units);
      CriticalPath path =
          CriticalPath.of(spans.store(), stops, FrameOrigins.DEFAULT, units.whole().getFirst());
      StringBuilder told = new StringBuilder();
      for (CriticalPath.Segment segment : path.segments()) {
        told.append(segment.thread()).append('@').append(segment.depth()).append(' ');
        assertEquals(segment.thread(), segment.depth() + 1);
      }
      // Down the row of those who wait for each other, and up again.
      assertTrue(
          told.toString().matches("(1@0 )+(2@1 )+(3@2 )+(4@3 )+(5@4 )+(6@5 )+.*(1@0 )+"),
          told::toString);
    }
  }

  @Test
  void leavesWaitsWholeWhereThereIsTooMuch() throws IOException {
    Story story = CriticalPathsTest.waitingForEachOther(11);
    PathUnits units = PathUnits.ofThreads(group -> true);
    try (TemporaryStore spans = new TemporaryStore()) {
      story.tellTo(spans);
      story.tellTo(units);
      for (PathUnit unit : units.whole()) {
        CriticalPath path =
            CriticalPath.of(
                spans.store(), new WorldStops(), FrameOrigins.DEFAULT, unit.stretches(), 0);
        assertEquals(
            unit.duration(),
            path.segments().stream().mapToLong(CriticalPath.Segment::duration).sum());
        assertTrue(path.segments().stream().allMatch(segment -> segment.depth() == 0));
      }
    }
  }

  private SpanStore store(Path file) throws IOException {
    return new StoreCache(directory.resolve("cache"), Long.MAX_VALUE).open(file);
  }

  private static void read(Path file, SpanSink... sinks) throws IOException {
    try (TraceReader reader = Traces.open(file)) {
      Timeline.read(reader, sinks);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void isTheSameFromAStoreAsFromEvents(long seed) throws IOException {
    Path file = directory.resolve("random.trace");
    Traces.writeGo(new ListTraceReader(RandomTrace.of(seed, 6000, 3)), Files.newOutputStream(file));
    WorldStops fromEvents = new WorldStops();
    PathUnits tasks = PathUnits.ofTasks(task -> true, FrameOrigins.DEFAULT);
    read(file, fromEvents, tasks);
    try (SpanStore store = store(file)) {
      WorldStops fromStore = WorldStops.of(store);
      long begin = store.extent().begin();
      long end = store.extent().end();
      Random random = new Random(seed);
      for (int i = 0; i < 1000; i++) {
        long from = random.nextLong(begin, end);
        long to = random.nextLong(from, end + 1);
        assertEquals(fromEvents.between(from, to), fromStore.between(from, to));
        long[] stopped = {0};
        long[] at = {from};
        fromStore.pieces(
            from,
            to,
            (isStopped, pieceFrom, pieceTo) -> {
              assertEquals(at[0], pieceFrom);
              assertTrue(pieceTo > pieceFrom);
              at[0] = pieceTo;
              stopped[0] += isStopped ? pieceTo - pieceFrom : 0;
            });
        assertEquals(to, at[0]);
        assertEquals(fromStore.between(from, to), stopped[0]);
      }
      assertTrue(fromStore.between(begin, end) > 0, "the world was stopped");
      for (PathUnit unit : tasks.whole()) {
        compare(store, fromStore, unit);
      }
      assertFalse(tasks.whole().isEmpty());
    }
  }
}
