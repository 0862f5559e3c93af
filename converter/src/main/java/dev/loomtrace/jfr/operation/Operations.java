package dev.loomtrace.jfr.operation;

import java.util.Arrays;

/**
 * Operations, to be sorted by time, kind and sequence.
 *
 * <p>An event of a recording is a row, of up to three operations: a wait is a block, a wake and a
 * resumption. Rows are kept in columns, since a chunk holds up to a million of them and two chunks
 * are in memory: about 50 bytes a wait, its three places in the order included.
 */
public final class Operations {
  /**
   * Above all ids of Java threads: at a million threads a second a JVM gets there after 71 years.
   * The trace's own ids begin here. The largest of them, a Java thread's above this twice, is below
   * 2^53: viewers and others who read numbers as JavaScript does would mix up larger ones. (The
   * recorder has 56 bits for an id.)
   */
  public static final long JAVA_THREADS = 1L << 51;

  private static final byte NONE = -1;
  private static final int PART_BITS = 2;
  private static final int PART_MASK = (1 << PART_BITS) - 1;
  private static final int FIRST = 0;
  private static final int MIDDLE = 1;
  private static final int LAST = 2;
  private static final int LEAST = 1024;
  private static final int GROWTH = 4; // By a part of so many: chunks are large.

  private byte[] kinds = new byte[3 * LEAST];
  private long[] begins = new long[LEAST];
  // From the begin; of a row with one operation, the middle is its extra and the waker its other.
  private final LongColumn middles = new LongColumn(LEAST);
  private final LongColumn ends = new LongColumn(LEAST);
  private final LongColumn threads = new LongColumn(LEAST);
  private final LongColumn wakers = new LongColumn(LEAST);
  private final LongColumn froms = new LongColumn(LEAST);
  private final LongColumn tos = new LongColumn(LEAST);
  private Object[] refs = new Object[LEAST];
  private int rows;

  // Row and part of each operation.
  private int[] order = new int[LEAST];
  private final TimeSort timeSort =
      new TimeSort(
          new TimeKeys() {
            @Override
            public long time(int op) {
              return timeOf(op);
            }

            @Override
            public int kind(int op) {
              return kindCodeOf(op);
            }
          });
  private int sorted;
  private int before; // Rows that were there when others were forgotten last.
  private int size;
  private int position;
  private long earliest = Long.MAX_VALUE;
  private long latest = Long.MIN_VALUE;
  private String fault;
  private boolean tellsNotifiers;
  private boolean tellsCreations;
  private int markedRows;
  private int markedSize;

  /** No operations yet. */
  public Operations() {}

  // Adding. The order is undefined until the next sort.

  /** Adds one operation. */
  public void add(OpKind kind, long time, long thread, long otherThread, long extra, Object ref) {
    int row = row(thread, time, ref);
    if (kind.ofAnnotation()) {
      checkTask(otherThread);
    } else {
      checkThread(otherThread);
    }
    tellsNotifiers |= kind == OpKind.WAIT_TOLD;
    tellsCreations |= kind == OpKind.CREATE;
    middles.set(row, extra);
    wakers.set(row, otherThread);
    put(row, FIRST, kind);
  }

  /** Whether there ever was one that tells who notified. */
  public boolean tellsNotifiers() {
    return tellsNotifiers;
  }

  /** Whether there ever was one that tells of a thread's creation. */
  public boolean tellsCreations() {
    return tellsCreations;
  }

  /** Adds a wait: a block, a wake and a resumption. */
  public void addWait(
      long begin,
      long wake,
      long end,
      long thread,
      long carrier,
      long endCarrier,
      long waker,
      Cause cause) {
    int row = row(thread, begin, cause);
    checkThread(carrier);
    checkThread(endCarrier);
    checkThread(waker);
    latest = Math.max(latest, end);
    middles.set(row, span(begin, Math.min(wake, end)));
    ends.set(row, span(begin, end));
    wakers.set(row, waker);
    froms.set(row, carrier);
    tos.set(row, endCarrier);
    put(row, FIRST, OpKind.BLOCK);
    put(row, MIDDLE, OpKind.WAKE);
    put(row, LAST, OpKind.RESUME);
  }

