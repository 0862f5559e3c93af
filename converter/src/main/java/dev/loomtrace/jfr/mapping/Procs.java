package dev.loomtrace.jfr.mapping;

import java.util.BitSet;

/**
 * Who gets which proc: carriers those below the scheduler's parallelism, the same again if it is
 * free; everybody else those above.
 */
final class Procs {
  /** What a ForkJoinPool is limited to, so that a broken number costs no memory. */
  private static final int MAX_CARRIERS = 0x7fff;

  private final BitSet busy = new BitSet();
  private final BitSet known = new BitSet();
  private int carriers;

  void carriers(int count) {
    carriers = Math.clamp(count, 0, MAX_CARRIERS);
  }

  int take(Machine machine) {
    int proc = machine.favourite;
    if (proc == Machine.NO_PROC || busy.get(proc)) {
      proc = busy.nextClearBit(machine.carrier ? 0 : carriers);
    }
    busy.set(proc);
    machine.favourite = proc;
    return proc;
  }

  void free(int proc) {
    busy.clear(proc);
  }

  /** Whether the proc is used for the first time. */
  boolean isNew(int proc) {
    boolean fresh = !known.get(proc);
    known.set(proc);
    return fresh;
  }
}
