package dev.loomtrace.gotrace.v1;

import dev.loomtrace.gotrace.wire.GoVersion;
import dev.loomtrace.gotrace.wire.WireInput;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.Stack;
import java.io.IOException;

/** A whole trace, checked and in order, and what the event that it stands on refers to. */
final class V1Trace {
  // The events are gone through three times more after they were scanned: to merge what the Ps did,
  // to verify the outcome, and to hand it out. Decoding them again costs time, but less than a
  // fifth of the memory that decoded events take.

  /** No stack. */
  static final int NO_STACK = -1;

  private final Definitions definitions;
  private final MergedEvents events;
  private final EventMarks marks;

  private V1Trace(Definitions definitions, MergedEvents events, EventMarks marks) {
    this.definitions = definitions;
    this.events = events;
    this.marks = marks;
  }

  /** Reads a trace of a version whose header was read. */
  static V1Trace read(GoVersion version, WireInput in) throws IOException {
    V1Scanner scanner = new V1Scanner(new TraceInput(in), version);
    scanner.scan();
    Definitions definitions = scanner.definitions();
    Merge merge = new Merge(scanner.events(), scanner.samples());
    merge.merge();
    definitions.strings().append(() -> GoStrings.of(scanner.events()));
    MergedEvents events = new MergedEvents(merge, definitions);
    EventMarks marks = new V1Verifier(events).verify();
    events.rewind();
    return new V1Trace(definitions, events, marks);
  }

  /** The events, at first before the first one. */
  MergedEvents events() {
    return events;
  }

  EventMarks marks() {
    return marks;
  }

  /**
   * Number of the current event's stack, or {@link #NO_STACK}.
   *
   * @throws MalformedTraceException if the stack cannot be resolved
   */
  int stack() throws MalformedTraceException {
    int number = definitions.stack(Integer.toUnsignedLong(events.stack()));
    // Not an error if it is not defined, because Go's reader takes that for no stack.
    return number == Definitions.UNKNOWN ? NO_STACK : complete(number);
  }

  /**
   * Number of a stack that has to be defined; {@link #NO_STACK} if the id is 0.
   *
   * @throws MalformedTraceException if it is not, or cannot be resolved
   */
  int knownStack(long id) throws MalformedTraceException {
    if (id == 0) {
      return NO_STACK;
    }
    int number = definitions.stack(id);
    if (number == Definitions.UNKNOWN) {
      throw problem("stack " + Long.toUnsignedString(id) + " is not defined");
    }
    return complete(number);
  }

  private int complete(int stack) throws MalformedTraceException {
    if (!definitions.isComplete(stack)) {
      throw problem("a frame of its stack has a function or file that is not defined");
    }
    return stack;
  }

  /** The stack of this number. */
  Stack resolve(int number) {
    return definitions.resolve(number);
  }

  /**
   * A string that has to be defined.
   *
   * @param what for the message
   * @throws MalformedTraceException if it is not
   */
  String text(long id, String what) throws MalformedTraceException {
    if (!definitions.strings().has(id)) {
      throw problem("string " + Long.toUnsignedString(id) + ", the " + what + ", is not defined");
    }
    return definitions.strings().text(id);
  }

  /** A fault of the current event. */
  MalformedTraceException problem(String problem) {
    return MalformedTraceException.at(
        events.offset(), "P " + events.proc() + ", " + events.type().text(), problem);
  }
}
