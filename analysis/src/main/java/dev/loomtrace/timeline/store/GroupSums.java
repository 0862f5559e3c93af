package dev.loomtrace.timeline.store;

import dev.loomtrace.timeline.store.StoreFormat.Section;

/**
 * How the threads of groups spent any stretch of time altogether: the same as {@link
 * SpanStore#band}, but a look-up for each border of a cell, however many threads there are. Of each
 * group of many spans it has what its threads did in the order of time, with sums before each block
 * of that. {@link StoreCache#groups} makes and opens it. For any number of threads; each part of
 * its file is checked as that of a {@link SpanStore} is.
 */
public final class GroupSums {
  /** Stands for all groups. */
  public static final int ALL = -1;

  static final int STATES = StoreFormat.STATES;

  /** Stands for the state of a thread that is not there. */
  static final int NONE = StoreFormat.GAP;

  static final int STATE_BITS = 3;
  static final int BLOCK_CHANGES = 128;

  // An entry of a block: its position and length; until its first change, the time that all threads
  // were in each state together, and the spans; then how many threads are in each state.
  static final int ENTRY_SUMS = Long.BYTES;
  static final int ENTRY_COUNT = ENTRY_SUMS + STATES * Long.BYTES;
  static final int ENTRY_THREADS = ENTRY_COUNT + Long.BYTES;
  static final int ENTRY_SIZE = ENTRY_THREADS + STATES * Integer.BYTES;

  // A row: the group, or what stands for several; the position of the begins of its blocks, which
  // their entries follow; how many blocks there are.
  static final int ROW_GROUP = 0;
  static final int ROW_INDEX = 8;
  static final int ROW_BLOCKS = 16;
  static final int ROW_SIZE = 24;

  /** Group of a row of all groups. */
  static final int ALL_ROW = -1;

  /** Group of a row of all groups that have none of their own. */
  static final int REST_ROW = -2;

  private final StoreFile file;
  // In the order of the groups' numbers; first, all groups or the rest of them, if there is one.
  private final long[] groups;
  private final long[] indexes;
  private final int[] blocks;

  GroupSums(StoreFile file) {
    this.file = file;
    int rows = (int) (file.size(Section.LISTS) / ROW_SIZE);
    groups = new long[rows];
    indexes = new long[rows];
    blocks = new int[rows];
    for (int i = 0; i < rows; i++) {
      long at = file.position(Section.LISTS) + (long) i * ROW_SIZE;
      groups[i] = file.getLong(at + ROW_GROUP);
      indexes[i] = file.getLong(at + ROW_INDEX);
      blocks[i] = (int) file.getLong(at + ROW_BLOCKS);
    }
  }

  /**
   * Whether it knows a group. It does not know those of so few threads and spans that these are
   * added up as fast.
   *
   * @param group its number, or {@link #ALL}
   */
  public boolean has(int group) {
    return group == ALL || row(group) >= 0;
  }

  private int row(int group) {
    int low = 0;
    int high = groups.length;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (groups[middle] <= group) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high > low && groups[low] == group ? low : -1;
  }

  /**
   * How the threads of a group spent a stretch of time.
   *
   * @param group one that it {@link #has}
   * @param borders as of {@link SpanStore#tile(java.util.List, long[])}
   */
  public Band band(int group, long[] borders) {
    long[] checked = Tile.checked(borders);
    long[] sums = new long[TrackSums.VALUES * checked.length];
    if (group != ALL) {
      new Walk(row(group)).add(checked, sums);
    } else if (groups.length > 0 && groups[0] == ALL_ROW) {
      new Walk(0).add(checked, sums);
    } else {
      for (int row = 0; row < groups.length; row++) {
        new Walk(row).add(checked, sums);
      }
    }
    return Band.ofSums(checked, sums);
  }

  /** Goes through a row, from border to border. */
  private final class Walk {
    private final long begins;
    private final long entries;
    private final int count;
    private final ByteCursor in = new ByteCursor();
    private final byte[] entry = new byte[ENTRY_SIZE];
    private byte[] bytes = new byte[4 * BLOCK_CHANGES];
    private int number = -1;
    private int left;
    // Of the next change, if there is one left in the block.
    private long time;
    private int change;
    // Until a border: of each state the threads in it, and what those have been longer than it.
    private final long[] threads = new long[STATES + 2];
    private final long[] since = new long[STATES + 2];
    private long spans;

    private Walk(int row) {
      begins = indexes[row];
      count = blocks[row];
      entries = begins + (long) count * Long.BYTES;
    }

    private void add(long[] borders, long[] sums) {
      for (int i = 0; i < borders.length; i++) {
        until(borders[i]);
        for (int state = 0; state < STATES; state++) {
          sums[state * borders.length + i] += threads[state] * borders[i] - since[state];
        }
        sums[STATES * borders.length + i] += spans;
      }
    }

    private void until(long border) {
      if (count == 0 || begin(0) >= border) {
        return;
      }
      if (number + 1 < count && (number < 0 || begin(number + 1) < border)) {
        load(blockBefore(border));
      }
      while (left > 0 && time < border) {
        int from = change >>> STATE_BITS;
        int to = change & NONE;
        threads[from]--;
        since[from] -= time;
        threads[to]++;
        since[to] += time;
        spans += to == NONE ? 0 : 1;
        left--;
        if (left > 0) {
          read();
        }
      }
    }

    /** The last block that begins before a border, after the one that is loaded. */
    private int blockBefore(long border) {
      int low = Math.max(0, number);
      int step = 1;
      while (low + step < count && begin(low + step) < border) {
        low += step;
        step <<= 1;
      }
      int high = Math.min(count, low + step);
      while (high - low > 1) {
        int middle = (low + high) >>> 1;
        if (begin(middle) < border) {
          low = middle;
        } else {
          high = middle;
        }
      }
      return low;
    }

    private long begin(int block) {
      return file.getLong(begins + (long) block * Long.BYTES);
    }

    private void load(int block) {
      number = block;
      file.get(entries + (long) block * ENTRY_SIZE, entry, ENTRY_SIZE);
      long place = LittleEndian.getLong(entry, 0);
      int length = (int) place & 0xffff;
      if (length > bytes.length) {
        bytes = new byte[length];
      }
      file.get(place >>> Short.SIZE, bytes, length);
      in.reset(bytes, 0);
      time = begin(block);
      for (int state = 0; state < STATES; state++) {
        threads[state] = LittleEndian.getInt(entry, ENTRY_THREADS + state * Integer.BYTES);
        since[state] =
            threads[state] * time - LittleEndian.getLong(entry, ENTRY_SUMS + state * Long.BYTES);
      }
      spans = LittleEndian.getLong(entry, ENTRY_COUNT);
      left = (int) in.number();
      read();
    }

    private void read() {
      change = in.octet();
      time += in.number();
    }
  }
}
