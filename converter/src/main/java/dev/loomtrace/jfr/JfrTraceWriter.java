package dev.loomtrace.jfr;

import dev.loomtrace.jfr.write.ModelEvents;
import dev.loomtrace.jfr.write.Recording;
import dev.loomtrace.jfr.write.StandardEvents;
import dev.loomtrace.jfr.write.WrittenStacks;
import dev.loomtrace.jfr.write.WrittenThreads;
import dev.loomtrace.trace.ClockSnapshot;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventSink;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.ListTraceReader;
import dev.loomtrace.trace.TraceEvent;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;

/**
 * Writes events as a JFR recording, which has all that they say: {@link JfrTraceReader#open} makes
 * the same events of it again. What they tell is also there in the JDK's own events, for tools that
 * know these: threads, their waits, garbage collections, samples.
 *
 * <p>Each {@link EventKind#SYNC} begins a chunk, and so does each {@value #CHUNK_EVENTS}th event
 * after it. Times are those of the events, in ticks of a nanosecond; the wall clock is that of the
 * last snapshot before, or counts from 1970 if the trace has none.
 *
 * <p>Memory: one chunk, and what is alive. Not safe for use by several threads.
 */
public final class JfrTraceWriter implements EventSink, Closeable {
  private static final int CHUNK_EVENTS = 1_000_000;

  private final Recording recording;
  private final WrittenThreads threads;
  private final ModelEvents model;
  private final StandardEvents standard;
  private TraceEvent.Sync pending;
  private boolean begun;
  private long begin;
  private long last;
  private int events;
  private long wallOffset;

  /**
   * A writer of one recording.
   *
   * @param out where it goes; closed with this writer
   * @param program what wrote the trace, such as {@code Go 1.26}; empty: not known
   */
  public JfrTraceWriter(OutputStream out, String program) {
    recording = new Recording(out);
    threads = new WrittenThreads(recording);
    WrittenStacks stacks = new WrittenStacks(recording);
    model = new ModelEvents(recording, stacks, threads, program);
    standard = new StandardEvents(recording, stacks, threads, program);
  }

  @Override
  public void accept(EventView event) throws IOException {
    if (event.kind() == EventKind.SYNC) {
      flushPending();
      pending = (TraceEvent.Sync) event.event();
      return;
    }
    flushPending();
    if (!begun || events >= CHUNK_EVENTS) {
      endChunk();
      beginChunk(event.time());
    }
    write(event);
  }

  // Only what follows a sync shows whether it begins a part or ends the trace.
  private void flushPending() throws IOException {
    if (pending != null) {
      endChunk();
      writePending();
    }
  }

  private void writePending() throws IOException {
    TraceEvent.Sync sync = pending;
    pending = null;
    if (sync.clock().isPresent()) {
      ClockSnapshot clock = sync.clock().get();
      wallOffset = nanos(clock.wallTime()) - clock.traceTime();
    }
    if (!begun) {
      beginChunk(sync.time());
    }
    try (ListTraceReader one = new ListTraceReader(List.of(sync))) {
      one.next();
      write(one);
    }
  }

  // Clocks that are set to something absurd have no such number; what is lost is in the event.
  private static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000 + time.getNano();
  }

  private void write(EventView event) throws IOException {
    threads.note(event);
    model.accept(event);
    standard.accept(event);
    threads.forget(event);
    last = event.time();
    events++;
  }

  private void beginChunk(long time) {
    recording.begin(time, time + wallOffset);
    begun = true;
    begin = time;
    events = 0;
  }

  private void endChunk() throws IOException {
    if (begun) {
      begun = false;
      standard.endChunk(begin, last);
      recording.end(last - begin);
    }
  }

  /** Ends the recording and closes the output. */
  @Override
  public void close() throws IOException {
    try {
      if (pending != null) {
        writePending();
      }
      endChunk();
    } finally {
      recording.close();
    }
  }
}
