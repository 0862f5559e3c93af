package dev.loomtrace.explorer.trace;

import dev.loomtrace.analysis.PathUnit;
import dev.loomtrace.question.TaskUnits;
import dev.loomtrace.trace.FrameOrigins;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whose states were those of a trace's tasks. They are found by reading the trace once when the
 * first one is asked about; of more than {@value #MAX_KEPT} tasks they are not kept, and the trace
 * is read up to the task's end whenever one is asked about.
 */
public final class TaskPaths {
  private static final int MAX_KEPT = 500_000;

  private final FileSource source;
  private final FrameOrigins origins;
  private final boolean isKept;
  private final Lazy<List<PathUnit>> all;
  private final Lazy<Map<Long, PathUnit>> byId;

  /**
   * Of a trace.
   *
   * @param tasks how many there are
   */
  TaskPaths(FileSource source, FrameOrigins origins, long tasks) {
    this.source = source;
    this.origins = origins;
    isKept = tasks <= MAX_KEPT;
    all = new Lazy<>(() -> TaskUnits.all(source, origins));
    byId = new Lazy<>(this::found);
  }

  private Map<Long, PathUnit> found() throws IOException {
    Map<Long, PathUnit> found = new HashMap<>();
    for (PathUnit unit : all.get()) {
      found.putIfAbsent(unit.id(), unit); // Of an id that was used again the first.
    }
    return found;
  }

  /** The unit of a task; empty if it began before the trace, or had not ended with it. */
  public Optional<PathUnit> of(long task) throws IOException {
    return isKept ? Optional.ofNullable(byId.get().get(task)) : TaskUnits.of(source, origins, task);
  }

  /** The units of all tasks, in the order of their ends. */
  public List<PathUnit> all() throws IOException {
    return isKept ? all.get() : TaskUnits.all(source, origins);
  }
}
