package dev.loomtrace.gotrace.wire;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.trace.ClockSnapshot;
import dev.loomtrace.trace.ExperimentalBatch;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.TraceEvent;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Writes generations of a Go 1.26 trace: batches of events of each thread, in order within a
 * thread, then samples, stacks and strings. Knows the form, not the meaning.
 */
public final class GenerationOutput implements Closeable {
  private static final long NO_THREAD = -1;
  // One tick is one nanosecond: then Go's arithmetic with doubles loses nothing.
  private static final long TICKS_PER_SECOND = 1_000_000_000;
  private static final int MAX_EVENT_SIZE = 1 + 6 * WireOutput.MAX_NUMBER_SIZE;

  /** Latest time at which a trace begins; about 52 days. */
  public static final long MAX_FIRST_TIME = 1L << 52;

  private static final long MAX_TIME = 1L << 53;
  private static final Map<String, Integer> EXPERIMENTS = Map.of("AllocFree", 1);

  private static final class Batch {
    private final long thread;
    private final WireOutput data = new WireOutput();
    private long begin;
    private long last;

    private Batch(long thread) {
      this.thread = thread;
    }
  }

  private final OutputStream out;
  private final GenerationTables tables = new GenerationTables();
  private final LongMap<Batch> batches = new LongMap<>();
  private final WireOutput samples = new WireOutput();
  private final WireOutput header = new WireOutput();
  private boolean headerWritten;
  private long generation;
  private long begin;
  private long shift;

  /** Output to a stream, which is closed with this. */
  public GenerationOutput(OutputStream out) {
    this.out = new BufferedOutputStream(out, WireType.MAX_BATCH_SIZE);
  }

  /** Writes the trace's header, unless that was done. */
  public void header() throws IOException {
    if (!headerWritten) {
      headerWritten = true;
      GoVersion.GO_1_26.writeHeader(out);
    }
  }

  /**
   * Begins a generation.
   *
   * @param justAfter whether the sync is a nanosecond after the event before it: readers put it
   *     there if the generation begins earlier, as it does where the clocks were read before that
   *     event
   */
  public void begin(TraceEvent.Sync sync, boolean justAfter) throws IOException {
    header();
    if (generation == 0) {
      boolean exact = sync.time() >= 1 && sync.time() <= MAX_FIRST_TIME;
      shift = exact ? 0 : 1 - sync.time();
    }
    generation++;
    long start = sync.time();
    if (justAfter && sync.clock().isPresent()) {
      start = Math.min(start, sync.clock().get().traceTime());
    }
    begin = moved(start);
    WireOutput data = new WireOutput();
    data.octet(WireType.SYNC.code());
    data.octet(WireType.FREQUENCY.code());
    data.number(TICKS_PER_SECOND);
    data.octet(WireType.CLOCK_SNAPSHOT.code());
    // The format demands a snapshot; without one from the source the clocks begin at their origins.
    ClockSnapshot clock = sync.clock().orElse(new ClockSnapshot(start, begin, Instant.EPOCH));
    data.number(Math.max(0, clock.traceTime() - start));
    data.number(clock.monotonicTime());
    long seconds = clock.wallTime().getEpochSecond();
    data.number(seconds);
    data.number(Duration.between(Instant.ofEpochSecond(seconds), clock.wallTime()).toNanos());
    batch(NO_THREAD, begin, data);
    for (Map.Entry<String, List<ExperimentalBatch>> e : sync.experiments().entrySet()) {
      Integer experiment = EXPERIMENTS.get(e.getKey());
      if (experiment == null) {
        throw new IllegalArgumentException("a Go trace has no experiment " + e.getKey());
      }
      for (ExperimentalBatch batch : e.getValue()) {
        experimentalBatch(experiment, batch);
      }
    }
  }

  /** Id of a string in this generation. */
  public long string(String text) {
    return tables.string(text);
  }

  /** Id of a string that is the same in all generations. */
  public long lastingString(String text) {
    return tables.lastingString(text);
  }

  /** Id of a stack in this generation. */
  public long stack(Stack stack) {
    return tables.stack(stack);
  }

  /**
   * Writes an event that has a time.
   *
   * @param eventTime at least that of the thread's event before
   * @param arguments those after the time
   */
  public void event(WireType type, long thread, long eventTime, long... arguments)
      throws IOException {
    long time = moved(eventTime);
    Batch batch = batches.get(thread);
    if (batch == null) {
      batch = new Batch(thread);
      batches.put(thread, batch);
    }
    if (batch.data.size() + MAX_EVENT_SIZE > WireType.MAX_BATCH_SIZE) {
      flush(batch);
    }
    if (batch.data.size() == 0) {
      batch.begin = time;
      batch.last = time;
    }
    batch.data.octet(type.code());
    batch.data.number(time - batch.last);
    for (long argument : arguments) {
      batch.data.number(argument);
    }
    batch.last = time;
  }

  /** Writes a CPU sample. */
  public void sample(long time, long thread, long proc, long goroutine, Stack stack)
      throws IOException {
    if (samples.size() + MAX_EVENT_SIZE > WireType.MAX_BATCH_SIZE) {
      flushSamples();
    }
    if (samples.size() == 0) {
      samples.octet(WireType.CPU_SAMPLES.code());
    }
    samples.octet(WireType.CPU_SAMPLE.code());
    samples.number(moved(time));
    samples.number(thread);
    samples.number(proc);
    samples.number(goroutine);
    samples.number(stack(stack));
  }

  /** Ends the generation. */
  public void end() throws IOException {
    for (long thread : batches.sortedKeys()) {
      flush(batches.get(thread));
    }
    // Threads come and go; those of the next generation make their batches anew.
    batches.clear();
    flushSamples();
    tables.writeTo(data -> batch(NO_THREAD, begin, data));
    out.write(WireType.END_OF_GENERATION.code());
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  private long moved(long time) {
    long moved = time + shift;
    if (moved < 1 || moved > MAX_TIME) {
      throw new IllegalArgumentException(
          "time " + time + " is too far from the trace's start for a Go trace");
    }
    return moved;
  }

  private void flush(Batch batch) throws IOException {
    if (batch.data.size() > 0) {
      batch(batch.thread, batch.begin, batch.data);
      batch.data.clear();
    }
  }

  private void flushSamples() throws IOException {
    if (samples.size() > 0) {
      batch(NO_THREAD, begin, samples);
      samples.clear();
    }
  }

  private void batch(long thread, long time, WireOutput data) throws IOException {
    header.clear();
    header.octet(WireType.EVENT_BATCH.code());
    header.number(generation);
    header.number(thread);
    header.number(time);
    header.number(data.size());
    header.writeTo(out);
    data.writeTo(out);
  }

  private void experimentalBatch(int experiment, ExperimentalBatch batch) throws IOException {
    byte[] data = batch.data();
    if (data.length > WireType.MAX_BATCH_SIZE) {
      throw new IllegalArgumentException(
          "an experiment's data of "
              + data.length
              + " bytes are more than the "
              + WireType.MAX_BATCH_SIZE
              + " that a Go trace has room for");
    }
    header.clear();
    header.octet(WireType.EXPERIMENTAL_BATCH.code());
    header.octet(experiment);
    header.number(generation);
    header.number(batch.thread());
    header.number(begin);
    header.number(data.length);
    header.writeTo(out);
    out.write(data);
  }
}
