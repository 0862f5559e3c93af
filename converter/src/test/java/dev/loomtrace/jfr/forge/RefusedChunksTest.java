package dev.loomtrace.jfr.forge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.convert.Traces;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.SourceEvents;
import dev.loomtrace.trace.TraceReader;
import dev.loomtrace.trace.TraceState;
import dev.loomtrace.trace.WaitReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunks that cannot be told after those before: what these tell is told all the same. */
class RefusedChunksTest {
  private static final int START_NANOS = 4;
  private static final int DURATION_NANOS = 5;
  private static final int FREQUENCY = 7;
  private static final long SECOND = 1_000_000_000;
  private static final long WALL = 1_700_000_000 * SECOND;
  private static final long BLOCKED = 5;
  private static final long OF_GUEST = 9;

  private static final String DUMP =
      """
      2026-11-30 22:44:33
      "blocked" #5 [55] prio=5 os_prio=0 cpu=1.00ms elapsed=2.57s tid=0x00007f661ceac6a0 nid=55 waiting for monitor entry  [0x00007f65c3ffe000]
         java.lang.Thread.State: BLOCKED (on object monitor)
      \tat Dead.ab(Dead.java:5)
      \t- waiting to lock <0x000000069ecd7928> (a java.lang.Object)

      """;

  @TempDir private Path folder;

  // A chunk async-profiler wrote beside the JVM.

  /** Three chunks of a JVM, a second each, with a sleep of the thread of the chunk's number. */
  private static List<ForgedChunk> hosts() {
    Crafted c = new Crafted();
    for (long i = 1; i <= 3; i++) {
      c.entry("java.lang.Thread", 1, Map.of("javaThreadId", i));
      c.event("jdk.ThreadSleep", Map.of("eventThread", 1L, "duration", SECOND / 2));
      c.skipTime(SECOND);
      if (i < 3) {
        c.nextChunk();
      }
    }
    List<ForgedChunk> chunks = new ArrayList<>(c.file().chunks());
    for (int i = 0; i < 3; i++) {
      chunks.get(i).headerLies[START_NANOS] = WALL + i * SECOND;
    }
    return chunks;
  }

  /** Of the same clock, from the middle of the second chunk on. */
  private static ForgedChunk guest() {
    Crafted c = new Crafted();
    c.skipTime(SECOND + SECOND / 2);
    c.entry("java.lang.Thread", 1, Map.of("javaThreadId", OF_GUEST));
    c.event("profiler.Log", Map.of());
    c.event("jdk.ThreadPark", Map.of("eventThread", 1L, "duration", SECOND / 10));
    ForgedChunk chunk = c.file().chunks().getFirst();
    chunk.start = SECOND + SECOND / 2;
    chunk.headerLies[START_NANOS] = WALL + SECOND + SECOND / 2;
    return chunk;
  }

  /** Reads all of a file; the threads that were told to wait. */
  private Set<Long> waiters(List<ForgedChunk> chunks, int leftOut) throws IOException {
    Path file = Files.write(folder.resolve("trace.jfr"), new ForgedFile(chunks).bytes());
    Set<Long> waiters = new TreeSet<>();
    try (TraceReader trace = Traces.open(file)) {
      while (trace.next()) {
        if (trace.kind() == EventKind.GO_TRANSITION && trace.goFrom() == GoState.WAITING) {
          waiters.add(trace.resourceId());
        }
      }
      SourceEvents source = trace.sourceEvents();
      assertEquals(5, source.count(), source::toString);
      assertEquals(leftOut, source.leftOut(), source::toString);
    }
    return waiters;
  }

