package dev.loomtrace.jfr;

import dev.loomtrace.jfr.chunk.Chunk;
import dev.loomtrace.jfr.chunk.ChunkHeader;
import dev.loomtrace.jfr.chunk.ChunkReader;
import dev.loomtrace.jfr.decode.ChunkDecoder;
import dev.loomtrace.jfr.operation.Operations;
import dev.loomtrace.jfr.simulation.Simulation;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.Repairs;
import dev.loomtrace.trace.TraceEvent;
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
 */
public final class JfrTraceReader extends TraceReader {
  private final ChunkReader chunks;
  private final Operations ops = new Operations();
  private final ChunkDecoder decoder = new ChunkDecoder(ops);
  private final Simulation simulation = new Simulation(ops, decoder);
  private ChunkHeader before;
  private ChunkHeader ahead;
  private long horizon = Long.MIN_VALUE;
  private MalformedTraceException problem;
  private boolean ended;

  /**
   * A reader of a recording.
   *
   * @param in the file's bytes, from any source; closed with the reader
   */
  public JfrTraceReader(InputStream in) {
    chunks = new ChunkReader(in);
  }

  @Override
  protected boolean advance() throws IOException {
    TraceEvent next = simulation.poll();
    while (next == null) {
      if (ops.hasBefore(horizon)) {
        simulation.apply();
      } else if (!proceed()) {
        return false;
      }
      next = simulation.poll();
    }
    event(next);
    return true;
  }

  private boolean proceed() throws IOException {
    if (ended) {
      return false;
    }
    if (before == null) {
      ahead = read();
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
      simulation.end();
      return true;
    }
    before = ahead;
    // What was wrong with the next chunk is said when all before it has been told.
    ahead = problem == null ? read() : null;
    ops.sort();
    horizon = ahead == null ? Long.MAX_VALUE : ahead.startTicks();
    simulation.begin(before, ahead == null);
    return true;
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
      if (before != null
          && (header.ticksPerSecond() != before.ticksPerSecond()
              || header.startTicks() < before.startTicks())) {
        throw MalformedTraceException.at(
            offset,
            "JFR file",
            "the chunk's clock is behind the one before: another JVM's recording begins here");
      }
      long latest = header.latestTicks();
      if (header.startTicks() < 0 || header.startTicks() > latest) {
        throw MalformedTraceException.at(
            offset,
            "JFR file",
            "the chunk begins at " + header.startTicks() + " ticks, which no clock has reached");
      }
      decoder.decode(chunk);
      String fault = ops.fault(latest);
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
      return header;
    } catch (MalformedTraceException e) {
      // Events are not in the order of time: the first ones of a chunk would tell half of a story.
      ops.backToMark();
      problem = e;
      return null;
    }
  }

  @Override
  public Repairs repairs() {
    return simulation.repairs();
  }

  @Override
  public void close() throws IOException {
    chunks.close();
  }
}
