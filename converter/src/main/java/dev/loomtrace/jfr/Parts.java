package dev.loomtrace.jfr;

import dev.loomtrace.jfr.chunk.Chunk;
import dev.loomtrace.jfr.chunk.ChunkHeader;
import dev.loomtrace.jfr.chunk.ChunkReader;
import dev.loomtrace.jfr.decode.ChunkDecoder;
import dev.loomtrace.jfr.operation.Facts;
import dev.loomtrace.jfr.operation.Operations;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.SourceEvents;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A recording, decoded part by part: a chunk each, or several that are tiny. In a large recording
 * the next part is decoded in a thread of its own while the one before is used, which takes the
 * memory of one more chunk. What comes of it is the same in any case.
 */
final class Parts {
  private static final int THINGS_PER_BYTE = 2;

  // Wall clocks are set, and are read a little before or after the other one.
  private static final double SAME_CLOCK_SECONDS = 1;

  /**
   * A part.
   *
   * @param header of its first chunk; null if there is none: the recording has ended, or what comes
   *     next is wrong
   * @param latest the header of the latest chunk, those aside that another one than the JVM added
   * @param facts what is known when it has been read
   * @param problem what is wrong behind it; null: nothing
   * @param covered how many bytes the chunks so far have
   * @param offset how many bytes have been read
   * @param footprint memory, in bytes and roughly, that what is known of threads takes
   * @param sourceEvents what the chunks so far hold
   */
  record Part(
      ChunkHeader header,
      ChunkHeader latest,
      Facts facts,
      MalformedTraceException problem,
      long covered,
      long offset,
      long footprint,
      SourceEvents sourceEvents) {}

  private final ChunkReader chunks;
  private final long aheadFrom;
  private final Operations ops = new Operations();
  private final ChunkDecoder decoder = new ChunkDecoder(ops);
  private ChunkHeader latest; // Of the recording's own: a guest's clock is not exactly the same.
  private boolean ofProfiler; // The first one.
  private MalformedTraceException problem;
  private long covered;

  // Of the thread that takes parts.
  private long expected;
  private volatile FutureTask<Part> next;

  /**
   * The parts of a recording.
   *
   * @param aheadFrom how many bytes of it must have been read until the next part is decoded while
   *     the one before is used
   */
  Parts(ChunkReader chunks, long aheadFrom) {
    this.chunks = chunks;
    this.aheadFrom = aheadFrom;
  }

  /**
   * The next part.
   *
   * @param into takes over its operations, and forgets those before its position
   * @throws IOException if the recording cannot be read; that it is malformed the part says
   */
  Part take(Operations into) throws IOException {
    FutureTask<Part> ahead = next;
    next = null;
    if (ahead == null) {
      into.leaveRoomTo(ops);
    }
    Part part = ahead == null ? decode(expected) : result(ahead);
    into.adopt(ops);
    return part;
  }

  private static Part result(FutureTask<Part> ahead) throws IOException {
    try {
      return ahead.get();
    } catch (InterruptedException e) {
      ahead.cancel(true);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the recording's next chunk");
    } catch (ExecutionException e) {
      ReadAhead.raise(e.getCause());
      throw new AssertionError("invariant: it raises", e);
    }
  }

  /**
   * Says how much is there when the next part comes, which has chunks enough to be worth that. It
   * may be decoded from now on.
   *
   * @param things how many operations and threads are still there then
   */
  void expect(long things) {
    expected = things;
    if (chunks.offset() >= aheadFrom) {
      FutureTask<Part> ahead = new FutureTask<>(() -> decode(things));
      next = ahead;
      Thread thread = new Thread(ahead, "loomtrace-decode");
      thread.setDaemon(true); // A reader that is never closed must not keep the JVM.
      thread.start();
    }
  }

  /** No more parts are needed. */
  void stop() {
    FutureTask<Part> ahead = next;
    if (ahead != null) {
      ahead.cancel(true);
    }
  }

  // What follows is called by one thread at a time.

