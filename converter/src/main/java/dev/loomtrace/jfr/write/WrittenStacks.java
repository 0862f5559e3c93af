package dev.loomtrace.jfr.write;

import dev.loomtrace.jfr.chunk.JavaPools.JavaFrame;
import dev.loomtrace.jfr.model.ModelTypes;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.Stack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keys of the stacks of a chunk; writes what their frames are before the first event of each. */
public final class WrittenStacks {
  private static final String COMPILED = "JIT compiled";

  private final Recording recording;
  private final int frameType = Recording.type(ModelTypes.FRAME);
  private final Map<Frame, Integer> numbers = new HashMap<>();
  private int chunk;
  private final RecentKeys recent = new RecentKeys();

  /** The stacks of a recording. */
  public WrittenStacks(Recording recording) {
    this.recording = recording;
  }

  /**
   * The key of a stack; 0 of {@link Stack#NONE}. Not while an event is being written.
   *
   * @param time of the event that has it
   */
  long key(Stack stack, long time) throws IOException {
    if (stack.isNone()) {
      return 0;
    }
    forgetChunkBefore();
    long key = recent.get(stack);
    if (key == 0) {
      key = recording.pools().knownStack(stack);
      if (key == 0) {
        key = add(stack, time);
      }
      recent.put(stack, key);
    }
    return key;
  }

  private void forgetChunkBefore() {
    if (chunk != recording.chunk()) {
      chunk = recording.chunk();
      numbers.clear();
      recent.clear();
    }
  }

  private long add(Stack stack, long time) throws IOException {
    List<JavaFrame> frames = new ArrayList<>(stack.frames().size());
    for (Frame frame : stack.frames()) {
      FunctionName name = FunctionName.of(frame.function());
      int line = (int) Math.max(0, Math.min(frame.line(), Integer.MAX_VALUE));
      frames.add(
          new JavaFrame(
              name.packageName(),
              name.className(),
              name.method(),
              line,
              number(frame, time),
              COMPILED));
    }
    return recording.pools().stack(stack, frames, false);
  }

  /** The number of a frame; 0 of {@link Frame#NONE}. Not while an event is being written. */
  int frame(Frame frame, long time) throws IOException {
    forgetChunkBefore();
    return frame.equals(Frame.NONE) ? 0 : number(frame, time);
  }

  private int number(Frame frame, long time) throws IOException {
    Integer known = numbers.get(frame);
    if (known == null) {
      known = numbers.size() + 1;
      numbers.put(frame, known);
      long function = recording.pools().string(frame.function());
      long file = recording.pools().string(frame.file());
      recording
          .event(frameType)
          .number(time)
          .number(known)
          .number(frame.pc())
          .pooledText(function)
          .pooledText(file)
          .number(frame.line());
      recording.endEvent();
    }
    return known;
  }
}
