package dev.loomtrace.timeline.store;

import dev.loomtrace.base.ByteStrings;
import dev.loomtrace.base.LongIndex;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.Stack;
import java.util.HashMap;
import java.util.Map;

/** Gives texts, stacks, and pairs of texts a number each. Number 0 is the empty one. */
final class DictionaryWriter {
  private static final int RECENT = 64;

  private final Map<String, Integer> texts = new HashMap<>();
  private final Bytes textEnds = new Bytes(1024);
  private final Bytes textBytes = new Bytes(8192);

  private final Map<Frame, Integer> frames = new HashMap<>();
  private final Bytes frameBytes = new Bytes(8192);

  private final Map<Stack, Integer> stacks = new HashMap<>();
  private final Bytes stackEnds = new Bytes(1024);
  private final Bytes stackFrames = new Bytes(8192);

  private final LongIndex causes = new LongIndex();
  private final Bytes causeTexts = new Bytes(1024);
  private final Known[] recent = new Known[RECENT];

  private record Known(String reason, String detail, int number) {}

  DictionaryWriter() {
    text("");
    stackEnds.int64(0);
    stacks.put(Stack.NONE, 0);
    cause("", "");
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

  @SuppressWarnings("ReferenceEquality") // texts that are equal but not the same are looked up
  int cause(String reason, String detail) {
    Known known = recent[(31 * reason.hashCode() + detail.hashCode()) & (RECENT - 1)];
    // Readers give equal texts as one object, mostly.
    if (known != null && known.reason == reason && known.detail == detail) {
      return known.number;
    }
    long pair = ((long) text(reason) << Integer.SIZE) | text(detail);
    int before = causes.size();
    int number = causes.put(pair);
    if (number == before) {
      causeTexts.int64(pair);
    }
    recent[(31 * reason.hashCode() + detail.hashCode()) & (RECENT - 1)] =
        new Known(reason, detail, number);
    return number;
  }

  int stack(Stack stack) {
    if (stack.isNone()) {
      return 0;
    }
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

  private int frame(Frame frame) {
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
      case CAUSES -> causeTexts;
      default -> throw new IllegalArgumentException(section + " is no section of the dictionary");
    };
  }
}
