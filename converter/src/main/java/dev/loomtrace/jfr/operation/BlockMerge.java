package dev.loomtrace.jfr.operation;

/** Merges sorted blocks of operations, with the one on top of a heap whose next is the earliest. */
final class BlockMerge {
  private final TimeKeys keys;
  private final int[] ops;
  // Of each block: its next operation, that one's time, and the block's end.
  private final int[] next;
  private final long[] times;
  private final int[] ends;
  private final int[] heap;
  private int size;
  private int total;

  /** A merge of at most so many blocks of this array. */
  BlockMerge(TimeKeys keys, int[] ops, int blocks) {
    this.keys = keys;
    this.ops = ops;
    next = new int[blocks];
    times = new long[blocks];
    ends = new int[blocks];
    heap = new int[blocks];
  }

  /** Adds a block, which may be empty. */
  void add(int begin, int end) {
    if (begin == end) {
      return;
    }
    int block = size++;
    next[block] = begin;
    times[block] = keys.time(ops[begin]);
    ends[block] = end;
    total += end - begin;
    heap[block] = block;
    for (int i = block; i > 0 && isBefore(heap[i], heap[(i - 1) / 2]); i = (i - 1) / 2) {
      swap(i, (i - 1) / 2);
    }
  }

  /** All operations in their order, in an array as long as the one they come from. */
  int[] merged() {
    if (size < 2) {
      return ops;
    }
    int[] merged = new int[ops.length];
    int count = 0;
    while (size > 1) {
      int first = heap[0];
      int second = size > 2 && isBefore(heap[2], heap[1]) ? heap[2] : heap[1];
      int begin = next[first];
      int end = endOfRun(begin + 1, ends[first], ops[next[second]]);
      System.arraycopy(ops, begin, merged, count, end - begin);
      count += end - begin;
      next[first] = end;
      if (end == ends[first]) {
        heap[0] = heap[--size];
      } else {
        times[first] = keys.time(ops[end]);
      }
      siftDown();
    }
    System.arraycopy(ops, next[heap[0]], merged, count, total - count);
    return merged;
  }

  /**
   * Where those of a block end that come before an operation of another. Looks ahead in steps that
   * double, since mostly it is either the next one or far away.
   */
  private int endOfRun(int begin, int end, int other) {
    int low = begin;
    int high = end;
    for (int step = 1; low + step <= high; step *= 2) {
      if (keys.compare(ops[low + step - 1], other) > 0) {
        high = low + step - 1;
        break;
      }
      low += step;
    }
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (keys.compare(ops[middle], other) > 0) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private void siftDown() {
    int i = 0;
    while (2 * i + 1 < size) {
      int child = 2 * i + 1;
      if (child + 1 < size && isBefore(heap[child + 1], heap[child])) {
        child++;
      }
      if (isBefore(heap[i], heap[child])) {
        return;
      }
      swap(i, child);
      i = child;
    }
  }

  private void swap(int i, int j) {
    int block = heap[i];
    heap[i] = heap[j];
    heap[j] = block;
  }

  private boolean isBefore(int block, int other) {
    if (times[block] != times[other]) {
      return times[block] < times[other];
    }
    return keys.compareSimultaneous(ops[next[block]], ops[next[other]]) < 0;
  }
}
