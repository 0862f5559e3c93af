package dev.loomtrace.jfr.decode;

import dev.loomtrace.jfr.operation.Cause;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.WaitReason;
import java.util.HashMap;
import java.util.Map;

/** Causes of waits, each kept once for a chunk. */
final class Causes {
  private record Key(int code, String blocker, int wakeKind, Stack stack) {}

  private final Map<Key, Cause> causes = new HashMap<>();

  /** Forgets the chunk before. */
  void begin() {
    causes.clear();
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
      cause = new Cause(why(code, blocker, stack), wakeKind, stack);
      causes.put(key, cause);
    }
    return cause;
  }

  private static WaitCause why(int code, String blocker, Stack stack) {
    WaitReason recorded = WaitReasons.recorded(code, blocker);
    return WaitCause.of(
        WaitReasons.refined(recorded, blocker, stack),
        recorded,
        blocker == null ? "" : JavaNames.readable(blocker));
  }
}
