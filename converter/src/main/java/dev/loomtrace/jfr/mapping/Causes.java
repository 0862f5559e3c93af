package dev.loomtrace.jfr.mapping;

import dev.loomtrace.trace.Stack;
import java.util.HashMap;
import java.util.Map;

/** Causes of waits, each kept once for a chunk. */
final class Causes {
  private record Key(int code, String blocker, int wakeKind, Stack stack) {}

  private record Detail(int code, String blocker) {}

  private final Map<Key, Cause> causes = new HashMap<>();
  private final Map<Detail, String> details = new HashMap<>();

  /** Forgets the chunk before. */
  void begin() {
    causes.clear();
    details.clear();
  }

  /**
   * The cause of a wait.
   *
   * @param code the reason's code
   * @param blocker class of what the thread waits for, with slashes; null if unknown
   * @param wakeKind how the thread was woken, {@code EventNames.WAKE_*}
   */
  Cause of(int code, String blocker, int wakeKind, Stack stack) {
    Key key = new Key(code, blocker, wakeKind, stack);
    Cause cause = causes.get(key);
    if (cause == null) {
      String detail =
          details.computeIfAbsent(
              new Detail(code, blocker), d -> Reasons.detail(d.code(), d.blocker()));
      cause = new Cause(Reasons.ofCode(code), detail, wakeKind, stack);
      causes.put(key, cause);
    }
    return cause;
  }
}
