package dev.loomtrace.jfr.chunk;

import dev.loomtrace.base.LongIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * The threads of a chunk, in the order in which they were first told. A program may start hundreds
 * of thousands of them: each is encoded at once, since to visit as many objects when the chunk ends
 * takes longer than all else that is done for them.
 */
final class ThreadEntries {
  private static final int LEAST = 64;
  private static final int NAMES_AND_IDS = 4;

  private long[] keys = new long[LEAST];
  private int[] ends = new int[LEAST]; // Of the names and ids.
  private final ValueOutput namesAndIds = new ValueOutput();
  private final List<String> groups = new ArrayList<>(); // Has a null for a thread without.
  private boolean[] virtual = new boolean[LEAST];
  private final Map<Integer, JavaThread> toldAgain = new HashMap<>();
  private int size;

  // Most keys are greater than all before them, and are found by halving; the others are numbered.
  private long[] rising = new long[LEAST];
  private int[] risingEntries = new int[LEAST];
  private int risen;
  private final LongIndex late = new LongIndex();
  private int[] lateEntries = new int[LEAST];

  boolean isEmpty() {
    return size == 0;
  }

  /** Says what a thread is; of several times the last one counts. */
  void put(long key, JavaThread thread) {
    if (risen == 0 || key > rising[risen - 1]) {
      if (risen == rising.length) {
        rising = Arrays.copyOf(rising, 2 * risen);
        risingEntries = Arrays.copyOf(risingEntries, 2 * risen);
      }
      rising[risen] = key;
      risingEntries[risen++] = add(key, thread);
      return;
    }
    int known = find(key);
    if (known < 0) {
      late.add(key);
      if (late.size() > lateEntries.length) {
        lateEntries = Arrays.copyOf(lateEntries, 2 * lateEntries.length);
      }
      lateEntries[late.size() - 1] = add(key, thread);
    } else {
      toldAgain.put(known, thread);
    }
  }

  private int find(long key) {
    int found = late.get(key);
    if (found != LongIndex.ABSENT) {
      return lateEntries[found];
    }
    int place = Arrays.binarySearch(rising, 0, risen, key);
    return place < 0 ? place : risingEntries[place];
  }

  private int add(long key, JavaThread thread) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, 2 * size);
      ends = Arrays.copyOf(ends, 2 * size);
      virtual = Arrays.copyOf(virtual, 2 * size);
    }
    writeNamesAndIds(namesAndIds, thread);
    keys[size] = key;
    ends[size] = namesAndIds.size();
    groups.add(thread.group());
    virtual[size] = thread.virtual();
    return size++;
  }

  private static void writeNamesAndIds(ValueOutput out, JavaThread thread) {
    out.text(thread.osName())
        .number(thread.osThreadId())
        .text(thread.javaName())
        .number(thread.javaThreadId());
  }

  /**
   * Writes the entries.
   *
   * @param groupKey the key of a group's name in its pool
   */
  void writeTo(PoolOutput pool, ToLongFunction<String> groupKey) {
    int begin = 0;
    for (int i = 0; i < size; i++) {
      JavaThread again = toldAgain.isEmpty() ? null : toldAgain.get(i);
      ValueOutput entry = pool.entry(keys[i]);
      if (again == null) {
        entry.values(namesAndIds, begin, ends[i], NAMES_AND_IDS);
        entry.number(groupKey.applyAsLong(groups.get(i))).truth(virtual[i]);
      } else {
        writeNamesAndIds(entry, again);
        entry.number(groupKey.applyAsLong(again.group())).truth(again.virtual());
      }
      begin = ends[i];
    }
  }
}
