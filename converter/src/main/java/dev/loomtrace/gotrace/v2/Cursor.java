package dev.loomtrace.gotrace.v2;

import dev.loomtrace.gotrace.wire.WireType;
import dev.loomtrace.trace.MalformedTraceException;

/**
 * Goes through the events of one thread in one generation. Its fields are the event it stands on,
 * not interpreted.
 */
final class Cursor {
  // Each event is decoded once, from its batch into these fields; this is the reader's innermost
  // loop. Where as many bytes are left as an event can have at most, no number is checked against
  // the batch's end.
  private static final int MOST_ARGUMENTS = 4;
  private static final int MAX_EVENT_SIZE = 1 + 10 * (MOST_ARGUMENTS + 1);
  private static final int NOT_TIMED = -1;
  private static final WireType[] TYPES = types();
  private static final byte[] ARGUMENTS = arguments();

  /** Which thread's events these are. */
  final long thread;

  /** What is known of the thread; null until its first event is ordered. */
  ThreadState state;

  /** The event's code: one of a timed type. */
  int code;

  /** Nanoseconds; need not be after the event before. */
  long time;

  /** The arguments after the time, as many as the type has. */
  long a0;

  long a1;
  long a2;
  long a3;

  private final Generation generation;
  private final BatchStore store;
  private final double nanosPerTick;
  private int batch;
  private byte[] bytes;
  private int position;
  private int end;
  private int eventStart;
  private long lastTime;
  private long number;

  Cursor(Generation generation, BatchStore.ThreadBatches batches) {
    this.thread = batches.thread();
    this.generation = generation;
    this.store = generation.store();
    this.nanosPerTick = generation.nanosPerTick();
    enter(batches.first());
  }

  /** The event's type. */
  WireType type() {
    return TYPES[code];
  }

  /** Absolute offset of the event in the trace. */
  long offset() {
    return offset(eventStart);
  }

  /** Where the event is, for a failure's message. */
  String context() {
    return context(type().text());
  }

  /**
   * Moves to the next event.
   *
   * @return false if there is none
   */
  boolean next() throws MalformedTraceException {
    while (position == end) {
      int following = store.next(batch);
      if (following < 0) {
        return false;
      }
      enter(following);
    }
    if (lastTime == 0) {
      // Zero means a batch whose header was not used yet, as in Go, even if it is the time.
      lastTime = Ticks.nanos(store.ticks(batch), nanosPerTick);
    }
    eventStart = position;
    code = bytes[position++] & 0xff;
    int count = ARGUMENTS[code];
    if (count == NOT_TIMED) {
      throw fault(eventStart, "found event type " + code + ", expected one with a time");
    }
    if (end - eventStart >= MAX_EVENT_SIZE) {
      decode(count);
    } else {
      decodeNearEnd(count);
    }
    lastTime = time;
    return true;
  }

  private void enter(int newBatch) {
    batch = newBatch;
    bytes = store.bytes(newBatch);
    position = store.start(newBatch);
    end = position + store.size(newBatch);
    lastTime = 0;
  }

  private void decode(int count) throws MalformedTraceException {
    byte[] b = bytes;
    long ticks = b[position];
    if (ticks >= 0) {
      position++;
    } else {
      ticks = longNumber();
    }
    time = lastTime + Ticks.nanos(ticks, nanosPerTick);
    if (count == 0) {
      return;
    }
    long v = b[position];
    if (v >= 0) {
      position++;
      a0 = v;
    } else {
      a0 = longNumber();
    }
    if (count == 1) {
      return;
    }
    v = b[position];
    if (v >= 0) {
      position++;
      a1 = v;
    } else {
      a1 = longNumber();
    }
    if (count == 2) {
      return;
    }
    a2 = longNumber();
    if (count > 3) {
      a3 = longNumber();
    }
  }

  /** A number that fits in the bytes that are left, whatever its length. */
  private long longNumber() throws MalformedTraceException {
    byte[] b = bytes;
    int p = position;
    long value = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      long next = b[p++];
      if (next >= 0) {
        position = p;
        return value | (next << shift);
      }
      value |= (next & 0x7f) << shift;
    }
    long last = b[p++];
    if (last != 0 && last != 1) {
      throw fault(position, "found a number of more than 64 bits");
    }
    position = p;
    return value | (last << 63);
  }

  private void decodeNearEnd(int count) throws MalformedTraceException {
    for (int i = 0; i <= count; i++) {
      checkedNumber();
      switch (i) {
        case 0 -> time = lastTime + Ticks.nanos(number, nanosPerTick);
        case 1 -> a0 = number;
        case 2 -> a1 = number;
        case 3 -> a2 = number;
        default -> a3 = number;
      }
    }
  }

  private void checkedNumber() throws MalformedTraceException {
    int p = position;
    while (p < end && p - position < 10 && bytes[p] < 0) {
      p++;
    }
    if (p == end) {
      throw fault(position, "found the end of the batch, expected a number");
    }
    number = 0;
    if (p - position == 10) {
      throw fault(position, "found a number of more than 64 bits");
    }
    number = longNumber();
  }

  private long offset(int index) {
    return store.offset(batch) + (index - store.start(batch));
  }

  private String context(String what) {
    String place = "gen " + Long.toUnsignedString(generation.number());
    return thread == WireType.NO_THREAD
        ? place + ", " + what
        : place + ", thread " + thread + ", " + what;
  }

  private MalformedTraceException fault(int index, String problem) {
    return MalformedTraceException.at(offset(index), context(type().text()), problem);
  }

  private static WireType[] types() {
    WireType[] table = new WireType[1 << 8];
    for (int i = 0; i < table.length; i++) {
      table[i] = WireType.ofCode(i).orElse(WireType.NONE);
    }
    return table;
  }

  /** By code: number of arguments after the time, or {@link #NOT_TIMED}. */
  private static byte[] arguments() {
    byte[] table = new byte[TYPES.length];
    for (int i = 0; i < table.length; i++) {
      table[i] = (byte) (TYPES[i].isTimed() ? TYPES[i].arguments().size() - 1 : NOT_TIMED);
    }
    return table;
  }
}
