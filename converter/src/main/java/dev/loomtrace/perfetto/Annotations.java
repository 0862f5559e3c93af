package dev.loomtrace.perfetto;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.perfetto.Tracks.Detail;
import dev.loomtrace.perfetto.Tracks.Lane;
import dev.loomtrace.perfetto.WrittenThread.Older;
import dev.loomtrace.perfetto.WrittenThread.OpenSlice;
import dev.loomtrace.perfetto.WrittenThread.OpenSlice.Kind;
import dev.loomtrace.perfetto.WrittenThread.OpenTask;
import dev.loomtrace.trace.EventView;
import java.io.IOException;
import java.util.List;

/**
 * Tasks, regions and logs.
 *
 * <p>A task is written when it ends: on the track of its thread if it began there and lies between
 * the regions there, which is where Perfetto's critical path finds it; else on a lane. Regions and
 * logs of other threads than the one that began their task have an arrow from it.
 *
 * <p>What began before the trace begins just before its start, and says so. Of regions only their
 * ends tell; the last one is the outermost, so they are written when their thread or the trace
 * ends.
 */
final class Annotations {
  private static final String CATEGORY_TASK = "task";
  private static final String CATEGORY_REGION = "region";
  private static final String CATEGORY_LOG = "log";

  private final Threads threads;
  private final Tracks tracks;
  private final LongMap<OpenTask> tasks = new LongMap<>();
  private long before;

  Annotations(Threads threads, Tracks tracks) {
    this.threads = threads;
    this.tracks = tracks;
  }

  /** The trace begins. */
  void begin(long time) {
    before = time - 1;
  }

  /** Takes an event of a user's annotations. */
  void accept(EventView e) throws IOException {
    WrittenThread found = threads.get(e.goroutine());
    WrittenThread thread = found != null && found.isShown() ? found : null;
    switch (e.kind()) {
      case TASK_BEGIN -> taskBegin(e, thread);
      case TASK_END -> taskEnd(e, thread);
      case REGION_BEGIN -> {
        if (thread != null) {
          begin(thread, Kind.REGION, e.type(), e.task(), e, Detail.older(e.time() - e.since()));
        }
      }
      case REGION_END -> {
        if (thread != null) {
          regionEnd(e, thread);
        }
      }
      case LOG -> {
        String text = e.category().isEmpty() ? e.message() : e.category() + ": " + e.message();
        long track = thread == null ? tracks.process() : tracks.of(thread);
        tracks.instant(track, e.time(), CATEGORY_LOG, text, flow(e.task(), e), of(e.task()));
      }
      default -> throw new AssertionError("invariant: no such event is handed here");
    }
  }

  private void taskBegin(EventView e, WrittenThread thread) throws IOException {
    OpenTask task =
        new OpenTask(
            e.type(),
            e.time(),
            e.time() - e.since(),
            e.task(),
            e.parentTask(),
            e.goroutine(),
            thread);
    OpenTask before = tasks.put(e.task(), task);
    if (before != null) {
      remove(before);
    }
    if (thread != null) {
      thread.push(task);
    }
    task.flowFromParent(flow(e.parentTask(), e));
  }

  private void taskEnd(EventView e, WrittenThread thread) throws IOException {
    OpenTask task = tasks.remove(e.task());
    if (task == null) {
      String name = CATEGORY_TASK + " " + Long.toUnsignedString(e.task());
      Lane lane = tracks.take(name, before);
      tracks.begin(lane.track(), before, CATEGORY_TASK, name, 0, with(Detail.OLDER, of(e.task())));
      tracks.end(lane.track(), e.time());
      tracks.free(lane, e.time());
      return;
    }
    boolean nests = thread != null && thread.equals(task.thread()) && thread.isInnermost(task);
    remove(task);
    if (nests) {
      write(task, tracks.of(thread));
      tracks.end(tracks.of(thread), e.time());
    } else {
      Lane lane = tracks.take(name(task), task.begin());
      write(task, lane.track());
      tracks.end(lane.track(), e.time());
      tracks.free(lane, e.time());
    }
  }

  private static void remove(OpenTask task) {
    if (task.thread() != null) {
      task.thread().remove(task);
    }
  }

