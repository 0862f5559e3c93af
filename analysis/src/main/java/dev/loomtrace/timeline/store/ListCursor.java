package dev.loomtrace.timeline.store;

import dev.loomtrace.base.ByteStrings;
import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.SpanView;
import dev.loomtrace.timeline.store.StoreFormat.Section;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.ResourceKind;
import dev.loomtrace.trace.Stack;
import java.util.function.LongPredicate;

/**
 * Walks the tasks, regions, ranges, counters, samples or logs of a stretch of time, in the order in
 * which they end. It is a view of the span that it stands on. Of a store as many as wanted, each
 * for one thread at a time.
 */
public final class ListCursor extends SpanView {
  private static final ResourceKind[] SCOPES = ResourceKind.values();
  private static final int PLACE_SIZE = 3 * Long.BYTES;
  private static final int TASK_SIZE = 2 * Long.BYTES;

  private final StoreFile file;
  private final Dictionary dictionary;
  private final ByteCursor in = new ByteCursor();
  private byte[] bytes = {};
  private SpanKind kind = SpanKind.TASK;
  private long index;
  private int blocks;
  private int block;
  private int left;
  private int stack;
  private long number;
  private long lastEnd;
  private long from;
  private long to;

  ListCursor(StoreFile file, Dictionary dictionary) {
    this.file = file;
    this.dictionary = dictionary;
  }

  static long count(StoreFile file, SpanKind kind) {
    return file.getLong(place(file, kind) + 2 * Long.BYTES);
  }

  private static long place(StoreFile file, SpanKind kind) {
    int number = StoreWriter.LISTS.indexOf(kind);
    if (number < 0) {
      throw new IllegalArgumentException(
          "found " + kind + ", expected one of " + StoreWriter.LISTS);
    }
    return file.position(Section.LISTS) + (long) number * PLACE_SIZE;
  }

  /**
   * Stands before the first span of a kind that reaches into a stretch of time; {@link #next} moves
   * to it and to those that follow.
   *
   * @param kind one that is not kept by track
   * @param begin inclusive; spans without length count if they begin in the stretch
   * @param end exclusive
   */
  public void between(SpanKind kind, long begin, long end) {
    open(kind);
    from = begin;
    to = end;
    int high = blocks;
    while (block < high) {
      int middle = (block + high) >>> 1;
      if (entry(middle, StoreFormat.LIST_LAST_END) < begin) {
        block = middle + 1;
      } else {
        high = middle;
      }
    }
  }

  private void open(SpanKind newKind) {
    long place = place(file, newKind);
    kind = newKind;
    index = file.getLong(place);
    blocks = (int) file.getLong(place + Long.BYTES);
    block = 0;
    left = 0;
  }

  /** Moves to the next span; false if there is none. */
  public boolean next() {
    while (true) {
      while (left == 0) {
        if (block >= blocks) {
          return false;
        }
        if (entry(block, StoreFormat.LIST_LEAST_BEGIN) < to) {
          load(block);
        } else if (isInstant()) {
          block = blocks;
          return false;
        }
        block++;
      }
      read();
      boolean within = begin() < to && (end() > from || begin() >= from);
      if (within) {
        return true;
      }
    }
  }

  /** Number of the stack that is its place, for {@link SpanStore#stack}; 0: none. */
  public int stackNumber() {
    return stack;
  }

  /** Its place among all tasks in the order of their ends, from 0 on; of tasks only. */
  public long number() {
    return number;
  }

  private boolean isInstant() {
    return kind == SpanKind.COUNTER || kind == SpanKind.SAMPLE || kind == SpanKind.LOG;
  }

  /** Moves to a task by its id, to the first one that ended if there are several; false if none. */
  public boolean seekTask(long id) {
    return seekTask(id, any -> true);
  }

  /**
   * Moves to a task by its id.
   *
   * @param wanted which of those with that id, by their {@link #number}: is asked in the order of
   *     their ends up to the first one
   * @return false if there is none
   */
  public boolean seekTask(long id, LongPredicate wanted) {
    open(SpanKind.TASK);
    long tasks = file.position(Section.TASKS);
    long low = 0;
    long high = file.size(Section.TASKS) / TASK_SIZE;
    long size = high;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (file.getLong(tasks + middle * TASK_SIZE) < id) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    for (; low < size && file.getLong(tasks + low * TASK_SIZE) == id; low++) {
      long place = file.getLong(tasks + low * TASK_SIZE + Long.BYTES);
      if (wanted.test((place >>> Integer.SIZE) * StoreFormat.LIST_RECORDS + (int) place)) {
        load((int) (place >>> Integer.SIZE));
        for (int i = 0; i <= (int) place; i++) {
          read();
        }
        block = blocks;
        left = 0;
        return true;
      }
    }
    block = blocks;
    return false;
  }

  private long entry(int number, int field) {
    return file.getLong(
        StoreFormat.indexEntries(index, blocks)
            + (long) number * StoreFormat.INDEX_ENTRY_SIZE
            + field);
  }

  private void load(int number) {
    long sizes = entry(number, StoreFormat.LIST_SIZES);
    int length = (int) (sizes >>> Integer.SIZE);
    if (length > bytes.length) {
      bytes = new byte[length];
    }
    file.get(entry(number, StoreFormat.LIST_BLOCK), bytes, length);
    in.reset(bytes, 0);
    left = (int) sizes;
    lastEnd = file.getLong(index + (long) number * Long.BYTES);
    // A block of tasks is never full before it has as many as it may.
    this.number = (long) number * StoreFormat.LIST_RECORDS - 1;
  }

  private void read() {
    left--;
    number++;
    int head = in.octet();
    lastEnd += in.number();
    become(kind, lastEnd - in.number(), lastEnd);
    cut((head & StoreFormat.BEGAN_BEFORE) != 0, (head & StoreFormat.OPEN) != 0);
    long thread = (head & StoreFormat.HAS_THREAD) != 0 ? in.signed() : Context.NO_GOROUTINE;
    of(thread, (head & StoreFormat.HAS_RECORD_PROC) != 0 ? in.signed() : Context.NO_PROC);
    stack = 0;
    if ((head & StoreFormat.HAS_RECORD_PLACE) != 0) {
      stack = (int) in.number();
      whereRef(stack, 1);
    }
    long id = in.number();
    numbered(id, (head & StoreFormat.HAS_PARENT) != 0 ? in.signed() : 0);
    namedRef((int) in.number());
    if ((head & StoreFormat.HAS_SCOPE) != 0) {
      scoped(SCOPES[in.octet()]);
    }
    if ((head & StoreFormat.HAS_MESSAGE) != 0) {
      int length = (int) in.number();
      says(ByteStrings.decode(bytes, in.position(), length));
      in.skip(length);
    }
  }

  @Override
  protected String resolveText(int ref) {
    return dictionary.text(ref);
  }

  @Override
  protected Stack resolveStack(int ref) {
    return dictionary.stack(ref);
  }
}