  private Part decode(long there) throws IOException {
    // What was wrong with the next chunk is said when all before it has been told.
    ChunkHeader header = problem == null ? readPart(there) : null;
    if (header == null) {
      decoder.end();
    }
    ops.sort();
    return new Part(
        header,
        latest,
        decoder.facts(),
        problem,
        covered,
        chunks.offset(),
        decoder.footprint(),
        header == null ? decoder.sourceEvents() : SourceEvents.NONE);
  }

  /**
   * Reads a chunk, and those after it too as long as they are tiny for what is there already: each
   * part costs time for all that lives, however small it is.
   *
   * @return the header of the first; null if there is none
   */
  private ChunkHeader readPart(long there) throws IOException {
    ChunkHeader first = read();
    long bytes = first == null ? 0 : first.size();
    ChunkHeader more = first;
    while (more != null && bytes < there / THINGS_PER_BYTE) {
      more = read();
      bytes += more == null ? 0 : more.size();
    }
    return first;
  }

  private ChunkHeader read() throws IOException {
    ChunkHeader header = null;
    for (boolean more = true; more && header == null; ) {
      long offset = chunks.offset();
      ops.mark();
      Chunk guest = null;
      boolean begun = false;
      try {
        Chunk chunk = chunks.next();
        more = chunk != null;
        if (chunk != null) {
          boolean isGuest = latest != null && !ofProfiler && chunk.isOfProfiler();
          guest = isGuest ? chunk : null;
          long ahead = isGuest ? ahead(chunk.header()) : 0;
          ChunkHeader found = chunk.header().later(ahead);
          check(found, offset);
          begun = true;
          decoder.decode(chunk, isGuest);
          check(found, ahead, offset);
          accept(found, chunk, isGuest);
          header = found;
        }
      } catch (MalformedTraceException e) {
        // Events are not in the order of time: the first ones of a chunk would tell half of a
        // story.
        ops.backToMark();
        if (begun) {
          decoder.forgetChunk();
        }
        if (guest == null) {
          problem = e;
          more = false;
        } else {
          // The recording is whole without it.
          decoder.leaveOut(guest);
          covered = chunks.offset();
        }
      }
    }
    return header;
  }

  /** Checks that a chunk can follow those so far. */
  private void check(ChunkHeader header, long offset) throws MalformedTraceException {
    if (latest != null
        && (header.ticksPerSecond() != latest.ticksPerSecond()
            || header.startTicks() < latest.startTicks())) {
      throw MalformedTraceException.at(
          offset,
          "JFR file",
          "the chunk's clock is behind the one before: another JVM's recording begins here");
    }
    if (header.startTicks() < 0 || header.startTicks() > header.latestTicks()) {
      throw MalformedTraceException.at(
          offset,
          "JFR file",
          "the chunk begins at " + header.startTicks() + " ticks, which no clock has reached");
    }
  }

  /**
   * Has what was decoded of a chunk happen by the JVM's clock, and checks it.
   *
   * @param ahead how many ticks that is ahead
   */
  private void check(ChunkHeader header, long ahead, long offset) throws MalformedTraceException {
    long latestTicks = header.latestTicks();
    String fault = ops.fault(latestTicks - Math.max(0, ahead));
    if (fault == null && ahead != 0) {
      ops.delay(ahead);
      fault = ops.fault(latestTicks);
    }
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
  }

  private void accept(ChunkHeader header, Chunk chunk, boolean isGuest) {
    if (latest == null) {
      ofProfiler = chunk.isOfProfiler();
    }
    if (!isGuest) {
      latest = header;
    }
    covered = chunks.offset();
  }

  /**
   * How many ticks the JVM's clock is ahead of that of a chunk that async-profiler wrote. Both say
   * what the wall clock was when they began; 0 if they have the same clock.
   */
  private long ahead(ChunkHeader of) {
    double since = (of.startNanos() - latest.startNanos()) / 1e9 * latest.ticksPerSecond();
    double ahead = latest.startTicks() + since - of.startTicks();
    boolean another = Math.abs(ahead) > latest.ticksPerSecond() * SAME_CLOCK_SECONDS;
    return another && Math.abs(ahead) < of.latestTicks() ? (long) ahead : 0;
  }
}
