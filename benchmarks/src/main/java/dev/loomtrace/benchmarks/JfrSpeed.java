package dev.loomtrace.benchmarks;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import dev.loomtrace.gotrace.GoTraceReader;
import dev.loomtrace.jfr.JfrTraceWriter;
import dev.loomtrace.jfr.chunk.Chunk;
import dev.loomtrace.jfr.chunk.ChunkReader;
import dev.loomtrace.jfr.chunk.ChunkType;
import dev.loomtrace.jfr.chunk.ChunkValue;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.TraceReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;
import one.jfr.JfrReader;
import one.jfr.event.ContendedLock;
import one.jfr.event.Event;
import one.jfr.event.ExecutionSample;

/**
 * Writes and reads JFR recordings, with our code and with that of others in turn, in one thread and
 * by its processor time.
 *
 * <ul>
 *   <li>{@code write TRACE EVENTS ROUNDS}: a Go trace as a recording, to nowhere: all that the
 *       conversion writes; and so many of its first events, each once, with Mission Control's
 *       writer.
 *   <li>{@code convert TRACE RECORDING}: a recording, as {@code loomtrace convert} makes it.
 *   <li>{@code heap TRACE}: a whole trace, to nowhere; prints the heap that is in use after
 *       collections, and the largest generation.
 *   <li>{@code read RECORDING ROUNDS}: all events of a recording, of which some are decoded and the
 *       others skipped, with our reader and that of async-profiler's converter.
 * </ul>
 */
public final class JfrSpeed {
  private static final int WARM_UP = 2;

  private JfrSpeed() {}

