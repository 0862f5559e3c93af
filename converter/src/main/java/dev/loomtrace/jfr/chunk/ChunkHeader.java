package dev.loomtrace.jfr.chunk;

import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.UnsupportedTraceException;

/**
 * The 68 bytes that begin a chunk. Source: {@code jdk.jfr.internal.consumer.ChunkHeader}'s view of
 * the file, seen in recordings of JDK 21 and 25.
 *
 * @param size bytes of the chunk, header included
 * @param checkpoint where its last constant pool is, from the chunk's start
 * @param metadata where its metadata is, from the chunk's start
 * @param startNanos wall clock at its start, since 1970
 * @param durationNanos how long it is; 0 if the JVM has not finished it
 * @param startTicks the same moment as its start in ticks
 * @param ticksPerSecond frequency of ticks
 * @param finished whether the JVM has finished it
 */
public record ChunkHeader(
    long size,
    long checkpoint,
    long metadata,
    long startNanos,
    long durationNanos,
    long startTicks,
    long ticksPerSecond,
    boolean finished) {
  /** Bytes of a header. */
  public static final int SIZE = 68;

  // So that a second of ticks, in nanoseconds, is a number.
  private static final long MAX_FREQUENCY = Long.MAX_VALUE / 1_000_000_000;

  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final long SECONDS_IN_A_CENTURY = 100L * 365 * 24 * 3600;

  static final int MAGIC = 0x464c5200; // "FLR" and a zero

  /** The same header by a clock that is so many ticks ahead. */
  public ChunkHeader later(long ticks) {
    return new ChunkHeader(
        size,
        checkpoint,
        metadata,
        startNanos,
        durationNanos,
        startTicks + ticks,
        ticksPerSecond,
        finished);
  }

  /** A time that no clock of this frequency reaches. */
  public long latestTicks() {
    return Math.min(SECONDS_IN_A_CENTURY, Long.MAX_VALUE / ticksPerSecond) * ticksPerSecond;
  }

  /**
   * When it ends, in ticks, no later than {@link #latestTicks}: the next chunk would start then. If
   * it does not say, its start.
   */
  public long endTicks() {
    double ticks = (double) ticksPerSecond / NANOS_PER_SECOND * durationNanos;
    boolean told = durationNanos > 0 && startTicks <= latestTicks() - ticks;
    return told ? startTicks + (long) ticks : startTicks;
  }

  private static String writtenBy(int major) {
    return switch (major) {
      case 0 -> ", as JDK 7 and 8 of Oracle write it";
      case 1 -> ", as JDK 9 and 10 write it";
      default -> "";
    };
  }

  static ChunkHeader read(ChunkBytes bytes) throws MalformedTraceException {
    int magic = bytes.intBits();
    if (magic != MAGIC) {
      bytes.seek(0);
      throw bytes.malformed(
          "found 0x" + Integer.toHexString(magic) + ", expected the start of a chunk, FLR");
    }
    int version = bytes.intBits();
    int major = version >>> 16;
    if (major != 2) {
      throw new UnsupportedTraceException(
          bytes.offset(),
          "JFR file of version "
              + major
              + "."
              + (version & 0xffff)
              + writtenBy(major)
              + "; read are those of version 2, which JDK 11 and later write");
    }
    long size = bytes.longBits();
    long checkpoint = bytes.longBits();
    long metadata = bytes.longBits();
    long startNanos = bytes.longBits();
    long durationNanos = bytes.longBits();
    long startTicks = bytes.longBits();
    long ticksPerSecond = bytes.longBits();
    boolean finished = bytes.octet() == 0;
    if (ticksPerSecond <= 0 || ticksPerSecond > MAX_FREQUENCY) {
      throw bytes.malformed("a clock of " + ticksPerSecond + " ticks a second");
    }
    return new ChunkHeader(
        size,
        checkpoint,
        metadata,
        startNanos,
        durationNanos,
        startTicks,
        ticksPerSecond,
        finished);
  }
}
