package dev.loomtrace.timeline.store;

import dev.loomtrace.base.ByteStrings;
import dev.loomtrace.timeline.store.StoreFormat.Section;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.WaitReason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Texts and stacks by their numbers, made when they are asked for. For any number of threads. */
final class Dictionary {
  private static final int FRAME_SIZE = 24;
  private static final int CAUSE_SIZE = 16;
  private static final WaitReason[] REASONS = WaitReason.values();

  private final StoreFile file;
  // What was made is immutable, so a race makes it twice and no more.
  private final String[] texts;
  private final Stack[] stacks;
  private final Frame[] frames;
  private final WaitCause[] causes;

  Dictionary(StoreFile file) {
    this.file = file;
    texts = new String[(int) (file.size(Section.TEXT_ENDS) / Long.BYTES)];
    stacks = new Stack[(int) (file.size(Section.STACK_ENDS) / Long.BYTES)];
    causes = new WaitCause[(int) (file.size(Section.CAUSES) / CAUSE_SIZE)];
    frames = new Frame[(int) (file.size(Section.FRAMES) / FRAME_SIZE)];
  }

  /** How many texts there are; their numbers are less than that. */
  int textCount() {
    return texts.length;
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

  WaitCause cause(int number) {
    WaitCause cause = causes[number];
    if (cause == null) {
      long at = file.position(Section.CAUSES) + (long) number * CAUSE_SIZE;
      WaitReason reason = REASONS[file.getInt(at)];
      String words = text(file.getInt(at + 8));
      cause =
          words.isEmpty()
              ? WaitCause.of(reason, REASONS[file.getInt(at + 4)], text(file.getInt(at + 12)))
              : WaitCause.ofText(reason, words);
      causes[number] = cause;
    }
    return cause;
  }

  int stacks() {
    return stacks.length;
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

  Frame frame(int number) {
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

  /** The names of the functions of all frames. */
  Set<String> functions() {
    Set<String> functions = new HashSet<>();
    for (int i = 0; i < frames.length; i++) {
      functions.add(frame(i).function());
    }
    return functions;
  }

  private long end(Section ends, int number) {
    return number < 0 ? 0 : file.getLong(file.position(ends) + (long) number * Long.BYTES);
  }
}
