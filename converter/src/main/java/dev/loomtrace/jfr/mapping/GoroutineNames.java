package dev.loomtrace.jfr.mapping;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.trace.Frame;
import java.util.HashMap;
import java.util.Map;

/**
 * What goroutines are called: after the function that the user wrote for the thread. A thread's
 * task is known by its class; of a lambda that class says little, but all threads of one lambda run
 * the same code, so one stack of any of them names them all.
 */
final class GoroutineNames {
  private static final int MAX_CLASSES = 100_000;

  private final JavaStacks stacks;
  private final Map<String, Frame> rootByTask = new HashMap<>();
  private LongMap<String> tasks = new LongMap<>();
  private LongMap<String> tasksBefore = new LongMap<>();
  private LongMap<Frame> roots = new LongMap<>();
  private LongMap<Frame> rootsBefore = new LongMap<>();
  private LongMap<String> kinds = new LongMap<>();
  private LongMap<String> kindsBefore = new LongMap<>();

  GoroutineNames(JavaStacks stacks) {
    this.stacks = stacks;
  }

  /** Forgets what was learned two chunks ago about single threads. */
  void begin() {
    tasksBefore = tasks;
    tasks = new LongMap<>();
    rootsBefore = roots;
    roots = new LongMap<>();
    kindsBefore = kinds;
    kinds = new LongMap<>();
  }

  /** A virtual thread runs a task of this class. */
  void task(long thread, String className) {
    if (className != null) {
      tasks.put(thread, className);
      Frame root = root(thread);
      if (root != null) {
        learn(className, root);
      }
    }
  }

  /** A stack of the thread has this frame of the user's next to its root. */
  void root(long thread, Frame frame) {
    if (frame != null) {
      if (root(thread) == null) {
        roots.put(thread, frame);
      }
      String task = task(thread);
      if (task != null) {
        learn(task, frame);
      }
    }
  }

  /** The thread has a name of this kind. */
  void kind(ThreadInfo thread) {
    if (!thread.kind().isEmpty()) {
      kinds.put(thread.id(), thread.kind());
    }
  }

  private void learn(String task, Frame root) {
    if (rootByTask.size() < MAX_CLASSES) {
      rootByTask.putIfAbsent(task, root);
    }
  }

  private String task(long thread) {
    String task = tasks.get(thread);
    return task == null ? tasksBefore.get(thread) : task;
  }

  private Frame root(long thread) {
    Frame root = roots.get(thread);
    return root == null ? rootsBefore.get(thread) : root;
  }

  /**
   * The frame that names a thread.
   *
   * @param creator the user's frame that started it; null if unknown
   */
  Frame of(long thread, boolean virtual, Frame creator) {
    String kind = kinds.get(thread) == null ? kindsBefore.get(thread) : kinds.get(thread);
    if (!virtual) {
      // A platform thread's stacks differ by what it does at the time; its name stays.
      return kind == null ? stacks.frame("thread") : stacks.frame(kind);
    }
    String task = task(thread);
    if (task != null && isPlain(task)) {
      return stacks.frame(JavaNames.function(task, "run"), JavaNames.file(task), 1);
    }
    Frame root = task == null ? null : rootByTask.get(task);
    if (root == null) {
      root = root(thread);
    }
    if (root != null) {
      return root;
    }
    if (creator != null) {
      return stacks.frame(creator.function() + "·go", creator.file(), creator.line());
    }
    if (task != null) {
      return stacks.frame(JavaNames.function(task, "λ"), JavaNames.file(task), 1);
    }
    return stacks.frame(kind == null ? "virtual thread" : kind);
  }

  private static boolean isPlain(String task) {
    return !JavaNames.isLambda(task) && !JavaNames.isJdk(task);
  }

  /** Whether a virtual thread is the JDK's own: a poller of sockets, a timer. */
  boolean isSystem(long thread) {
    String task = task(thread);
    return task != null && (task.startsWith("sun/nio/ch/") || task.startsWith("jdk/internal/"));
  }
}
