package dev.loomtrace.explorer.trace;

import dev.loomtrace.analysis.PathUnit;
import dev.loomtrace.analysis.StoredTasks;
import dev.loomtrace.analysis.WorldStops;
import dev.loomtrace.convert.TraceFormat;
import dev.loomtrace.question.StoredTrace;
import dev.loomtrace.question.TaskUnits;
import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.TraceExtent;
import dev.loomtrace.timeline.store.GroupSums;
import dev.loomtrace.timeline.store.SpanStore;
import dev.loomtrace.timeline.store.StoreCache;
import dev.loomtrace.trace.FrameOrigins;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A trace of which the spans are in a store. For any number of threads. */
public final class LoadedTrace {
  private static final int BUCKETS_CUT = 8;
  private static final int BUCKETS = 1 << BUCKETS_CUT;

  private final Path path;
  private final TraceFormat format;
  private final SpanStore store;
  private final TimeGrid time;
  private final ThreadTable threads;
  private final Bands bands;
  private final Lazy<WorldStops> stops;
  private final Lazy<NamedLists> tasks;
  private final Lazy<NamedLists> counters;
  private final Lazy<List<String>> functions;
  private final StoredTasks storedTasks;

  LoadedTrace(Path path, TraceFormat format, SpanStore store) throws IOException {
    this.path = path;
    this.format = format;
    this.store = store;
    TraceExtent extent = store.extent();
    long duration = extent.end() - extent.begin();
    if (duration < 0) {
      throw new IOException("its times are further apart than 292 years");
    }
    time = new TimeGrid(extent.begin(), duration);
    threads = ThreadTable.of(store);
    bands = new Bands(store, threads, time);
    stops = new Lazy<>(() -> WorldStops.of(store));
    tasks = new Lazy<>(() -> NamedLists.of(store, SpanKind.TASK));
    counters = new Lazy<>(() -> NamedLists.of(store, SpanKind.COUNTER));
    functions = new Lazy<>(() -> store.functions().stream().sorted().toList());
    storedTasks =
        StoredTasks.of(store)
            .orElseThrow(
                () -> new IllegalArgumentException("found a store without courses of tasks"));
  }

  /** Where its file is. */
  public Path path() {
    return path;
  }

  /** What format its file has. */
  public TraceFormat format() {
    return format;
  }

  /** Its spans. */
  public SpanStore store() {
    return store;
  }

  /** Its time. */
  public TimeGrid time() {
    return time;
  }

  /** Its threads. */
  public ThreadTable threads() {
    return threads;
  }

  /** What groups of its threads do. */
  public Bands bands() {
    return bands;
  }

  /**
   * Adds up what groups do together, and what the first picture of the trace needs.
   *
   * @param cache where that is kept
   * @param stopped whether nobody needs it any more
   */
  void warmUp(StoreCache cache, BooleanSupplier stopped) throws IOException {
    Optional<GroupSums> sums = cache.groups(store, threads, stopped);
    bands.use(sums);
    stops();
    tasks();
    counters();
    // Whoever asks first would wait until the code is compiled, and what it reads is checked.
    long[] whole = time.borders(0, BUCKETS, BUCKETS_CUT);
    for (int group = ThreadTable.ALL; sums.isPresent() && group < threads.groups(); group++) {
      if (sums.get().has(group)) {
        sums.get().band(group, whole);
      }
    }
  }

  /** When the world was stopped. */
  public WorldStops stops() throws IOException {
    return stops.get();
  }

  /** Its tasks by name. */
  public NamedLists tasks() throws IOException {
    return tasks.get();
  }

  /** What was measured, by name. */
  public NamedLists counters() throws IOException {
    return counters.get();
  }

  /** The names of all functions in its stacks, in order. */
  public List<String> functions() throws IOException {
    return functions.get();
  }

  /**
   * A task as a unit of work, of several with its id the first one; empty if it began before the
   * trace, or had not ended with it. Comes from the store but for tasks whose course is too long to
   * be kept there.
   */
  public Optional<PathUnit> unit(long task) throws IOException {
    return TaskUnits.of(storedTasks, file(), task);
  }

  /** All tasks of which there is a {@link #unit}, in the order of their ends. */
  public List<PathUnit> units() throws IOException {
    return TaskUnits.all(storedTasks, file());
  }

  private FileSource file() {
    return new FileSource(path, store.identity());
  }

  /** What questions are asked of that need not read its file. */
  public StoredTrace stored() throws IOException {
    return new StoredTrace(path.toString(), store, stops());
  }

  /** Whose code frames are. */
  public FrameOrigins origins() {
    return FrameOrigins.DEFAULT;
  }
}
