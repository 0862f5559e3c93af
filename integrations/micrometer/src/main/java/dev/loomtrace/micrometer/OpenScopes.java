package dev.loomtrace.micrometer;

import dev.loomtrace.Task;
import io.micrometer.observation.Observation;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Iterator;

/** The scopes of observations that are open on a thread. A thread without any keeps nothing. */
final class OpenScopes {
  private static final ThreadLocal<ArrayDeque<Open>> OF_THREAD = new ThreadLocal<>();

  // As many as a thread may have tasks; then the oldest are forgotten.
  private static final int MAX_DEPTH = 1_000;

  /**
   * One of them.
   *
   * @param observation not kept: a scope that is closed on another thread is never closed here
   */
  private record Open(WeakReference<Observation.Context> observation, Task.Scope scope) {
    private boolean isOf(Observation.Context other) {
      return observation.refersTo(other);
    }

    private boolean isForgotten() {
      return observation.refersTo(null);
    }
  }

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
    forget(open);
    if (open.size() >= MAX_DEPTH) {
      open.removeLast();
    }
    open.push(new Open(new WeakReference<>(observation), task.attach()));
  }

  /** The latest scope of an observation is closed; nothing happens if it has none here. */
  static void close(Observation.Context observation) {
    ArrayDeque<Open> open = OF_THREAD.get();
    if (open == null) {
      return;
    }
    for (Iterator<Open> all = open.iterator(); all.hasNext(); ) {
      Open one = all.next();
      if (one.isOf(observation)) {
        all.remove();
        one.scope.close();
        break;
      }
    }
    if (open.isEmpty()) {
      OF_THREAD.remove();
    }
  }

  /** Those that nobody can close any more are closed. */
  private static void forget(ArrayDeque<Open> open) {
    for (Iterator<Open> all = open.iterator(); all.hasNext(); ) {
      Open one = all.next();
      if (one.isForgotten()) {
        all.remove();
        one.scope.close();
      }
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
