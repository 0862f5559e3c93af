package dev.loomtrace.timeline.store;

import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.SpanState;
import dev.loomtrace.trace.Repairs;
import dev.loomtrace.trace.ResourceKind;
import dev.loomtrace.trace.ThreadKind;
import dev.loomtrace.trace.WaitReason;
import dev.loomtrace.trace.WakeKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;

/** The fixed parts of the format; see the description of the package. */
final class StoreFormat {
  static final long MAGIC = 0x0A1A0A0D58544C89L;
  static final int VERSION = 5;
  static final int HEADER_SIZE = 512;

  /** Bytes that one checksum covers. */
  static final int CHUNK_SHIFT = 16;

  /** Spans in a full block of a track. */
  static final int BLOCK_SPANS = 32;

  /** Records in a full block of a list. */
  static final int LIST_RECORDS = 256;

  static final int FAN_OUT_SHIFT = 4;

  /** States that a span can be in. A gap is written like one more. */
  static final int STATES = SpanState.values().length;

  /** Size of an entry of the directories. */
  static final int ENTRY_SIZE = 64;

  // An entry of a track's index: what was before the block, and the block. Offsets in bytes. The
  // sums are of all states but the first, which is unknown and the rest.
  static final int INDEX_BLOCK = 0;
  static final int INDEX_SUMS = 8;
  static final int INDEX_COUNT = INDEX_SUMS + (STATES - 1) * Long.BYTES;
  static final int INDEX_LONGEST = INDEX_COUNT + Long.BYTES;

  /** Size of an entry of the index. */
  static final int INDEX_ENTRY_SIZE = INDEX_LONGEST + Long.BYTES;

  // An entry of a list's index.
  static final int LIST_BLOCK = 0;
  static final int LIST_SIZES = 8;
  static final int LIST_LAST_END = 16;
  static final int LIST_LEAST_BEGIN = 24;

  // An entry of TIMES.
  static final int TIME_RUNNING = 0;
  static final int TIME_RUNNABLE = 8;
  static final int TIME_WAITING = 16;
  static final int TIMES_SIZE = 24;

  // An entry of a directory.
  static final int TRACK_ID = 0;
  static final int TRACK_BEGIN = 8;
  static final int TRACK_END = 16;
  static final int TRACK_CREATOR = 24;
  static final int TRACK_DATA = 32;
  static final int TRACK_COUNT = 40;
  static final int TRACK_BLOCKS = 48;
  static final int TRACK_NAME = 52;
  static final int TRACK_START = 56;
  static final int TRACK_FLAGS = 60;

  static final int NO_FLAGS = 0;
  static final int BEGAN_BEFORE = 1;
  static final int OPEN = 2;

  /** Of the flags of a track, where the thread's kind begins. */
  static final int KIND_SHIFT = 2;

  // The first byte of a span in a block: its state, and what follows of it.
  static final int STATE_MASK = 7;
  static final int GAP = 7;
  static final int HAS_CAUSE = 8;
  static final int HAS_PLACE = 16;
  static final int HAS_WAKER = 32;

  /** Else a waker is a thread, without a frame. */
  static final int HAS_WAKE_KIND = 64;

  static final int HAS_PROC = 128;

  // The first byte of a record of a list.
  static final int HAS_THREAD = 4;
  static final int HAS_RECORD_PROC = 8;
  static final int HAS_RECORD_PLACE = 16;
  static final int HAS_PARENT = 32;
  static final int HAS_SCOPE = 64;
  static final int HAS_MESSAGE = 128;

  /**
   * A checksum of the names of all constants of which the file has the ordinals: it is of another
   * version if these are others.
   */
  static final int WORDS = words();

  private StoreFormat() {}

  private static int words() {
    CRC32C crc = new CRC32C();
    for (Enum<?>[] constants :
        List.of(
            SpanKind.values(),
            SpanState.values(),
            WaitReason.values(),
            WakeKind.values(),
            ThreadKind.values(),
            ResourceKind.values(),
            Repairs.Kind.values())) {
      for (Enum<?> constant : constants) {
        crc.update(constant.name().getBytes(StandardCharsets.UTF_8));
        crc.update(0);
      }
    }
    return (int) crc.getValue();
  }