  @Test
  void aGuestIsToldWhereItBegins() throws IOException {
    List<ForgedChunk> chunks = hosts();
    chunks.add(guest());
    assertEquals(Set.of(1L, 2L, 3L, OF_GUEST), waiters(chunks, /* leftOut= */ 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aGuestWithAnotherClockIsLeftOut(int at) throws IOException {
    List<ForgedChunk> chunks = hosts();
    ForgedChunk guest = guest();
    guest.headerLies[FREQUENCY] = 2 * SECOND;
    chunks.add(at, guest);
    assertEquals(Set.of(1L, 2L, 3L), waiters(chunks, /* leftOut= */ 2));
  }

  /** Of the JVM's chunks before it the oldest ones are deleted. */
  @Test
  void aGuestThatBeganBeforeAllThatIsLeft() throws IOException {
    List<ForgedChunk> chunks = hosts();
    ForgedChunk guest = guest();
    guest.headerLies[START_NANOS] = WALL - SECOND;
    guest.start = 1;
    chunks.add(guest);
    assertEquals(Set.of(1L, 2L, 3L), waiters(chunks, /* leftOut= */ 2));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void aGuestWithAnEventThatNoClockHasReached(int at) throws IOException {
    List<ForgedChunk> chunks = hosts();
    ForgedChunk guest = guest();
    Crafted late = new Crafted();
    late.skipTime(Long.MAX_VALUE - SECOND);
    late.event("jdk.ThreadPark", Map.of("eventThread", 1L, "duration", 5L));
    guest.events.set(1, late.file().chunks().getFirst().events.getFirst());
    // Its clock is behind by two seconds, so that its events are delayed.
    guest.start -= SECOND;
    guest.headerLies[START_NANOS] = WALL + SECOND + 3 * SECOND / 4;
    chunks.add(at, guest);
    assertEquals(Set.of(1L, 2L, 3L), waiters(chunks, /* leftOut= */ 2));
  }

  // Dumps of threads.

  private static void dump(Crafted c, String text, long jvmStarted) {
    c.string(1, text);
    c.string(2, "blocked");
    c.entry(
        "java.lang.Thread",
        1,
        Map.of("javaThreadId", BLOCKED, "osThreadId", 55L, "javaName", 2L, "osName", 2L));
    c.event("jdk.JVMInformation", Map.of("jvmStartTime", jvmStarted));
    c.event("jdk.ThreadDump", Map.of("result", 1L));
  }

  /** Two chunks, each with a dump. */
  private static List<ForgedChunk> dumps(long between) {
    Crafted c = new Crafted();
    dump(c, DUMP, 1);
    c.skipTime(between);
    c.nextChunk();
    dump(c, DUMP, 1);
    return new ArrayList<>(c.file().chunks());
  }

  private static WaitReason reasonAtEnd(List<ForgedChunk> chunks) throws IOException {
    TraceState state = new TraceState();
    try (TraceReader trace =
        Traces.open(new ByteArrayInputStream(new ForgedFile(chunks).bytes()))) {
      while (trace.next()) {
        state.accept(trace);
      }
    }
    return state.goroutine(BLOCKED).cause().recorded();
  }

  /** That a wait goes on after the last dump is known if an event would tell of its end. */
  @ParameterizedTest
  @CsvSource({
    "2000000000, 1000000000, true, true",
    "500000000, 1000000000, true, false",
    "500000000, 100000000, true, true",
    "500000000, 0, false, false",
    "2000000000, 0, false, true"
  })
  void theLastDumpsWait(long between, long duration, boolean finished, boolean goesOn)
      throws IOException {
    List<ForgedChunk> chunks = dumps(between);
    chunks.getLast().headerLies[DURATION_NANOS] = duration;
    chunks.getLast().finished = finished;
    assertEquals(goesOn, reasonAtEnd(chunks) == WaitReason.MONITOR);
  }

  private static List<String> transitions(List<ForgedChunk> chunks, boolean breaksOff)
      throws IOException {
    List<String> all = new ArrayList<>();
    TraceState state = new TraceState();
    try (TraceReader trace =
        Traces.open(new ByteArrayInputStream(new ForgedFile(chunks).bytes()))) {
      if (breaksOff) {
        assertThrows(MalformedTraceException.class, () -> note(trace, state, all));
      } else {
        note(trace, state, all);
      }
    }
    all.add(state.goroutine(BLOCKED).cause().toString());
    all.add(state.goroutine(BLOCKED).name().toString());
    return all;
  }

  private static void note(TraceReader trace, TraceState state, List<String> to)
      throws IOException {
    while (trace.next()) {
      state.accept(trace);
      if (trace.kind() == EventKind.GO_TRANSITION) {
        to.add(trace.time() + " " + trace.resourceId() + trace.goFrom() + trace.goTo());
      }
    }
  }

  /** Two recordings in one file: the end of the first one is its own. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anotherJvmsRecordingFollows(boolean broken) throws IOException {
    List<ForgedChunk> chunks = dumps(2 * SECOND);
    List<String> alone = transitions(chunks, false);
    assertTrue(reasonAtEnd(chunks) == WaitReason.MONITOR);
    Crafted other = new Crafted();
    other.skipTime(4 * SECOND);
    dump(other, DUMP.replace("BLOCKED (on object monitor)", "RUNNABLE"), 2);
    ForgedChunk chunk = other.file().chunks().getFirst();
    chunk.start = 4 * SECOND;
    if (broken) {
      chunk.events.add(JfrBytes.event(new byte[1], 1 << 20));
    }
    chunks.add(chunk);
    assertEquals(alone, transitions(chunks, true));
  }
}
