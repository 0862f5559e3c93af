package dev.loomtrace.explorer.trace;

import dev.loomtrace.analysis.PathUnit;
import dev.loomtrace.analysis.PathUnits;
import dev.loomtrace.convert.Traces;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.trace.FrameOrigins;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.TraceReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Whose states were those of a task, from when to when. The store does not say it, since it takes
 * all events of a task to know who works on it: so the trace is read up to the task's end when it
 * is asked about first. The last {@value #MAX_KEPT} are kept.
 */
public final class TaskUnits {
  private static final int MAX_KEPT = 1_000;

  private final Path path;
  private final FrameOrigins origins;
  private final Lock lock = new ReentrantLock();
  private final Map<Long, Lazy<Optional<PathUnit>>> kept = new LinkedHashMap<>(16, 0.75f, true);

  TaskUnits(Path path, FrameOrigins origins) {
    this.path = path;
    this.origins = origins;
  }

  /** The unit of a task; empty if it began before the trace, or had not ended with it. */
  public Optional<PathUnit> of(long task) throws IOException {
    Lazy<Optional<PathUnit>> unit;
    lock.lock();
    try {
      unit = kept.computeIfAbsent(task, id -> new Lazy<>(() -> read(id)));
      if (kept.size() > MAX_KEPT) {
        kept.remove(kept.keySet().iterator().next());
      }
    } finally {
      lock.unlock();
    }
    return unit.get();
  }

  private Optional<PathUnit> read(long task) throws IOException {
    PathUnits units = PathUnits.ofTasks(any -> any.id() == task, origins);
    Timeline timeline = new Timeline(units);
    try (TraceReader reader = Traces.open(path)) {
      while (units.whole().isEmpty() && reader.next()) {
        timeline.accept(reader);
      }
    } catch (MalformedTraceException e) {
      // What comes before is what the store has as well.
    }
    timeline.end();
    return units.whole().stream().findFirst();
  }
}
