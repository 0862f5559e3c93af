package dev.loomtrace.jfr.decode;

import dev.loomtrace.jfr.operation.OpKind;
import dev.loomtrace.jfr.operation.Operations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Operations of the VM for which it stopped all threads. Pauses of the garbage collector are such
 * operations, too, with a better name of their own: of these the pause is told only.
 */
final class Safepoints {
  private record Operation(long begin, long end, String name) {}

  private final Operations ops;
  private final NavigableMap<Long, Long> pauses = new TreeMap<>();
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
    pauses.merge(begin, begin + duration, Math::max);
    add(begin, begin + duration, name);
  }

  /** An operation at a safepoint, in ticks. */
  void operation(long begin, long duration, String name) {
    operations.add(new Operation(begin, begin + duration, name));
  }

  /** The chunk ends: now all its pauses are known. */
  void end() {
    for (Operation operation : operations) {
      // Else it is the pause, told of once more. One that only begins with a collection is not.
      if (paused(operation) < (operation.end - operation.begin + 1) / 2) {
        add(operation.begin, operation.end, operation.name);
      }
    }
    begin();
  }

  /** How much of an operation were pauses of the collector, in ticks; they do not overlap. */
  private long paused(Operation operation) {
    Long first = pauses.floorKey(operation.begin);
    long sum = 0;
    for (Map.Entry<Long, Long> pause :
        pauses
            .subMap(first == null ? operation.begin : first, true, operation.end, true)
            .entrySet()) {
      long begin = Math.max(operation.begin, pause.getKey());
      sum += Math.max(0, Math.min(operation.end, pause.getValue()) - begin);
    }
    return sum;
  }

  private void add(long begin, long end, String name) {
    ops.addSpan(
        OpKind.STOP_THE_WORLD_BEGIN, OpKind.STOP_THE_WORLD_END, begin, end + 1, 0, 0, 0, name);
  }
}
