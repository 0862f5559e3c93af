package dev.loomtrace.timeline.store;

import dev.loomtrace.base.ByteStrings;
import dev.loomtrace.timeline.store.StoreFormat.Section;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.Stack;
import java.util.ArrayList;
import java.util.List;

/** Texts and stacks by their numbers, made when they are asked for. For any number of threads. */
final class Dictionary {
  private static final int FRAME_SIZE = 24;

  private final StoreFile file;
  // What was made is immutable, so a race makes it twice and no more.
  private final String[] texts;
  private final Stack[] stacks;
  private final Frame[] frames;

  Dictionary(StoreFile file) {
    this.file = file;
    texts = new String[(int) (file.size(Section.TEXT_ENDS) / Long.BYTES)];
    stacks = new Stack[(int) (file.size(Section.STACK_ENDS) / Long.BYTES)];
    frames = new Frame[(int) (file.size(Section.FRAMES) / FRAME_SIZE)];
  }

  String text(int number) {
    String text = texts[number];
    if (text == null) {
      long start = end(Section.TEXT_ENDS, number - 1);
      byte[] bytes = new byte[(int) (end(Section.TEXT_ENDS, number) - start)];
      file.get(file.position(Section.TEXTS) + start, bytes, bytes.length);
      text = ByteStrings.decode(bytes, 0, bytes.length);
      texts[number] = text;
    }
    return text;
  }

  /** Numbers of the reason's text, in the upper half, and of the detail's. */
  long cause(int number) {
    return file.getLong(file.position(Section.CAUSES) + (long) number * Long.BYTES);
  }

  Stack stack(int number) {
    if (number == 0) {
      return Stack.NONE;
    }
    Stack stack = stacks[number];
    if (stack == null) {
      List<Frame> list = new ArrayList<>();
      long start = file.position(Section.STACKS);
      long end = end(Section.STACK_ENDS, number);
      for (long at = end(Section.STACK_ENDS, number - 1); at < end; at += Integer.BYTES) {
        list.add(frame(file.getInt(start + at)));
      }
      stack = Stack.of(list);
      stacks[number] = stack;
    }
    return stack;
  }

  private Frame frame(int number) {
    Frame frame = frames[number];
    if (frame == null) {
      long at = file.position(Section.FRAMES) + (long) number * FRAME_SIZE;
      frame =
          new Frame(
              file.getLong(at),
              text(file.getInt(at + 16)),
              text(file.getInt(at + 20)),
              file.getLong(at + 8));
      frames[number] = frame;
    }
    return frame;
  }

  private long end(Section ends, int number) {
    return number < 0 ? 0 : file.getLong(file.position(ends) + (long) number * Long.BYTES);
  }
}