  /**
   * Adds what begins and ends, at least a tick later: at the same time ends come before begins, and
   * it would last for ever.
   */
  public void addSpan(
      OpKind first,
      OpKind last,
      long begin,
      long end,
      long thread,
      long carrier,
      long endCarrier,
      Object ref) {
    int row = row(thread, begin, ref);
    checkThread(carrier);
    checkThread(endCarrier);
    latest = Math.max(latest, end);
    middles.set(row, 0);
    ends.set(row, Math.max(1, span(begin, end)));
    froms.set(row, carrier);
    tos.set(row, endCarrier);
    put(row, FIRST, first);
    put(row, LAST, last);
  }

  // A broken event may end before it begins.
  private static long span(long begin, long end) {
    return end < begin ? 0 : end - begin;
  }

  private int row(long thread, long begin, Object ref) {
    checkThread(thread);
    earliest = Math.min(earliest, begin);
    latest = Math.max(latest, begin);
    if (rows == begins.length) {
      resize(rows + rows / GROWTH);
    }
    int row = rows++;
    begins[row] = begin;
    threads.set(row, thread);
    refs[row] = ref;
    Arrays.fill(kinds, 3 * row, 3 * row + 3, NONE);
    return row;
  }

  private void put(int row, int part, OpKind kind) {
    if (size == order.length) {
      order = Arrays.copyOf(order, size + size / GROWTH);
    }
    kinds[3 * row + part] = (byte) kind.code();
    order[size++] = row << PART_BITS | part;
  }

  // The trace has ids of its own from there on, and none below 0.
  private void checkThread(long id) {
    if (id < 0 || id >= JAVA_THREADS) {
      fault = "an event names thread " + id + ", and no JVM has such a one";
    }
  }

  private void checkTask(long id) {
    if (id < 0) {
      fault = "an event names task " + id + ", and tasks count from 1";
    }
  }

  private LongColumn[] columns() {
    return new LongColumn[] {middles, ends, threads, wakers, froms, tos};
  }

  private void resize(int capacity) {
    kinds = Arrays.copyOf(kinds, 3 * capacity);
    begins = Arrays.copyOf(begins, capacity);
    for (LongColumn column : columns()) {
      column.resize(capacity);
    }
    refs = Arrays.copyOf(refs, capacity);
  }

  /** Notes what has been added so far; until the next sort. */
  public void mark() {
    markedRows = rows;
    markedSize = size;
    earliest = Long.MAX_VALUE;
    latest = Long.MIN_VALUE;
    fault = null;
  }

  /**
   * What no JVM can have meant of what was added since the mark; null: nothing.
   *
   * @param latestTicks a time beyond which no clock can be
   */
  public String fault(long latestTicks) {
    if (fault == null && earliest < 0) {
      return "an event is at " + earliest + " ticks, before the clock began";
    }
    if (fault == null && latest > latestTicks) {
      return "an event is at " + latest + " ticks, which no clock has reached";
    }
    return fault;
  }

  /** Takes back what was added since the mark. */
  public void backToMark() {
    Arrays.fill(refs, markedRows, rows, null);
    rows = markedRows;
    size = markedSize;
  }

  // Sorting.

  /** Forgets what lies before the position and sorts the rest; the position is the first again. */
  public void sort() {
    if (position > 0) {
      forget();
    }
    order = timeSort.sort(order, sorted, size);
    sorted = size;
  }

