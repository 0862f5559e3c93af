package dev.loomtrace.timeline.store;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.SpanSink;
import dev.loomtrace.timeline.SpanView;
import dev.loomtrace.timeline.StopHistory;
import dev.loomtrace.timeline.TraceExtent;
import dev.loomtrace.timeline.store.StoreFormat.Section;
import dev.loomtrace.trace.ClockSnapshot;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.WakeKind;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes a store. Until the end of the trace the file has no header, so that it cannot be taken for
 * one.
 */
final class StoreWriter implements SpanSink, Closeable {
  /** Kinds that are kept as lists, in the order of their numbers in the index. */
  static final List<SpanKind> LISTS =
      List.of(
          SpanKind.TASK,
          SpanKind.REGION,
          SpanKind.RANGE,
          SpanKind.COUNTER,
          SpanKind.SAMPLE,
          SpanKind.LOG);

  private static final int WAKE_KINDS = WakeKind.values().length;
  private static final int TASK_SIZE = 2 * Long.BYTES;

  // Writers of threads that ended, to be used again; more are not worth their memory.
  private static final int MAX_SPARE = 1024;

  private final TraceIdentity identity;
  private final boolean whole;
  private final FileOutput out;
  private final IndexWriter index;
  private final DirectoryWriter threadDirectory;
  private final DirectoryWriter procDirectory;
  private final WakeWriter wakes;
  private final DictionaryWriter dictionary = new DictionaryWriter();
  private final LongMap<TrackWriter> threads = new LongMap<>();
  private final LongMap<TrackWriter> procs = new LongMap<>();
  private final Deque<TrackWriter> spare = new ArrayDeque<>();
  private final Map<SpanKind, ListWriter> lists = new EnumMap<>(SpanKind.class);
  private final Set<Long> openProcs = new HashSet<>();
  private final Bytes taskPlaces = new Bytes(1024);
  private final TaskCoursesWriter courses;
  private final StopHistory stops = new StopHistory();
  private long covered = TraceNotes.NOT_KNOWN;

  /** Writes all that happens into a new file. */
  StoreWriter(Path file, TraceIdentity identity) throws IOException {
    this(file, identity, true);
  }

  /**
   * Writes into a new file.
   *
   * @param whole whether all of a thread's states come; else its life counts from the first that
   *     comes to the end of the last
   */
  StoreWriter(Path file, TraceIdentity identity, boolean whole) throws IOException {
    this.identity = identity;
    this.whole = whole;
    out =
        new FileOutput(
            FileChannel.open(
                file,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE));
    try {
      index = new IndexWriter(temporary(file, "index"));
      threadDirectory = new DirectoryWriter(temporary(file, "threads"));
      procDirectory = new DirectoryWriter(temporary(file, "procs"));
      wakes = new WakeWriter(out, index, new DirectoryWriter(temporary(file, "wakers")));
    } catch (IOException | RuntimeException e) {
      out.close();
      throw e;
    }
    courses = new TaskCoursesWriter(out, dictionary);
    out.skip(StoreFormat.HEADER_SIZE);
    for (SpanKind kind : LISTS) {
      lists.put(kind, new ListWriter(out, index, dictionary));
    }
  }

  private static FileChannel temporary(Path file, String what) throws IOException {
    return FileChannel.open(
        Files.createTempFile(file.toAbsolutePath().getParent(), file.getFileName() + ".", what),
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        StandardOpenOption.DELETE_ON_CLOSE);
  }

  /** Somebody will tell about tasks from the first event on. */
  TaskCourseOutput courses() {
    return courses.follow();
  }

  /** How many bytes of the trace were read; negative if that is not known. */
  void covered(long bytes) {
    covered = bytes;
  }

  /** The world is stopped from now on, or no longer, as {@link StopHistory#note} has it. */
  void stopped(long time, long until, boolean isStopped) {
    stops.note(time, until, isStopped);
  }

  @Override
  public void accept(SpanView span) throws IOException {
    switch (span.kind()) {
      case STATE -> state(span);
      case CARRIER -> carrier(span);
      case LIFE -> life(span);
      case TASK -> {
        taskPlaces.int64(span.id());
        taskPlaces.int64(lists.get(SpanKind.TASK).next());
        lists.get(SpanKind.TASK).add(span);
        courses.span();
      }
      case REGION, RANGE, COUNTER, SAMPLE, LOG -> lists.get(span.kind()).add(span);
    }
  }

