package dev.loomtrace.jfr.decode;

import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.ThreadKind;
import dev.loomtrace.trace.TraceThread;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What goroutines are called: after the function that the user wrote for the thread. A thread's
 * task is known by its class; of a lambda that class says little, but all threads of one lambda run
 * the same code, so one stack of any of them names them all.
 *
 * <p>For the thread that asks, which need not be the one that decodes.
 */
final class ThreadNames {
  // Names of the JDK's own virtual threads.
  private static final List<String> SYSTEM =
      List.of("SubPoller", "Poller", "VirtualThread-unparker", "VirtualThread-unblocker");

  private static final int MAX_NAMES = 100_000;

  // Above those of stacks, of which there are fewer.
  private static final long COUNTERS = 1L << 40;

  private final FrameTable table = new FrameTable(COUNTERS);
  private final Map<String, Frame> frames = new HashMap<>();
  private GoroutineNames.Known last;

  /** The frame of a function of which no more is known. */
  Frame frame(String function) {
    return table.frame(function);
  }

  /** What a thread is and what it is called. */
  @SuppressWarnings("ReferenceEquality") // All of a part ask with the same.
  TraceThread describe(GoroutineNames.Known known, long thread, boolean virtual) {
    if (known != last) {
      last = known;
      table.partEnds();
    }
    ThreadKind what =
        !virtual
            ? ThreadKind.PLATFORM
            : isSystem(known, thread) ? ThreadKind.SYSTEM : ThreadKind.VIRTUAL;
    String kind = known.kind(thread);
    return new TraceThread(what, kind == null ? "" : kind, of(known, thread, virtual));
  }

  /** The frame that names a thread: the same for all threads that run the same function. */
  private Frame of(GoroutineNames.Known known, long thread, boolean virtual) {
    Frame frame = find(known, thread, virtual);
    if (frames.size() >= MAX_NAMES) {
      return frames.getOrDefault(frame.function(), frame);
    }
    return frames.computeIfAbsent(frame.function(), function -> frame);
  }

  private Frame find(GoroutineNames.Known known, long thread, boolean virtual) {
    String kind = known.kind(thread);
    if (!virtual) {
      // A platform thread's stacks differ by what it does at the time; its name stays.
      return table.frame(kind == null ? "thread" : kind);
    }
    String task = known.task(thread);
    if (isSystem(known, thread)) {
      return table.frame("jvm." + (kind == null ? "system" : kind));
    }
    Frame root = task == null ? null : known.taskRoot(task);
    if (root == null) {
      root = known.root(thread);
    }
    if (root != null) {
      return root;
    }
    if (task != null && !JavaNames.isLambda(task)) {
      return table.frame(JavaNames.function(task, "run"), JavaNames.file(task), 1);
    }
    Frame creator = known.creator(thread);
    if (creator != null) {
      return table.frame(creator.function() + "·go", creator.file(), creator.line());
    }
    if (task != null) {
      return table.frame(JavaNames.function(task, "λ"), JavaNames.file(task), 1);
    }
    return table.frame(kind == null ? "virtual thread" : kind);
  }

  /** Whether a virtual thread is the JDK's own: a poller of sockets, a timer. */
  private static boolean isSystem(GoroutineNames.Known known, long thread) {
    String kind = known.kind(thread);
    String task = known.task(thread);
    return (kind != null && SYSTEM.contains(kind))
        || (task != null && (task.startsWith("sun/nio/ch/") || task.startsWith("jdk/internal/")));
  }
}