  /** Where the entries of an index are whose times of so many blocks are at this position. */
  static long indexEntries(long position, int blocks) {
    return (position + (long) blocks * Long.BYTES + ENTRY_SIZE - 1) & -ENTRY_SIZE;
  }

  /** Stretches of the file, in the order in which they lie there. */
  enum Section {
    DATA,
    INDEX,
    THREADS,
    PROCS,
    WAKERS,
    TIMES,
    LISTS,
    TASKS,
    COURSES,
    TEXT_ENDS,
    TEXTS,
    FRAMES,
    STACK_ENDS,
    STACKS,
    CAUSES,
    EXTENT,
    NOTES
  }

  /** The first bytes of a file. */
  static final class Header {
    private static final int LENGTH = 16;
    private static final int SECTIONS = 64;

    private final TraceIdentity identity;
    private final long length;
    private final long[] positions;
    private final long[] sizes;
    private final int sumOfSums;

    /**
     * A header.
     *
     * @param identity of the trace
     * @param length of the file
     * @param positions where each section begins, and as the last one where the checksums do
     * @param sizes of the sections in bytes
     * @param sumOfSums checksum of the checksums
     */
    Header(TraceIdentity identity, long length, long[] positions, long[] sizes, int sumOfSums) {
      this.identity = identity;
      this.length = length;
      this.positions = positions;
      this.sizes = sizes;
      this.sumOfSums = sumOfSums;
    }

    TraceIdentity identity() {
      return identity;
    }

    long length() {
      return length;
    }

    long position(Section section) {
      return positions[section.ordinal()];
    }

    long size(Section section) {
      return sizes[section.ordinal()];
    }

    /** Where the sections end and the checksums begin. */
    long checksums() {
      return positions[positions.length - 1];
    }

    long checksumsSize() {
      return sizes[sizes.length - 1];
    }

    int sumOfSums() {
      return sumOfSums;
    }

    byte[] encode() {
      byte[] bytes = new byte[HEADER_SIZE];
      LittleEndian.putLong(bytes, 0, MAGIC);
      LittleEndian.putInt(bytes, 8, VERSION);
      LittleEndian.putLong(bytes, LENGTH, length);
      LittleEndian.putLong(bytes, 24, identity.size());
      LittleEndian.putLong(bytes, 32, identity.modified());
      LittleEndian.putLong(bytes, 40, identity.sample());
      LittleEndian.putInt(bytes, 48, sumOfSums);
      LittleEndian.putInt(bytes, 52, WORDS);
      for (int i = 0; i < positions.length; i++) {
        LittleEndian.putLong(bytes, SECTIONS + 16 * i, positions[i]);
        LittleEndian.putLong(bytes, SECTIONS + 16 * i + 8, sizes[i]);
      }
      LittleEndian.putInt(bytes, 12, sum(bytes));
      return bytes;
    }

    /** The header in these bytes; null if they are none of this version, or damaged. */
    static Header decode(byte[] bytes) {
      int sum = LittleEndian.getInt(bytes, 12);
      LittleEndian.putInt(bytes, 12, 0);
      if (LittleEndian.getLong(bytes, 0) != MAGIC
          || LittleEndian.getInt(bytes, 8) != VERSION
          || LittleEndian.getInt(bytes, 52) != WORDS
          || sum(bytes) != sum) {
        return null;
      }
      int count = Section.values().length + 1;
      long[] positions = new long[count];
      long[] sizes = new long[count];
      for (int i = 0; i < count; i++) {
        positions[i] = LittleEndian.getLong(bytes, SECTIONS + 16 * i);
        sizes[i] = LittleEndian.getLong(bytes, SECTIONS + 16 * i + 8);
      }
      return new Header(
          new TraceIdentity(
              LittleEndian.getLong(bytes, 24),
              LittleEndian.getLong(bytes, 32),
              LittleEndian.getLong(bytes, 40)),
          LittleEndian.getLong(bytes, LENGTH),
          positions,
          sizes,
          LittleEndian.getInt(bytes, 48));
    }

    private static int sum(byte[] bytes) {
      CRC32C crc = new CRC32C();
      crc.update(bytes);
      return (int) crc.getValue();
    }
  }
}
