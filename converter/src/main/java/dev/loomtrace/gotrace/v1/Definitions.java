package dev.loomtrace.gotrace.v1;

import dev.loomtrace.base.LongIndex;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.Stack;
import java.util.Arrays;
import java.util.List;

/**
 * What a trace says about itself beside events: strings, stacks, frequency of its clock, and which
 * goroutines serve timers.
 */
final class Definitions {
  /** No stack has this id. */
  static final int UNKNOWN = LongIndex.ABSENT;

  private static final byte UNCHECKED = 0;
  private static final byte COMPLETE = 1;
  private static final byte BROKEN = 2;

  private final V1Strings strings = new V1Strings();

  // Frames by PC. Each PC has one frame: that of the first stack that has it.
  private final LongIndex pcs = new LongIndex();
  private long[] functions = new long[16];
  private long[] files = new long[16];
  private long[] lines = new long[16];
  private Frame[] frames = {};

  // Stacks: each a run of frame numbers in one pool.
  private final LongIndex stackIds = new LongIndex();
  private int[] stackStart = new int[16];
  private int[] stackSize = new int[16];
  private byte[] stackCheck = {};
  private Stack[] stacks = {};
  private int[] pool = new int[64];
  private int poolUsed;

  private final LongIndex timerGoroutines = new LongIndex();
  private long ticksPerSecond;

  /** The strings. */
  V1Strings strings() {
    return strings;
  }

  /**
   * Adds a stack, in place of an earlier one with its id.
   *
   * @param values PC, function, file and line of each frame, from the leaf on
   * @param from where the first PC is
   */
  void addStack(long id, long[] values, int from, int size) {
    int number = stackIds.put(id);
    if (number == stackStart.length) {
      stackStart = Arrays.copyOf(stackStart, number * 2);
      stackSize = Arrays.copyOf(stackSize, number * 2);
    }
    if (poolUsed + size > pool.length) {
      pool = Arrays.copyOf(pool, Math.max(poolUsed + size, pool.length * 2));
    }
    stackStart[number] = poolUsed;
    stackSize[number] = size;
    for (int i = 0; i < size; i++) {
      pool[poolUsed++] = frame(values, from + 4 * i);
    }
  }

  private int frame(long[] values, int at) {
    int known = pcs.get(values[at]);
    if (known != LongIndex.ABSENT) {
      return known;
    }
    int number = pcs.put(values[at]);
    if (number == functions.length) {
      functions = Arrays.copyOf(functions, number * 2);
      files = Arrays.copyOf(files, number * 2);
      lines = Arrays.copyOf(lines, number * 2);
    }
    functions[number] = values[at + 1];
    files[number] = values[at + 2];
    lines[number] = values[at + 3];
    return number;
  }

  void addTimerGoroutine(long goroutine) {
    timerGoroutines.put(goroutine);
  }

  void setTicksPerSecond(long ticks) {
    ticksPerSecond = ticks;
  }

  /** 0 if the trace did not say. */
  long ticksPerSecond() {
    return ticksPerSecond;
  }

  boolean isTimerGoroutine(long goroutine) {
    return timerGoroutines.get(goroutine) != LongIndex.ABSENT;
  }

  /** No more definitions come: makes room for what they are turned into. */
  void complete() {
    frames = new Frame[pcs.size()];
    stacks = new Stack[stackIds.size()];
    stackCheck = new byte[stackIds.size()];
  }

  /** Number of the stack with this id, or {@link #UNKNOWN}. */
  int stack(long id) {
    return stackIds.get(id);
  }

  /** Whether all frames of the stack of this number have functions and files that are known. */
  boolean isComplete(int number) {
    if (stackCheck[number] == UNCHECKED) {
      boolean complete = true;
      for (int i = 0; i < stackSize[number]; i++) {
        int frame = pool[stackStart[number] + i];
        complete &= strings.has(functions[frame]) && strings.has(files[frame]);
      }
      stackCheck[number] = complete ? COMPLETE : BROKEN;
    }
    return stackCheck[number] == COMPLETE;
  }

  /** The stack of this number, which is complete. */
  Stack resolve(int number) {
    if (stacks[number] == null) {
      Frame[] list = new Frame[stackSize[number]];
      for (int i = 0; i < list.length; i++) {
        list[i] = resolveFrame(pool[stackStart[number] + i]);
      }
      stacks[number] = Stack.of(List.of(list));
    }
    return stacks[number];
  }

  private Frame resolveFrame(int number) {
    if (frames[number] == null) {
      frames[number] =
          new Frame(
              pcs.key(number),
              strings.text(functions[number]),
              strings.text(files[number]),
              lines[number]);
    }
    return frames[number];
  }
}
