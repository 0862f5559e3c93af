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
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Writes events as a trace for Perfetto, whose page and queries then work for threads of any kind,
 * virtual ones and goroutines among them: a proc is a cpu, a thread (goroutine) is a thread.
 *
 * <p>Times are those of the events, on the clock that Perfetto calls boot time; if the trace begins
 * before 3, all are later by the same. The wall clock is known as of the first snapshot.
 *
 * <p>Memory: what is alive, and a part of fixed size of what has happened. Not safe for use by
 * several threads.
 */
public final class PerfettoTraceWriter implements EventSink, Closeable {
  private static final int BUFFER = 1 << 16;

  private final Packets packets;
  private final Threads threads;
  private final Scheduling scheduling;
  private final Tracks tracks;
  private final Annotations annotations;
  private final Ranges ranges;
  private final Samples samples;
  private final TraceState state = new TraceState();
  private final PerfettoPart part;
  private final String process;
  private final Earlier earlier = new Earlier();
  private boolean begun;
  private long lastSnapshot = Long.MIN_VALUE;

  /**
   * A writer of one trace with all its threads.
   *
   * @param out where it goes; closed with this writer
   * @param program what wrote the trace, such as {@code Go 1.26}; empty: not known
   */
  public PerfettoTraceWriter(OutputStream out, String program) {
    this(out, program, PerfettoPart.only());
  }

  /**
   * A writer of what is chosen of one trace. Files that have several traces are written one after
   * the other.
   *
   * @param out where it goes; closed with this writer
   * @param program what wrote the trace, such as {@code Go 1.26}; empty: not known
   * @param part what of the trace is written, and how it stands beside others
   */
  public PerfettoTraceWriter(OutputStream out, String program, PerfettoPart part) {
    this.part = part;
    this.process = !part.name().isEmpty() ? part.name() : program.isEmpty() ? "program" : program;
    packets = new Packets(out, part.program());
    threads = new Threads(packets, part.program(), part.shown());
    scheduling = new Scheduling(packets, threads, part.program());
    tracks = new Tracks(packets, part.program());
    annotations = new Annotations(threads, tracks);
    ranges = new Ranges(threads, tracks, annotations);
    samples = new Samples(packets, threads, part.program());
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
    if (e.time() > part.window().to()) {
      return;
    }
    if (e.time() <= part.window().from()) {
      state.accept(e);
      earlier.note(e);
      return;
    }
    if (!begun) {
      begin(e.time());
    }
    state.accept(e);
    write(e);
  }

  private void write(EventView e) throws IOException {
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
        if (track != Tracks.NONE) {
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
    long start = earlier.isKnown() ? part.window().from() : time;
    long known = earlier.isKnown() ? earlier.first() : time;
    packets.shift(part.shift(known));
    scheduling.begin();
    threads.begin(known - 2, process);
    tracks.begin(process);
    annotations.begin(start);
    if (earlier.isKnown()) {
      earlier.tell(start, state, this::write);
    }
  }

  private void transition(EventView e) throws IOException {
    WrittenThread thread = threads.of(e);
    if (e.goTo() == GoState.NOT_EXIST) {
      annotations.end(thread, e.time());
      annotations.writeOlder(thread);
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
    if (!part.isFirst()) {
      return; // The others are aligned with it.
    }
    if (time <= lastSnapshot || time < 0 || wall < 0) {
      return; // Of clocks that were set to something absurd nothing can be said.
    }
    lastSnapshot = time;
    ProtoBytes packet = packets.begin(part.program().trackSequence());
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
