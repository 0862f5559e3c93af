package dev.loomtrace.jfr.simulation;

import dev.loomtrace.jfr.simulation.Goroutine.Machine;
import java.util.BitSet;

/**
 * Who gets which proc: carriers those below the scheduler's parallelism, the same again if it is
 * free; everybody else those above.
 */
final class Procs {
  private final BitSet busy = new BitSet();
  private final BitSet known = new BitSet();
  private int carriers;

  /** From now on so many are carriers'; who holds another one's keeps it until it lets go of it. */
  void carriers(int count) {
    carriers = count;
  }

  int take(Machine machine) {
    int proc = machine.favourite;
    if (proc == Machine.NO_PROC || busy.get(proc) || machine.carrier != proc < carriers) {
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
