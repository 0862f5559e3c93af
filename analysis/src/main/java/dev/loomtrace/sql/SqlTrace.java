package dev.loomtrace.sql;

import dev.loomtrace.analysis.PathUnit;
import dev.loomtrace.timeline.store.SpanStore;
import java.io.IOException;
import java.util.List;

/**
 * A trace of a database.
 *
 * @param name what it is called there
 * @param store its spans
 * @param tasks whose states were those of its tasks
 */
public record SqlTrace(String name, SpanStore store, Tasks tasks) {
  /** Whose states were those of tasks. Asked by queries that need it, on any thread. */
  @FunctionalInterface
  public interface Tasks {
    /** Those that began and ended in the trace, in the order of their ends. */
    List<PathUnit> units() throws IOException;
  }
}
