package dev.loomtrace.jfr.decode;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.jfr.operation.ThreadInfo;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.ThreadKind;
import dev.loomtrace.trace.TraceThread;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What goroutines are called: after the function that the user wrote for the thread. A thread's
 * task is known by its class; of a lambda that class says little, but all threads of one lambda run
 * the same code, so one stack of any of them names them all.
 */
final class GoroutineNames {
  // Names of the JDK's own virtual threads.
  private static final List<String> SYSTEM =
      List.of("SubPoller", "Poller", "VirtualThread-unparker", "VirtualThread-unblocker");

  private static final int MAX_NAMES = 100_000;
  private static final int RECENT = 1024;

  private final JavaStacks stacks;
  private final Map<String, Frame> frames = new HashMap<>();
  private final Map<String, Frame> rootByTask = new HashMap<>();
  // Tasks of the JDK's and of libraries, whose threads come to run different code of the user's.
  private final Set<String> ambiguous = new HashSet<>();
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

  GoroutineNames(JavaStacks stacks) {
    this.stacks = stacks;
  }

  /** Forgets what was learned two chunks ago about single threads. */
  void begin() {
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
    if (rootByTask.size() < MAX_NAMES) {
      Frame before = rootByTask.putIfAbsent(task, root);
      if (before != null && !before.function().equals(root.function())) {
        ambiguous.add(task);
      }
    }
  }

  private static <T> T known(LongMap<T> now, LongMap<T> before, long thread) {
    T value = now.get(thread);
    return value == null ? before.get(thread) : value;
  }

  /** What a thread is and what it is called. */
  TraceThread describe(long thread, boolean virtual) {
    ThreadKind what =
        !virtual ? ThreadKind.PLATFORM : isSystem(thread) ? ThreadKind.SYSTEM : ThreadKind.VIRTUAL;
    String kind = known(kinds, kindsBefore, thread);
    return new TraceThread(what, kind == null ? "" : kind, of(thread, virtual));
  }

  /** The frame that names a thread: the same for all threads that run the same function. */
  private Frame of(long thread, boolean virtual) {
    Frame frame = find(thread, virtual);
    if (frames.size() >= MAX_NAMES) {
      return frames.getOrDefault(frame.function(), frame);
    }
    return frames.computeIfAbsent(frame.function(), function -> frame);
  }

  private Frame find(long thread, boolean virtual) {
    String kind = known(kinds, kindsBefore, thread);
    if (!virtual) {
      // A platform thread's stacks differ by what it does at the time; its name stays.
      return stacks.frame(kind == null ? "thread" : kind);
    }
    String task = known(tasks, tasksBefore, thread);
    if (isSystem(thread)) {
      return stacks.frame("jvm." + (kind == null ? "system" : kind));
    }
    Frame root = task == null || ambiguous.contains(task) ? null : rootByTask.get(task);
    if (root == null) {
      root = known(roots, rootsBefore, thread);
    }
    if (root != null) {
      return root;
    }
    if (task != null && !JavaNames.isLambda(task)) {
      return stacks.frame(JavaNames.function(task, "run"), JavaNames.file(task), 1);
    }
    Frame creator = known(creators, creatorsBefore, thread);
    if (creator != null) {
      return stacks.frame(creator.function() + "·go", creator.file(), creator.line());
    }
    if (task != null) {
      return stacks.frame(JavaNames.function(task, "λ"), JavaNames.file(task), 1);
    }
    return stacks.frame(kind == null ? "virtual thread" : kind);
  }

  /** Whether a virtual thread is the JDK's own: a poller of sockets, a timer. */
  private boolean isSystem(long thread) {
    String kind = known(kinds, kindsBefore, thread);
    String task = known(tasks, tasksBefore, thread);
    return (kind != null && SYSTEM.contains(kind))
        || (task != null && (task.startsWith("sun/nio/ch/") || task.startsWith("jdk/internal/")));
  }
}
