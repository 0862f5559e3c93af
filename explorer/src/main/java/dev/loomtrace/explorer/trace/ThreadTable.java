package dev.loomtrace.explorer.trace;

import dev.loomtrace.analysis.GroupNames;
import dev.loomtrace.analysis.ThreadGroups;
import dev.loomtrace.timeline.store.GroupSums;
import dev.loomtrace.timeline.store.SpanStore;
import dev.loomtrace.timeline.store.ThreadGrouping;
import dev.loomtrace.timeline.store.Track;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.stream.IntStream;

/**
 * The lives of all threads of a trace by their numbers in the store: what they are grouped, sorted
 * and found by. About 60 bytes for each. Immutable.
 */
public final class ThreadTable implements ThreadGrouping {
  /** Stands for all groups. */
  public static final int ALL = GroupSums.ALL;

  private static final int BLOCK_SHIFT = 8;

  private final SpanStore store;
  private final int size;
  private final long[] ids;
  private final long[] begins;
  private final long[] ends;
  private final long[] running;
  private final long[] runnable;
  private final long[] waiting;
  private final long[] spans;
  private final int[] groupOf;
  private final List<String> groups = new ArrayList<>();
  private final Map<String, Integer> groupNumbers = new HashMap<>();
  // Of each group, in the order of their begins; last, of all.
  private final int[][] members;
  // Of these, when the last one of each block ended.
  private final long[][] lastEnds;

  private ThreadTable(SpanStore store) {
    this.store = store;
    size = store.threads().size();
    ids = new long[size];
    begins = new long[size];
    ends = new long[size];
    running = new long[size];
    runnable = new long[size];
    waiting = new long[size];
    spans = new long[size];
    groupOf = new int[size];
    sums();
    name();
    int[] order = Order.all(size);
    Order.sort(order, begins);
    int[] sizes = new int[groups.size()];
    for (int group : groupOf) {
      sizes[group]++;
    }
    members = new int[groups.size() + 1][];
    for (int group = 0; group < sizes.length; group++) {
      members[group] = new int[sizes[group]];
    }
    members[sizes.length] = order;
    Arrays.fill(sizes, 0);
    for (int thread : order) {
      int group = groupOf[thread];
      members[group][sizes[group]++] = thread;
    }
    lastEnds = new long[members.length][];
    for (int group = 0; group < members.length; group++) {
      lastEnds[group] = lastEnds(members[group]);
    }
  }

  private long[] lastEnds(int[] some) {
    long[] last = new long[(some.length >> BLOCK_SHIFT) + 1];
    Arrays.fill(last, Long.MIN_VALUE);
    for (int i = 0; i < some.length; i++) {
      last[i >> BLOCK_SHIFT] = Math.max(last[i >> BLOCK_SHIFT], ends[some[i]]);
    }
    return last;
  }

  /** The threads of a store. */
  static ThreadTable of(SpanStore store) {
    return new ThreadTable(store);
  }

  private void sums() {
    for (int i = 0; i < size; i++) {
      Track track = store.threads().get(i);
      ids[i] = track.id();
      begins[i] = track.begin();
      ends[i] = track.end();
      spans[i] = track.spans();
      running[i] = store.running(i);
      runnable[i] = store.runnable(i);
      waiting[i] = store.waiting(i);
    }
  }

  private void name() {
    for (int i = 0; i < size; i++) {
      groupOf[i] = number(GroupNames.of(store.threads().get(i)));
    }
    if (groups.size() > ThreadGroups.MAX_GROUPS) {
      // Then 'threads' keeps those apart that end first.
      groups.clear();
      groupNumbers.clear();
      int[] order = Order.all(size);
      Order.sort(order, ends);
      for (int i : order) {
        String name = GroupNames.of(store.threads().get(i));
        boolean apart = groupNumbers.containsKey(name) || groups.size() < ThreadGroups.MAX_GROUPS;
        groupOf[i] = number(apart ? name : ThreadGroups.OTHER_GROUPS);
      }
    }
  }