  /**
   * Forgets what lies before the position, which is the first again. Done before a chunk is read,
   * so that it finds room. Of the rows that were there when this was done last few have operations
   * left, as a rule; the others move as they are.
   */
  public void forget() {
    if (position == 0) {
      before = rows;
      return;
    }
    size -= position;
    sorted -= position;
    System.arraycopy(order, position, order, 0, size);
    position = 0;
    int[] old = oldRows();
    int kept = old.length;
    int down = before - kept;
    for (int i = 0; i < size; i++) {
      int row = order[i] >>> PART_BITS;
      int place = row < before ? Arrays.binarySearch(old, row) : row - down;
      order[i] = place << PART_BITS | (order[i] & PART_MASK);
    }
    for (int i = 0; i < kept; i++) {
      begins[i] = begins[old[i]];
      refs[i] = refs[old[i]];
      System.arraycopy(kinds, 3 * old[i], kinds, 3 * i, 3);
    }
    int others = rows - before;
    System.arraycopy(begins, before, begins, kept, others);
    System.arraycopy(refs, before, refs, kept, others);
    System.arraycopy(kinds, 3 * before, kinds, 3 * kept, 3 * others);
    for (LongColumn column : columns()) {
      column.keep(old, before, rows);
    }
    Arrays.fill(refs, kept + others, rows, null);
    rows = kept + others;
    before = rows;
    if (begins.length > 4 * LEAST && rows < begins.length / 8) {
      resize(begins.length / 4); // After a large chunk, small ones.
      order = Arrays.copyOf(order, Math.max(LEAST, size));
    }
  }

  /** Rows that were there when others were forgotten last and have operations left, ascending. */
  private int[] oldRows() {
    int[] old = new int[LEAST];
    int found = 0;
    for (int i = 0; i < size; i++) {
      int row = order[i] >>> PART_BITS;
      if (row < before) {
        if (found == old.length) {
          old = Arrays.copyOf(old, 2 * found);
        }
        old[found++] = row;
      }
    }
    Arrays.sort(old, 0, found);
    int distinct = 0;
    for (int i = 0; i < found; i++) {
      if (i == 0 || old[i] != old[i - 1]) {
        old[distinct++] = old[i];
      }
    }
    return Arrays.copyOf(old, distinct);
  }

  private long timeOf(int op) {
    int row = op >>> PART_BITS;
    return switch (op & PART_MASK) {
      case FIRST -> begins[row];
      case MIDDLE -> begins[row] + middles.get(row);
      default -> begins[row] + ends.get(row);
    };
  }

  private int kindCodeOf(int op) {
    return kinds[3 * (op >>> PART_BITS) + (op & PART_MASK)];
  }

  // Reading, by places in the order.

  /** Whether there is an operation at the position that lies before this time. */
  public boolean hasBefore(long time) {
    return position < size && timeOf(order[position]) < time;
  }

  /** Goes to the next operation. */
  public void advance() {
    position++;
  }

  /** Place of the next operation in the order. */
  public int position() {
    return position;
  }

  /** Number of operations, those before the position included. */
  public int size() {
    return size;
  }

  public OpKind kind(int index) {
    return OpKind.of(kindCodeOf(order[index]));
  }

  public long time(int index) {
    return timeOf(order[index]);
  }

  public long thread(int index) {
    return threads.get(order[index] >>> PART_BITS);
  }

  public long other(int index) {
    int row = order[index] >>> PART_BITS;
    boolean single = kinds[3 * row + LAST] == NONE;
    return switch (order[index] & PART_MASK) {
      case FIRST -> single ? wakers.get(row) : froms.get(row);
      case MIDDLE -> wakers.get(row);
      default -> tos.get(row);
    };
  }

  public long extra(int index) {
    int row = order[index] >>> PART_BITS;
    return switch (order[index] & PART_MASK) {
      case FIRST -> middles.get(row);
      case MIDDLE -> tos.get(row);
      default -> 0;
    };
  }

  public Object ref(int index) {
    return refs[order[index] >>> PART_BITS];
  }

  // Waits, by the place of any of their operations.

  /** Whether it was told of when it was over, and not only of its begin. */
  public boolean isWhole(int index) {
    return kinds[3 * (order[index] >>> PART_BITS) + LAST] != NONE;
  }

  /** When the event began that tells of an operation. */
  public long begin(int index) {
    return begins[order[index] >>> PART_BITS];
  }

  /** Who woke a thread from a wait; 0: unknown. */
  public long waker(int index) {
    return wakers.get(order[index] >>> PART_BITS);
  }

  /** Sets who woke a thread from a wait, and the cause. */
  public void told(int index, long waker, Cause cause) {
    int row = order[index] >>> PART_BITS;
    wakers.set(row, waker);
    refs[row] = cause;
  }
}
