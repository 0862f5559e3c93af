package dev.loomtrace.micrometer;

import dev.loomtrace.Task;
import io.micrometer.observation.Observation;
import java.util.ArrayDeque;
import java.util.Iterator;

/** The scopes of observations that are open on a thread. A thread without any keeps nothing. */
final class OpenScopes {
  private static final ThreadLocal<ArrayDeque<Open>> OF_THREAD = new ThreadLocal<>();

  // As many as a thread may have tasks; then the oldest are forgotten.
  private static final int MAX_DEPTH = 1_000;

  private record Open(Observation.Context observation, Task.Scope scope) {}

  private OpenScopes() {}

  /** Whether this thread has one. */
  static boolean areAny() {
    return OF_THREAD.get() != null;
  }

  /** This thread works on the task of an observation. */
  static void open(Observation.Context observation, Task task) {
    ArrayDeque<Open> open = OF_THREAD.get();
    if (open == null) {
      open = new ArrayDeque<>(4);
      OF_THREAD.set(open);
    }
    if (open.size() >= MAX_DEPTH) {
      open.removeLast();
    }
    open.push(new Open(observation, task.attach()));
  }

  /** The latest scope of an observation is closed; nothing happens if it has none here. */
  @SuppressWarnings("ReferenceEquality") // Each observation has its context.
  static void close(Observation.Context observation) {
    ArrayDeque<Open> open = OF_THREAD.get();
    if (open == null) {
      return;
    }
    for (Iterator<Open> all = open.iterator(); all.hasNext(); ) {
      Open one = all.next();
      if (one.observation == observation) {
        all.remove();
        one.scope.close();
        break;
      }
    }
    if (open.isEmpty()) {
      OF_THREAD.remove();
    }
  }

  /** All scopes of this thread are closed, the latest first. */
  static void closeAll() {
    ArrayDeque<Open> open = OF_THREAD.get();
    if (open != null) {
      OF_THREAD.remove();
      open.forEach(one -> one.scope.close());
    }
  }
}
