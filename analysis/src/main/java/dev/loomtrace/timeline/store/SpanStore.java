package dev.loomtrace.timeline.store;

import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.TraceExtent;
import dev.loomtrace.timeline.store.StoreFormat.Section;
import dev.loomtrace.trace.ClockSnapshot;
import dev.loomtrace.trace.Stack;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The spans of a trace on disk, to be found by time.
 *
 * <pre>{@code
 * try (SpanStore store = StoreCache.ofUser().open(path)) {
 *   SpanCursor span = store.cursor();
 *   if (span.seekThread(17, time)) {
 *     … span.state(), span.cause(), span.waker() …
 *   }
 * }
 * }</pre>
 *
 * <p>{@link StoreCache} makes and opens them. For any number of threads, except its cursors. Each
 * part of the file is checked before the first answer from it: if it is damaged, the method that
 * needs it throws {@link DamagedStoreException}, and who opens the trace again gets a new store.
 */
public final class SpanStore implements Closeable {
  private final StoreFile file;
  private final Dictionary dictionary;
  private final Tracks threads;
  private final Tracks procs;
  private final Tracks wakers;
  private final TraceExtent extent;
  private final long covered;
  private final List<Path> toDelete;

  SpanStore(StoreFile file, List<Path> toDelete) {
    this.file = file;
    this.toDelete = toDelete;
    dictionary = new Dictionary(file);
    threads = new Tracks(file, dictionary, Section.THREADS);
    procs = new Tracks(file, dictionary, Section.PROCS);
    wakers = new Tracks(file, dictionary, Section.WAKERS);
    TraceNotes notes = TraceNotes.of(file);
    extent = extent(file, notes);
    covered = notes.covered();
  }

  private static TraceExtent extent(StoreFile file, TraceNotes notes) {
    long at = file.position(Section.EXTENT);
    Optional<ClockSnapshot> clock =
        file.getLong(at + 24) == 0
            ? Optional.empty()
            : Optional.of(
                new ClockSnapshot(
                    file.getLong(at + 32),
                    file.getLong(at + 40),
                    Instant.ofEpochSecond(file.getLong(at + 48), file.getLong(at + 56))));
    return new TraceExtent(
        file.getLong(at),
        file.getLong(at + 8),
        file.getLong(at + 16),
        clock,
        notes.repairs(),
        notes.fault());
  }

  /** How far the trace reaches, what was repaired in it, and where it breaks off, if it does. */
  public TraceExtent extent() {
    return extent;
  }

  /** How many bytes of the trace's file were read for it; negative if that is not known. */
  public long covered() {
    return covered;
  }

  /** How many bytes the trace's file had; 0 if it was made of no file. */
  public long traceSize() {
    return file.traceIdentity().size();
  }

  /** Bytes that the store takes on disk. */
  public long size() {
    return file.length();
  }

  /** All threads. */
  public Tracks threads() {
    return threads;
  }

  /**
   * How long a thread was running, without that in which the world was stopped, in nanoseconds.
   *
   * @param thread its number in {@link #threads}
   */
  public long running(int thread) {
    return file.getLong(times(thread) + StoreFormat.TIME_RUNNING);
  }

  /** The same of being runnable. */
  public long runnable(int thread) {
    return file.getLong(times(thread) + StoreFormat.TIME_RUNNABLE);
  }

  /** How long a thread waited for something else, with or without its proc, in nanoseconds. */
  public long waiting(int thread) {
    return file.getLong(times(thread) + StoreFormat.TIME_WAITING);
  }

  private long times(int thread) {
    Objects.checkIndex(thread, threads.size());
    return file.position(Section.TIMES) + (long) thread * StoreFormat.TIMES_SIZE;
  }

  /** All procs. */
  public Tracks procs() {
    return procs;
  }

  /** A new cursor over the spans of threads and procs. */
  public SpanCursor cursor() {
    return new SpanCursor(file, dictionary, threads, procs);
  }

  /** A new cursor over whom threads woke. */
  public WakeCursor wakeCursor() {
    return new WakeCursor(file, wakers);
  }

  /** A new cursor over tasks, regions, ranges, counters, samples and logs. */
  public ListCursor listCursor() {
    return new ListCursor(file, dictionary);
  }

  /** What was told about tasks while it was made; empty if nobody did. */
  public Optional<TaskCourses> taskCourses() {
    return file.size(Section.COURSES) == 0
        ? Optional.empty()
        : Optional.of(new TaskCourses(file, dictionary));
  }

  /** How many stacks there are; their numbers are less than that. */
  public int stacks() {
    return dictionary.stacks();
  }

  /**
   * A stack by its number.
   *
   * @param number as a cursor says it
   */
  public Stack stack(int number) {
    return dictionary.stack(number);
  }

  /**
   * How many spans of a kind there are.
   *
   * @param kind one that is not kept by track
   */
  public long count(SpanKind kind) {
    return ListCursor.count(file, kind);
  }

  /**
   * How some tracks spent a stretch of time.
   *
   * @param rows of this store
   * @param from inclusive, in nanoseconds on the trace's clock
   * @param to exclusive, not before {@code from}
   * @param buckets in how many parts of the same length it is cut; at least 1
   */
  public Tile tile(List<Track> rows, long from, long to, int buckets) {
    return Tile.of(file, rows, rows.size(), from, to, buckets);
  }

  /**
   * The same, of buckets of any length.
   *
   * @param rows of this store
   * @param borders when each bucket begins, and last, when the last one ends: two or more, none
   *     before the one that comes before it
   */
  public Tile tile(List<Track> rows, long[] borders) {
    return Tile.of(file, rows, rows.size(), borders);
  }

  /**
   * How some tracks spent a stretch of time altogether.
   *
   * @param rows of this store; walked once
   * @param borders as of {@link #tile(List, long[])}
   */
  public Band band(Iterable<Track> rows, long[] borders) {
    return Band.of(file, rows, borders);
  }

  TrackBlock block() {
    return new TrackBlock(file);
  }

  TraceIdentity traceIdentity() {
    return file.traceIdentity();
  }

  /** The names of all functions that stacks in the store have, in no order; each once. */
  public Set<String> functions() {
    return dictionary.functions();
  }

  /**
   * What the trace's content is called: a name of letters and digits that another content does not
   * have. Empty of a store that was made of no file.
   */
  public String identity() {
    return file.identity();
  }

  /** Closes it. A store that could not be kept is deleted. */
  @Override
  public void close() throws IOException {
    for (Path path : toDelete) {
      LeftOvers.delete(path);
    }
  }
}
