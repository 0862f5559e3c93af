package dev.loomtrace.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.loomtrace.analysis.TraceSummary;
import dev.loomtrace.convert.Traces;
import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.timeline.store.SpanCursor;
import dev.loomtrace.timeline.store.SpanStore;
import dev.loomtrace.timeline.store.StoreCache;
import dev.loomtrace.timeline.store.Track;
import dev.loomtrace.timeline.store.Tracks;
import dev.loomtrace.timeline.store.WakeCursor;
import dev.loomtrace.trace.TraceReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Makes the span store of a trace, and asks it what a page and a critical path ask.
 *
 * <p>Arguments: what to do, and the trace. {@code build} reads it, reads it into spans that nobody
 * keeps, and makes a store, each once; {@code ask} asks that store; {@code summary} sums the trace
 * up a few times, the first one with nothing compiled. Stores are kept in a directory beside the
 * trace, {@code build} empties it first. Of what is asked there are wall times of each and, since
 * others may use the machine as well, the mean of the thread's processor time.
 */
public final class StoreSpeed {
  private static final int ROWS = 60;
  private static final int BUCKETS = 512;
  private static final int LOOK_UPS = 1_000_000;
  private static final int TILES = 300;
  private static final int WAKES = 10_000;
  private static final int OPENINGS = 100;
  private static final int SUMMARIES = 5;

  private StoreSpeed() {}