  private void state(SpanView span) throws IOException {
    TrackWriter track = threads.get(span.thread());
    if (track == null) {
      track = spare.isEmpty() ? new TrackWriter() : spare.pop();
      threads.put(span.thread(), track);
    }
    int cause = dictionary.cause(span.cause());
    int place = dictionary.stack(span.place());
    boolean woken = span.wakerThread() != Context.NO_GOROUTINE;
    Frame wakerFrame = span.wakerFrame();
    boolean kindSaid =
        span.wakeKind() != (woken ? WakeKind.THREAD : WakeKind.UNKNOWN) || !wakerFrame.isNone();
    boolean onProc = span.proc() != Context.NO_PROC;
    int head =
        span.state().ordinal()
            | (cause != 0 ? StoreFormat.HAS_CAUSE : 0)
            | (place != 0 ? StoreFormat.HAS_PLACE : 0)
            | (woken ? StoreFormat.HAS_WAKER : 0)
            | (kindSaid ? StoreFormat.HAS_WAKE_KIND : 0)
            | (onProc ? StoreFormat.HAS_PROC : 0);
    Bytes details = track.add(head, span.begin(), span.end(), out, index);
    long stopped = stops.between(span.begin(), span.end());
    if (stopped != 0) {
      track.stopped(span.state(), stopped);
    }
    if (cause != 0) {
      details.number(cause);
    }
    if (place != 0) {
      boolean weighted = span.stackWeight() != 1;
      details.number((long) place << 1 | (weighted ? 1 : 0));
      if (weighted) {
        details.int64(Double.doubleToRawLongBits(span.stackWeight()));
      }
    }
    if (woken) {
      details.signed(span.wakerThread() - span.thread());
      wakes.woke(span.wakerThread(), span.thread(), span.end());
    }
    if (kindSaid) {
      long frame = wakerFrame.isNone() ? 0 : dictionary.frame(wakerFrame);
      details.number(frame * WAKE_KINDS + span.wakeKind().ordinal());
    }
    if (onProc) {
      details.signed(span.proc());
    }
  }

  private void carrier(SpanView span) throws IOException {
    TrackWriter track = procs.get(span.proc());
    if (track == null) {
      track = new TrackWriter();
      procs.put(span.proc(), track);
    }
    int head = span.state().ordinal() | StoreFormat.HAS_WAKER;
    track.add(head, span.begin(), span.end(), out, index).signed(span.thread());
    if (span.open()) {
      openProcs.add(span.proc());
    }
  }

  private void life(SpanView span) throws IOException {
    TrackWriter track = threads.remove(span.thread());
    if (track == null) {
      track = spare.isEmpty() ? new TrackWriter() : spare.pop();
    }
    boolean all = track.begin() == span.begin() && track.end() == span.end();
    if (whole && !track.isEmpty() && !all) {
      throw new IllegalArgumentException(
          "found a life other than its states are, expected the same: " + span.span());
    }
    track.flush(out, index);
    threadDirectory.add(
        span.thread(),
        track.isEmpty() ? span.begin() : track.begin(),
        track.isEmpty() ? span.end() : track.end(),
        span.creator(),
        track,
        dictionary.text(span.name()),
        dictionary.stack(span.place()),
        (span.beganBefore() ? StoreFormat.BEGAN_BEFORE : 0)
            | (span.open() ? StoreFormat.OPEN : 0)
            | span.threadKind().ordinal() << StoreFormat.KIND_SHIFT);
    wakes.ended(span.thread());
    if (spare.size() < MAX_SPARE) {
      track.clear();
      spare.push(track);
    }
  }

