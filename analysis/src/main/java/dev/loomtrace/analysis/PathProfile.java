package dev.loomtrace.analysis;

import dev.loomtrace.timeline.store.SpanStore;
import dev.loomtrace.trace.FrameOrigins;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The critical paths of some units of work, added up: each story with how long it was. The times of
 * all rows add up to those of all units. Times are in nanoseconds.
 *
 * @param units how many units there are
 * @param total how long all of them took
 * @param p50 half of the units took at most this long
 * @param p95 95 % of them
 * @param p99 99 % of them
 * @param longest the longest of them
 * @param bands how many of them are in each of {@link #BANDS}
 * @param tail of the units how many are in the part that is compared with the rest; 0 if none is
 * @param tailTotal how long these took
 * @param rows the stories; the longest first, or with a tail, those first that are longer in it
 */
public record PathProfile(
    long units,
    long total,
    long p50,
    long p95,
    long p99,
    long longest,
    List<Long> bands,
    long tail,
    long tailTotal,
    List<Row> rows) {
  /** Borders of the bands of units, by how long they took: below p50, then up to p95, p99, all. */
  public static final List<Double> BANDS = List.of(0.5, 0.95, 0.99, 1.0);

  private static final int EXAMPLES = 3;

  /** Keeps copies of the lists. */
  public PathProfile {
    bands = List.copyOf(bands);
    rows = List.copyOf(rows);
  }

  /**
   * A story, of all units.
   *
   * @param story what it is
   * @param total how long it was altogether; that much is saved at most if it no longer happens
   * @param units how many units have it
   * @param p50 half of all units have at most this much of it
   * @param p99 99 % of all units
   * @param bands how long it was in the units of each of {@link #BANDS}
   * @param tail how long it was in the units that are compared with the rest
   * @param examples some units that have most of it, the most first
   */
  public record Row(
      PathStory story,
      long total,
      long units,
      long p50,
      long p99,
      List<Long> bands,
      long tail,
      List<Example> examples) {
    /** Keeps copies of the lists. */
    public Row {
      bands = List.copyOf(bands);
      examples = List.copyOf(examples);
    }
  }

  /**
   * A unit that has a story.
   *
   * @param id of the task, unsigned, or of the thread
   * @param begin when the unit began, in nanoseconds on the trace's clock
   * @param time how long the story was in it
   */
  public record Example(long id, long begin, long time) {}

  /**
   * The profile of some units.
   *
   * @param store what threads did in the trace
   * @param stops when the world was stopped in it
   * @param origins what is the application's own code
   * @param units of which the units are chosen
   * @param chosen which of them
   * @param tail which of those that are chosen are compared with the rest of them; {@link
   *     PathSelection#ALL} to compare none
   */
  public static PathProfile of(
      SpanStore store,
      WorldStops stops,
      FrameOrigins origins,
      List<PathUnit> units,
      PathSelection chosen,
      PathSelection tail) {
    List<PathUnit> sorted = new ArrayList<>(units);
    sorted.sort(
        Comparator.comparingLong(PathUnit::duration)
            .thenComparingLong(PathUnit::begin)
            .thenComparingLong(PathUnit::id));
    return new Sum(chosen.of(sorted), tail).profile(store, stops, origins);
  }

  /** What is added up. */
  private static final class Sum {
    private final List<PathUnit> units;
    private final int tailFirst;
    private final int tailEnd;
    private final Map<Integer, RowSum> rows = new HashMap<>();
    private final Map<PathStory, Integer> rowNumbers = new HashMap<>();
    private final Map<Integer, Integer> rowsOfStories = new HashMap<>();

    private Sum(List<PathUnit> units, PathSelection tail) {
      this.units = units;
      boolean all = tail.equals(PathSelection.ALL);
      tailFirst = all ? 0 : tail.first(units.size());
      tailEnd = all ? 0 : tail.end(units.size());
    }

    private PathProfile profile(SpanStore store, WorldStops stops, FrameOrigins origins) {
      PathStories stories = new PathStories();
      CriticalPaths paths = new CriticalPaths(store, stops, origins);
      StorySums sums = new StorySums(stories);
      // Those that are near to each other in time have most in common.
      Integer[] order = new Integer[units.size()];
      Arrays.setAll(order, i -> i);
      Arrays.sort(order, Comparator.comparingLong(i -> units.get(i).end()));
      long total = 0;
      long tailTotal = 0;
      for (int rank : order) {
        PathUnit unit = units.get(rank);
        StoryTimes times = new StoryTimes();
        paths.walk(unit, sums.into(times));
        if (times.total() != unit.duration()) {
          throw new AssertionError(
              "invariant: the path of a unit is as long as it: " + times.total() + ", " + unit);
        }
        total += unit.duration();
        tailTotal += isTail(rank) ? unit.duration() : 0;
        int band = band(rank);
        boolean inTail = isTail(rank);
        StoryTimes alike = new StoryTimes();
        times.forEach((story, time) -> alike.add(rowOf(story, stories), time));
        alike.forEach((row, time) -> rows.get(row).add(unit, time, band, inTail));
      }
      int count = units.size();
      Long[] bands = new Long[BANDS.size()];
      Arrays.fill(bands, 0L);
      for (int rank = 0; rank < count; rank++) {
        bands[band(rank)]++;
      }
      List<Row> result = new ArrayList<>();
      rows.forEach((story, sum) -> result.add(sum.row(count)));
      long tail = (long) tailEnd - tailFirst;
      result.sort(
          Comparator.comparingDouble((Row row) -> -weight(row, tail, count - tail))
              .thenComparing(row -> row.story().toString()));
      return new PathProfile(
          count,
          total,
          quantile(0.5),
          quantile(0.95),
          quantile(0.99),
          quantile(1),
          List.of(bands),
          tail,
          tailTotal,
          result);
    }

    /** The row of a story: a queue is the same one however long it is. */
    private int rowOf(int story, PathStories stories) {
      Integer known = rowsOfStories.get(story);
      if (known == null) {
        PathStory told = stories.get(story);
        known = rowNumbers.computeIfAbsent(told.folded(), key -> rowNumbers.size());
        rowsOfStories.put(story, known);
        rows.computeIfAbsent(known, key -> new RowSum(told)).tells(told);
      }
      return known;
    }

    private boolean isTail(int rank) {
      return rank >= tailFirst && rank < tailEnd;
    }

    private int band(int rank) {
      int band = 0;
      while (rank >= Math.floor(BANDS.get(band) * units.size())) {
        band++;
      }
      return band;
    }

    private long quantile(double share) {
      return units.isEmpty()
          ? 0
          : units.get(Math.max(0, (int) Math.ceil(share * units.size()) - 1)).duration();
    }

    private static double weight(Row row, long tail, long rest) {
      return tail == 0
          ? (double) row.total()
          : (double) row.tail() / tail - (row.total() - row.tail()) / (double) Math.max(1, rest);
    }
  }

  private static final class RowSum {
    private final DurationHistogram times = new DurationHistogram();
    private final long[] bands = new long[BANDS.size()];
    private final Longest<Example> examples = new Longest<>(EXAMPLES, Example::time);
    private PathStory story;
    private long total;
    private long tail;

    private RowSum(PathStory story) {
      this.story = story;
    }

    /** Adds a way in which the story is told: where anyone queues, several may. */
    private void tells(PathStory other) {
      story = story.merged(other);
    }

    private void add(PathUnit unit, long time, int band, boolean inTail) {
      times.add(time);
      bands[band] += time;
      total += time;
      tail += inTail ? time : 0;
      examples.add(new Example(unit.id(), unit.begin(), time));
    }

    private Row row(long units) {
      return new Row(
          story,
          total,
          times.count(),
          quantile(0.5, units),
          quantile(0.99, units),
          Arrays.stream(bands).boxed().toList(),
          tail,
          examples.sorted(Comparator.comparingLong(Example::begin)));
    }

    /** Of all units: those that do not have it have none of it. */
    private long quantile(double share, long units) {
      double rank = Math.max(1, Math.ceil(share * units)) - (units - times.count());
      return rank < 1 ? 0 : times.quantile((rank - 0.5) / times.count());
    }
  }
}
