package dev.loomtrace.perfetto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.Task;
import dev.loomtrace.convert.Traces;
import dev.loomtrace.gotrace.v1.V1Traces;
import dev.loomtrace.testing.GoTools;
import dev.loomtrace.testing.GoTraces;
import dev.loomtrace.testing.PerfettoReplay;
import dev.loomtrace.testing.RandomTrace;
import dev.loomtrace.trace.ClockSnapshot;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventSink;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ListTraceReader;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.TraceEvent;
import dev.loomtrace.trace.TraceReader;
import dev.loomtrace.trace.TraceState;
import dev.loomtrace.trace.WaitReason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is written reads without a fault as Perfetto reads it, and says of each thread what the
 * event model says: the same states, to the nanosecond.
 */
@Isolated("records its own JVM")
class PerfettoTraceWriterTest {
  @TempDir Path folder;

  /** What the model says, beside the writer. */
  private static final class Expected implements EventSink {
    private final TraceState state = new TraceState();
    private final TimeWindow window;
    private final Map<Long, Map<String, Long>> sums = new HashMap<>();
    private long wakings;
    private long logs;
    private long samples;

    private Expected(TimeWindow window) {
      this.window = window;
    }

    @Override
    public void accept(EventView e) {
      if (!window.contains(e.time())) {
        state.accept(e);
        return;
      }
      if (e.kind() == EventKind.GO_TRANSITION) {
        TraceState.Goroutine g = state.goroutine(e.resourceId());
        GoState before = g == null ? GoState.UNDETERMINED : g.state();
        if (g != null && before != e.goTo()) {
          sums.computeIfAbsent(g.id(), key -> new TreeMap<>())
              .merge(letter(g), e.time() - Math.max(g.since(), window.from()), Long::sum);
        }
        wakings += before == GoState.WAITING && e.goTo() == GoState.RUNNABLE ? 1 : 0;
      }
      logs += e.kind() == EventKind.LOG ? 1 : 0;
      samples += e.kind() == EventKind.STACK_SAMPLE ? 1 : 0;
      state.accept(e);
    }

    private static String letter(TraceState.Goroutine g) {
      return switch (g.state()) {
        case RUNNING -> PerfettoReplay.RUNNING;
        case RUNNABLE -> PerfettoReplay.RUNNABLE;
        case SYSCALL, PINNED -> PerfettoReplay.UNINTERRUPTIBLE;
        case WAITING ->
            g.cause().reason() == WaitReason.MONITOR
                ? PerfettoReplay.UNINTERRUPTIBLE
                : PerfettoReplay.SLEEPING;
        case UNDETERMINED, NOT_EXIST -> throw new AssertionError(g.state().toString());
      };
    }
  }

  private static PerfettoReplay converted(String which, TraceReader trace) throws IOException {
    return converted(which, trace, TimeWindow.ALWAYS);
  }

  private static PerfettoReplay converted(String which, TraceReader trace, TimeWindow window)
      throws IOException {
    Expected expected = new Expected(window);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (trace) {
      Traces.writePerfetto(trace, out, PerfettoPart.only().during(window), expected);
    } catch (MalformedTraceException e) {
      // What is whole is written.
    }
    PerfettoReplay replay;
    try {
      replay = new PerfettoReplay(out.toByteArray());
    } catch (AssertionError e) {
      throw new AssertionError(which + ": " + e.getMessage(), e);
    }
    Map<Long, Map<String, Long>> found = new HashMap<>();
    replay
        .sums()
        .forEach(
            (name, states) ->
                found.put(Long.parseLong(name.substring(name.lastIndexOf(' ') + 1)), states));
    expected.sums.values().forEach(states -> states.values().removeIf(nanos -> nanos == 0));
    expected.sums.values().removeIf(Map::isEmpty);
    assertEquals(expected.sums, found, which);
    assertEquals(expected.logs, replay.instants().size(), which);
    assertTrue(replay.samples().size() <= expected.samples, which);
    assertTrue(replay.wakings().size() >= expected.wakings, which);
    return replay;
  }

  private static TraceReader open(byte[] trace) throws IOException {
    return Traces.open(new ByteArrayInputStream(trace));
  }

