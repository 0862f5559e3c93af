package dev.loomtrace.jfr.operation;

import dev.loomtrace.trace.Stack;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Operations, to be sorted by time, kind and sequence.
 *
 * <p>An event of a recording is a row, of up to three operations: a wait is a block, a wake and a
 * resumption. Rows are kept in arrays, since a chunk holds up to a million of them and two chunks
 * are in memory: about 50 bytes a wait, its three places in the order included. The arrays are
 * those of pages, so that none is copied to grow.
 */
public final class Operations {
  /**
   * Above all ids of Java threads: at a million threads a second a JVM gets there after 71 years.
   * The trace's own ids begin here. The largest of them, a Java thread's above this twice, is below
   * 2^53: viewers and others who read numbers as JavaScript does would mix up larger ones. (The
   * recorder has 56 bits for an id.)
   */
  public static final long JAVA_THREADS = 1L << 51;

  private static final int PART_BITS = 2;
  private static final int PART_MASK = (1 << PART_BITS) - 1;
  private static final int ROW_MASK = RowPage.ROWS - 1; // Within its page.
  private static final int LEAST = 1024;
  private static final int GROWTH = 4; // By a part of so many: chunks are large.
  private static final int WINDOW = 64;

  private RowPage[] pages = new RowPage[4];
  // Of the chunk before, for the next one; collectors would move new ones about.
  private final List<RowPage> spare = new ArrayList<>();
  private int rows; // Those left out at the end of pages included.

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
  private int before; // Rows that were there when others were forgotten last: whole pages.
  private int size;
  private int position;
  private long earliest = Long.MAX_VALUE;
  private long latest = Long.MIN_VALUE;
  private String fault;
  // What nearly all ask of the operations from the position on. Each lies elsewhere, out of the
  // processor's caches: of several that are read at once it fetches them all at a time.
  private final byte[] nextKinds = new byte[WINDOW];
  private final long[] nextTimes = new long[WINDOW];
  private final long[] nextThreads = new long[WINDOW];
  private int windowBegin;
  private int windowEnd;
  private boolean tellsNotifiers;
  private boolean tellsCreations;
  private int markedRows;
  private int markedSize;

  /** No operations yet. */
  public Operations() {}

  // Adding. The order is undefined until the next sort.

  /** Adds one operation. */
  public void add(OpKind kind, long time, long thread, long otherThread, long extra, Object ref) {
    RowPage page = row(thread, time, ref);
    if (kind.ofAnnotation()) {
      checkTask(otherThread);
    } else {
      checkThread(otherThread);
    }
    tellsNotifiers |= kind == OpKind.WAIT_TOLD;
    tellsCreations |= kind == OpKind.CREATE;
    int row = lastRow();
    page.number(row, RowPage.TO_MIDDLE, extra);
    page.number(row, RowPage.WAKER, otherThread);
    put(page, RowPage.FIRST, kind);
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
    RowPage page = row(thread, begin, cause);
    checkThread(carrier);
    checkThread(endCarrier);
    checkThread(waker);
    latest = Math.max(latest, end);
    int row = lastRow();
    page.number(row, RowPage.TO_MIDDLE, span(begin, Math.min(wake, end)));
    page.number(row, RowPage.TO_LAST, span(begin, end));
    page.number(row, RowPage.WAKER, waker);
    page.number(row, RowPage.FROM, carrier);
    page.number(row, RowPage.TO, endCarrier);
    put(page, RowPage.FIRST, OpKind.BLOCK);
    put(page, RowPage.MIDDLE, OpKind.WAKE);
    put(page, RowPage.LAST, OpKind.RESUME);
  }

  /**
   * Adds what begins and ends, at least a tick later: at the same time ends come before begins, and
   * it would last forever.
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
    span(first, last, begin, end, thread, carrier, endCarrier, 0, ref);
  }

  /**
   * Adds a wait in which the thread keeps its carrier.
   *
   * @param waker who ended it, or 0
   */
  public void addPinned(
      long begin, long end, long thread, long carrier, long endCarrier, long waker, Cause cause) {
    OpKind last = OpKind.SYSCALL_END;
    span(OpKind.SYSCALL_BEGIN, last, begin, end, thread, carrier, endCarrier, waker, cause);
  }

