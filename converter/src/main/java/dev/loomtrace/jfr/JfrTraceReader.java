package dev.loomtrace.jfr;

import dev.loomtrace.jfr.chunk.Chunk;
import dev.loomtrace.jfr.chunk.ChunkHeader;
import dev.loomtrace.jfr.chunk.ChunkReader;
import dev.loomtrace.jfr.chunk.ProfilersChunk;
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
import java.nio.channels.FileChannel;
import java.util.Optional;

/**
 * Reads a JFR recording as a trace: virtual and platform threads are goroutines, carriers' places
 * are procs, chunks are parts. Recordings made with Loomtrace's agent say all about virtual
 * threads; others are read with what they have.
 *
 * <p>A part is read when the chunk after it is in memory, since what a thread did at the end of a
 * chunk is only written when it is over. Memory is that of two chunks, whatever the file's size.
 *
 * <p>On more than one processor, the simulation runs in a thread of its own, a few thousand events
 * ahead of the one that reads. It ends at the trace's end, or when the reader is closed. The chunks
 * of a large recording are decoded in one more, and a third one is in memory.
 */
public final class JfrTraceReader extends BatchReader {
  private static final int BATCH = 1024;

  // Files that are smaller than that must not take the memory of another chunk.
  private static final long LARGE = 16 << 20;
  private static final int STEPS_PER_CHECK = 64;
  private static final long OPERATION_BYTES = 30;

  // Whoever waits, or is open, is announced in each chunk: a thread by 26 bytes at least, a task by
  // 33, a region by 28. Of what the recorder writes nothing comes to more than 14 for a byte.
  private static final long LEAST_MEMORY = 36 << 20;
  private static final int MEMORY_PER_BYTE = 15;

  private final ChunkReader chunks;
  private final Operations ops = new Operations();
  private final Simulation simulation = new Simulation(ops);
  private final Parts parts;
  // What was read last: the part after the one that is simulated.
  private Parts.Part part;
  private long horizon = Long.MIN_VALUE;
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
    this(new ChunkReader(in));
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
        : new JfrTraceReader(chunks);
  }

  /**
   * The bytes of a recording whose last chunk async-profiler wrote beside the JVM, in the order in
   * which they are to be read: that of the chunks' begins. Of other files nothing: they are read as
   * they are.
   *
   * @param file its position stays as it is; closed with the stream, if there is one
   * @throws IOException if it cannot be read
   */
  public static Optional<InputStream> inOrder(FileChannel file) throws IOException {
    return ProfilersChunk.inItsPlace(file);
  }

  private JfrTraceReader(ChunkReader chunks) {
    this(chunks, hasProcessorToReadAhead(), hasProcessorToReadAhead() ? LARGE : Long.MAX_VALUE);
  }

  /**
   * The same.
   *
   * @param readsAhead whether the simulation has a thread of its own
   * @param decodesAheadFrom how many bytes must have been read until decoding has one, too
   */
  JfrTraceReader(InputStream in, boolean readsAhead, long decodesAheadFrom) {
    this(new ChunkReader(in), readsAhead, decodesAheadFrom);
  }

  private JfrTraceReader(ChunkReader chunks, boolean readsAhead, long decodesAheadFrom) {
    this.chunks = chunks;
    this.readsAhead = readsAhead;
    parts = new Parts(chunks, decodesAheadFrom);
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
      batch.covers(part == null ? 0 : part.covered());
    }
  }

  private boolean proceed() throws IOException {
    if (ended) {
      return false;
    }
    if (part == null) {
      part = parts.take(ops);
      if (part.header() == null) {
        throw part.problem() != null
            ? part.problem()
            : MalformedTraceException.at(
                part.offset(), "JFR file", "it holds no event: nothing was ever flushed to it");
      }
      parts.expect((long) ops.size() + simulation.threads());
    } else if (part.header() == null) {
      if (part.problem() != null) {
        throw part.problem();
      }
      ended = true;
      simulation.end(part.latest());
      return true;
    }
    ChunkHeader before = part.header();
    part = parts.take(ops);
    boolean last = part.header() == null;
    horizon = last ? Long.MAX_VALUE : part.header().startTicks();
    if (last) {
      counted = part.sourceEvents();
    } else {
      parts.expect((long) ops.sizeFrom(horizon) + simulation.threads());
    }
    simulation.begin(before, last, part.facts());
    return true;
  }

  /** A few bytes can tell of a lot that lives: no file costs more memory than one of its size. */
  private void checkMemory() throws MalformedTraceException {
    if (part == null) {
      return; // Nothing is there.
    }
    long footprint =
        simulation.footprint() + part.footprint() + (long) ops.size() * OPERATION_BYTES;
    if (footprint > LEAST_MEMORY + MEMORY_PER_BYTE * part.offset()) {
      throw MalformedTraceException.at(
          part.offset(),
          "JFR file",
          "more threads, tasks and regions are open at a time than so many bytes can tell of: "
              + simulation.threads()
              + " threads");
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
    parts.stop();
    chunks.close();
  }
}
