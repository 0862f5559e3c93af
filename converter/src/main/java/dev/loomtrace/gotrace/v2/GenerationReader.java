package dev.loomtrace.gotrace.v2;

import dev.loomtrace.gotrace.wire.BatchBytes;
import dev.loomtrace.gotrace.wire.GoVersion;
import dev.loomtrace.gotrace.wire.WireInput;
import dev.loomtrace.gotrace.wire.WireType;
import dev.loomtrace.trace.MalformedTraceException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads one generation after the other from a trace, as whole batches.
 *
 * <p>Until Go 1.25 nothing marks a generation's end, so the first batch of the next one is read
 * with it and kept. A fault in that batch is the next generation's: this one may be whole.
 */
final class GenerationReader {
  private static final int NO_EXPERIMENT = 0;
  private static final int UNKNOWN = -1;

  private final WireInput in;
  private final GoVersion version;
  private final Generation generation = new Generation();

  // The batch that was read last. Its data lies in the generation's store, not yet kept there.
  private int experiment;
  private long number;
  private long thread;
  private long ticks;
  private int size;
  private long offset;
  private long batchBegin;
  private long end;

  // What was read beyond a generation.
  private byte[] nextData = {};
  private boolean hasNext;
  private Optional<MalformedTraceException> nextFault = Optional.empty();

  GenerationReader(WireInput in, GoVersion version) {
    this.in = in;
    this.version = version;
  }

  /** The generation that was read last. */
  Generation generation() {
    return generation;
  }

  /** Whether reading the last generation showed that there is no further one. */
  boolean isAtEnd() {
    return !version.marksEndOfGeneration() && !hasNext;
  }

  /** Bytes of the input up to the end of the generation that was read last. */
  long end() {
    return end;
  }

  /** What is wrong with the batch after the generation that was read last. */
  Optional<MalformedTraceException> nextFault() {
    return nextFault;
  }

  /**
   * Reads a generation.
   *
   * @return false if there is none
   */
  boolean read() throws IOException {
    generation.clear();
    if (version.marksEndOfGeneration()) {
      if (!readToMark()) {
        return false;
      }
    } else {
      readToNext();
    }
    // What was read beyond it is a batch of the next one, or a part of one.
    end = hasNext || nextFault.isPresent() ? batchBegin : in.offset();
    generation.complete(in.offset(), version.hasClockSnapshot());
    return true;
  }

  private boolean readToMark() throws IOException {
    while (readBatch()) {
      if (generation.number() == 0) {
        generation.begin(number);
      }
      if (firstCode() == WireType.END_OF_GENERATION.code()) {
        return true;
      }
      checkNumber();
      if (number != generation.number()) {
        throw fault(
            "found a batch of generation "
                + Long.toUnsignedString(number)
                + ", expected EndOfGeneration before it");
      }
      addBatch();
    }
    if (!generation.store().threads().isEmpty()) {
      throw fault("found the end of the trace, expected EndOfGeneration: it was cut off");
    }
    return false;
  }

  private void readToNext() throws IOException {
    if (hasNext) {
      takeNext();
    }
    while (readBatchOrFault()) {
      checkNumber();
      if (generation.number() == 0) {
        generation.begin(number);
      }
      if (number == generation.number() + 1) {
        keepNext();
        return;
      }
      if (number != generation.number()) {
        throw fault(
            "found a batch of generation "
                + Long.toUnsignedString(number)
                + ", expected this or the next one");
      }
      addBatch();
    }
  }

  private boolean readBatchOrFault() throws IOException {
    try {
      return readBatch();
    } catch (MalformedTraceException e) {
      if (generation.number() == 0) {
        throw e;
      }
      nextFault = Optional.of(e);
      return false;
    }
  }

  private void keepNext() {
    BatchStore store = generation.store();
    nextData = Arrays.copyOfRange(store.room(), store.roomStart(), store.roomStart() + size);
    hasNext = true;
  }

