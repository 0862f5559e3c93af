package dev.loomtrace.jfr.decode;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.jfr.operation.ThreadInfo;
import dev.loomtrace.trace.Frame;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Learns from events what threads may be called after: see {@link ThreadNames}. For the thread that
 * decodes; what it has learned until a moment may be asked for by another one meanwhile.
 */
final class GoroutineNames {
  private static final int MAX_NAMES = 100_000;
  private static final int RECENT = 1024;

  private final Map<String, TaskRoot> rootByTask = new ConcurrentHashMap<>();
  private int taskRoots;
  private int chunks;
  private LongMap<String> tasks = new LongMap<>();
  private LongMap<String> tasksBefore = new LongMap<>();
  private LongMap<Frame> roots = new LongMap<>();
  private LongMap<Frame> rootsBefore = new LongMap<>();
  private LongMap<Frame> creators = new LongMap<>();
  private LongMap<Frame> creatorsBefore = new LongMap<>();
  private LongMap<String> kinds = new LongMap<>();
  private LongMap<String> kindsBefore = new LongMap<>();
  // Threads, at their ids' lowest bits, of whose next events nothing new is learned: their name's
  // kind is the one noted last, or there is a root.
  private final ThreadInfo[] kindNoted = new ThreadInfo[RECENT];
  private final long[] rootNoted = new long[RECENT];
  private Known kept;

  /** A frame of the user's next to the roots of threads that run tasks of one class. */
  static final class TaskRoot {
    private final Frame frame;
    private final int since;
    // Tasks of the JDK's and of libraries, whose threads come to run different code of the user's.
    private volatile int until = Integer.MAX_VALUE;

    private TaskRoot(Frame frame, int since) {
      this.frame = frame;
      this.since = since;
    }
  }

  /**
   * What was known when a chunk had been decoded. Nothing of it changes, since what is learned of
   * single threads of a chunk is in maps of its own, and of tasks it says since when it is known.
   */
  record Known(
      LongMap<String> tasks,
      LongMap<String> tasksBefore,
      LongMap<Frame> roots,
      LongMap<Frame> rootsBefore,
      LongMap<Frame> creators,
      LongMap<Frame> creatorsBefore,
      LongMap<String> kinds,
      LongMap<String> kindsBefore,
      Map<String, TaskRoot> rootByTask,
      int chunks) {
    /** The class of a thread's task; null if it is not known. */
    String task(long thread) {
      return known(tasks, tasksBefore, thread);
    }

    /** The user's frame next to a thread's root; null if it is not known. */
    Frame root(long thread) {
      return known(roots, rootsBefore, thread);
    }

    /** Where the user's code stood that started a thread; null if it is not known. */
    Frame creator(long thread) {
      return known(creators, creatorsBefore, thread);
    }

    /** The kind of a thread's name; null if it has none. */
    String kind(long thread) {
      return known(kinds, kindsBefore, thread);
    }

    /** The user's frame next to the roots of all threads with tasks of a class; null if none. */
    Frame taskRoot(String task) {
      TaskRoot root = rootByTask.get(task);
      return root == null || root.since > chunks || root.until <= chunks ? null : root.frame;
    }
  }

  /** What is known now; to be asked for when a chunk has been decoded. */
  Known known() {
    return new Known(
        tasks,
        tasksBefore,
        roots,
        rootsBefore,
        creators,
        creatorsBefore,
        kinds,
        kindsBefore,
        rootByTask,
        chunks);
  }

  /** What comes can be forgotten. */
  void keep() {
    kept = known();
  }

  /** Forgets what the last chunk says of single threads. */
  void forgetChunk() {
    tasks = kept.tasks;
    tasksBefore = kept.tasksBefore;
    roots = kept.roots;
    rootsBefore = kept.rootsBefore;
    creators = kept.creators;
    creatorsBefore = kept.creatorsBefore;
    kinds = kept.kinds;
    kindsBefore = kept.kindsBefore;
    chunks = kept.chunks; // What it says of tasks is known from the next one on.
    Arrays.fill(kindNoted, null);
    Arrays.fill(rootNoted, -1);
  }

  /** Forgets what was learned two chunks ago about single threads. */
  void begin() {
    chunks++;
    tasksBefore = tasks;
    tasks = new LongMap<>();
    rootsBefore = roots;
    roots = new LongMap<>();
    creatorsBefore = creators;
    creators = new LongMap<>();
    kindsBefore = kinds;
    kinds = new LongMap<>();
    Arrays.fill(kindNoted, null);
    Arrays.fill(rootNoted, -1);
  }

  /** A virtual thread runs a task of this class. */
  void task(long thread, String className) {
    if (className != null) {
      tasks.put(thread, className);
      Frame root = known(roots, rootsBefore, thread);
      if (root != null) {
        learn(className, root);
      }
    }
  }

  /** A stack of the thread has this frame of the user's next to its root. */
  void root(long thread, Frame frame) {
    if (frame == null || rootNoted[recent(thread)] == thread) {
      return;
    }
    rootNoted[recent(thread)] = thread;
    if (known(roots, rootsBefore, thread) == null) {
      roots.put(thread, frame);
      String task = known(tasks, tasksBefore, thread);
      if (task != null) {
        learn(task, frame);
      }
    }
  }

  /** The user's code that started the thread stood here. */
  void creator(long thread, Frame frame) {
    creators.put(thread, frame);
  }

  /** The thread has a name of this kind. */
  @SuppressWarnings("ReferenceEquality") // Of one that is equal the same is noted once more.
  void kind(ThreadInfo thread) {
    int at = recent(thread.id());
    if (kindNoted[at] != thread) {
      kind(thread.id(), thread.kind());
      kindNoted[at] = thread;
    }
  }

  /** The same; empty: it has none. */
  void kind(long thread, String kind) {
    if (!kind.isEmpty()) {
      kinds.put(thread, kind);
      kindNoted[recent(thread)] = null;
    }
  }

  private static int recent(long thread) {
    return (int) thread & (RECENT - 1);
  }

  private void learn(String task, Frame root) {
    TaskRoot known = rootByTask.get(task);
    if (known == null) {
      if (taskRoots < MAX_NAMES) {
        taskRoots++;
        rootByTask.put(task, new TaskRoot(root, chunks));
      }
    } else if (known.until > chunks && !known.frame.function().equals(root.function())) {
      known.until = chunks;
    }
  }

  private static <T> T known(LongMap<T> now, LongMap<T> before, long thread) {
    T value = now.get(thread);
    return value == null ? before.get(thread) : value;
  }
}
