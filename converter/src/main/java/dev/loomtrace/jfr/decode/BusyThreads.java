package dev.loomtrace.jfr.decode;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.jfr.operation.OpKind;
import dev.loomtrace.jfr.operation.Operations;

/**
 * Finds platform threads that were running between two looks at them, from the CPU time that they
 * used: their silence says nothing, as a thread that waits in native code for a socket is silent
 * too.
 */
final class BusyThreads {
  private record Look(long time, long cpuNanos) {}

  private final Operations ops;
  private LongMap<Look> looks = new LongMap<>();
  private LongMap<Look> looksBefore = new LongMap<>();
  private double ticksPerNano = 1;

  BusyThreads(Operations ops) {
    this.ops = ops;
  }

  /** A chunk begins. */
  void begin(long ticksPerSecond) {
    ticksPerNano = ticksPerSecond / 1e9;
    looksBefore = looks;
    looks = new LongMap<>();
  }

  /**
   * A thread was looked at.
   *
   * @param time in ticks
   * @param cpuNanos CPU time it has used so far; negative: not known
   */
  void seen(long thread, long time, long cpuNanos) {
    if (cpuNanos < 0) {
      return;
    }
    Look before = looks.put(thread, new Look(time, cpuNanos));
    if (before == null) {
      before = looksBefore.get(thread);
    }
    if (before != null && time > before.time()) {
      double used = (cpuNanos - before.cpuNanos()) * ticksPerNano;
      // Waits that are recorded are taken out of it; what is left is running more than it is not.
      if (used > (time - before.time()) / 2.0) {
        ops.addSpan(OpKind.BUSY_BEGIN, OpKind.BUSY_END, before.time(), time, thread, 0, 0, null);
      }
    }
  }
}
