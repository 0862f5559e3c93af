package dev.loomtrace.timeline.store;

import dev.loomtrace.base.ByteStrings;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.WaitCause;
import java.util.HashMap;
import java.util.Map;

/** Gives texts, frames, stacks and causes a number each. Number 0 is the empty one. */
final class DictionaryWriter {
  private static final int RECENT = 64;
  private static final int RECENT_STACKS = 1 << 10;

  private final Map<String, Integer> texts = new HashMap<>();
  private final Bytes textEnds = new Bytes(1024);
  private final Bytes textBytes = new Bytes(8192);

  private final Map<Frame, Integer> frames = new HashMap<>();
  private final Bytes frameBytes = new Bytes(8192);

  private final Map<Stack, Integer> stacks = new HashMap<>();
  private final Bytes stackEnds = new Bytes(1024);
  private final Bytes stackFrames = new Bytes(8192);
  // By their hash codes, which they keep.
  private final Stack[] recentStacks = new Stack[RECENT_STACKS];
  private final int[] recentNumbers = new int[RECENT_STACKS];

  private final Map<WaitCause, Integer> causes = new HashMap<>();
  private final Bytes causeBytes = new Bytes(1024);
  private final Known[] recent = new Known[RECENT];

  private record Known(WaitCause cause, int number) {}

  DictionaryWriter() {
    text("");
    stackEnds.int64(0);
    stacks.put(Stack.NONE, 0);
    frame(Frame.NONE);
    cause(WaitCause.NONE);
  }

  int text(String text) {
    if (text.isEmpty() && !texts.isEmpty()) {
      return 0;
    }
    Integer known = texts.get(text);
    if (known != null) {
      return known;
    }
    byte[] bytes = ByteStrings.encode(text);
    textBytes.append(bytes, bytes.length);
    textEnds.int64(textBytes.size());
    texts.put(text, texts.size());
    return texts.size() - 1;
  }

  @SuppressWarnings("ReferenceEquality") // causes that are equal but not the same are looked up
  int cause(WaitCause cause) {
    if (cause == WaitCause.NONE && !causes.isEmpty()) {
      return 0;
    }
    // Readers give all stops of one cause one object.
    int slot = cause.hashCode() & (RECENT - 1);
    Known known = recent[slot];
    if (known != null && known.cause == cause) {
      return known.number;
    }
    Integer number = causes.get(cause);
    if (number == null) {
      number = causes.size();
      causes.put(cause, number);
      causeBytes.int32(cause.reason().ordinal());
      causeBytes.int32(cause.recorded().ordinal());
      causeBytes.int32(text(cause.text()));
      causeBytes.int32(text(cause.resource()));
    }
    recent[slot] = new Known(cause, number);
    return number;
  }

  @SuppressWarnings("ReferenceEquality") // The map knows of others that are equal.
  int stack(Stack stack) {
    if (stack.isNone()) {
      return 0;
    }
    // In each part of a trace readers give all events with one stack one object; those of two parts
    // are compared frame by frame, which takes longer than all else here.
    int slot = stack.hashCode() & (RECENT_STACKS - 1);
    if (recentStacks[slot] == stack) {
      return recentNumbers[slot];
    }
    int number = numberOf(stack);
    recentStacks[slot] = stack;
    recentNumbers[slot] = number;
    return number;
  }

  private int numberOf(Stack stack) {
    Integer known = stacks.get(stack);
    if (known != null) {
      return known;
    }
    for (Frame frame : stack.frames()) {
      stackFrames.int32(frame(frame));
    }
    stackEnds.int64(stackFrames.size());
    stacks.put(stack, stacks.size());
    return stacks.size() - 1;
  }

  int frame(Frame frame) {
    Integer known = frames.get(frame);
    if (known != null) {
      return known;
    }
    frameBytes.int64(frame.pc());
    frameBytes.int64(frame.line());
    frameBytes.int32(text(frame.function()));
    frameBytes.int32(text(frame.file()));
    frames.put(frame, frames.size());
    return frames.size() - 1;
  }

  /** The bytes of one of its sections. */
  Bytes section(StoreFormat.Section section) {
    return switch (section) {
      case TEXT_ENDS -> textEnds;
      case TEXTS -> textBytes;
      case FRAMES -> frameBytes;
      case STACK_ENDS -> stackEnds;
      case STACKS -> stackFrames;
      case CAUSES -> causeBytes;
      default -> throw new IllegalArgumentException(section + " is no section of the dictionary");
    };
  }
}
