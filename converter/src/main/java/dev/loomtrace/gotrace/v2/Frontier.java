package dev.loomtrace.gotrace.v2;

import dev.loomtrace.base.GoSort;
import java.util.Arrays;

/**
 * The threads that have events left in a generation, as a heap by the time of each one's next
 * event.
 *
 * <p>Which of several threads comes first at equal times depends on the layout of the heap, that is
 * on each step taken since the generation began. The steps are those of Go's reader: see
 * docs/adr/0020-order-of-ties.md.
 */
final class Frontier {
  // Times beside the cursors: sifting looks at times only.
  private long[] times = new long[8];
  private Cursor[] cursors = new Cursor[8];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  /** The cursor at a place of the heap; 0 is the earliest one's. */
  Cursor get(int i) {
    return cursors[i];
  }

  /** Time of the earliest event. There must be one. */
  long earliest() {
    return times[0];
  }

  void clear() {
    Arrays.fill(cursors, 0, size, null);
    size = 0;
  }

  /** Adds a thread. */
  void insert(Cursor cursor) {
    if (size == times.length) {
      times = Arrays.copyOf(times, size * 2);
      cursors = Arrays.copyOf(cursors, size * 2);
    }
    times[size] = cursor.time;
    cursors[size] = cursor;
    size++;
    siftUp(size - 1);
  }

  /** Puts the thread at this place in order after it moved to another event. */
  void update(int i) {
    times[i] = cursors[i].time;
    if (i == 0 || !siftUp(i)) {
      siftDown(i);
    }
  }

  /** Takes the thread at this place out: it is brought to the top and replaced by the last one. */
  void remove(int i) {
    int place = i;
    while (place > 0) {
      int parent = (place - 1) / 2;
      swap(parent, place);
      place = parent;
    }
    size--;
    swap(0, size);
    cursors[size] = null;
    siftDown(0);
  }

  /** Sorts all threads by time, equal ones as Go's sort leaves them. It is still a heap then. */
  void sort() {
    GoSort.sort(times, cursors, size);
  }

  private boolean siftUp(int start) {
    int i = start;
    while (i > 0 && times[(i - 1) / 2] > times[i]) {
      swap((i - 1) / 2, i);
      i = (i - 1) / 2;
    }
    return i != start;
  }

  private void siftDown(int start) {
    int i = start;
    while (true) {
      int least = i;
      long leastTime = i < size ? times[i] : Long.MAX_VALUE;
      int child = 2 * i + 1;
      if (child < size && times[child] < leastTime) {
        leastTime = times[child];
        least = child;
      }
      if (child + 1 < size && times[child + 1] < leastTime) {
        least = child + 1;
      }
      if (least == i) {
        return;
      }
      swap(i, least);
      i = least;
    }
  }

  private void swap(int i, int j) {
    long time = times[i];
    times[i] = times[j];
    times[j] = time;
    Cursor cursor = cursors[i];
    cursors[i] = cursors[j];
    cursors[j] = cursor;
  }
}
