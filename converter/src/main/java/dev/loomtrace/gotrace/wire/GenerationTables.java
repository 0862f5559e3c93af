package dev.loomtrace.gotrace.wire;

import dev.loomtrace.base.ByteStrings;
import dev.loomtrace.base.Recent;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.Stack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The strings and stacks of one generation, numbered from 1 in order of first use. */
public final class GenerationTables {
  /** Writes the data of a batch that belongs to no thread. */
  @FunctionalInterface
  public interface BatchOutput {
    /** Writes one batch. */
    void batch(WireOutput data) throws IOException;
  }

  // Strings that last are numbered from here on, beyond those of one generation.
  private static final int FIRST_LASTING = 1 << 30;

  private final Map<String, Integer> lasting = new HashMap<>();
  private final Set<String> lastingHere = new LinkedHashSet<>();
  private final Map<String, Integer> strings = new HashMap<>();
  private final Map<Stack, Integer> stacks = new HashMap<>();
  // The stacks in order, so that the file does not depend on hash codes.
  private final List<Stack> stackOrder = new ArrayList<>();
  private final List<String> stringOrder = new ArrayList<>();
  private final Recent<String, Integer> recentStrings = new Recent<>(this::find);
  private final Recent<Stack, Integer> recentStacks = new Recent<>(this::find);

  /** Empty tables. */
  public GenerationTables() {}

  /** Id of a string; 0 for the empty one. */
  public int string(String text) {
    return recentStrings.of(text);
  }

  private Integer find(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    Integer id = strings.get(text);
    if (id == null) {
      stringOrder.add(text);
      id = stringOrder.size();
      strings.put(text, id);
    }
    return id;
  }

  /**
   * Id of a string that is the same in all generations. It is in the tables of those for which this
   * was asked.
   */
  public int lastingString(String text) {
    Integer id = lasting.get(text);
    if (id == null) {
      id = FIRST_LASTING + lasting.size();
      lasting.put(text, id);
    }
    lastingHere.add(text);
    return id;
  }

  /** Id of a stack; 0 for {@link Stack#NONE}. */
  public int stack(Stack stack) {
    return recentStacks.of(stack);
  }

  private Integer find(Stack stack) {
    if (stack.isNone()) {
      return 0;
    }
    Integer id = stacks.get(stack);
    if (id == null) {
      stackOrder.add(stack);
      id = stackOrder.size();
      stacks.put(stack, id);
    }
    return id;
  }

  /** Writes both tables and begins new ones. */
  public void writeTo(BatchOutput out) throws IOException {
    // Stacks first: their functions and files join the strings.
    writeStacks(out);
    writeStrings(out);
    lastingHere.clear();
    strings.clear();
    stacks.clear();
    stackOrder.clear();
    stringOrder.clear();
    recentStrings.clear();
    recentStacks.clear();
  }

  private void writeStacks(BatchOutput out) throws IOException {
    WireOutput batch = new WireOutput();
    WireOutput entry = new WireOutput();
    for (int i = 0; i < stackOrder.size(); i++) {
      List<Frame> all = stackOrder.get(i).frames();
      List<Frame> frames = all.subList(0, Math.min(all.size(), WireType.MAX_FRAMES));
      entry.clear();
      entry.octet(WireType.STACK.code());
      entry.number(i + 1);
      entry.number(frames.size());
      for (Frame frame : frames) {
        entry.number(frame.pc());
        entry.number(string(frame.function()));
        entry.number(string(frame.file()));
        entry.number(frame.line());
      }
      add(WireType.STACKS, entry, batch, out);
    }
    finish(batch, out);
  }

  private void writeStrings(BatchOutput out) throws IOException {
    WireOutput batch = new WireOutput();
    WireOutput entry = new WireOutput();
    for (int i = 0; i < stringOrder.size(); i++) {
      writeString(i + 1, stringOrder.get(i), entry, batch, out);
    }
    for (String text : lastingHere) {
      writeString(lasting.get(text), text, entry, batch, out);
    }
    finish(batch, out);
  }

  private static void writeString(
      int id, String text, WireOutput entry, WireOutput batch, BatchOutput out) throws IOException {
    byte[] bytes = ByteStrings.encode(text, WireType.MAX_STRING_SIZE);
    entry.clear();
    entry.octet(WireType.STRING.code());
    entry.number(id);
    entry.number(bytes.length);
    entry.bytes(bytes);
    add(WireType.STRINGS, entry, batch, out);
  }

  private static void add(WireType section, WireOutput entry, WireOutput batch, BatchOutput out)
      throws IOException {
    if (batch.size() + entry.size() > WireType.MAX_BATCH_SIZE) {
      finish(batch, out);
    }
    if (batch.size() == 0) {
      batch.octet(section.code());
    }
    batch.append(entry);
  }

  private static void finish(WireOutput batch, BatchOutput out) throws IOException {
    if (batch.size() > 0) {
      out.batch(batch);
      batch.clear();
    }
  }
}
