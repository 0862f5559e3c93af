package dev.loomtrace.jfr.simulation;

import dev.loomtrace.jfr.simulation.Goroutine.Machine;
import java.util.Arrays;

/** Times at which something falls due on machines unless something happens there before. */
final class Deadlines {
  private static final int LEAST = 64;

  // A ring: there is one for each stop and each sign of life, so they must not be objects.
  private long[] times = new long[LEAST];
  private long[] epochs = new long[LEAST];
  private Machine[] machines = new Machine[LEAST];
  private int first;
  private int size;

  /** Adds one; times must come in ascending order. */
  void add(long time, Machine machine) {
    if (size == times.length) {
      grow();
    }
    int at = (first + size) & (times.length - 1);
    times[at] = time;
    epochs[at] = machine.epoch;
    machines[at] = machine;
    size++;
  }

  private void grow() {
    int half = times.length;
    times = Arrays.copyOf(times, 2 * half);
    epochs = Arrays.copyOf(epochs, 2 * half);
    machines = Arrays.copyOf(machines, 2 * half);
    System.arraycopy(times, 0, times, half, first);
    System.arraycopy(epochs, 0, epochs, half, first);
    System.arraycopy(machines, 0, machines, half, first);
    Arrays.fill(machines, 0, first, null);
  }

  /** The earliest time; {@link Long#MAX_VALUE} if there is none. */
  long next() {
    return size == 0 ? Long.MAX_VALUE : times[first];
  }

  /** Removes the earliest; returns its machine, or null if something happened there since. */
  Machine remove() {
    Machine machine = machines[first];
    boolean due = machine.epoch == epochs[first];
    machines[first] = null;
    first = (first + 1) & (times.length - 1);
    size--;
    return due ? machine : null;
  }
}
