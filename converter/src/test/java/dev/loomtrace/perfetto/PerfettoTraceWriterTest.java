package dev.loomtrace.perfetto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.Task;
import dev.loomtrace.convert.Traces;
import dev.loomtrace.gotrace.v1.V1Traces;
import dev.loomtrace.testing.GoTools;
import dev.loomtrace.testing.GoTraces;
import dev.loomtrace.testing.PerfettoReplay;
import dev.loomtrace.testing.RandomTrace;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is written reads without a fault as Perfetto reads it, and says of each thread what the
 * event model says: the same states, to the nanosecond.
 */
class PerfettoTraceWriterTest {
  @TempDir Path folder;

  /** What the model says, beside the writer. */
  private static final class Expected implements EventSink {
    private final TraceState state = new TraceState();
    private final Map<Long, Map<String, Long>> sums = new HashMap<>();
    private long wakings;
    private long logs;
    private long samples;

    @Override
    public void accept(EventView e) {
      if (e.kind() == EventKind.GO_TRANSITION) {
        TraceState.Goroutine g = state.goroutine(e.resourceId());
        GoState before = g == null ? GoState.UNDETERMINED : g.state();
        if (g != null && before != e.goTo()) {
          sums.computeIfAbsent(g.id(), key -> new TreeMap<>())
              .merge(letter(g), e.time() - g.since(), Long::sum);
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
    Expected expected = new Expected();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (trace) {
      Traces.writePerfetto(trace, out, Traces.ALL_THREADS, expected);
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
