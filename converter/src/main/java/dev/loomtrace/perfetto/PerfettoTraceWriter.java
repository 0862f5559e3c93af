package dev.loomtrace.perfetto;

import dev.loomtrace.base.ProtoBytes;
import dev.loomtrace.perfetto.Fields.Clocks;
import dev.loomtrace.perfetto.Fields.Packet;
import dev.loomtrace.trace.ClockSnapshot;
import dev.loomtrace.trace.EventSink;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ResourceKind;
import dev.loomtrace.trace.TraceState;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.function.LongPredicate;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Writes events as a trace for Perfetto, whose page and queries then work for threads of any kind,
 * virtual ones and goroutines among them: a proc is a cpu, a thread (goroutine) is a thread.
 *
 * <p>Times are those of the events, on the clock that Perfetto calls boot time; if the trace begins
 * before 2, all are later by the same. The wall clock is known as of the first snapshot.
 *
 * <p>Memory: what is alive, and a part of fixed size of what has happened. Not safe for use by
 * several threads.
 */
public final class PerfettoTraceWriter implements EventSink, Closeable {
  private static final long LEAST_TIME = 2; // The first switch of a cpu is one before.

  private static final int BUFFER = 1 << 16;

  private final Packets packets;
  private final Threads threads;
  private final Scheduling scheduling;
  private final Tracks tracks;
  private final Annotations annotations;
  private final Ranges ranges;
  private final Samples samples;
  private final TraceState state = new TraceState();
  private final String program;
  private boolean begun;
  private long lastSnapshot = Long.MIN_VALUE;

  /**
   * A writer of one trace with all its threads.
   *
   * @param out where it goes; closed with this writer
   * @param program what wrote the trace, such as {@code Go 1.26}; empty: not known
   */
  public PerfettoTraceWriter(OutputStream out, String program) {
    this(out, program, thread -> true);
  }

  /**
   * A writer of one trace with some of its threads. Of the others only when they run is in the
   * file, under one name for each cpu, and tasks that do not belong on a thread's track.
   *
   * @param out where it goes; closed with this writer
   * @param program what wrote the trace, such as {@code Go 1.26}; empty: not known
   * @param shown whether the thread (goroutine) of an id is in the file by itself; asked once for
   *     each
   */
  public PerfettoTraceWriter(OutputStream out, String program, LongPredicate shown) {
    this.program = program.isEmpty() ? "program" : program;
    packets = new Packets(out);
    threads = new Threads(packets, shown);
    scheduling = new Scheduling(packets, threads);
    tracks = new Tracks(packets);
    annotations = new Annotations(threads, tracks);
    ranges = new Ranges(threads, tracks, annotations);
    samples = new Samples(packets, threads);
  }

  /**
   * A stream that compresses what is written for Perfetto, which reads it so as well; rather fast
   * than small.
   *
   * @param out where it goes; closed with the stream
   * @throws IOException if it cannot be written
   */
  public static OutputStream compressed(OutputStream out) throws IOException {
    return new Compressed(out);
  }

  private static final class Compressed extends GZIPOutputStream {
    private Compressed(OutputStream out) throws IOException {
      super(out, BUFFER);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  @Override
  public void accept(EventView e) throws IOException {
    if (!begun) {
      begin(e.time());
    }
    state.accept(e);
    switch (e.kind()) {
      case GO_TRANSITION -> transition(e);
      case SYNC -> {
        if (e.clock().isPresent()) {
          snapshot(e.clock().get());
        }
      }
      case TASK_BEGIN, TASK_END, REGION_BEGIN, REGION_END, LOG -> annotations.accept(e);
      case RANGE_BEGIN, RANGE_ACTIVE, RANGE_END -> ranges.accept(e);
      case METRIC -> {
        long track = tracks.counter(e.metricName());
        if (track != Tracks.PROCESS) {
          tracks.value(track, e.time(), e.metricValue());
        }
      }
      case STACK_SAMPLE -> samples.accept(e);
      case LABEL -> {
        WrittenThread thread =
            e.labelledKind() == ResourceKind.GOROUTINE ? threads.get(e.labelledId()) : null;
        if (thread != null && thread.isShown() && !e.label().isEmpty()) {
          threads.rename(thread, e.label() + " " + e.labelledId());
        }
      }
      case PROC_TRANSITION, EXPERIMENTAL -> {
        // A cpu is idle when nobody runs on it.
      }
    }
  }

  private void begin(long time) throws IOException {
    begun = true;
    packets.shift(Math.max(0, LEAST_TIME - time));
    scheduling.begin();
    threads.begin(time, program);
    tracks.begin(program);
  }

  private void transition(EventView e) throws IOException {
    WrittenThread thread = threads.of(e);
    if (e.goTo() == GoState.NOT_EXIST && !thread.open().isEmpty()) {
      annotations.end(thread, e.time());
    }
    scheduling.transition(e, thread, state);
    if (e.goTo() == GoState.NOT_EXIST) {
      threads.forget(e.resourceId());
    }
  }

  private void snapshot(ClockSnapshot clock) throws IOException {
    Instant wallTime = clock.wallTime();
    long wall = wallTime.getEpochSecond() * 1_000_000_000 + wallTime.getNano();
    long time = packets.time(clock.traceTime());
    if (time <= lastSnapshot || time < 0 || wall < 0) {
      return; // Of clocks that were set to something absurd nothing can be said.
    }
    lastSnapshot = time;
    ProtoBytes packet = packets.begin(Packets.TRACKS);
    int snapshot = packet.begin(Packet.CLOCK_SNAPSHOT);
    clock(packet, Clocks.BOOTTIME, time);
    clock(packet, Clocks.REALTIME, wall);
    packet.number(Clocks.PRIMARY, Clocks.BOOTTIME);
    packets.end(snapshot);
  }

  private static void clock(ProtoBytes packet, int id, long time) {
    int clock = packet.begin(Clocks.CLOCKS);
    packet.number(Clocks.CLOCK_ID, id);
    packet.number(Clocks.CLOCK_TIMESTAMP, time);
    packet.end(clock);
  }

  /** Writes what is left and closes the output. */
  @Override
  public void close() throws IOException {
    try {
      if (begun) {
        annotations.close();
        scheduling.write();
      }
    } finally {
      packets.close();
    }
  }
}