  static List<Path> fixtures() throws IOException {
    try (Stream<Path> files =
        Files.list(GoTools.projectRoot().resolve("test-fixtures").resolve("cases"))) {
      return files
          .filter(file -> file.toString().endsWith(".trace") || file.toString().endsWith(".jfr"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void fixturesAreAsTheModelHasThem(Path file) throws IOException {
    converted(file.toString(), Traces.open(file));
  }

  @Test
  void recordingsAreAsTheModelHasThem() throws IOException {
    long blocked = 0;
    for (Path file : GoTraces.recordings().toList()) {
      blocked += converted(file.toString(), Traces.open(file)).blocked().size();
    }
    assertTrue(blocked > 1000, "reasons: " + blocked);
  }

  @Test
  void goTestDataAreAsTheModelHasThem() throws IOException {
    for (GoTraces.Case test : GoTraces.cases()) {
      converted(test.name(), open(test.trace()));
    }
  }

  @Test
  void tracesBeforeGo122AreAsTheModelHasThem() throws IOException {
    for (Path file : V1Traces.files()) {
      converted(file.toString(), Traces.open(file));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void randomTracesAreAsTheModelHasThem(long seed) throws IOException {
    List<TraceEvent> events = RandomTrace.of(seed, 3000, 4);
    PerfettoReplay replay = converted("seed " + seed, new ListTraceReader(events));
    long regions = events.stream().filter(e -> e.kind() == EventKind.REGION_BEGIN).count();
    long tasks = events.stream().filter(e -> e.kind() == EventKind.TASK_BEGIN).count();
    assertTrue(tasks > 0 && regions > 0);
    assertTrue(replay.slices().size() >= tasks, replay.slices()::toString);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void windowsOfRandomTracesAreAsTheModelHasThem(long seed) throws IOException {
    List<TraceEvent> events = RandomTrace.of(seed, 3000, 4);
    Random random = new Random(seed);
    for (int i = 0; i < 20; i++) {
      long a = events.get(random.nextInt(events.size())).time() + random.nextInt(2);
      long b = events.get(random.nextInt(events.size())).time();
      TimeWindow window = new TimeWindow(Math.min(a, b), Math.max(a, b));
      PerfettoReplay replay =
          converted("seed " + seed + ", " + window, new ListTraceReader(events), window);
      assertTrue(!replay.threadNames().isEmpty(), window::toString);
    }
  }

  @Test
  void windowsOfGoTestDataAreAsTheModelHasThem() throws IOException {
    for (GoTraces.Case test : GoTraces.cases()) {
      List<TraceEvent> events = new ArrayList<>();
      try (TraceReader reader = open(test.trace())) {
        while (reader.next()) {
          events.add(reader.event());
        }
      } catch (MalformedTraceException e) {
        // What is whole is read.
      }
      for (int i = 0; i < events.size(); i += 1 + events.size() / 10) {
        TimeWindow window = new TimeWindow(events.get(i).time(), Long.MAX_VALUE);
        converted(test.name() + " from " + window.from(), open(test.trace()), window);
      }
    }
  }

  /** Traces in one file are what they are in files of their own, at the time that it was. */
  @Test
  void tracesInOneFileDoNotCollide() throws IOException {
    List<List<TraceEvent>> traces = new ArrayList<>();
    List<ClockSnapshot> starts = new ArrayList<>();
    for (long seed : new long[] {1, 2, 1}) { // One of them twice: all its numbers are the same.
      List<TraceEvent> events = new ArrayList<>(RandomTrace.of(seed, 2000, 4));
      TraceEvent.Sync sync = (TraceEvent.Sync) events.getFirst();
      ClockSnapshot clock =
          new ClockSnapshot(sync.time(), 0, Instant.ofEpochSecond(1_700_000_000L - seed, 7 * seed));
      events.set(0, new TraceEvent.Sync(sync.time(), 1, Optional.of(clock), Map.of()));
      traces.add(events);
      starts.add(clock);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Map<String, Map<String, Long>> expected = new TreeMap<>();
    List<PerfettoPart> parts = PerfettoPart.aligned(starts);
    long slices = 0;
    long flows = 0;
    for (int i = 0; i < traces.size(); i++) {
      String name = "program" + i;
      Traces.writePerfetto(new ListTraceReader(traces.get(i)), out, parts.get(i).named(name));
      PerfettoReplay alone = converted(name, new ListTraceReader(traces.get(i)));
      alone.sums().forEach((thread, states) -> expected.put(name + ": " + thread, states));
      slices += alone.slices().size();
      flows += alone.flows().size();
    }
    PerfettoReplay together = new PerfettoReplay(out.toByteArray());
    assertEquals(List.of("program0", "program1", "program2"), together.processes());
    assertEquals(expected, together.sums());
    assertEquals(slices, together.slices().size());
    assertTrue(flows > 0);
    assertEquals(flows, together.flows().size());
    // The second one began a second and 7 nanoseconds less before the first.
    TimeWindow window = new TimeWindow(starts.getFirst().traceTime(), Long.MAX_VALUE);
    assertEquals(
        starts.get(1).traceTime() + 1_000_000_000L - 7,
        parts.get(1).windowOf(window, parts.get(0)).from());
    assertEquals(window.from(), parts.get(2).windowOf(window, parts.get(0)).from());
    assertThrows(IllegalArgumentException.class, () -> PerfettoPart.aligned(List.of()));
  }

  /** A lock that is held, in a task of its own, by threads of a JVM. */
  @Test
  @SuppressWarnings("LockNotBeforeTry") // Nothing can fail where it is held.
  void recordingsOfAJvmAreAsTheModelHasThem() throws Exception {
    Path file = folder.resolve("jvm.jfr");
    try (Recording recording = new Recording()) {
      for (String name :
          List.of(
              "jdk.ThreadStart",
              "jdk.ThreadEnd",
              "jdk.VirtualThreadStart",
              "jdk.VirtualThreadEnd",
              "jdk.GarbageCollection",
              "jdk.GCHeapSummary")) {
        recording.enable(name);
      }
      recording.enable("jdk.ThreadPark").withoutThreshold();
      recording.start();
      ReentrantLock lock = new ReentrantLock();
      lock.lock();
      Thread waiting =
          Thread.ofPlatform()
              .name("waiting")
              .start(
                  () -> {
                    Task task = Task.begin("restock");
                    lock.lock();
                    lock.unlock();
                    task.end();
                  });
      while (!lock.hasQueuedThread(waiting)) {
        Thread.onSpinWait();
      }
      Thread.ofVirtual().start(() -> {}).join();
      System.gc();
      lock.unlock();
      waiting.join();
      recording.stop();
      recording.dump(file);
    }
    PerfettoReplay replay = converted(file.toString(), Traces.open(file));
    assertTrue(
        replay.blocked().stream()
            .anyMatch(b -> b.thread().startsWith("waiting ") && b.reason().startsWith("lock")),
        replay.blocked()::toString);
    assertTrue(
        replay.slices().stream().anyMatch(s -> s.toString().endsWith(" task restock")),
        replay.slices()::toString);
    assertFalse(replay.clocks().isEmpty());
    assertFalse(replay.counters().isEmpty());
  }
}
