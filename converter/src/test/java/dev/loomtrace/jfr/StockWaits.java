package dev.loomtrace.jfr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.convert.Traces;
import dev.loomtrace.jfr.chunk.Chunk;
import dev.loomtrace.jfr.chunk.ChunkHeader;
import dev.loomtrace.jfr.chunk.ChunkReader;
import dev.loomtrace.jfr.chunk.ChunkValue;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.Repairs;
import dev.loomtrace.trace.SourceEvents;
import dev.loomtrace.trace.TraceReader;
import dev.loomtrace.trace.TraceState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * The waits of a recording without Loomtrace's events, by thread and kind: what {@code
 * jdk.jfr.consumer} says of them, and what the trace does.
 *
 * <p>The sum over the events of a kind is the time in waits of that kind, with these exceptions, by
 * which the consumer's events are counted here:
 *
 * <ul>
 *   <li>Each moment belongs to one wait. If a thread waits for something within another wait (for a
 *       stream's lock in order to read), it is the inner one's; but if the inner event is that of a
 *       park on nothing, it is how the outer wait waits, and the moment is the outer one's.
 *   <li>A wait is told of at its end. Of one that began before the chunk before that one, the time
 *       until that chunk is unknown, for by then it has been told; unless that chunk is the first.
 *       If nothing else was told just before that chunk, the trace has a little more of the wait.
 *       The trace counts these waits.
 *   <li>Waits of the JVM's own threads have no place, and are counted as left out. The waits of a
 *       poller, and those for work of a fork-join pool's thread, are the system's own.
 * </ul>
 */
final class StockWaits {
  /** The kinds of waits, by the events that tell of them. */
  static final Map<String, String> KINDS =
      Map.of(
          "jdk.ThreadPark", "park",
          "jdk.ThreadSleep", "sleep",
          "jdk.JavaMonitorEnter", "monitor",
          "jdk.JavaMonitorWait", "object wait",
          "jdk.SocketRead", "socket",
          "jdk.SocketWrite", "socket",
          "jdk.SocketConnect", "socket",
          "jdk.FileRead", "file",
          "jdk.FileWrite", "file",
          "jdk.FileForce", "file");

  private static final double MOST_OFF = 0.01;
  private static final long ROUNDED = 50_000; // Nanoseconds, of all waits of a thread.
  private static final long SAME_CLOCK = 1_000_000_000;
  private static final long JAVA_THREADS = 1L << 51; // Threads without a Java id are above.

  /** A wait in nanoseconds. */
  private record Wait(String kind, long begin, long end, boolean bare) {}

  private final Map<Long, List<Wait>> waits = new HashMap<>();
  private final Map<Long, List<Wait>> whole = new HashMap<>(); // With what is told too late.
  private final Map<Long, String> names = new HashMap<>();
  private final Map<String, Long> counts = new TreeMap<>();
  private final Map<String, Long> withoutPlace = new TreeMap<>();
  // A chunk of JDK 17 may lack a thread that the one before it has, where the trace finds it.
  private final Map<String, Long> nameless = new TreeMap<>();
  private final Map<String, Long> ofNobody = new TreeMap<>();
  private final Set<Long> idsOfTheJvm = new TreeSet<>();
  private final Set<String> ofTheJvm = new TreeSet<>();
  private final Map<Long, Map<String, Long>> ours = new HashMap<>();
  private final Set<String> kinds = new TreeSet<>();
  private SourceEvents source = SourceEvents.NONE;
  private Repairs repairs = Repairs.NONE;
  private long toldLate;

  private StockWaits() {}

  /** Reads a recording in both ways. */
  static StockWaits of(Path file) throws IOException {
    StockWaits found = new StockWaits();
    found.readTheirs(file);
    found.readOurs(file);
    return found;
  }

  private void readTheirs(Path file) throws IOException {
    List<ChunkHeader> headers = new ArrayList<>();
    try (ChunkReader chunks = new ChunkReader(Files.newInputStream(file))) {
      for (Chunk chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
        headers.add(chunk.header());
      }
    }
    List<ChunkHeader> inOrder = new ArrayList<>(headers);
    inOrder.sort(Comparator.comparingLong(ChunkHeader::startNanos));
    try (RecordingFile events = new RecordingFile(file);
        ChunkReader chunks = new ChunkReader(Files.newInputStream(file))) {
      // Both give the events in the file's order.
      for (Chunk chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
        ChunkHeader header = chunk.header();
        int place = inOrder.indexOf(header);
        long before =
            place < 2 ? Long.MIN_VALUE : begin(inOrder.get(place - 1), inOrder.getFirst());
        // The consumer tells times by the wall clock, which each chunk reads anew; and of a chunk
        // with a clock of its own, by that of the first one.
        long ahead =
            begin(header, inOrder.getFirst()) - nanos(header.startTicks(), header.ticksPerSecond());
        for (ChunkValue e = chunk.nextEvent(); e != null; e = chunk.nextEvent()) {
          long ticks = e.number(e.type().field("startTime"));
          theirs(events.readEvent(), nanos(ticks, header.ticksPerSecond()) + ahead, before);
        }
      }
      assertFalse(events.hasMoreEvents(), "more events");
    }
  }

  /**
   * When a chunk begins by the clock of the first one; the wall clock says which have another. That
   * a second's difference makes another clock is taken from the reader that is tested: how long
   * waits are does not depend on it, as the JDK's reader says it, nor which thread's they are.
   */
  private static long begin(ChunkHeader chunk, ChunkHeader first) {
    long own = nanos(chunk.startTicks(), chunk.ticksPerSecond());
    long since = chunk.startNanos() - first.startNanos();
    long byWall = nanos(first.startTicks(), first.ticksPerSecond()) + since;
    return Math.abs(own - byWall) < SAME_CLOCK ? own : byWall;
  }

  private void theirs(RecordedEvent event, long begin, long notBefore) {
    String type = event.getEventType().getName();
    counts.merge(type, 1L, Long::sum);
    for (String field : List.of("eventThread", "thread")) {
      if (event.hasField(field)
          && event.getValue(field) instanceof RecordedThread named
          && isOfTheJvm(named)) {
        idsOfTheJvm.add(id(named));
      }
    }
    String kind = KINDS.get(type);
    if (kind == null) {
      return;
    }
    RecordedThread thread = event.getThread();
    // Which are the JVM's own, async-profiler does not say.
    if (thread == null || isOfTheJvm(thread) || idsOfTheJvm.contains(id(thread))) {
      withoutPlace.merge(type, 1L, Long::sum);
      // The trace knows a thread as the JVM's own if a chunk before has described it.
      if (thread == null || !isOfTheJvm(thread)) {
        nameless.merge(type, 1L, Long::sum);
        ofNobody.merge(kind, event.getDuration().toNanos(), Long::sum);
      }
      ofTheJvm.add(String.valueOf(thread));
      return;
    }
    kinds.add(kind);
    long id = id(thread);
    names.put(id, thread.getJavaName());
    RecordedClass on = kind.equals("park") ? event.getClass("parkedClass") : null;
    boolean idle = on != null && on.getName().endsWith("ForkJoinPool");
    if (idle || (thread.isVirtual() && thread.getJavaName().contains("Poller"))) {
      return; // In the system's own waits.
    }
    long end = begin + event.getDuration().toNanos();
    toldLate += begin < notBefore ? 1 : 0;
    boolean bare = kind.equals("park") && on == null;
    add(waits, id, new Wait(kind, Math.max(begin, notBefore), Math.max(end, notBefore), bare));
    add(whole, id, new Wait(kind, begin, end, bare));
  }

  private static void add(Map<Long, List<Wait>> to, long thread, Wait wait) {
    to.computeIfAbsent(thread, key -> new ArrayList<>()).add(wait);
  }

  /** Whether it is one of the JVM's own, of which a trace says nothing. */
  static boolean isOfTheJvm(RecordedThread thread) {
    String group = thread.getThreadGroup() == null ? "" : thread.getThreadGroup().getName();
    String name = String.valueOf(thread.getJavaName());
    return id(thread) <= 0
        || (!thread.isVirtual()
            && (Set.of("system", "InnocuousThreadGroup", "CarrierThreads").contains(group)
                || name.startsWith("JFR ")
                || name.equals("DestroyJavaVM")));
  }

  // Mission Control's writer knows the system's ids only.
  private static long id(RecordedThread thread) {
    return thread.hasField("javaThreadId") ? thread.getJavaThreadId() : thread.getOSThreadId();
  }

  private static long nanos(long ticks, long perSecond) {
    return (long) ((double) ticks / perSecond * 1e9);
  }

  private void readOurs(Path file) throws IOException {
    TraceState state = new TraceState();
    try (TraceReader trace = Traces.open(file)) {
      while (trace.next()) {
        if (trace.kind() == EventKind.GO_TRANSITION) {
          TraceState.Goroutine g = state.goroutine(trace.resourceId());
          if (g != null) {
            leaves(g, trace.goFrom(), trace.time());
          }
        }
        state.accept(trace);
      }
      source = trace.sourceEvents();
      repairs = trace.repairs();
    }
  }

  private void leaves(TraceState.Goroutine g, GoState from, long time) {
    if ((from != GoState.WAITING && !from.keepsThread()) || g.id() >= JAVA_THREADS) {
      return;
    }
    String kind =
        switch (g.cause().recorded()) {
          case UNKNOWN, UNTOLD, SYSTEM -> "";
          case SLEEP -> "sleep";
          case MONITOR -> "monitor";
          case OBJECT_WAIT, CLASS_INITIALIZATION -> "object wait";
          case SOCKET -> "socket";
          case FILE -> "file";
          default -> "park";
        };
    if (!kind.isEmpty()) {
      ours.computeIfAbsent(g.id(), id -> new TreeMap<>()).merge(kind, time - g.began(), Long::sum);
    }
  }

  /** Of one thread: time by kind, each moment in the innermost wait. */
  private static Map<String, Long> innermost(List<Wait> all) {
    List<Wait> sorted = new ArrayList<>(all);
    sorted.sort(Comparator.comparingLong(Wait::begin).thenComparingLong(w -> -w.end));
    Map<String, Long> sums = new TreeMap<>();
    Deque<Wait> open = new ArrayDeque<>();
    long now = Long.MIN_VALUE;
    for (Wait wait : sorted) {
      now = spend(open, now, wait.begin, sums);
      Wait around = open.peek();
      if (around == null || !wait.bare || around.end < wait.end) {
        open.push(wait);
      }
    }
    spend(open, now, Long.MAX_VALUE, sums);
    return sums;
  }

  private static long spend(Deque<Wait> open, long from, long to, Map<String, Long> sums) {
    long now = from;
    while (!open.isEmpty() && now < to) {
      Wait wait = open.peek();
      long end = Math.min(to, wait.end);
      if (end > now) {
        sums.merge(wait.kind, end - now, Long::sum);
        now = end;
      }
      if (wait.end <= now) {
        open.pop();
      }
    }
    return Math.max(now, to);
  }

  /** The kinds of waits of which there are events. */
  Set<String> kinds() {
    return kinds;
  }

  /** What the consumer says of each kind, in all threads, in nanoseconds. */
  Map<String, Long> sums() {
    return sums(waits);
  }

  private static Map<String, Long> sums(Map<Long, List<Wait>> all) {
    Map<String, Long> sums = new TreeMap<>();
    all.values().forEach(of -> innermost(of).forEach((kind, t) -> sums.merge(kind, t, Long::sum)));
    return sums;
  }

  /** How many events are of this type. */
  long count(String type) {
    return counts.getOrDefault(type, 0L);
  }

  /** The trace says the same of each thread, within 1 %, and of all of them. */
  void assertSameTimes() {
    Set<Long> threads = new TreeSet<>(waits.keySet());
    threads.addAll(ours.keySet());
    Map<String, Long> all = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    for (long thread : threads) {
      Map<String, Long> least = innermost(waits.getOrDefault(thread, List.of()));
      Map<String, Long> most = innermost(whole.getOrDefault(thread, List.of()));
      Map<String, Long> found = ours.getOrDefault(thread, Map.of());
      found.forEach((kind, time) -> all.merge(kind, time, Long::sum));
      compare("thread " + thread + " " + names.get(thread), least, most, found, wrong);
    }
    compare("all", sums(), sums(whole), all, wrong);
    assertEquals(List.of(), wrong);
    assertEquals(toldLate, repairs.count(Repairs.Kind.WAIT_TOLD_LATE), "told late");
    assertEquals(Map.of(), repairs.withoutCuts().counts());
  }

  private void compare(
      String what,
      Map<String, Long> least,
      Map<String, Long> most,
      Map<String, Long> found,
      List<String> wrong) {
    Set<String> all = new TreeSet<>(most.keySet());
    all.addAll(found.keySet());
    for (String kind : all) {
      long low = least.getOrDefault(kind, 0L);
      long high = most.getOrDefault(kind, 0L) + ofNobody.getOrDefault(kind, 0L);
      long is = found.getOrDefault(kind, 0L);
      if (is < low - ROUNDED - MOST_OFF * low || is > high + ROUNDED + MOST_OFF * high) {
        wrong.add(what + ": " + kind + " " + is + " instead of " + low + " to " + high);
      }
    }
  }

  /** The trace counts the same events, and says which of them have no place. */
  void assertSameCounts() {
    Map<String, Long> found = new TreeMap<>();
    for (SourceEvents.Type type : source.types()) {
      found.put(type.name(), type.count());
      assertTrue(type.leftOut() <= type.count(), type::toString);
      if (KINDS.containsKey(type.name())) {
        long most = withoutPlace.getOrDefault(type.name(), 0L);
        long least = most - nameless.getOrDefault(type.name(), 0L);
        boolean said = least <= type.leftOut() && type.leftOut() <= most;
        assertTrue(said, () -> type + ": " + least + " to " + most + " " + ofTheJvm);
      }
    }
    assertEquals(counts, found);
  }
}