  private void span(
      OpKind first,
      OpKind last,
      long begin,
      long end,
      long thread,
      long carrier,
      long endCarrier,
      long waker,
      Object ref) {
    RowPage page = row(thread, begin, ref);
    checkThread(carrier);
    checkThread(endCarrier);
    checkThread(waker);
    latest = Math.max(latest, end);
    int row = lastRow();
    page.number(row, RowPage.TO_LAST, Math.max(1, span(begin, end)));
    page.number(row, RowPage.WAKER, waker);
    page.number(row, RowPage.FROM, carrier);
    page.number(row, RowPage.TO, endCarrier);
    put(page, RowPage.FIRST, first);
    put(page, RowPage.LAST, last);
  }

  // A broken event may end before it begins.
  private static long span(long begin, long end) {
    return end < begin ? 0 : end - begin;
  }

  /** Begins a row, which is the last one, in the page that is returned. */
  private RowPage row(long thread, long begin, Object ref) {
    checkThread(thread);
    earliest = Math.min(earliest, begin);
    latest = Math.max(latest, begin);
    int number = rows >>> RowPage.BITS;
    if (number == pages.length) {
      pages = Arrays.copyOf(pages, 2 * number);
    }
    if (pages[number] == null) {
      pages[number] = newPage();
    }
    rows++;
    pages[number].begin(lastRow(), begin, thread, ref);
    return pages[number];
  }

  private RowPage newPage() {
    return spare.isEmpty() ? new RowPage() : spare.removeLast();
  }

  private int lastRow() {
    return (rows - 1) & ROW_MASK;
  }