  @Override
  public void end(TraceExtent extent) throws IOException {
    for (long id : procs.sortedKeys()) {
      TrackWriter track = procs.get(id);
      track.flush(out, index);
      int flags = openProcs.contains(id) ? StoreFormat.OPEN : 0;
      procDirectory.add(id, track.begin(), track.end(), Context.NO_GOROUTINE, track, 0, 0, flags);
    }
    wakes.end();
    for (ListWriter list : lists.values()) {
      list.flush();
    }
    courses.end();
    int sections = Section.values().length;
    long[] positions = new long[sections + 1];
    long[] sizes = new long[sections + 1];
    positions[0] = StoreFormat.HEADER_SIZE;
    sizes[0] = out.position() - StoreFormat.HEADER_SIZE;
    out.align(StoreFormat.ENTRY_SIZE);
    reserve(Section.INDEX, index.size(), positions, sizes);
    reserve(Section.THREADS, threadDirectory.size(), positions, sizes);
    reserve(Section.PROCS, procDirectory.size(), positions, sizes);
    reserve(Section.WAKERS, wakes.directory().size(), positions, sizes);
    reserve(Section.TIMES, threadDirectory.timesSize(), positions, sizes);
    long start = positions[Section.INDEX.ordinal()];
    out.channel().write(ByteBuffer.allocate(1), out.position());
    Segments placed =
        new Segments(out.channel(), FileChannel.MapMode.READ_WRITE, start, out.position() - start);
    index.place(placed, start);
    threadDirectory.place(
        placed, positions[Section.THREADS.ordinal()], positions[Section.TIMES.ordinal()], index);
    procDirectory.place(placed, positions[Section.PROCS.ordinal()], index);
    wakes.directory().place(placed, positions[Section.WAKERS.ordinal()], index);
    section(Section.LISTS, listPlaces(), positions, sizes);
    section(Section.TASKS, sortedTasks(), positions, sizes);
    section(Section.COURSES, courses.section(), positions, sizes);
    for (Section section :
        List.of(
            Section.TEXT_ENDS,
            Section.TEXTS,
            Section.FRAMES,
            Section.STACK_ENDS,
            Section.STACKS,
            Section.CAUSES)) {
      section(section, dictionary.section(section), positions, sizes);
    }
    section(Section.EXTENT, extent(extent), positions, sizes);
    section(Section.NOTES, TraceNotes.encode(extent, covered), positions, sizes);
    StoreFile.seal(out, identity, positions, sizes);
  }

  private void reserve(Section section, long size, long[] positions, long[] sizes)
      throws IOException {
    positions[section.ordinal()] = out.position();
    sizes[section.ordinal()] = size;
    out.skip(size);
  }

  private void section(Section section, Bytes bytes, long[] positions, long[] sizes)
      throws IOException {
    positions[section.ordinal()] = out.position();
    sizes[section.ordinal()] = bytes.size();
    out.write(bytes.array(), bytes.size());
    out.align(Long.BYTES);
  }

  private Bytes listPlaces() {
    Bytes bytes = new Bytes(256);
    for (ListWriter list : lists.values()) {
      bytes.int64(index.position(list.number()));
      bytes.int64(index.blocks(list.number()));
      bytes.int64(list.count());
    }
    return bytes;
  }

  /** Id and place of each task, in the order of the ids; of the same id, of the ends. */
  private Bytes sortedTasks() {
    IdOrder order = new IdOrder();
    byte[] places = taskPlaces.array();
    for (int at = 0; at < taskPlaces.size(); at += TASK_SIZE) {
      order.add(LittleEndian.getLong(places, at));
    }
    byte[] sorted = new byte[taskPlaces.size()];
    for (int at = 0; at < taskPlaces.size(); at += TASK_SIZE) {
      int slot = order.slot(LittleEndian.getLong(places, at));
      System.arraycopy(places, at, sorted, slot * TASK_SIZE, TASK_SIZE);
    }
    Bytes bytes = new Bytes(sorted.length);
    bytes.append(sorted, sorted.length);
    return bytes;
  }

  private static Bytes extent(TraceExtent extent) {
    Bytes bytes = new Bytes(64);
    bytes.int64(extent.begin());
    bytes.int64(extent.end());
    bytes.int64(extent.events());
    bytes.int64(extent.clock().isPresent() ? 1 : 0);
    ClockSnapshot clock = extent.clock().orElse(null);
    if (clock != null) {
      bytes.int64(clock.traceTime());
      bytes.int64(clock.monotonicTime());
      Instant wall = clock.wallTime();
      bytes.int64(wall.getEpochSecond());
      bytes.int64(wall.getNano());
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    try (out;
        index;
        threadDirectory;
        procDirectory;
        wakes) {
      // Only to close them all, whatever fails.
    }
  }
}