  private int number(String name) {
    Integer known = groupNumbers.get(name);
    if (known == null) {
      known = groups.size();
      groups.add(name);
      groupNumbers.put(name, known);
    }
    return known;
  }

  /** How many lives there are. */
  public int size() {
    return size;
  }

  @Override
  public int groups() {
    return groups.size();
  }

  /** The name of a group, as {@code threads} has it; empty if it is not known. */
  public String groupName(int group) {
    return groups.get(group);
  }

  /** The group of a name. */
  public Optional<Integer> group(String name) {
    return Optional.ofNullable(groupNumbers.get(name));
  }

  @Override
  public int groupOf(int thread) {
    return groupOf[thread];
  }

  @Override
  public int[] members(int group) {
    return members[group == ALL ? groups.size() : group];
  }

  /** A life's track in the store. */
  public Track track(int thread) {
    return store.threads().get(thread);
  }

  /** A life's row. */
  public RowId row(int thread) {
    int life = 0;
    while (thread - life > 0 && ids[thread - life - 1] == ids[thread]) {
      life++;
    }
    return RowId.thread(ids[thread], life);
  }

  /** The life of a row. */
  public Optional<Integer> of(RowId row) {
    long thread = (long) first(row.id()) + row.life();
    return thread < size && ids[(int) thread] == row.id()
        ? Optional.of((int) thread)
        : Optional.empty();
  }

  /**
   * The life that an id had at a time, or that ended then; else the last one that had begun before;
   * else the first one.
   */
  public Optional<Integer> of(long id, long time) {
    int found = -1;
    for (int i = first(id); i < size && ids[i] == id; i++) {
      if (found < 0 || begins[i] <= time) {
        found = i;
      }
      if (ends[i] > time) {
        break;
      }
    }
    return found < 0 ? Optional.empty() : Optional.of(found);
  }

  private int first(long id) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ids[middle] < id) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Id of a life's thread. */
  public long id(int thread) {
    return ids[thread];
  }

  /** When a life began, in nanoseconds on the trace's clock. */
  public long begin(int thread) {
    return begins[thread];
  }

  /** When a life ended, or the trace did. */
  public long end(int thread) {
    return ends[thread];
  }

  /** How long a life was running altogether, without pauses, in nanoseconds. */
  public long running(int thread) {
    return running[thread];
  }

  /** How long it waited for a carrier or processor, without pauses. */
  public long runnable(int thread) {
    return runnable[thread];
  }

  /** How long it waited for something else, with or without its carrier. */
  public long waiting(int thread) {
    return waiting[thread];
  }

  /** Number of a life's spans. */
  public long spans(int thread) {
    return spans[thread];
  }

  /**
   * The lives of a group that reach into a stretch of time, in the order of their begins.
   *
   * @param group or {@link #ALL}
   * @param from inclusive
   * @param to exclusive
   */
  public IntStream alive(int group, long from, long to) {
    int[] some = members(group);
    long[] last = lastEnds[group == ALL ? groups.size() : group];
    return IntStream.range(0, last.length)
        .takeWhile(
            block -> block << BLOCK_SHIFT < some.length && begins[some[block << BLOCK_SHIFT]] < to)
        .filter(block -> last[block] >= from)
        .flatMap(
            block ->
                Arrays.stream(
                    some, block << BLOCK_SHIFT, Math.min(some.length, (block + 1) << BLOCK_SHIFT)))
        .filter(thread -> begins[thread] < to && ends[thread] >= from);
  }

  /** The tracks of lives, each made when it is asked for. */
  Iterable<Track> tracks(IntStream threads) {
    return () -> {
      PrimitiveIterator.OfInt all = threads.iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return all.hasNext();
        }

        @Override
        public Track next() {
          return track(all.nextInt());
        }
      };
    };
  }
}
