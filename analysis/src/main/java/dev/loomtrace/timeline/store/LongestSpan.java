package dev.loomtrace.timeline.store;

import static dev.loomtrace.timeline.store.StoreFormat.FAN_OUT_SHIFT;
import static dev.loomtrace.timeline.store.StoreFormat.INDEX_LONGEST;

import java.util.Optional;

/** Finds the longest span of a stretch of time by the levels above the blocks of a track. */
final class LongestSpan {
  private static final int MAX_LEVELS = Integer.SIZE / FAN_OUT_SHIFT + 2;

  private final StoreFile file;
  private final TrackBlock block;
  private final Track track;
  private final long from;
  private final long to;
  private final long[] levels = new long[MAX_LEVELS];
  private int firstInner;
  private int endInner;
  private long longest = -1;
  private int inBlock = -1;
  private int index;

  private LongestSpan(StoreFile file, TrackBlock block, Track track, long from, long to) {
    this.file = file;
    this.block = block;
    this.track = track;
    this.from = from;
    this.to = to;
  }

  /**
   * The longest span of a track that reaches into a stretch of time; empty if there is none.
   *
   * @param block is loaded with others to look for it
   */
  static Optional<LongestSpan> of(
      StoreFile file, TrackBlock block, Track track, long from, long to) {
    if (track.blocks() == 0 || from >= to) {
      return Optional.empty();
    }
    LongestSpan search = new LongestSpan(file, block, track, from, to);
    return search.find() ? Optional.of(search) : Optional.empty();
  }

  /** Number of the block that it is in. */
  int blockNumber() {
    return inBlock;
  }

  /** Its index in that block. */
  int index() {
    return index;
  }

  private boolean find() {
    // Only some spans of the first and the last block count; of those between them all do.
    int first = from == Long.MIN_VALUE ? 0 : track.blockAt(from - 1);
    int last = track.blockAt(to - 1);
    look(first);
    if (last - first > 1) {
      firstInner = first + 1;
      endInner = last;
      inner();
    }
    if (last > first) {
      look(last);
    }
    return inBlock >= 0;
  }

  /** Looks at the spans of a block. */
  private void look(int number) {
    block.load(track, number);
    for (int i = 0; i < block.size(); i++) {
      long duration = block.end(i) - block.begin(i);
      boolean within = block.begin(i) < to && (block.end(i) > from || block.begin(i) >= from);
      if (within && block.state(i) != StoreFormat.GAP && duration > longest) {
        longest = duration;
        inBlock = number;
        index = i;
      }
    }
  }

  private void inner() {
    long before = longest;
    long position = track.indexEntry(track.blocks());
    int top = 0;
    int nodes = track.blocks();
    do {
      nodes = IndexWriter.above(nodes);
      top++;
      levels[top] = position;
      position += (long) nodes * Long.BYTES;
    } while (nodes > 1);
    descend(top, 0);
    if (longest > before) {
      longest = before;
      look(inBlock);
    }
  }

  /** Looks at the inner blocks below a node, from left to right, for a longer span. */
  private void descend(int level, int node) {
    int shift = level * FAN_OUT_SHIFT;
    if ((long) node << shift >= endInner || ((long) node + 1) << shift <= firstInner) {
      return;
    }
    long value =
        file.getLong(
            level == 0
                ? track.indexEntry(node) + INDEX_LONGEST
                : levels[level] + (long) node * Long.BYTES);
    if (value <= longest) {
      return;
    }
    if (level == 0) {
      longest = value;
      inBlock = node;
      return;
    }
    int below =
        level == 1 ? track.blocks() : (int) ((levels[level] - levels[level - 1]) / Long.BYTES);
    int end = (int) Math.min(below, ((long) node + 1) << FAN_OUT_SHIFT);
    for (int child = node << FAN_OUT_SHIFT; child < end; child++) {
      descend(level - 1, child);
    }
  }
}
