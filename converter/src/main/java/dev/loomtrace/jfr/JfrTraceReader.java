package dev.loomtrace.jfr;

import dev.loomtrace.jfr.chunk.Chunk;
import dev.loomtrace.jfr.chunk.ChunkHeader;
import dev.loomtrace.jfr.chunk.ChunkReader;
import dev.loomtrace.jfr.decode.ChunkDecoder;
import dev.loomtrace.jfr.model.ModelReader;
import dev.loomtrace.jfr.operation.Operations;
import dev.loomtrace.jfr.simulation.BatchReader;
import dev.loomtrace.jfr.simulation.EventBatch;
import dev.loomtrace.jfr.simulation.Simulation;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.SourceEvents;
import dev.loomtrace.trace.TraceReader;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads a JFR recording as a trace: virtual and platform threads are goroutines, carriers' places
 * are procs, chunks are parts. Recordings made with Loomtrace's agent say all about virtual
 * threads; others are read with what they have.
 *
 * <p>A part is read when the chunk after it is in memory, since what a thread did at the end of a
 * chunk is only written when it is over. Memory is that of two chunks, whatever the file's size.
 *
 * <p>On more than one processor, decoding and simulation run in a thread of their own, a few
 * thousand events ahead of the one that reads. It ends at the trace's end, or when the reader is
 * closed.
 */
public final class JfrTraceReader extends BatchReader {
  private static final int BATCH = 1024;
  private static final int STEPS_PER_CHECK = 64;
  private static final int THINGS_PER_BYTE = 2;
  private static final long OPERATION_BYTES = 30;

  // Whoever waits, or is open, is announced in each chunk: a thread by 26 bytes at least, a task by
  // 33, a region by 28. Of what the recorder writes nothing comes to more than 14 for a byte.
  private static final long LEAST_MEMORY = 36 << 20;
  private static final int MEMORY_PER_BYTE = 15;

  private final ChunkReader chunks;
  private final Operations ops = new Operations();
  private final ChunkDecoder decoder = new ChunkDecoder(ops);
  private final Simulation simulation = new Simulation(ops, decoder);
  private ChunkHeader before;
  private ChunkHeader ahead;
  private ChunkHeader latest;
  private long horizon = Long.MIN_VALUE;
  private MalformedTraceException problem;
  private long covered;
  // Set by the thread that reads ahead.
  private volatile SourceEvents counted = SourceEvents.NONE;
  private boolean ended;

  // Of the thread that reads events.
  private final boolean readsAhead;
  private ReadAhead readAhead;
  private Throwable failure;

  /**
   * A reader of a recording.
   *
   * @param in the file's bytes, from any source; closed with the reader
   */
  public JfrTraceReader(InputStream in) {
    this(in, hasProcessorToReadAhead());
  }

  private static boolean hasProcessorToReadAhead() {
    return Runtime.getRuntime().availableProcessors() > 1;
  }

  /**
   * A reader of a recording, whoever made it: one that {@link JfrTraceWriter} made of a trace has
   * the events of that trace. Reads the first chunk.
   *
   * @param in the file's bytes, from any source; closed with the reader
   */
  public static TraceReader open(InputStream in) {
    ChunkReader chunks = new ChunkReader(in);
    Chunk first = chunks.peek();
    return first != null && ModelReader.reads(first)
        ? new ModelReader(chunks, ModelReader.program(first))
        : new JfrTraceReader(chunks, hasProcessorToReadAhead());
  }

  /** A reader that reads ahead, or does not. */
  JfrTraceReader(InputStream in, boolean readsAhead) {
    this(new ChunkReader(in), readsAhead);
  }

  private JfrTraceReader(ChunkReader chunks, boolean readsAhead) {
    this.chunks = chunks;
    this.readsAhead = readsAhead;
  }

  /** The thread that reads ahead; an event must have been read. */
  Thread readAheadThread() {
    return readAhead.thread();
  }

  @Override
  protected EventBatch nextBatch(EventBatch read) throws IOException {
    if (readAhead == null && readsAhead) {
      readAhead = new ReadAhead(this::fill);
    }
    if (readAhead != null) {
      return readAhead.next(read);
    }
    read.clear();
    if (failure == null) {
      try {
        fill(read);
      } catch (IOException | RuntimeException | Error e) {
        failure = e;
      }
    }
    if (failure != null && read.size() == 0) {
      ReadAhead.raise(failure);
    }
    return read;
  }

