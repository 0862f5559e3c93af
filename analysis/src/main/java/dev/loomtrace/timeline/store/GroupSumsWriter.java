package dev.loomtrace.timeline.store;

import dev.loomtrace.timeline.store.StoreFormat.Section;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * Makes {@link GroupSums} of a store: brings the changes of each group's threads, of which each has
 * its own in order, in one order of time, stretch by stretch. Its memory is that of one stretch's
 * changes, and of the index of one group.
 */
final class GroupSumsWriter implements Closeable {
  /** What is made how, and how much memory that takes. */
  record Limits(int fewSpans, int maxChanges) {
    /** A group of fewer spans is added up in a millisecond; the changes take 64 MB at most. */
    static final Limits USUAL = new Limits(10_000, 1 << 22);
  }

  // With more rows than this, all of them are not added up for each picture of all groups.
  private static final int MANY_ROWS = 100;

  private static final int DIGIT = 11;
  private static final int DIGIT_MASK = (1 << DIGIT) - 1;
  private static final int CHANGE_BITS = 2 * GroupSums.STATE_BITS;
  private static final int CHANGE_MASK = (1 << CHANGE_BITS) - 1;
  private static final long MAX_NANOS = 1L << (Long.SIZE - 1 - CHANGE_BITS);

  private final SpanStore store;
  private final ThreadGrouping grouping;
  private final BooleanSupplier stopped;
  private final Limits limits;
  private final FileOutput out;
  private final Bytes rows = new Bytes(1024);
  private final TrackBlock block;
  // Of the changes of a stretch: nanoseconds since it began, the state before, the state after.
  private long[] changes = new long[16];
  private long[] spare = new long[0];
  private int size;

