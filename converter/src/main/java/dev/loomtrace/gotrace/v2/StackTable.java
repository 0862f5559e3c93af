package dev.loomtrace.gotrace.v2;

import dev.loomtrace.base.LongIndex;
import dev.loomtrace.gotrace.wire.BatchBytes;
import dev.loomtrace.gotrace.wire.WireType;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.Stack;
import java.util.Arrays;

/**
 * The stacks of one generation, made into objects when they are asked for. Id 0 means that no stack
 * was taken.
 *
 * <p>A program counter has one frame, the first that the generation gives for it.
 */
final class StackTable {
  private final StringTable strings;
  private final LongIndex stacks = new LongIndex();
  private int[] firstFrame = new int[16];
  private int[] frameCount = new int[16];
  private Stack[] made = new Stack[16];

  // The frames of all stacks, one stack after the other, as indices of program counters.
  private int[] frames = new int[64];
  private int framesUsed;

  private final LongIndex counters = new LongIndex();
  private long[] function = new long[16];
  private long[] file = new long[16];
  private long[] line = new long[16];
  private Frame[] madeFrames = new Frame[16];

  StackTable(StringTable strings) {
    this.strings = strings;
  }

  /** Forgets all stacks. */
  void clear() {
    Arrays.fill(made, 0, stacks.size(), null);
    Arrays.fill(madeFrames, 0, counters.size(), null);
    stacks.clear();
    counters.clear();
    framesUsed = 0;
  }

  /**
   * Adds the stacks of a batch.
   *
   * @param batch the batch after its first byte
   */
  void add(BatchBytes batch) throws MalformedTraceException {
    while (batch.hasMore()) {
      int code = batch.octet();
      if (code != WireType.STACK.code()) {
        throw batch.fault("found event type " + code + ", expected Stack");
      }
      long id = batch.number("a stack's id");
      long count = batch.number("a stack's number of frames");
      if (Long.compareUnsigned(count, WireType.MAX_FRAMES) > 0) {
        throw batch.fault(
            "found a stack of "
                + Long.toUnsignedString(count)
                + " frames, expected at most "
                + WireType.MAX_FRAMES);
      }
      int first = framesUsed;
      for (int i = 0; i < count; i++) {
        addFrame(batch);
      }
      if (id == 0 || !stacks.add(id)) {
        throw batch.fault("found stack id " + Long.toUnsignedString(id) + " a second time");
      }
      put(stacks.size() - 1, first, (int) count);
    }
  }

  private void addFrame(BatchBytes batch) throws MalformedTraceException {
    long pc = batch.number("a frame's program counter");
    long functionId = batch.number("a frame's function");
    long fileId = batch.number("a frame's file");
    long lineNumber = batch.number("a frame's line");
    int i = counters.get(pc);
    if (i == LongIndex.ABSENT) {
      counters.add(pc);
      i = counters.size() - 1;
      if (i == function.length) {
        growCounters();
      }
      function[i] = functionId;
      file[i] = fileId;
      line[i] = lineNumber;
    }
    if (framesUsed == frames.length) {
      frames = Arrays.copyOf(frames, framesUsed * 2);
    }
    frames[framesUsed++] = i;
  }

  private void put(int i, int first, int count) {
    if (i == firstFrame.length) {
      firstFrame = Arrays.copyOf(firstFrame, i * 2);
      frameCount = Arrays.copyOf(frameCount, i * 2);
      made = Arrays.copyOf(made, i * 2);
    }
    firstFrame[i] = first;
    frameCount[i] = count;
  }

  private void growCounters() {
    int capacity = function.length * 2;
    function = Arrays.copyOf(function, capacity);
    file = Arrays.copyOf(file, capacity);
    line = Arrays.copyOf(line, capacity);
    madeFrames = Arrays.copyOf(madeFrames, capacity);
  }

  /** To be called when all stacks and strings were added: checks the strings of the frames. */
  void complete(String context) throws MalformedTraceException {
    for (int i = 0; i < counters.size(); i++) {
      if (!strings.has(function[i]) || !strings.has(file[i])) {
        long missing = strings.has(function[i]) ? file[i] : function[i];
        throw MalformedTraceException.at(
            MalformedTraceException.NO_OFFSET,
            context,
            "string id "
                + Long.toUnsignedString(missing)
                + " of the frame with program counter 0x"
                + Long.toHexString(counters.key(i))
                + " is not in the table of "
                + strings.size()
                + " strings");
      }
    }
    stacks.compact();
  }

  /** Number of stacks. */
  int size() {
    return stacks.size();
  }

  /** The index for {@link #get} of an id that is not 0; negative if there is no such stack. */
  int indexOf(long id) {
    return stacks.get(id);
  }

  /** The stack of an index; always the same object. */
  Stack get(int i) {
    Stack stack = made[i];
    if (stack == null) {
      Frame[] list = new Frame[frameCount[i]];
      for (int k = 0; k < list.length; k++) {
        list[k] = frame(frames[firstFrame[i] + k]);
      }
      stack = Stack.of(Arrays.asList(list));
      made[i] = stack;
    }
    return stack;
  }

  private Frame frame(int i) {
    Frame frame = madeFrames[i];
    if (frame == null) {
      frame = new Frame(counters.key(i), strings.ofId(function[i]), strings.ofId(file[i]), line[i]);
      madeFrames[i] = frame;
    }
    return frame;
  }
}
