package dev.loomtrace.timeline.store;

import dev.loomtrace.timeline.SpanState;

/**
 * How some tracks spent a stretch of time altogether, cell by cell and to the nanosecond: what a
 * {@link Tile} of them adds up to. Immutable.
 *
 * <p>Its memory is that of its cells, however many tracks there are. It costs a look at each span
 * of a track that has few in the stretch, and a look-up for each cell of one that has many.
 */
public final class Band {
  private static final int VALUES = TrackSums.VALUES;
  private static final int COUNT = VALUES - 1;

  // More spans in a cell than this are not looked at one by one.
  private static final int FEW_SPANS = 8;

  private final long[] borders;
  private final int cells;
  // Of each value the sum of all cells before one, one value after the other; from anywhere on.
  private final long[] before;

  private Band(long[] borders, long[] before) {
    this.borders = borders;
    this.cells = borders.length - 1;
    this.before = before;
  }

  /** Of sums until each border, one value after the other. */
  static Band ofSums(long[] borders, long[] sums) {
    return new Band(borders, sums);
  }

  static Band of(StoreFile file, Iterable<Track> tracks, long[] borders) {
    Sweep sweep = new Sweep(file, Tile.checked(borders));
    for (Track track : tracks) {
      sweep.add(track);
    }
    return sweep.band();
  }

  /** What is added up. */
  private static final class Sweep {
    private final long[] borders;
    private final int cells;
    private final long from;
    private final long to;
    private final double cellsPerNano;
    private final TrackBlock block;
    private final TrackSums sums;
    // Of each value and cell: time in parts of the cell, and spans that begin in it.
    private final long[] parts;
    // Of each state and cell: how many more tracks than in the cell before are in it all the time.
    private final int[] whole;
    private long[] earlier = new long[VALUES];
    private long[] later = new long[VALUES];

    private Sweep(StoreFile file, long[] borders) {
      this.borders = borders;
      cells = borders.length - 1;
      from = borders[0];
      to = borders[cells];
      cellsPerNano = to == from ? 0 : (double) cells / (to - from);
      block = new TrackBlock(file);
      sums = new TrackSums(file);
      parts = new long[VALUES * cells];
      whole = new int[COUNT * (cells + 1)];
    }

    private void add(Track track) {
      if (track.blocks() == 0 || track.begin() >= to || track.end() < from) {
        return;
      }
      // A span without length at the end of the block before begins at that time, too.
      int first = from == Long.MIN_VALUE ? 0 : track.blockAt(from - 1);
      int last = track.blockAt(to - 1);
      int firstCell = cellOf(Math.max(from, track.begin()));
      int lastCell = cellOf(Math.min(to, track.end()));
      long spans = (last - first + 1L) * StoreFormat.BLOCK_SPANS;
      if (spans > (lastCell - firstCell + 1L) * FEW_SPANS) {
        lookUp(track, firstCell, lastCell);
      } else {
        walk(track, first, last);
      }
    }

    private void lookUp(Track track, int firstCell, int lastCell) {
      sums.enter(track);
      sums.until(borders[firstCell], earlier);
      for (int cell = firstCell; cell <= lastCell; cell++) {
        sums.until(borders[cell + 1], later);
        for (int value = 0; value < VALUES; value++) {
          parts[value * cells + cell] += later[value] - earlier[value];
        }
        long[] done = earlier;
        earlier = later;
        later = done;
      }
    }

    private void walk(Track track, int first, int last) {
      for (int number = first; number <= last; number++) {
        block.load(track, number);
        for (int i = 0; i < block.size(); i++) {
          long begin = block.begin(i);
          long end = block.end(i);
          int state = block.state(i);
          if (begin >= to || state == StoreFormat.GAP || (end <= from && begin < from)) {
            continue;
          }
          int cell = cellOf(Math.max(begin, from));
          if (begin >= from) {
            parts[COUNT * cells + cell]++;
          }
          if (end > begin) {
            spend(state, cell, Math.max(begin, from), Math.min(end, to));
          }
        }
      }
    }

    private void spend(int state, int cell, long begin, long end) {
      int at = state * cells;
      if (end <= borders[cell + 1]) {
        parts[at + cell] += end - begin;
        return;
      }
      int endCell = cellOf(end);
      parts[at + cell] += borders[cell + 1] - begin;
      parts[at + endCell] += end - borders[endCell];
      whole[state * (cells + 1) + cell + 1]++;
      whole[state * (cells + 1) + endCell]--;
    }

    /** The last cell that begins at or before a time of the stretch, or its end. */
    private int cellOf(long time) {
      int cell = (int) Math.min(cells - 1.0, (time - from) * cellsPerNano);
      while (borders[cell] > time) {
        cell--;
      }
      while (cell + 1 < cells && borders[cell + 1] <= time) {
        cell++;
      }
      return cell;
    }

    private Band band() {
      long[] before = new long[VALUES * (cells + 1)];
      for (int value = 0; value < VALUES; value++) {
        long tracks = 0;
        long sum = 0;
        for (int cell = 0; cell < cells; cell++) {
          tracks += value == COUNT ? 0 : whole[value * (cells + 1) + cell];
          sum += parts[value * cells + cell] + tracks * (borders[cell + 1] - borders[cell]);
          before[value * (cells + 1) + cell + 1] = sum;
        }
      }
      return new Band(borders, before);
    }
  }

  /** How many cells there are. */
  public int cells() {
    return cells;
  }

  /** When a cell begins, in nanoseconds on the trace's clock; of the number of cells, the end. */
  public long begin(int cell) {
    return borders[cell];
  }

  /**
   * How long the tracks were in a state, added up, in nanoseconds.
   *
   * @param first the first cell
   * @param end the first one after them
   */
  public long time(int first, int end, SpanState state) {
    return value(first, end, state.ordinal());
  }

  /** How many spans of the tracks begin in cells. */
  public long spans(int first, int end) {
    return value(first, end, COUNT);
  }

  private long value(int first, int end, int value) {
    int at = value * (cells + 1);
    return before[at + end] - before[at + first];
  }
}