  private void takeNext() throws MalformedTraceException {
    BatchStore store = generation.store();
    store.reserve(size);
    System.arraycopy(nextData, 0, store.room(), store.roomStart(), size);
    hasNext = false;
    generation.begin(number);
    addBatch();
  }

  private void checkNumber() throws MalformedTraceException {
    if (number == 0) {
      throw fault("found a batch of generation 0, expected a greater number");
    }
  }

  /** Reads the next batch; false at the end of the trace. */
  private boolean readBatch() throws IOException {
    number = 0;
    thread = WireType.NO_THREAD;
    batchBegin = in.offset();
    offset = batchBegin;
    int code = in.octet();
    if (code < 0) {
      return false;
    }
    experiment = NO_EXPERIMENT;
    if (code == WireType.END_OF_GENERATION.code()) {
      size = 1;
      generation.store().reserve(1);
      generation.store().room()[generation.store().roomStart()] = (byte) code;
      return true;
    }
    if (code == WireType.EXPERIMENTAL_BATCH.code()) {
      experiment = in.octet();
      if (experiment < 0) {
        // Go takes a trace that ends here for one that ends before this byte.
        return false;
      }
    } else if (code != WireType.EVENT_BATCH.code()) {
      throw fault("found event type " + code + ", expected a batch");
    }
    readHeaderAndData();
    return true;
  }

  private void readHeaderAndData() throws IOException {
    number = number("the generation");
    thread = number("the thread");
    ticks = number("the time");
    long length = number("the size");
    if (Long.compareUnsigned(length, WireType.MAX_BATCH_SIZE) > 0) {
      throw fault(
          "found a batch of "
              + Long.toUnsignedString(length)
              + " bytes, expected at most "
              + WireType.MAX_BATCH_SIZE);
    }
    size = (int) length;
    offset = in.offset();
    BatchStore store = generation.store();
    store.reserve(size);
    int count = in.read(store.room(), store.roomStart(), size);
    if (count < size) {
      throw fault("found " + count + " bytes of a batch, expected " + size);
    }
  }

  private long number(String what) throws IOException {
    if (!in.readNumber()) {
      throw fault("found " + in.found() + ", expected " + what + " of a batch");
    }
    return in.number();
  }

  /** The code that says what the batch holds; one that is no code if that is its experiment. */
  private int firstCode() {
    BatchStore store = generation.store();
    return experiment == NO_EXPERIMENT && size > 0
        ? store.room()[store.roomStart()] & 0xff
        : UNKNOWN;
  }

  private void addBatch() throws MalformedTraceException {
    generation.seen(ticks);
    BatchStore store = generation.store();
    int code = firstCode();
    if (code == WireType.STRINGS.code()) {
      generation.strings().add(store.room(), contents(1));
      store.keep(size);
    } else if (code == WireType.STACKS.code()) {
      generation.stacks().add(contents(1));
    } else if (code == WireType.CPU_SAMPLES.code()) {
      generation.addSamples(contents(1));
    } else if (code == version.syncType().code()) {
      int skipped = version.syncType() == WireType.SYNC ? 1 : 0;
      generation.addSync(contents(skipped), ticks, version.hasClockSnapshot());
    } else if (experiment != NO_EXPERIMENT) {
      int start = store.roomStart();
      byte[] data = Arrays.copyOfRange(store.room(), start, start + size);
      generation.addExperimental(experiment, thread, data);
    } else if (code == WireType.END_OF_GENERATION.code()) {
      throw fault("found EndOfGeneration, which this version does not have");
    } else {
      store.keepEvents(thread, ticks, size, offset);
    }
  }

  private BatchBytes contents(int skipped) {
    BatchStore store = generation.store();
    return new BatchBytes(
        store.room(), store.roomStart() + skipped, size - skipped, offset + skipped, context());
  }

  private MalformedTraceException fault(String problem) {
    return MalformedTraceException.at(offset, context(), problem);
  }

  private String context() {
    String place = "gen " + Long.toUnsignedString(Math.max(number, generation.number()));
    return thread == WireType.NO_THREAD ? place : place + ", thread " + thread;
  }
}
