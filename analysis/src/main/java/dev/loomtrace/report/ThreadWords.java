package dev.loomtrace.report;

import dev.loomtrace.analysis.OwnerThread;
import dev.loomtrace.analysis.TaskWorker;
import dev.loomtrace.trace.ThreadKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What threads are called in texts: a goroutine in a Go trace; in a recording of a JVM a virtual
 * thread, or just a thread.
 */
final class ThreadWords {
  // Looks at all threads are taken when a recording ends, and the machine may be slow.
  private static final long AT_THE_END = 1_000_000_000;

  private ThreadWords() {}

  /**
   * A thread.
   *
   * @param kind its kind; empty if that is not known
   */
  static String one(Optional<ThreadKind> kind, long id) {
    return noun(kind) + " " + id;
  }

  /**
   * The owner of a lock: {@code virtual thread 7 (Shop.run)}, and when it was seen to be that,
   * unless that was at the end.
   */
  static String owner(OwnerThread owner) {
    return one(owner.kind(), owner.id())
        + (owner.name().isEmpty() ? "" : " (" + owner.name() + ")")
        + (owner.ago() < AT_THE_END
            ? ""
            : ", as seen " + Quantities.duration(owner.ago()) + " before the end");
  }

  /** Several of a kind: {@code virtual threads}. */
  static String several(Optional<ThreadKind> kind) {
    return noun(kind) + "s";
  }

  private static String noun(Optional<ThreadKind> kind) {
    return switch (kind.orElse(ThreadKind.PLATFORM)) {
      case PLATFORM -> "thread";
      case GOROUTINE, VIRTUAL, SYSTEM -> kind.orElseThrow().word();
    };
  }

  /** A list, in its order: {@code virtual threads 7, 9, thread 29}. */
  static String list(List<TaskWorker> threads) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < threads.size(); i++) {
      Optional<ThreadKind> kind = threads.get(i).kind();
      boolean first = i == 0 || !noun(kind).equals(noun(threads.get(i - 1).kind()));
      boolean more = i + 1 < threads.size() && noun(kind).equals(noun(threads.get(i + 1).kind()));
      String id = String.valueOf(threads.get(i).id());
      words.add(first ? (more ? several(kind) : noun(kind)) + " " + id : id);
    }
    return String.join(", ", words);
  }
}
