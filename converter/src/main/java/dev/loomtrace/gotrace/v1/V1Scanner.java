package dev.loomtrace.gotrace.v1;

import dev.loomtrace.base.LongIndex;
import dev.loomtrace.gotrace.wire.GoVersion;
import dev.loomtrace.trace.MalformedTraceException;
import java.io.IOException;
import java.util.Arrays;

/**
 * Reads a whole trace once: checks the form of every event, keeps the definitions and the CPU
 * samples, and stores all other events by P. After it nothing can be wrong with an event but its
 * place among the others.
 *
 * <p>An event begins with a byte: six bits of type, two bits of arguments. These say how many
 * arguments follow, less one; or by the value 3, that the length of the arguments in bytes comes
 * first.
 */
final class V1Scanner {
  private static final int TYPE_BITS = 6;
  private static final int LENGTH_FOLLOWS = 3;
  private static final int MAX_ARGUMENT_BYTES = 2048;
  private static final int MAX_STRING_BYTES = 1_000_000;
  private static final int MAX_FRAMES = 1000;
  private static final long NO_PID = -1;

  private final TraceInput input;
  private final int minor;
  private final EventStore events = new EventStore();
  private final Definitions definitions = new Definitions();
  private final CpuSamples samples = new CpuSamples();

  private final long[] arguments = new long[MAX_ARGUMENT_BYTES];
  private int argumentCount;

  // Where the batch is: the P, its time in ticks, and the goroutine that runs on it by its number
  // in `pids`.
  private final LongIndex pids = new LongIndex();
  private long[] goroutines = new long[16];
  private int current;
  private int pid;
  private long time;

  /** Reads a trace of a version. */
  V1Scanner(TraceInput input, GoVersion version) {
    this.input = input;
    this.minor = version.minor();
  }

  EventStore events() {
    return events;
  }

  Definitions definitions() {
    return definitions;
  }

  CpuSamples samples() {
    return samples;
  }

  /** Reads to the end. */
  void scan() throws IOException {
    while (input.beginEvent()) {
      int first = input.octet();
      int code = first & ((1 << TYPE_BITS) - 1);
      V1Type type = V1Type.of(code, minor);
      if (type == V1Type.NONE) {
        throw MalformedTraceException.at(
            input.eventOffset(), place(), "no event type of Go 1." + minor + " has number " + code);
      }
      input.describe(events.hasBatch(), pid, type.text());
      int announced = first >> TYPE_BITS;
      switch (type) {
        case STRING -> string();
        case BATCH -> batch(announced);
        default -> {
          readArguments(announced);
          if (!events.hasBatch()) {
            throw input.problem("this event is in no batch");
          }
          checkCount(type);
          event(type);
        }
      }
    }
    definitions.complete();
    if (definitions.ticksPerSecond() == 0) {
      throw MalformedTraceException.at(
          input.offset(), "", "the trace ends without a Frequency event");
    }
    samples.sort();
  }

  private String place() {
    return events.hasBatch() ? "P " + pid : "";
  }

  private void string() throws IOException {
    long id = input.varint("the id of a string");
    long length = input.varint("the length of a string");
    if (!events.hasBatch()) {
      // Not an error because Go's reader counts such strings as well, and never looks at them.
      input.skip(length, "a string");
      return;
    }
    if (id == 0) {
      throw input.problem("string 0 is given a text, but is always the empty one");
    }
    if (length == 0 || Long.compareUnsigned(length, MAX_STRING_BYTES) > 0) {
      throw input.problem(
          "string "
              + Long.toUnsignedString(id)
              + " has length "
              + Long.toUnsignedString(length)
              + ", expected 1 to "
              + MAX_STRING_BYTES);
    }
    if (!definitions.strings().add(id, input.text((int) length, "a string"))) {
      throw input.problem("string " + Long.toUnsignedString(id) + " is defined twice");
    }
    events.endSegment();
  }

  private void batch(int announced) throws IOException {
    if (announced != 1) {
      throw input.problem("announces " + (announced + 1) + " arguments, expected 2");
    }
    long id = input.varint("the P of a batch");
    if (id != NO_PID && (id < 0 || id > Integer.MAX_VALUE)) {
      throw input.problem(
          "P " + Long.toUnsignedString(id) + " is greater than " + Integer.MAX_VALUE);
    }
    time = input.varint("the time of a batch");
    pid = (int) id;
    current = pids.put(pid);
    if (current == goroutines.length) {
      goroutines = Arrays.copyOf(goroutines, current * 2);
    }
    events.beginBatch(pid);
  }

  private void readArguments(int announced) throws IOException {
    argumentCount = 0;
    if (announced != LENGTH_FOLLOWS) {
      while (argumentCount <= announced) {
        arguments[argumentCount++] = input.varint("an argument");
      }
      return;
    }
    long length = input.varint("the length of the arguments");
    if (Long.compareUnsigned(length, MAX_ARGUMENT_BYTES) > 0) {
      throw input.problem(
          "arguments of "
              + Long.toUnsignedString(length)
              + " bytes, expected at most "
              + MAX_ARGUMENT_BYTES);
    }
    input.require((int) length, "the arguments");
    long end = input.offset() + length;
    while (input.offset() < end) {
      arguments[argumentCount++] = input.varint("an argument");
    }
    if (input.offset() > end) {
      throw input.problem("the last argument goes on after the arguments' end");
    }
  }

  private void checkCount(V1Type type) throws MalformedTraceException {
    int expected = type.arguments().size();
    if (type == V1Type.STACK && argumentCount >= expected) {
      long size = arguments[1];
      if (Long.compareUnsigned(size, MAX_FRAMES) > 0) {
        throw input.problem(
            "a stack of "
                + Long.toUnsignedString(size)
                + " frames, expected at most "
                + MAX_FRAMES);
      }
      expected += 4 * (int) size;
    }
    if (argumentCount != expected) {
      throw input.problem(argumentCount + " arguments, expected " + expected);
    }
  }

  private void event(V1Type type) throws IOException {
    switch (type) {
      case FREQUENCY -> {
        if (arguments[0] <= 0) {
          throw input.problem("the clock has " + arguments[0] + " ticks per second");
        }
        definitions.setTicksPerSecond(arguments[0]);
        events.endSegment();
      }
      case TIMER_GOROUTINE -> {
        definitions.addTimerGoroutine(arguments[0]);
        events.endSegment();
      }
      case STACK -> {
        long id = arguments[0] & 0xffffffffL;
        if (id != 0 && arguments[1] != 0) {
          definitions.addStack(id, arguments, 2, (int) arguments[1]);
        }
        events.endSegment();
      }
      case CPU_SAMPLE -> {
        samples.add(
            arguments[1],
            (int) arguments[2],
            arguments[3],
            (int) arguments[4],
            input.eventOffset());
        events.endSegment();
      }
      default -> timed(type);
    }
  }

  private void timed(V1Type type) throws IOException {
    if (type == V1Type.USER_LOG) {
      long length = input.varint("the length of a message");
      if (Long.compareUnsigned(length, MAX_STRING_BYTES) > 0) {
        throw input.problem(
            "a message of "
                + Long.toUnsignedString(length)
                + " bytes, expected at most "
                + MAX_STRING_BYTES);
      }
      input.pass((int) length, "a message");
    }
    events.add(input, time, goroutines[current]);
    time += arguments[0];
    if (type.startsGoroutine()) {
      goroutines[current] = arguments[1];
    } else if (type.stopsGoroutine()) {
      goroutines[current] = 0;
    }
  }
}
