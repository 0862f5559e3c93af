package dev.loomtrace.jfr.decode;

import dev.loomtrace.jfr.operation.Cause;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.WaitReason;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Causes of waits, each kept once for a chunk. */
final class Causes {
  private record Key(int code, String blocker, int wakeKind, Stack stack) {}

  /** A cause that was asked for a moment ago. */
  private record Recent(int code, String blocker, int wakeKind, Stack stack, Cause cause) {
    @SuppressWarnings("ReferenceEquality") // Of others that are equal, the map knows.
    boolean is(int code, String blocker, int wakeKind, Stack stack) {
      return this.code == code
          && this.wakeKind == wakeKind
          && this.blocker == blocker
          && this.stack == stack;
    }
  }

  private static final int RECENT = 1024;

  private final Map<Key, Cause> causes = new HashMap<>();
  private final Recent[] recents = new Recent[RECENT];

  /** Forgets the chunk before. */
  void begin() {
    causes.clear();
    Arrays.fill(recents, null);
  }

  /**
   * The cause of a wait.
   *
   * @param code the reason's code
   * @param blocker class of what the thread waits for, with slashes; null if unknown
   * @param wakeKind how the thread was woken, {@code EventNames.WAKE_*}
   */
  Cause of(int code, String blocker, int wakeKind, Stack stack) {
    int slot = (31 * (31 * stack.hashCode() + code) + wakeKind) & (RECENT - 1);
    Recent recent = recents[slot];
    if (recent == null || !recent.is(code, blocker, wakeKind, stack)) {
      recent = new Recent(code, blocker, wakeKind, stack, find(code, blocker, wakeKind, stack));
      recents[slot] = recent;
    }
    return recent.cause;
  }

  private Cause find(int code, String blocker, int wakeKind, Stack stack) {
    return causes.computeIfAbsent(
        new Key(code, blocker, wakeKind, stack),
        key -> new Cause(why(code, blocker, stack), wakeKind, stack));
  }

  private static WaitCause why(int code, String blocker, Stack stack) {
    WaitReason recorded = WaitReasons.recorded(code, blocker);
    return WaitCause.of(
        WaitReasons.refined(recorded, blocker, stack),
        recorded,
        blocker == null ? "" : JavaNames.readable(blocker));
  }
}
