package dev.loomtrace.jfr.decode;

import dev.loomtrace.jfr.operation.OpKind;
import dev.loomtrace.jfr.operation.Operations;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Operations of the VM for which it stopped all threads. Pauses of the garbage collector are such
 * operations, too, with a better name of their own: of these the pause is told only.
 */
final class Safepoints {
  private record Operation(long begin, long end, String name) {}

  private final Operations ops;
  private final List<Operation> pauses = new ArrayList<>();
  private final List<Operation> operations = new ArrayList<>();

  Safepoints(Operations ops) {
    this.ops = ops;
  }

  /** A chunk begins. */
  void begin() {
    pauses.clear();
    operations.clear();
  }

  /** A pause of the garbage collector, in ticks. */
  void pause(long begin, long duration, String name) {
    Operation pause = operation(name, begin, duration);
    pauses.add(pause);
    add(pause);
  }

  /** An operation at a safepoint, in ticks. */
  void operation(long begin, long duration, String name) {
    operations.add(operation(name, begin, duration));
  }

  // A broken event may end before it begins, or so late that the number overflows.
  private static Operation operation(String name, long begin, long duration) {
    return new Operation(begin, Math.max(begin, begin + duration), name);
  }

  /** The time until all threads had stopped, in ticks: whoever has stopped waits for the others. */
  void reached(long begin, long duration) {
    add(operation("time to safepoint", begin, duration));
  }

  /** The chunk ends: now all its pauses are known. */
  void end() {
    Stops stops = new Stops(pauses);
    for (Operation operation : operations) {
      // Else it is the pause, told of once more. One that only begins with a collection is not.
      long paused = stops.until(operation.end) - stops.until(operation.begin);
      if (paused < (operation.end - operation.begin + 1) / 2) {
        add(operation);
      }
    }
    begin();
  }

  /** How long the collector had stopped the world until any time; of pauses that may overlap. */
  private static final class Stops {
    private final long[] begins;
    private final long[] ends;
    private final long[] before;
    private int count;

    private Stops(List<Operation> pauses) {
      List<Operation> sorted = new ArrayList<>(pauses);
      sorted.sort(Comparator.comparingLong(Operation::begin));
      begins = new long[sorted.size()];
      ends = new long[sorted.size()];
      before = new long[sorted.size()];
      for (Operation pause : sorted) {
        if (count > 0 && pause.begin <= ends[count - 1]) {
          ends[count - 1] = Math.max(ends[count - 1], pause.end);
        } else {
          before[count] = count == 0 ? 0 : before[count - 1] + ends[count - 1] - begins[count - 1];
          begins[count] = pause.begin;
          ends[count++] = pause.end;
        }
      }
    }

    private long until(long time) {
      int found = Arrays.binarySearch(begins, 0, count, time);
      int last = found >= 0 ? found : -found - 2;
      return last < 0 ? 0 : before[last] + Math.min(time, ends[last]) - begins[last];
    }
  }

  private void add(Operation stop) {
    ops.addSpan(
        OpKind.STOP_THE_WORLD_BEGIN,
        OpKind.STOP_THE_WORLD_END,
        stop.begin,
        stop.end + 1,
        0,
        0,
        0,
        stop.name);
  }
}
