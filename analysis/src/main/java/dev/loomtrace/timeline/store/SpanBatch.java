package dev.loomtrace.timeline.store;

import dev.loomtrace.timeline.Span;
import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.SpanState;
import dev.loomtrace.timeline.SpanView;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.WakeKind;
import java.io.IOException;
import java.util.Arrays;

/**
 * Spans on their way from the thread that makes them to the one that writes them, and what is told
 * about tasks between them. Is filled, replayed, and filled again; states and carriers, which are
 * nearly all spans, without an object for each. For one thread at a time.
 */
final class SpanBatch extends SpanView {
  /** Spans that one usually holds. */
  static final int SIZE = 1 << 13;

  private static final SpanState[] STATES = SpanState.values();
  private static final WakeKind[] WAKE_KINDS = WakeKind.values();

  // Of a state or a carrier: begin, end, thread, proc, waking thread, the bits of the weight,
  // flags.
  private static final long MOST_CHARACTERS = 1_000_000;
  private static final int NUMBERS = 7;
  // Cause, place, frame of the waker.
  private static final int OBJECTS = 3;

  private static final int CARRIER = 1;
  private static final int BEGAN_BEFORE = 2;
  private static final int OPEN = 4;
  private static final int STATE_SHIFT = 8;
  private static final int WAKE_SHIFT = 16;
  private static final int BYTE = 0xff;

  private final long[] numbers;
  private final Object[] objects;
  // Of what is neither a state nor a carrier its span, or what is told; else null.
  private final Object[] others;
  private int size;
  // Of messages, which have any length.
  private long characters;

  /** Anything that is handed on as an object. */
  @FunctionalInterface
  interface Told {
    /** Tells it to whoever writes. */
    void tell() throws IOException;
  }

  /**
   * An empty one.
   *
   * @param capacity spans that it holds
   */
  SpanBatch(int capacity) {
    numbers = new long[capacity * NUMBERS];
    objects = new Object[capacity * OBJECTS];
    others = new Object[capacity];
  }

  boolean isFull() {
    return size == others.length || characters >= MOST_CHARACTERS;
  }

  /** Adds something that comes after the spans before. */
  void add(Told told) {
    others[size++] = told;
  }

  /** Adds a span. */
  void add(SpanView span) {
    switch (span.kind()) {
      case STATE -> {
        int at = addNumbers(span, 0);
        objects[at] = span.cause();
        objects[at + 1] = span.place();
        objects[at + 2] = span.wakerFrame();
      }
      case CARRIER -> addNumbers(span, CARRIER);
      case LIFE, TASK, REGION, RANGE, COUNTER, SAMPLE, LOG -> {
        others[size++] = span.span();
        characters += span.message().length();
      }
    }
  }

  /** Where its objects belong. */
  private int addNumbers(SpanView span, int flags) {
    int at = size * NUMBERS;
    numbers[at] = span.begin();
    numbers[at + 1] = span.end();
    numbers[at + 2] = span.thread();
    numbers[at + 3] = span.proc();
    numbers[at + 4] = span.wakerThread();
    numbers[at + 5] = Double.doubleToRawLongBits(span.stackWeight());
    numbers[at + 6] =
        flags
            | (span.beganBefore() ? BEGAN_BEFORE : 0)
            | (span.open() ? OPEN : 0)
            | span.state().ordinal() << STATE_SHIFT
            | span.wakeKind().ordinal() << WAKE_SHIFT;
    return size++ * OBJECTS;
  }

  /** Hands all of it to whoever writes. */
  void replay(StoreWriter writer) throws IOException {
    for (int i = 0; i < size; i++) {
      Object other = others[i];
      if (other == null) {
        fill(i);
        writer.accept(this);
        continue;
      }
      switch (other) {
        case Span span -> {
          fill(span);
          writer.accept(this);
        }
        case Told told -> told.tell();
        default -> throw new AssertionError("invariant: nothing else is added");
      }
    }
  }

  /** Holds nothing, to be filled again. */
  void clear() {
    Arrays.fill(others, 0, size, null);
    size = 0;
    characters = 0;
  }

  private void fill(int i) {
    int at = i * NUMBERS;
    int flags = (int) numbers[at + 6];
    if ((flags & CARRIER) != 0) {
      become(SpanKind.CARRIER, numbers[at], numbers[at + 1]);
    } else {
      int object = i * OBJECTS;
      becomeState(numbers[at], numbers[at + 1]);
      because((WaitCause) objects[object]);
      where((Stack) objects[object + 1], Double.longBitsToDouble(numbers[at + 5]));
      by(WAKE_KINDS[flags >>> WAKE_SHIFT & BYTE], numbers[at + 4], (Frame) objects[object + 2]);
    }
    cut((flags & BEGAN_BEFORE) != 0, (flags & OPEN) != 0);
    of(numbers[at + 2], numbers[at + 3]);
    in(STATES[flags >>> STATE_SHIFT & BYTE]);
  }

  private void fill(Span span) {
    become(span.kind(), span.begin(), span.end());
    cut(span.beganBefore(), span.open());
    of(span.thread(), span.proc());
    in(span.state());
    because(span.cause());
    where(span.place(), span.stackWeight());
    by(span.waker().kind(), span.waker().thread(), span.waker().frame());
    created(span.creator(), span.threadKind());
    numbered(span.id(), span.parent());
    named(span.name());
    says(span.message());
    scoped(span.scope());
  }
}