  GroupSumsWriter(
      SpanStore store, ThreadGrouping grouping, Limits limits, BooleanSupplier stopped, Path target)
      throws IOException {
    this.store = store;
    this.grouping = grouping;
    this.limits = limits;
    this.stopped = stopped;
    block = store.block();
    FileChannel channel =
        FileChannel.open(
            target,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    out = new FileOutput(channel);
    out.skip(StoreFormat.HEADER_SIZE);
  }

  void write(TraceIdentity identity) throws IOException {
    long[] spansOf = new long[grouping.groups()];
    int[] everyone = grouping.members(GroupSums.ALL);
    for (int thread : everyone) {
      spansOf[grouping.groupOf(thread)] += store.threads().get(thread).spans();
    }
    if (Arrays.stream(spansOf).filter(count -> count >= limits.fewSpans()).count() > MANY_ROWS) {
      row(GroupSums.ALL_ROW, everyone);
    } else {
      row(
          GroupSums.REST_ROW,
          Arrays.stream(everyone)
              .filter(thread -> spansOf[grouping.groupOf(thread)] < limits.fewSpans())
              .toArray());
    }
    for (int group = 0; group < spansOf.length; group++) {
      if (spansOf[group] >= limits.fewSpans()) {
        row(group, grouping.members(group));
      }
    }
    finish(identity);
  }

  private void row(int group, int[] threads) throws IOException {
    RowWriter row = new RowWriter();
    Stretches stretches = new Stretches(threads);
    while (stretches.next()) {
      if (stopped.getAsBoolean()) {
        throw new InterruptedIOException("it is not needed any more");
      }
      sort();
      for (int i = 0; i < size; i++) {
        row.add(stretches.from + (changes[i] >>> CHANGE_BITS), (int) changes[i] & CHANGE_MASK);
      }
    }
    row.end(group);
  }

  /** Goes through the time of some threads, and collects the changes of stretch after stretch. */
  private final class Stretches {
    private final int[] threads;
    // Those that have begun, and not ended before the stretch.
    private int[] alive = new int[16];
    private int aliveCount;
    private int begun;
    private long from;
    private long to;
    private final long last;
    private final long usual;

    private Stretches(int[] threads) {
      this.threads = threads;
      long end = Long.MIN_VALUE;
      long count = 0;
      for (int thread : threads) {
        Track track = store.threads().get(thread);
        end = Math.max(end, track.end());
        count += track.spans();
      }
      to = threads.length == 0 ? end : store.threads().get(threads[0]).begin();
      last = end == Long.MAX_VALUE ? end : end + 1;
      long parts = count / (limits.maxChanges() / 2) + 1;
      usual = Math.min((last - to) / parts + 1, MAX_NANOS);
    }

    private boolean next() {
      from = to;
      if (from >= last) {
        return false;
      }
      to = last - from <= usual ? last : from + usual;
      aliveCount = keepAlive();
      while (!collect()) {
        to = from + (to - from) / 2;
      }
      return true;
    }

    private int keepAlive() {
      int kept = 0;
      for (int i = 0; i < aliveCount; i++) {
        if (store.threads().get(alive[i]).end() >= from) {
          alive[kept++] = alive[i];
        }
      }
      return kept;
    }

    /** False if there are too many changes; they are less in less time. */
    private boolean collect() {
      size = 0;
      for (int i = 0; i < aliveCount; i++) {
        if (!walk(store.threads().get(alive[i]))) {
          return false;
        }
      }
      while (begun < threads.length) {
        Track track = store.threads().get(threads[begun]);
        if (track.begin() >= to) {
          return true;
        }
        // It is one of those that are alive from now on, also if the stretch is made shorter.
        if (aliveCount == alive.length) {
          alive = Arrays.copyOf(alive, 2 * aliveCount);
        }
        alive[aliveCount++] = threads[begun++];
        if (!walk(track)) {
          return false;
        }
      }
      return true;
    }

    private boolean walk(Track track) {
      if (track.blocks() == 0 || track.begin() >= to) {
        return true;
      }
      int number = from == Long.MIN_VALUE ? 0 : track.blockAt(from - 1);
      int before = GroupSums.NONE;
      for (; number < track.blocks(); number++) {
        if (track.blockBegin(number) >= to) {
          return true;
        }
        block.load(track, number);
        for (int i = 0; i < block.size(); i++) {
          if (!change(block.begin(i), before, block.state(i))) {
            return false;
          }
          before = block.state(i);
        }
      }
      return change(block.end(block.size() - 1), before, GroupSums.NONE);
    }

    private boolean change(long time, int before, int after) {
      if (time < from || time >= to || (before == GroupSums.NONE && after == GroupSums.NONE)) {
        return true;
      }
      if (size == changes.length) {
        if (size >= limits.maxChanges() && to - from > 1) {
          return false;
        }
        changes = Arrays.copyOf(changes, 2 * size);
      }
      changes[size++] =
          (time - from) << CHANGE_BITS | (long) before << GroupSums.STATE_BITS | after;
      return true;
    }
  }

  /** Brings the changes in the order of time: digit by digit, the lowest first. */
  private void sort() {
    long highest = 0;
    for (int i = 0; i < size; i++) {
      highest |= changes[i];
    }
    if (spare.length < size) {
      spare = new long[changes.length];
    }
    int[] ends = new int[1 << DIGIT];
    for (int shift = CHANGE_BITS; shift < Long.SIZE && highest >>> shift != 0; shift += DIGIT) {
      Arrays.fill(ends, 0);
      for (int i = 0; i < size; i++) {
        ends[(int) (changes[i] >>> shift) & DIGIT_MASK]++;
      }
      for (int digit = 1; digit < ends.length; digit++) {
        ends[digit] += ends[digit - 1];
      }
      for (int i = size - 1; i >= 0; i--) {
        spare[--ends[(int) (changes[i] >>> shift) & DIGIT_MASK]] = changes[i];
      }
      long[] sorted = spare;
      spare = changes;
      changes = sorted;
    }
  }

  /** Writes the changes of a row as they come, and its index at the end. */
  private final class RowWriter {
    private final Bytes begins = new Bytes(1024);
    private final Bytes entries = new Bytes(1024);
    private final Bytes content = new Bytes(4 * GroupSums.BLOCK_CHANGES);
    private final Bytes whole = new Bytes(4 * GroupSums.BLOCK_CHANGES);
    private final int[] threads = new int[GroupSums.STATES + 2];
    private final long[] since = new long[GroupSums.STATES + 2];
    private int count;
    private int blocks;
    private long spansBefore;
    private long before;

    private void add(long time, int change) throws IOException {
      if (count == GroupSums.BLOCK_CHANGES) {
        flush();
      }
      if (count == 0) {
        begin(time);
      }
      content.octet(change);
      content.number(time - before);
      before = time;
      count++;
      int from = change >>> GroupSums.STATE_BITS;
      int to = change & GroupSums.NONE;
      threads[from]--;
      since[from] -= time;
      threads[to]++;
      since[to] += time;
      spansBefore += to == GroupSums.NONE ? 0 : 1;
    }

    private void begin(long time) {
      before = time;
      begins.int64(time);
      entries.int64(0); // Where the block is, when that is known.
      for (int state = 0; state < GroupSums.STATES; state++) {
        entries.int64(threads[state] * time - since[state]);
      }
      entries.int64(spansBefore);
      for (int state = 0; state < GroupSums.STATES; state++) {
        entries.int32(threads[state]);
      }
      blocks++;
    }

    private void flush() throws IOException {
      if (count == 0) {
        return;
      }
      whole.clear();
      whole.number(count);
      whole.append(content);
      LittleEndian.putLong(
          entries.array(),
          entries.size() - GroupSums.ENTRY_SIZE,
          out.position() << Short.SIZE | whole.size());
      out.write(whole.array(), whole.size());
      content.clear();
      count = 0;
    }

    private void end(int group) throws IOException {
      flush();
      if (blocks == 0 && group != GroupSums.REST_ROW) {
        return;
      }
      out.align(Long.BYTES);
      rows.int64(group);
      rows.int64(out.position());
      rows.int64(blocks);
      out.write(begins.array(), begins.size());
      out.write(entries.array(), entries.size());
    }
  }

  private void finish(TraceIdentity identity) throws IOException {
    int sections = Section.values().length;
    long[] positions = new long[sections + 1];
    long[] sizes = new long[sections + 1];
    Arrays.fill(positions, StoreFormat.HEADER_SIZE);
    sizes[0] = out.position() - StoreFormat.HEADER_SIZE;
    positions[Section.LISTS.ordinal()] = out.position();
    sizes[Section.LISTS.ordinal()] = rows.size();
    out.write(rows.array(), rows.size());
    out.align(Long.BYTES);
    StoreFile.seal(out, identity, positions, sizes);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