  /** Runs it. */
  public static void main(String[] arguments) throws IOException {
    Path trace = Path.of(arguments[1]).toAbsolutePath();
    StoreCache cache =
        new StoreCache(trace.resolveSibling(trace.getFileName() + ".stores"), Long.MAX_VALUE);
    switch (arguments[0]) {
      case "build" -> build(trace, cache);
      case "ask" -> ask(trace, cache);
      case "summary" -> summary(trace);
      default -> throw new IllegalArgumentException("found " + arguments[0]);
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void timed(String what, Work work) throws IOException {
    long begin = System.nanoTime();
    long processor = processorNanos();
    work.run();
    System.out.printf(
        "%-22s %6d ms, %6d ms cpu%n",
        what, (System.nanoTime() - begin) / 1_000_000, (processorNanos() - processor) / 1_000_000);
  }

  private static void build(Path trace, StoreCache cache) throws IOException {
    if (Files.isDirectory(cache.directory())) {
      try (Stream<Path> old = Files.list(cache.directory())) {
        for (Path file : old.toList()) {
          Files.delete(file);
        }
      }
    }
    timed(
        "read",
        () -> {
          try (TraceReader reader = Traces.open(trace)) {
            reader.copyTo(event -> {});
          }
        });
    timed(
        "read into spans",
        () -> {
          try (TraceReader reader = Traces.open(trace)) {
            Timeline.read(reader, span -> {});
          }
        });
    timed("read into a store", () -> cache.open(trace).close());
    try (SpanStore store = cache.open(trace)) {
      long spans = 0;
      for (Tracks tracks : List.of(store.threads(), store.procs())) {
        for (int i = 0; i < tracks.size(); i++) {
          spans += tracks.get(i).spans();
        }
      }
      long records = store.threads().size();
      for (SpanKind kind :
          List.of(
              SpanKind.TASK,
              SpanKind.REGION,
              SpanKind.RANGE,
              SpanKind.COUNTER,
              SpanKind.SAMPLE,
              SpanKind.LOG)) {
        records += store.count(kind);
      }
      System.out.printf(
          "%d events, %d spans of states and carriers, %d others (%d lives), %d bytes: %.2f a span%n",
          store.extent().events(),
          spans,
          records,
          store.threads().size(),
          store.size(),
          (double) store.size() / (spans + records));
    }
  }

  private static void ask(Path trace, StoreCache cache) throws IOException {
    long[] opening = new long[OPENINGS];
    long processor = threadNanos();
    cache.open(trace).close();
    System.out.printf(
        "first opening in this JVM: %.1f ms cpu%n", (threadNanos() - processor) / 1e6);
    processor = threadNanos();
    for (int i = 0; i < OPENINGS; i++) {
      long begin = System.nanoTime();
      cache.open(trace).close();
      opening[i] = System.nanoTime() - begin;
    }
    print("opening", opening, threadNanos() - processor, OPENINGS);
    try (SpanStore store = cache.open(trace)) {
      long from = store.extent().begin();
      long to = store.extent().end();
      List<Track> busiest = busiest(store);
      for (int round = 0; round < 3; round++) {
        lookUps(store, from, to);
        wakes(store, busiest, from, to);
        tiles("60 busiest tracks, whole trace", store, busiest, from, to);
        tiles(
            "the same, a tenth of it",
            store,
            busiest,
            from + (to - from) / 2,
            from + (to - from) / 5 * 3);
        Random random = new Random(7);
        List<Track> any = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
          any.add(store.threads().get(random.nextInt(store.threads().size())));
        }
        tiles("60 threads, whole trace", store, any, from, to);
      }
    }
  }

  private static void summary(Path trace) throws IOException {
    for (int i = 0; i < SUMMARIES; i++) {
      long thread = threadNanos();
      timed(
          i == 0 ? "summary, cold" : "summary, once more",
          () -> {
            try (TraceReader reader = Traces.open(trace)) {
              TraceSummary summary = new TraceSummary();
              Timeline.read(reader, summary);
              summary.result();
            }
          });
      System.out.printf("  of this thread %d ms cpu%n", (threadNanos() - thread) / 1_000_000);
    }
  }

  private static List<Track> busiest(SpanStore store) {
    List<Track> tracks = new ArrayList<>();
    for (Tracks all : List.of(store.procs(), store.threads())) {
      for (int i = 0; i < all.size(); i++) {
        tracks.add(all.get(i));
      }
    }
    tracks.sort(Comparator.comparingLong(Track::spans).reversed());
    return List.copyOf(tracks.subList(0, Math.min(ROWS, tracks.size())));
  }

  private static void lookUps(SpanStore store, long from, long to) {
    SpanCursor span = store.cursor();
    Random random = new Random(3);
    long found = 0;
    long sum = 0;
    long[] times = new long[LOOK_UPS];
    long processor = threadNanos();
    for (int i = 0; i < LOOK_UPS; i++) {
      Track track = store.threads().get(random.nextInt(store.threads().size()));
      long time = track.begin() + (long) (random.nextDouble() * (track.end() - track.begin()));
      long begin = System.nanoTime();
      if (span.seekThread(track.id(), time)) {
        found++;
        sum += span.wakerThread() + span.state().name().length();
      }
      times[i] = System.nanoTime() - begin;
    }
    print("look-up of thread and time", times, threadNanos() - processor, found + sum);
    processor = threadNanos();
    for (int i = 0; i < LOOK_UPS; i++) {
      long time = from + (long) (random.nextDouble() * (to - from));
      long proc = store.procs().get(random.nextInt(store.procs().size())).id();
      long begin = System.nanoTime();
      if (span.seekProc(proc, time)) {
        sum += span.thread();
      }
      times[i] = System.nanoTime() - begin;
    }
    print("look-up of proc and time", times, threadNanos() - processor, sum);
  }

  private static void tiles(String what, SpanStore store, List<Track> rows, long from, long to) {
    long[] times = new long[TILES];
    long sum = 0;
    long processor = threadNanos();
    for (int i = 0; i < TILES; i++) {
      long begin = System.nanoTime();
      sum += store.tile(rows, from, to, BUCKETS).spans(0, 0);
      times[i] = System.nanoTime() - begin;
    }
    print(what, times, threadNanos() - processor, sum);
  }

  /** Whom the busiest threads woke in a thousandth of the trace, one hundred at most. */
  private static void wakes(SpanStore store, List<Track> busiest, long from, long to) {
    WakeCursor wakes = store.wakeCursor();
    Random random = new Random(5);
    List<Track> threads = busiest.stream().filter(track -> !track.isProc()).limit(8).toList();
    long sum = 0;
    long[] times = new long[WAKES];
    long processor = threadNanos();
    for (int i = 0; i < WAKES; i++) {
      long begin = System.nanoTime();
      long time = from + (long) (random.nextDouble() * (to - from));
      wakes.between(
          threads.get(random.nextInt(threads.size())).id(), time, time + (to - from) / 1000);
      for (int k = 0; k < 100 && wakes.next(); k++) {
        sum += wakes.woken();
      }
      times[i] = System.nanoTime() - begin;
    }
    print("100 wakes of a thread", times, threadNanos() - processor, sum);
  }

  private static void print(String what, long[] times, long processor, long sum) {
    Arrays.sort(times);
    System.out.printf(
        "%-32s median %8.1f us, 99 %% %8.1f us, mean cpu %8.1f us (check %d)%n",
        what,
        times[times.length / 2] / 1e3,
        times[times.length * 99 / 100] / 1e3,
        processor / 1e3 / times.length,
        sum);
  }

  private static long threadNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long processorNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
