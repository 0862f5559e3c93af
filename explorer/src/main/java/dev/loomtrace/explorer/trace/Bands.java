package dev.loomtrace.explorer.trace;

import dev.loomtrace.timeline.store.Band;
import dev.loomtrace.timeline.store.GroupSums;
import dev.loomtrace.timeline.store.SpanStore;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How the threads of groups spent their time together, at any zoom: looked up in {@link GroupSums}.
 * Until these are there, and of groups of few spans, it is sums over cells of the trace, for every
 * fifth level of zoom, made at the first use from the threads that are alive there. At most {@value
 * #MAX_BANDS} of those bands are kept, of half a megabyte each. For any number of threads.
 */
public final class Bands {
  private static final int MAX_BANDS = 96;
  private static final int CELLS_CUT = 13;
  private static final int CELLS = 1 << CELLS_CUT;
  private static final int LEVELS_PER_BAND = 5;

  private final SpanStore store;
  private final ThreadTable threads;
  private final TimeGrid grid;
  private final Lock lock = new ReentrantLock();
  // Those that were used last come last.
  private final Map<Key, Lazy<Band>> kept = new LinkedHashMap<>(16, 0.75f, true);

  // Empty until they are there, and of small traces.
  private volatile Optional<GroupSums> sums = Optional.empty();
  private volatile boolean isSummed;

  private record Key(int group, int level, long index) {}

  /**
   * A stretch of cells of a band.
   *
   * @param band that they are of
   * @param first the first of them
   * @param perBucket how many make a bucket
   */
  public record Cells(Band band, int first, int perBucket) {}

  Bands(SpanStore store, ThreadTable threads, TimeGrid grid) {
    this.store = store;
    this.threads = threads;
    this.grid = grid;
  }

  /** Whether what large groups do is looked up, and not added up any more. */
  public boolean isSummed() {
    return isSummed;
  }

  /** From now on what is in these sums is not added up here. */
  void use(Optional<GroupSums> made) {
    sums = made;
    isSummed = true;
    lock.lock();
    try {
      kept.keySet().removeIf(key -> made.isPresent() && made.get().has(key.group()));
    } finally {
      lock.unlock();
    }
  }

  /**
   * The cells of a tile.
   *
   * @param group or {@link ThreadTable#ALL}
   * @param level the trace is cut in 2<sup>level</sup> tiles; at most 40
   * @param index which of these
   * @param bucketsCut each is cut in 2<sup>bucketsCut</sup> buckets; at most 8
   */
  public Cells of(int group, int level, long index, int bucketsCut) throws IOException {
    Optional<GroupSums> known = sums;
    if (known.isPresent() && known.get().has(group)) {
      long[] borders = grid.borders(index << bucketsCut, 1 << bucketsCut, level + bucketsCut);
      return new Cells(known.get().band(group, borders), 0, 1);
    }
    int base = level / LEVELS_PER_BAND * LEVELS_PER_BAND;
    int below = level - base;
    long bandIndex = index >>> below;
    int tileCells = CELLS >>> below;
    return new Cells(
        band(new Key(group, base, bandIndex)),
        (int) (index - (bandIndex << below)) * tileCells,
        tileCells >>> bucketsCut);
  }

  private Band band(Key key) throws IOException {
    Lazy<Band> band;
    lock.lock();
    try {
      band = kept.computeIfAbsent(key, this::planned);
      if (kept.size() > MAX_BANDS) {
        kept.remove(kept.keySet().iterator().next());
      }
    } finally {
      lock.unlock();
    }
    return band.get();
  }

  private Lazy<Band> planned(Key key) {
    return new Lazy<>(
        () -> {
          long[] borders = grid.borders(key.index() * CELLS, CELLS, key.level() + CELLS_CUT);
          return store.band(
              threads.tracks(threads.alive(key.group(), borders[0], borders[CELLS])), borders);
        });
  }
}