  private void write(OpenTask task, long track) throws IOException {
    Detail[] details = with(Detail.older(task.older()), of(task.id()));
    long arrow = task.flow();
    if (task.parent() != EventView.NO_TASK && task.parent() != EventView.BACKGROUND_TASK) {
      details = with(details, new Detail("parent task", task.parent()));
      arrow = task.flowFromParent() == 0 ? arrow : task.flowFromParent();
    }
    tracks.begin(track, task.begin(), CATEGORY_TASK, name(task), arrow, details);
  }

  private static String name(OpenTask task) {
    return CATEGORY_TASK + " " + task.name();
  }

  private static Detail of(long task) {
    return new Detail("task", task);
  }

  private static Detail[] with(Detail[] details, Detail first) {
    Detail[] all = new Detail[details.length + 1];
    all[0] = first;
    System.arraycopy(details, 0, all, 1, details.length);
    return all;
  }

  private void regionEnd(EventView e, WrittenThread thread) throws IOException {
    if (!end(thread, Kind.REGION, "", e.time())) {
      // Whatever is open began in it.
      end(thread, e.time());
      thread.pushOlder(new Older(e.type(), e.task(), e.time()));
    }
  }

  /** Writes the regions of a thread of which only the ends are in the trace: these are all. */
  void writeOlder(WrittenThread thread) throws IOException {
    List<Older> older = thread.older();
    for (int i = older.size() - 1; i >= 0; i--) {
      Older region = older.get(i);
      tracks.begin(
          tracks.of(thread),
          before,
          CATEGORY_REGION,
          region.name(),
          0,
          with(Detail.OLDER, of(region.task())));
    }
    for (Older region : older) {
      tracks.end(tracks.of(thread), region.end());
    }
  }

  /** The flow of an open task that another thread began; 0 if there is none. */
  private long flow(long id, EventView e) {
    if (id == EventView.NO_TASK || id == EventView.BACKGROUND_TASK) {
      return 0;
    }
    OpenTask task = tasks.get(id);
    if (task == null || task.beginner() == e.goroutine()) {
      return 0;
    }
    if (task.flow() == 0) {
      task.flow(tracks.newFlow());
    }
    return task.flow();
  }

  /** Begins a slice of a thread's track. */
  void begin(
      WrittenThread thread, Kind kind, String name, long task, EventView e, Detail... details)
      throws IOException {
    thread.push(new OpenSlice(kind, name));
    long track = tracks.of(thread);
    if (kind == Kind.REGION) {
      Detail[] all = with(details, of(task));
      tracks.begin(track, e.time(), CATEGORY_REGION, name, flow(task, e), all);
    } else {
      tracks.begin(track, e.time(), Tracks.RUNTIME, name, 0, details);
    }
  }

  /**
   * Ends the innermost slice of a kind and, unless empty, a name; and whatever began in it.
   *
   * @return false if there is none
   */
  boolean end(WrittenThread thread, Kind kind, String name, long time) throws IOException {
    List<OpenSlice> open = thread.open();
    for (int i = open.size() - 1; i >= 0; i--) {
      OpenSlice slice = open.get(i);
      if (slice.kind() == kind && (name.isEmpty() || slice.name().equals(name))) {
        endFrom(thread, i, time);
        return true;
      }
    }
    return false;
  }

  /** A thread has ended, and so does what is open on its track. */
  void end(WrittenThread thread, long time) throws IOException {
    endFrom(thread, 0, time);
  }

  private void endFrom(WrittenThread thread, int first, long time) throws IOException {
    for (int i = thread.open().size() - 1; i >= first; i--) {
      OpenSlice slice = thread.pop();
      if (slice instanceof OpenTask task) {
        task.evict();
      } else {
        tracks.end(tracks.of(thread), time);
      }
    }
  }

  /** The trace ends: writes the begins of tasks that have not ended. */
  void close() throws IOException {
    for (WrittenThread thread : threads.older()) {
      writeOlder(thread);
    }
    for (long id : tasks.sortedKeys()) {
      OpenTask task = tasks.get(id);
      long track =
          task.thread() != null
              ? tracks.of(task.thread())
              : tracks.take(name(task), task.begin()).track();
      write(task, track);
    }
  }
}