  /** Runs it. */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[1]);
    switch (arguments[0]) {
      case "write" -> write(file, Long.parseLong(arguments[2]), Integer.parseInt(arguments[3]));
      case "convert" -> convert(file, Path.of(arguments[2]));
      case "heap" -> heap(file);
      case "read" -> read(file, Integer.parseInt(arguments[2]));
      default -> throw new IllegalArgumentException("found " + arguments[0]);
    }
  }

  /** What is timed: returns how many events it was. */
  private interface Work {
    long run() throws IOException;
  }

  /** Millions of events per second of processor time of each round. */
  private static double timed(Work work, String who, String what) throws IOException {
    long wall = System.nanoTime();
    long begin = threadNanos();
    long events = work.run();
    double seconds = (threadNanos() - begin) / 1e9;
    double speed = events / seconds / 1e6;
    System.out.printf(
        Locale.ROOT,
        "%-26s %-26s %9d events, %6.0f ms cpu of the thread, %6.0f ms: %7.2f M/s%n",
        who,
        what,
        events,
        seconds * 1e3,
        (System.nanoTime() - wall) / 1e6,
        speed);
    return speed;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static void compare(String what, double[] ours, double[] others) {
    double[] ratios = new double[ours.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = ours[i] / others[i];
    }
    System.out.printf(
        Locale.ROOT,
        "%s, medians of %d rounds: %.2f M/s, the other %.2f M/s, ratio %.2f (%.2f to %.2f)%n",
        what,
        ours.length,
        median(ours),
        median(others),
        median(ratios),
        Arrays.stream(ratios).min().orElseThrow(),
        Arrays.stream(ratios).max().orElseThrow());
  }

  // The first rounds are not counted: little is compiled.
  private static void write(Path trace, long events, int rounds) throws IOException {
    double[] ours = new double[rounds];
    double[] others = new double[rounds];
    for (int i = -WARM_UP; i < rounds; i++) {
      double own = timed(() -> convert(trace), "ours", "Go -> JFR");
      double other =
          timed(() -> withMissionControl(trace, events), "Mission Control's writer", "Go -> JFR");
      if (i >= 0) {
        ours[i] = own;
        others[i] = other;
      }
    }
    compare("Go -> JFR", ours, others);
  }

  private static long convert(Path trace) throws IOException {
    try (TraceReader reader = GoTraceReader.open(Files.newInputStream(trace));
        JfrTraceWriter writer =
            new JfrTraceWriter(OutputStream.nullOutputStream(), reader.program())) {
      return copy(reader, writer::accept, Long.MAX_VALUE);
    }
  }

  private static long withMissionControl(Path trace, long most) throws IOException {
    try (TraceReader reader = GoTraceReader.open(Files.newInputStream(trace));
        MissionControlWriter writer = new MissionControlWriter(OutputStream.nullOutputStream())) {
      return copy(reader, writer::accept, most);
    }
  }

  private interface Sink {
    void accept(TraceReader event) throws IOException;
  }

  private static long copy(TraceReader reader, Sink sink, long most) throws IOException {
    long events = 0;
    while (events < most && reader.next()) {
      sink.accept(reader);
      events++;
    }
    return events;
  }

  private static void convert(Path trace, Path recording) throws IOException {
    try (TraceReader reader = GoTraceReader.open(Files.newInputStream(trace));
        JfrTraceWriter writer =
            new JfrTraceWriter(Files.newOutputStream(recording), reader.program())) {
      reader.copyTo(writer);
    }
  }

  private static void heap(Path trace) throws IOException {
    AtomicLong most = new AtomicLong();
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) collector)
          .addNotificationListener(
              (notification, nothing) -> {
                GcInfo info =
                    GarbageCollectionNotificationInfo.from(
                            (CompositeData) notification.getUserData())
                        .getGcInfo();
                long used =
                    info.getMemoryUsageAfterGc().entrySet().stream()
                        .filter(pool -> isHeap(pool.getKey()))
                        .mapToLong(pool -> pool.getValue().getUsed())
                        .sum();
                most.accumulateAndGet(used, Math::max);
              },
              null,
              null);
    }
    long[] generation = new long[2];
    Counting out = new Counting();
    timed(
        () -> {
          try (TraceReader reader = GoTraceReader.open(Files.newInputStream(trace));
              JfrTraceWriter writer = new JfrTraceWriter(out, reader.program())) {
            long events = 0;
            while (reader.next()) {
              writer.accept(reader);
              events++;
              generation[0] = reader.kind() == EventKind.SYNC ? 0 : generation[0] + 1;
              generation[1] = Math.max(generation[1], generation[0]);
            }
            return events;
          }
        },
        "ours",
        "Go -> JFR");
    System.out.printf(
        Locale.ROOT,
        "a trace of %d MB as a recording of %d MB, the largest generation of %d events: heap of at"
            + " most %d MB, in use after a collection at most %d MB%n",
        Files.size(trace) >> 20,
        out.bytes >> 20,
        generation[1],
        Runtime.getRuntime().maxMemory() >> 20,
        most.get() >> 20);
  }

  private static boolean isHeap(String pool) {
    return !pool.startsWith("Code") && !pool.startsWith("Meta") && !pool.startsWith("Compressed");
  }

  /** Counts what is written. */
  private static final class Counting extends OutputStream {
    private long bytes;

    @Override
    public void write(int octet) {
      bytes++;
    }

    @Override
    public void write(byte[] octets, int from, int length) {
      bytes += length;
    }
  }

  private static void read(Path recording, int rounds) throws IOException {
    long all = 0;
    for (long count : counts(recording).values()) {
      all += count;
    }
    long events = all;
    System.out.println(events + " events");
    double[] ours = new double[rounds];
    double[] others = new double[rounds];
    for (boolean waits : new boolean[] {false, true}) {
      String what = waits ? "waits and samples" : "samples";
      for (int i = -WARM_UP; i < rounds; i++) {
        long[] sums = new long[2];
        double own =
            timed(
                () -> {
                  sums[0] = ourSum(recording, waits);
                  return events;
                },
                "ours",
                what);
        double other =
            timed(
                () -> {
                  sums[1] = othersSum(recording, waits);
                  return events;
                },
                "async-profiler's",
                what);
        if (sums[0] != sums[1]) {
          throw new IllegalStateException(sums[0] + " is not " + sums[1]);
        }
        if (i >= 0) {
          ours[i] = own;
          others[i] = other;
        }
      }
      compare("read, " + what + " decoded", ours, others);
    }
  }

  private static Map<String, Long> counts(Path recording) throws IOException {
    Map<String, Long> counts = new TreeMap<>();
    try (Chunks chunks = new Chunks(recording)) {
      for (Chunk chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
        for (ChunkValue e = chunk.nextEvent(); e != null; e = chunk.nextEvent()) {
          counts.merge(e.type().name(), 1L, Long::sum);
        }
      }
    }
    return counts;
  }

  /** Chunks of a file. */
  private static final class Chunks implements Closeable {
    private final ChunkReader reader;

    private Chunks(Path file) throws IOException {
      InputStream in = Files.newInputStream(file);
      reader = new ChunkReader(in);
    }

    private Chunk next() throws IOException {
      return reader.next();
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }

  /** A sum of times and keys of stacks, and how many there are. */
  private static long ourSum(Path recording, boolean waits) throws IOException {
    long sum = 0;
    try (Chunks chunks = new Chunks(recording)) {
      for (Chunk chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
        sum += ourSum(chunk, waits);
      }
    }
    return sum;
  }

  /** A type whose events are decoded, and its fields. */
  private record Wanted(ChunkType type, int time, int stack, int duration) {
    private static Wanted of(Chunk chunk, String name) {
      ChunkType type = chunk.type(name);
      return new Wanted(
          type,
          type == null ? -1 : type.field("startTime"),
          type == null ? -1 : type.field("stackTrace"),
          type == null ? -1 : type.field("duration"));
    }
  }

  private static long ourSum(Chunk chunk, boolean waits) throws IOException {
    Wanted samples = Wanted.of(chunk, "jdk.ExecutionSample");
    Wanted parks = Wanted.of(chunk, "jdk.ThreadPark");
    Wanted monitors = Wanted.of(chunk, "jdk.JavaMonitorEnter");
    long sum = 0;
    for (ChunkValue e = chunk.nextEvent(); e != null; e = chunk.nextEvent()) {
      ChunkType type = e.type();
      Wanted wanted = null;
      if (type == samples.type) {
        wanted = samples;
      } else if (waits && (type == parks.type || type == monitors.type)) {
        wanted = type == parks.type ? parks : monitors;
        sum += e.number(wanted.duration);
      }
      if (wanted == null) {
        type.unwanted();
      } else {
        sum += e.number(wanted.time) + e.number(wanted.stack) + 1;
      }
    }
    return sum;
  }

  private static long othersSum(Path recording, boolean waits) throws IOException {
    long sum = 0;
    try (JfrReader reader = new JfrReader(recording.toString())) {
      if (waits) {
        for (Event e = reader.readEvent(); e != null; e = reader.readEvent()) {
          if (e instanceof ContendedLock lock) {
            sum += e.time + e.stackTraceId + 1 + lock.duration;
          } else if (e instanceof ExecutionSample) {
            sum += e.time + e.stackTraceId + 1;
          }
        }
      } else {
        ExecutionSample e = reader.readEvent(ExecutionSample.class);
        while (e != null) {
          sum += e.time + e.stackTraceId + 1;
          e = reader.readEvent(ExecutionSample.class);
        }
      }
    }
    return sum;
  }

  private static long threadNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