  // What follows is called by the thread that reads ahead, if there is one, and by no other.

  private void fill(EventBatch batch) throws IOException {
    simulation.into(batch);
    try {
      boolean more = true;
      int steps = 0;
      // A batch ends where more of the file is needed: what that says of losses comes after it.
      while (more && batch.size() < BATCH) {
        if (!simulation.openNext()) {
          if (ops.hasBefore(horizon)) {
            simulation.apply();
          } else {
            more = batch.size() == 0 && proceed();
          }
        }
        if (++steps % STEPS_PER_CHECK == 0 || !more) {
          checkMemory();
        }
      }
    } finally {
      simulation.completes(batch);
      batch.covers(covered);
    }
  }

  private boolean proceed() throws IOException {
    if (ended) {
      return false;
    }
    if (before == null) {
      ahead = readPart();
      if (ahead == null) {
        throw problem != null
            ? problem
            : MalformedTraceException.at(
                chunks.offset(), "JFR file", "it holds no event: nothing was ever flushed to it");
      }
    } else if (ahead == null) {
      if (problem != null) {
        throw problem;
      }
      ended = true;
      simulation.end(latest);
      return true;
    }
    before = ahead;
    ops.forget();
    // What was wrong with the next chunk is said when all before it has been told.
    ahead = problem == null ? readPart() : null;
    if (ahead == null) {
      decoder.end();
      counted = decoder.sourceEvents();
    }
    ops.sort();
    horizon = ahead == null ? Long.MAX_VALUE : ahead.startTicks();
    simulation.begin(before, ahead == null);
    return true;
  }

  /**
   * Reads a chunk, and those after it too as long as they are tiny for what is there already: each
   * part costs time for all that lives, however small it is.
   *
   * @return the header of the first; null if there is none
   */
  private ChunkHeader readPart() throws IOException {
    long there = (long) ops.size() - ops.position() + simulation.threads();
    ChunkHeader first = read();
    long bytes = first == null ? 0 : first.size();
    ChunkHeader next = first;
    while (next != null && bytes < there / THINGS_PER_BYTE) {
      next = read();
      bytes += next == null ? 0 : next.size();
    }
    return first;
  }

  /** A few bytes can tell of a lot that lives: no file costs more memory than one of its size. */
  private void checkMemory() throws MalformedTraceException {
    long footprint =
        simulation.footprint() + decoder.footprint() + (long) ops.size() * OPERATION_BYTES;
    if (footprint > LEAST_MEMORY + MEMORY_PER_BYTE * chunks.offset()) {
      throw MalformedTraceException.at(
          chunks.offset(),
          "JFR file",
          "more threads, tasks and regions are open at a time than so many bytes can tell of: "
              + simulation.threads()
              + " threads");
    }
  }

  private ChunkHeader read() throws IOException {
    long offset = chunks.offset();
    ops.mark();
    try {
      Chunk chunk = chunks.next();
      if (chunk == null) {
        return null;
      }
      ChunkHeader header = chunk.header();
      if (latest != null
          && (header.ticksPerSecond() != latest.ticksPerSecond()
              || header.startTicks() < latest.startTicks())) {
        throw MalformedTraceException.at(
            offset,
            "JFR file",
            "the chunk's clock is behind the one before: another JVM's recording begins here");
      }
      long latestTicks = header.latestTicks();
      if (header.startTicks() < 0 || header.startTicks() > latestTicks) {
        throw MalformedTraceException.at(
            offset,
            "JFR file",
            "the chunk begins at " + header.startTicks() + " ticks, which no clock has reached");
      }
      decoder.decode(chunk);
      String fault = ops.fault(latestTicks);
      if (fault != null) {
        throw MalformedTraceException.at(offset, "JFR file", fault);
      }
      if (decoder.isOfOtherJvm()) {
        // Clocks begin with their JVM, so that of a later JVM may well be ahead.
        throw MalformedTraceException.at(
            offset,
            "JFR file",
            "the chunk's JVM started at another time: another JVM's recording begins here");
      }
      latest = header;
      covered = chunks.offset();
      return header;
    } catch (MalformedTraceException e) {
      // Events are not in the order of time: the first ones of a chunk would tell half of a story.
      ops.backToMark();
      problem = e;
      return null;
    }
  }

  @Override
  public SourceEvents sourceEvents() {
    return counted;
  }

  @Override
  public void close() throws IOException {
    if (readAhead != null) {
      readAhead.stop();
    }
    chunks.close();
  }
}
