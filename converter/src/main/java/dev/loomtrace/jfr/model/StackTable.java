package dev.loomtrace.jfr.model;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.jfr.chunk.Chunk;
import dev.loomtrace.jfr.chunk.ChunkValue;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.Stack;
import java.util.ArrayList;
import java.util.List;

/** The stacks of a chunk: for each entry of the pool one object. */
final class StackTable {
  private static final String UNKNOWN = "unknown";
  private static final long INVENTED = 1L << 62; // No program has code there.
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private final LongMap<Stack> stacks = new LongMap<>();
  private final LongMap<Frame> frames;
  private final ChunkValue trace;
  private final ChunkValue frame;
  private final ChunkValue method;
  private final ChunkValue name;

  /**
   * The stacks of a chunk.
   *
   * @param frames its frames by their numbers, which become known with its events
   */
  StackTable(Chunk chunk, LongMap<Frame> frames) {
    this.frames = frames;
    trace = chunk.newCursor();
    frame = chunk.newCursor();
    method = chunk.newCursor();
    name = chunk.newCursor();
  }

  /** The stack that a field of an event refers to. */
  Stack stack(ChunkValue event, int field) throws MalformedTraceException {
    long key = event.number(field);
    if (key == 0) {
      return Stack.NONE;
    }
    Stack known = stacks.get(key);
    if (known == null) {
      known = event.follow(field, trace) ? decode() : Stack.NONE;
      stacks.put(key, known);
    }
    return known;
  }

  private Stack decode() throws MalformedTraceException {
    int field = trace.type().field("frames");
    int count = trace.count(field);
    List<Frame> list = new ArrayList<>(count);
    int next = count == 0 ? 0 : trace.firstElement(field, frame);
    for (int i = 0; i < count; i++) {
      Frame known = frames.get(frame.number(frame.type().field("bytecodeIndex")));
      list.add(known == null ? ofMethod() : known);
      if (i + 1 < count) {
        next = trace.element(field, next, frame);
      }
    }
    return Stack.of(list);
  }

  /**
   * What is left of a frame without its number's event: complete, as a frame of any trace has to
   * be. Its program counter is made of what is known, so that it is that of this place only,
   * wherever it comes again.
   */
  private Frame ofMethod() throws MalformedTraceException {
    long line = Math.max(1, frame.number(frame.type().field("lineNumber")));
    String function = "";
    if (frame.follow(frame.type().field("method"), method)) {
      String owner = "";
      if (method.follow(method.type().field("type"), name)
          && name.follow(name.type().field("name"), name)) {
        owner = text(name);
      }
      if (method.follow(method.type().field("name"), name)) {
        function = owner.isEmpty() || owner.equals(UNKNOWN) ? text(name) : owner + "." + text(name);
      }
    }
    function = function.isEmpty() ? UNKNOWN : function;
    return new Frame(INVENTED | hash(function, line) >>> 2, function, UNKNOWN, line);
  }

  private static long hash(String function, long line) {
    long hash = line;
    for (int i = 0; i < function.length(); i++) {
      hash = (hash ^ function.charAt(i)) * MULTIPLIER;
      hash ^= hash >>> (Long.SIZE / 2);
    }
    return hash;
  }

  private static String text(ChunkValue symbol) throws MalformedTraceException {
    String text = symbol.text(0);
    return text == null ? "" : text;
  }
}
