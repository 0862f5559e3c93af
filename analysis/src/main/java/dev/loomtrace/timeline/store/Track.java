package dev.loomtrace.timeline.store;

import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.ThreadKind;

/** One life of a thread, or one proc: its spans follow each other. Immutable. */
public final class Track {
  private static final ThreadKind[] THREAD_KINDS = ThreadKind.values();

  private final StoreFile file;
  private final Dictionary dictionary;
  private final boolean proc;
  private final long entry;
  private final long id;
  private final long begin;
  private final long end;
  private final long data;
  private final int blocks;
  private final int flags;

  Track(StoreFile file, Dictionary dictionary, boolean proc, long entry) {
    this.file = file;
    this.dictionary = dictionary;
    this.proc = proc;
    this.entry = entry;
    id = file.getLong(entry + StoreFormat.TRACK_ID);
    begin = file.getLong(entry + StoreFormat.TRACK_BEGIN);
    end = file.getLong(entry + StoreFormat.TRACK_END);
    data = file.getLong(entry + StoreFormat.TRACK_DATA);
    blocks = file.getInt(entry + StoreFormat.TRACK_BLOCKS);
    flags = file.getInt(entry + StoreFormat.TRACK_FLAGS);
  }

  /** Whether it is a proc's track; else a thread's. */
  public boolean isProc() {
    return proc;
  }

  /** Id of the thread or proc. */
  public long id() {
    return id;
  }

  /** When it began, in nanoseconds on the trace's clock. */
  public long begin() {
    return begin;
  }

  /** When it ended, or the trace did. */
  public long end() {
    return end;
  }

  /** Whether a thread existed before the trace, or before it was first seen. */
  public boolean beganBefore() {
    return (flags & StoreFormat.BEGAN_BEFORE) != 0;
  }

  /** Whether it had not ended when the trace did. */
  public boolean open() {
    return (flags & StoreFormat.OPEN) != 0;
  }

  /** Number of its spans. */
  public long spans() {
    return file.getLong(entry + StoreFormat.TRACK_COUNT);
  }

  /** Name of the thread; may be empty; of a proc it is. */
  public String name() {
    return dictionary.text(file.getInt(entry + StoreFormat.TRACK_NAME));
  }

  /** Where the thread starts; {@link Stack#NONE} if not known, and of a proc. */
  public Stack start() {
    return dictionary.stack(file.getInt(entry + StoreFormat.TRACK_START));
  }

  /** What kind of thread it is; of a proc that says nothing. */
  public ThreadKind threadKind() {
    return THREAD_KINDS[flags >>> StoreFormat.KIND_SHIFT];
  }

  /** The thread that created this one, or {@link Context#NO_GOROUTINE}. */
  public long creator() {
    return file.getLong(entry + StoreFormat.TRACK_CREATOR);
  }

  int blocks() {
    return blocks;
  }

  /** Position of a block, and its length in the low 16 bits. */
  long block(int number) {
    return blocks == 1 ? data : file.getLong(indexEntry(number) + StoreFormat.INDEX_BLOCK);
  }

  /** When a block's first span begins. */
  long blockBegin(int number) {
    return number == 0 ? begin : file.getLong(data + (long) number * Long.BYTES);
  }

  /** Position of a block's entry in the index; only if there are several. */
  long indexEntry(int number) {
    return StoreFormat.indexEntries(data, blocks) + (long) number * StoreFormat.INDEX_ENTRY_SIZE;
  }

  /** The last block that begins at or before a time; the first one if none does. */
  int blockAt(long time) {
    // Where it would be if all blocks were equally long.
    double share = ((double) time - begin) / ((double) end - begin);
    return blockAt(time, 0, (int) (share * blocks));
  }

  /**
   * The same, not before block {@code first}.
   *
   * @param guess which one it may be; the nearer, the fewer blocks are looked at
   */
  int blockAt(long time, int first, int guess) {
    int low = Math.max(first, Math.min(guess, blocks - 1));
    int high;
    int step = 1;
    if (low == first || blockBegin(low) <= time) {
      while (low + step < blocks && blockBegin(low + step) <= time) {
        low += step;
        step <<= 1;
      }
      high = Math.min(blocks, low + step);
    } else {
      high = low;
      low = Math.max(first, high - step);
      while (low > first && blockBegin(low) > time) {
        high = low;
        step <<= 1;
        low = Math.max(first, high - step);
      }
    }
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (blockBegin(middle) <= time) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Override
  public String toString() {
    return (proc ? "proc " : "thread ") + id;
  }
}
