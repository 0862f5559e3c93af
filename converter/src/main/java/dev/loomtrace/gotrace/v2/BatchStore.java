package dev.loomtrace.gotrace.v2;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.gotrace.wire.WireType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes of one generation, and which of them are batches of timed events of which thread. The
 * memory is used again for the next generation.
 */
final class BatchStore {
  // Batches lie one after the other in slabs, none across two: real traces have thousands of
  // batches of up to 64 KiB in a generation, and an array for each would be garbage once a second.
  // Slabs grow with what was really read, so that a short file asks for little.
  private static final int LEAST_SLAB = WireType.MAX_BATCH_SIZE;
  private static final int GREATEST_SLAB = 16 * WireType.MAX_BATCH_SIZE;
  private static final int NO_BATCH = -1;

  /** The batches of one thread. */
  static final class ThreadBatches {
    private final long thread;
    private int first = NO_BATCH;
    private int last = NO_BATCH;

    private ThreadBatches(long thread) {
      this.thread = thread;
    }

    long thread() {
      return thread;
    }

    /** Number of its first batch. */
    int first() {
      return first;
    }
  }

  private final List<byte[]> slabs = new ArrayList<>();
  private int current;
  private int used;

  private final LongMap<ThreadBatches> byThread = new LongMap<>();
  private final List<ThreadBatches> threads = new ArrayList<>();

  // By the batch's number.
  private int[] slab = new int[16];
  private int[] start = new int[16];
  private int[] size = new int[16];
  private int[] next = new int[16];
  private long[] ticks = new long[16];
  private long[] offset = new long[16];
  private int batches;

  /** Forgets everything. */
  void clear() {
    current = 0;
    used = 0;
    batches = 0;
    byThread.clear();
    threads.clear();
  }

  /**
   * Makes room for bytes, at {@link #room} from {@link #roomStart} on. The next call gives the same
   * room, unless {@link #keep} or {@link #keepEvents} was called.
   *
   * @param length at most {@link WireType#MAX_BATCH_SIZE}
   */
  void reserve(int length) {
    if (slabs.isEmpty()) {
      slabs.add(new byte[LEAST_SLAB]);
    }
    if (slabs.get(current).length - used >= length) {
      return;
    }
    current++;
    used = 0;
    if (current == slabs.size()) {
      slabs.add(new byte[Math.min(GREATEST_SLAB, slabs.getLast().length * 2)]);
    }
  }

  /** The array that has the room. */
  byte[] room() {
    return slabs.get(current);
  }

  /** Index where the room begins. */
  int roomStart() {
    return used;
  }

  /** Keeps the bytes in the room. */
  void keep(int length) {
    used += length;
  }

  /** Keeps the bytes in the room as a batch of events of a thread. */
  void keepEvents(long thread, long time, int length, long absoluteOffset) {
    if (batches == slab.length) {
      grow();
    }
    slab[batches] = current;
    start[batches] = used;
    size[batches] = length;
    next[batches] = NO_BATCH;
    ticks[batches] = time;
    offset[batches] = absoluteOffset;
    ThreadBatches list = byThread.get(thread);
    if (list == null) {
      list = new ThreadBatches(thread);
      byThread.put(thread, list);
      threads.add(list);
      list.first = batches;
    } else {
      next[list.last] = batches;
    }
    list.last = batches;
    batches++;
    used += length;
  }

  /** The threads that have batches, in order of their first batch. */
  List<ThreadBatches> threads() {
    return threads;
  }

  /** Number of the same thread's next batch; negative if there is none. */
  int next(int batch) {
    return next[batch];
  }

  /** The array that a batch's data lies in. */
  byte[] bytes(int batch) {
    return slabs.get(slab[batch]);
  }

  /** Index of its first byte. */
  int start(int batch) {
    return start[batch];
  }

  /** Number of its bytes. */
  int size(int batch) {
    return size[batch];
  }

  /** The time in its header. */
  long ticks(int batch) {
    return ticks[batch];
  }

  /** Absolute offset of its first byte. */
  long offset(int batch) {
    return offset[batch];
  }

  private void grow() {
    int length = slab.length * 2;
    slab = Arrays.copyOf(slab, length);
    start = Arrays.copyOf(start, length);
    size = Arrays.copyOf(size, length);
    next = Arrays.copyOf(next, length);
    ticks = Arrays.copyOf(ticks, length);
    offset = Arrays.copyOf(offset, length);
  }
}
