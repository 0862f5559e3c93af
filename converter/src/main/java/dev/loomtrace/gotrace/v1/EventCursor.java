package dev.loomtrace.gotrace.v1;

import dev.loomtrace.base.ByteStrings;

/**
 * Reads the stored events of one source in turn: those of a P, or the CPU samples and then those of
 * the P that has the profiler's number.
 *
 * <p>A source can be read again: the batches that were taken stay its own.
 */
final class EventCursor {
  private static final int NONE = -1;
  private static final int LENGTH_FOLLOWS = 3;

  private final int number;
  private final EventStore store;
  private final int proc;
  private final int pid;
  private final CpuSamples samples;
  private int nextSample;

  private boolean onlyOneBatch;

  private int firstSegment = NONE;
  private int lastSegment = NONE;
  private int segment = NONE;
  private byte[] bytes = {};
  private int start;
  private int position;
  private int end;
  private long runningTime;
  private long running;

  // The event.
  private V1Type type = V1Type.NONE;
  private long time;
  private long goroutine;
  private int eventProc;
  private int stack;
  private long first;
  private long second;
  private long third;
  private long offset;

  /**
   * Reads what {@code store} has of a P.
   *
   * @param number which cursor this is
   * @param samples what comes before that
   */
  EventCursor(int number, EventStore store, int pid, CpuSamples samples) {
    this.number = number;
    this.store = store;
    this.pid = pid;
    this.proc = store.procIndex(pid);
    this.samples = samples;
  }

  /** Reads one batch, whoever has taken it. */
  static EventCursor ofBatch(EventStore store, int firstSegment) {
    EventCursor cursor = new EventCursor(0, store, 0, new CpuSamples());
    cursor.firstSegment = firstSegment;
    cursor.onlyOneBatch = true;
    return cursor;
  }

  /** Which cursor this is. */
  int number() {
    return number;
  }

  /** Takes the P's next batch, to be read after those taken before; false if there is none. */
  boolean take() {
    int batch = proc == NONE ? NONE : store.takeBatch(proc, lastSegment);
    if (batch == NONE) {
      return false;
    }
    if (firstSegment == NONE) {
      firstSegment = batch;
    }
    int last = batch;
    while (store.next(last) != NONE) {
      last = store.next(last);
    }
    lastSegment = last;
    return true;
  }

  /** Goes back to before the first event. */
  void rewind() {
    nextSample = 0;
    segment = NONE;
    position = 0;
    end = 0;
  }

  /** Moves to the next event; false if there is none in the batches taken so far. */
  boolean advance() {
    if (nextSample < samples.size()) {
      sample(nextSample++);
      return true;
    }
    if (position == end && !nextSegment()) {
      return false;
    }
    decode();
    return true;
  }

  private boolean nextSegment() {
    int following = segment == NONE ? firstSegment : store.next(segment);
    if (following == NONE) {
      return false;
    }
    if (onlyOneBatch && segment != NONE && store.beginsBatch(following)) {
      return false;
    }
    segment = following;
    bytes = store.bytes(segment);
    start = store.start(segment);
    position = start;
    end = store.end(segment);
    runningTime = store.firstTime(segment);
    running = store.firstGoroutine(segment);
    return true;
  }

  private void sample(int i) {
    type = V1Type.CPU_SAMPLE;
    time = samples.time(i);
    goroutine = samples.goroutine(i);
    eventProc = samples.proc(i);
    stack = samples.stack(i);
    offset = samples.offset(i);
    first = 0;
    second = 0;
    third = 0;
  }

  // The scanner has checked the form, so nothing is checked here.
  private void decode() {
    offset = store.fileOffset(segment) + (position - start);
    int head = bytes[position++] & 0xff;
    type = V1Type.of(head & 0x3f);
    if (head >> 6 == LENGTH_FOLLOWS) {
      varint();
    }
    runningTime += varint();
    time = runningTime;
    int count = type.valueCount();
    first = count > 0 ? varint() : 0;
    second = count > 1 ? varint() : 0;
    third = count > 2 ? varint() : 0;
    stack = type.hasStack() ? (int) varint() : 0;
    eventProc = pid;
    goroutine = running;
    if (type == V1Type.USER_LOG) {
      // Where the message is, for message().
      third = position;
      int length = (int) varint();
      position += length;
    } else if (type.startsGoroutine()) {
      running = first;
      goroutine = first;
    } else if (type.stopsGoroutine()) {
      running = 0;
    } else if (type.namesGoroutine()) {
      goroutine = first;
    }
  }

  private long varint() {
    byte b = bytes[position++];
    if (b >= 0) {
      return b;
    }
    long value = b & 0x7f;
    int shift = 7;
    while (true) {
      b = bytes[position++];
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
      shift += 7;
    }
  }

  /** The type, as it is in the file. */
  V1Type type() {
    return type;
  }

  /** Time in ticks. */
  long time() {
    return time;
  }

  /** The goroutine that the event is about, or that ran; 0 for none. */
  long goroutine() {
    return goroutine;
  }

  /** Number of the P. */
  int proc() {
    return eventProc;
  }

  /** Id of the stack, 0 for none. */
  int stack() {
    return stack;
  }

  /** The first argument after the time, 0 if it has none; of a CPU sample 0. */
  long first() {
    return first;
  }

  /** The second argument after the time. */
  long second() {
    return second;
  }

  /** The third argument after the time. */
  long third() {
    return third;
  }

  /** Offset of the event in the file. */
  long offset() {
    return offset;
  }

  /** The message of a USER_LOG. */
  String message() {
    int at = position;
    position = (int) third;
    int length = (int) varint();
    String text = ByteStrings.decode(bytes, position, length);
    position = at;
    return text;
  }
}
