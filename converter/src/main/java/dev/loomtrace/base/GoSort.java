package dev.loomtrace.base;

/**
 * The order in which Go's {@code slices.SortFunc} leaves elements, equal ones included.
 *
 * <p>Go sorts with a pattern-defeating quicksort, which is not stable: where keys are equal, the
 * outcome depends on each step. Whoever must show the same order as a Go program takes the same
 * steps. Source: {@code slices} of Go 1.26; Orson Peters, Pattern-defeating Quicksort,
 * arXiv:2106.05123.
 */
public final class GoSort {
  // The scheme: short ranges by insertion. Else a pivot by medians, counting how many of the
  // comparisons came out reversed, which tells ascending and descending ranges apart; a range that
  // looks sorted gets a few repairs by insertion before it is partitioned. After an unbalanced
  // partition some elements are scattered, and after too many of those it is heap sort's turn.
  private static final int SHORT = 12;
  private static final int NINTHER_FROM = 50;
  private static final int MOST_REVERSED = 12;
  private static final int MOST_REPAIRS = 5;

  private final long[] keys;
  private final Object[] values;
  private int reversed;

  private GoSort(long[] keys, Object[] values) {
    this.keys = keys;
    this.values = values;
  }

  /**
   * Sorts by ascending keys.
   *
   * @param keys the keys; the first {@code size} are sorted
   * @param values what belongs to each key; moved along
   */
  public static void sort(long[] keys, Object[] values, int size) {
    new GoSort(keys, values).sort(0, size, bitLength(size));
  }

  private void sort(int from, int to, int patience) {
    int low = from;
    int high = to;
    int badLeft = patience;
    boolean balanced = true;
    boolean partitioned = true;
    while (high - low > SHORT) {
      if (badLeft == 0) {
        heapSort(low, high);
        return;
      }
      if (!balanced) {
        scatter(low, high);
        badLeft--;
      }
      int pivot = choosePivot(low, high);
      boolean looksSorted = reversed == 0;
      if (reversed == MOST_REVERSED) {
        reverse(low, high);
        pivot = low + high - 1 - pivot;
        looksSorted = true;
      }
      if (balanced && partitioned && looksSorted && repair(low, high)) {
        return;
      }
      if (low > 0 && keys[low - 1] >= keys[pivot]) {
        // Nothing here is less than the pivot: set those that equal it aside.
        low = partitionEqual(low, high, pivot);
        continue;
      }
      int length = high - low;
      int place = partition(low, high, pivot);
      partitioned = place < 0;
      int middle = partitioned ? ~place : place;
      int left = middle - low;
      int right = high - middle;
      balanced = Math.min(left, right) >= length / 8;
      if (left < right) {
        sort(low, middle, badLeft);
        low = middle + 1;
      } else {
        sort(middle + 1, high, badLeft);
        high = middle;
      }
    }
    insertionSort(low, high);
  }

  private void insertionSort(int low, int high) {
    for (int i = low + 1; i < high; i++) {
      for (int j = i; j > low && keys[j] < keys[j - 1]; j--) {
        swap(j, j - 1);
      }
    }
  }

  private void heapSort(int low, int high) {
    int size = high - low;
    for (int i = (size - 1) / 2; i >= 0; i--) {
      siftDown(low, i, size);
    }
    for (int i = size - 1; i >= 0; i--) {
      swap(low, low + i);
      siftDown(low, 0, i);
    }
  }

  private void siftDown(int first, int start, int size) {
    int root = start;
    for (int child = 2 * root + 1; child < size; child = 2 * root + 1) {
      if (child + 1 < size && keys[first + child] < keys[first + child + 1]) {
        child++;
      }
      if (keys[first + root] >= keys[first + child]) {
        return;
      }
      swap(first + root, first + child);
      root = child;
    }
  }

  /** Moves three elements of the middle to places that depend on the length only. */
  private void scatter(int low, int high) {
    int length = high - low;
    long random = length;
    long mask = (1L << bitLength(length)) - 1;
    int middle = low + length / 4 * 2;
    for (int i = middle - 1; i <= middle + 1; i++) {
      random ^= random << 13;
      random ^= random >>> 7;
      random ^= random << 17;
      int other = (int) (random & mask);
      swap(i, low + (other >= length ? other - length : other));
    }
  }

  /** The pivot's index; leaves in {@link #reversed} how many comparisons came out reversed. */
  private int choosePivot(int low, int high) {
    int quarter = (high - low) / 4;
    reversed = 0;
    int a = low + quarter;
    int b = low + quarter * 2;
    int c = low + quarter * 3;
    if (high - low >= NINTHER_FROM) {
      a = median(a - 1, a, a + 1);
      b = median(b - 1, b, b + 1);
      c = median(c - 1, c, c + 1);
    }
    return median(a, b, c);
  }

  private int median(int first, int second, int third) {
    int a = first;
    int b = second;
    int c = third;
    if (keys[b] < keys[a]) {
      reversed++;
      a = second;
      b = first;
    }
    if (keys[c] < keys[b]) {
      reversed++;
      b = c;
    }
    if (keys[b] < keys[a]) {
      reversed++;
      b = a;
    }
    return b;
  }

  private void reverse(int low, int high) {
    for (int i = low, j = high - 1; i < j; i++, j--) {
      swap(i, j);
    }
  }

  /** Repairs a few elements that are out of order; true if the range is sorted then. */
  private boolean repair(int low, int high) {
    int i = low + 1;
    for (int repairs = 0; repairs < MOST_REPAIRS; repairs++) {
      while (i < high && keys[i] >= keys[i - 1]) {
        i++;
      }
      if (i == high) {
        return true;
      }
      if (high - low < NINTHER_FROM) {
        return false;
      }
      swap(i, i - 1);
      if (i - low >= 2) {
        for (int j = i - 1; j >= 1 && keys[j] < keys[j - 1]; j--) {
          swap(j, j - 1);
        }
      }
      if (high - i >= 2) {
        for (int j = i + 1; j < high && keys[j] < keys[j - 1]; j++) {
          swap(j, j - 1);
        }
      }
    }
    return false;
  }

  /** Where the pivot came to lie, smaller elements before it; inverted if nothing had to move. */
  private int partition(int low, int high, int pivot) {
    swap(low, pivot);
    int i = low + 1;
    int j = high - 1;
    boolean moved = false;
    while (true) {
      while (i <= j && keys[i] < keys[low]) {
        i++;
      }
      while (i <= j && keys[j] >= keys[low]) {
        j--;
      }
      if (i > j) {
        swap(j, low);
        return moved ? j : ~j;
      }
      swap(i++, j--);
      moved = true;
    }
  }

  /** Where the elements that are greater than the pivot begin. */
  private int partitionEqual(int low, int high, int pivot) {
    swap(low, pivot);
    int i = low + 1;
    int j = high - 1;
    while (true) {
      while (i <= j && keys[low] >= keys[i]) {
        i++;
      }
      while (i <= j && keys[low] < keys[j]) {
        j--;
      }
      if (i > j) {
        return i;
      }
      swap(i++, j--);
    }
  }

  private void swap(int i, int j) {
    long key = keys[i];
    keys[i] = keys[j];
    keys[j] = key;
    Object value = values[i];
    values[i] = values[j];
    values[j] = value;
  }

  private static int bitLength(int value) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(value);
  }
}