  private void put(RowPage page, int part, OpKind kind) {
    if (size == order.length) {
      order = Arrays.copyOf(order, size + size / GROWTH);
    }
    page.kind(lastRow(), part, kind);
    order[size++] = (rows - 1) << PART_BITS | part;
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

  /** Notes what has been added so far; until the next sort. */
  public void mark() {
    markedRows = rows;
    markedSize = size;
    earliest = Long.MAX_VALUE;
    latest = Long.MIN_VALUE;
    fault = null;
  }

  /** Has what was added since the mark happen so many ticks later. */
  public void delay(long ticks) {
    for (int row = markedRows; row < rows; row++) {
      pages[row >>> RowPage.BITS].delay(row & ROW_MASK, ticks);
    }
    if (rows > markedRows) {
      earliest += ticks;
      latest += ticks;
    }
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
    int kept = pagesOf(markedRows);
    Arrays.fill(pages, kept, pages.length, null);
    rows = markedRows;
    size = markedSize;
  }

  /**
   * Takes over all operations of others, which are sorted, and leaves these empty; forgets what
   * lies before the position, as {@link #forget}. All are in their order then.
   *
   * <p>So one thread can add to the others, and sort them, while another one reads these.
   */
  public void adopt(Operations others) {
    forget();
    int addedPages = pagesOf(others.rows);
    int base = pagesOf(rows);
    if (base + addedPages > pages.length) {
      pages = Arrays.copyOf(pages, base + addedPages);
    }
    System.arraycopy(others.pages, 0, pages, base, addedPages);
    int total = size + others.size;
    if (total > order.length) {
      order = Arrays.copyOf(order, total + total / GROWTH);
    }
    int shift = rows << PART_BITS;
    for (int i = 0; i < others.size; i++) {
      order[size + i] = others.order[i] + shift;
    }
    order = timeSort.merge(order, size, total);
    rows += others.rows;
    size = total;
    sorted = total;
    tellsNotifiers |= others.tellsNotifiers;
    tellsCreations |= others.tellsCreations;
    others.leave();
    giveSpare(others);
  }

  /**
   * Forgets what lies before the position, as {@link #forget}, and leaves the pages of that to
   * others that are empty.
   */
  public void leaveRoomTo(Operations others) {
    forget();
    giveSpare(others);
  }

  private void giveSpare(Operations others) {
    others.spare.addAll(spare);
    spare.clear();
  }

  /** Is empty from now on. */
  private void leave() {
    closeWindow();
    pages = new RowPage[4];
    if (size < order.length / 8) {
      order = new int[Math.max(LEAST, size)];
    }
    rows = 0;
    size = 0;
    sorted = 0;
    before = 0;
  }

  // Sorting.

  /** Forgets what lies before the position and sorts the rest; the position is the first again. */
  public void sort() {
    closeWindow();
    if (position > 0) {
      forget();
    }
    spare.clear(); // What is needed of them has been taken.
    order = timeSort.sort(order, sorted, size);
    sorted = size;
  }

  /**
   * Forgets what lies before the position, which is the first again. Done before a chunk is read,
   * so that it finds room. Of the rows that were there when this was done last few have operations
   * left, as a rule, and move to pages of their own; the pages of the others stay.
   */
  public void forget() {
    closeWindow();
    if (position > 0) {
      size -= position;
      sorted -= position;
      System.arraycopy(order, position, order, 0, size);
      position = 0;
      forgetRows();
      if (size < order.length / 8) {
        order = Arrays.copyOf(order, Math.max(LEAST, size)); // After a large chunk, small ones.
      }
    }
    // What comes next begins a page.
    rows = pagesOf(rows) << RowPage.BITS;
    before = rows;
  }

  private void forgetRows() {
    int[] old = oldRows();
    int oldPages = pagesOf(old.length);
    int down = before - (oldPages << RowPage.BITS);
    for (int i = 0; i < size; i++) {
      int row = order[i] >>> PART_BITS;
      int place = row < before ? Arrays.binarySearch(old, row) : row - down;
      order[i] = place << PART_BITS | (order[i] & PART_MASK);
    }
    int otherPages = pagesOf(rows) - pagesOf(before);
    RowPage[] kept = new RowPage[Math.max(4, oldPages + otherPages)];
    for (int i = 0; i < oldPages; i++) {
      kept[i] = newPage();
    }
    for (int i = 0; i < old.length; i++) {
      RowPage from = pages[old[i] >>> RowPage.BITS];
      kept[i >>> RowPage.BITS].copy(i & ROW_MASK, from, old[i] & ROW_MASK);
    }
    for (int i = 0; i < pagesOf(before); i++) {
      pages[i].clear();
      spare.add(pages[i]);
    }
    System.arraycopy(pages, pagesOf(before), kept, oldPages, otherPages);
    pages = kept;
    rows -= down;
  }

  private static int pagesOf(int rowCount) {
    return (rowCount + RowPage.ROWS - 1) >>> RowPage.BITS;
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

  private RowPage page(int op) {
    return pages[op >>> (PART_BITS + RowPage.BITS)];
  }

  private static int row(int op) {
    return op >>> PART_BITS & ROW_MASK;
  }

  private long timeOf(int op) {
    return page(op).time(row(op), op & PART_MASK);
  }

  private int kindCodeOf(int op) {
    return page(op).kindCode(row(op), op & PART_MASK);
  }

  // Reading, by places in the order.

  /** Whether there is an operation at the position that lies before this time. */
  public boolean hasBefore(long time) {
    if (position == size) {
      return false;
    }
    if (!isInWindow(position)) {
      lookAhead();
    }
    return nextTimes[position - windowBegin] < time;
  }

  private boolean isInWindow(int index) {
    return index >= windowBegin && index < windowEnd;
  }

  private void lookAhead() {
    windowBegin = position;
    windowEnd = Math.min(size, position + WINDOW);
    for (int i = windowBegin; i < windowEnd; i++) {
      int op = order[i];
      nextKinds[i - windowBegin] = (byte) kindCodeOf(op);
      nextTimes[i - windowBegin] = timeOf(op);
      nextThreads[i - windowBegin] = number(op, RowPage.THREAD);
    }
  }

  private void closeWindow() {
    windowBegin = 0;
    windowEnd = 0;
  }

  /** Goes to the next operation. */
  public void advance() {
    position++;
  }

  /** Place of the next operation in the order. */
  public int position() {
    return position;
  }

  /** Number of operations that are not before this time. */
  public int sizeFrom(long time) {
    int low = position;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (timeOf(order[middle]) < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return size - low;
  }

  /** Number of operations, those before the position included. */
  public int size() {
    return size;
  }

  public OpKind kind(int index) {
    return OpKind.of(isInWindow(index) ? nextKinds[index - windowBegin] : kindCodeOf(order[index]));
  }

  public long time(int index) {
    return isInWindow(index) ? nextTimes[index - windowBegin] : timeOf(order[index]);
  }

  public long thread(int index) {
    return isInWindow(index)
        ? nextThreads[index - windowBegin]
        : number(order[index], RowPage.THREAD);
  }

  private long number(int op, int number) {
    return page(op).number(row(op), number);
  }

  // What else an operation has: which of these, says its kind.

  /** The task of an annotation. */
  public long task(int index) {
    return other(index);
  }

  /** Of a task its parent, of a region when it began, in ticks. */
  public long parentOrBegin(int index) {
    return extra(index);
  }

  /** Of an annotation its name, its {@link LogText} or its {@link TaskDetails}; null if none. */
  public Object content(int index) {
    return ref(index);
  }

  /** Where a thread runs from now on, or ran until now; 0 if it is not known. */
  public long carrier(int index) {
    return other(index);
  }

  /** Where the woken thread runs next; 0 if it is not known. */
  public long nextCarrier(int index) {
    return extra(index);
  }

  /** Who created the thread; 0 if it is not known. */
  public long creator(int index) {
    return other(index);
  }

  /** Who owns the lock that the thread waits for. */
  public long owner(int index) {
    return other(index);
  }

  /** Whether that wait ends by itself after some time. */
  public boolean isLimited(int index) {
    return extra(index) != 0;
  }

  /** What a dump shows of the wait for a lock. */
  public LockLook lockLook(int index) {
    return (LockLook) ref(index);
  }

  /** Bytes, or how many carriers. */
  public long amount(int index) {
    return extra(index);
  }

  /** Why a thread waits or waited; null if it is not told. */
  public Cause cause(int index) {
    return (Cause) ref(index);
  }

  /** The stack of a sample, or of who created a thread. */
  public Stack stack(int index) {
    return (Stack) ref(index);
  }

  /** What the world was stopped for. */
  public String purpose(int index) {
    return (String) ref(index);
  }

  private long other(int index) {
    int op = order[index];
    return switch (op & PART_MASK) {
      case RowPage.FIRST -> number(op, isWhole(index) ? RowPage.FROM : RowPage.WAKER);
      case RowPage.MIDDLE -> number(op, RowPage.WAKER);
      default -> number(op, RowPage.TO);
    };
  }

  private long extra(int index) {
    int op = order[index];
    return switch (op & PART_MASK) {
      case RowPage.FIRST -> number(op, RowPage.TO_MIDDLE);
      case RowPage.MIDDLE -> number(op, RowPage.TO);
      default -> 0;
    };
  }

  private Object ref(int index) {
    return page(order[index]).ref(row(order[index]));
  }

  // Waits, by the place of any of their operations.

  /** Whether an event of its end is there, and not only one of its start. */
  public boolean isWhole(int index) {
    return page(order[index]).hasLast(row(order[index]));
  }

  /** When the event began that tells of an operation. */
  public long begin(int index) {
    return page(order[index]).begin(row(order[index]));
  }

  /** When the event ends that tells of an operation; its time if only that is told. */
  public long end(int index) {
    int op = order[index];
    return isWhole(index) ? page(op).time(row(op), RowPage.LAST) : timeOf(op);
  }

  /** Who woke a thread from a wait; 0: unknown. */
  public long waker(int index) {
    return number(order[index], RowPage.WAKER);
  }

  /** Sets who woke a thread from a wait, and the cause. */
  public void told(int index, long waker, Cause cause) {
    RowPage page = page(order[index]);
    int row = row(order[index]);
    page.number(row, RowPage.WAKER, waker);
    page.ref(row, cause);
  }
}
