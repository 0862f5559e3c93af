package dev.loomtrace.gotrace.v2;

import dev.loomtrace.base.GoSort;
import dev.loomtrace.gotrace.wire.BatchBytes;
import dev.loomtrace.gotrace.wire.WireType;
import dev.loomtrace.trace.ClockSnapshot;
import dev.loomtrace.trace.ExperimentalBatch;
import dev.loomtrace.trace.MalformedTraceException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All data of one generation: batches of events not yet looked into, and the tables that events
 * refer to. One object serves one generation after the other.
 */
final class Generation {
  // Names by number, as far as Go 1.26 knows them.
  private static final Map<Integer, String> EXPERIMENTS = Map.of(1, "AllocFree");

  private static final CpuSample[] NO_SAMPLES = {};

  private final BatchStore store = new BatchStore();
  private final StringTable strings = new StringTable();
  private final StackTable stacks = new StackTable(strings);
  private final List<CpuSample> samples = new ArrayList<>();
  private Map<String, List<ExperimentalBatch>> experiments = new LinkedHashMap<>();
  private CpuSample[] sortedSamples = NO_SAMPLES;
  private long[] sampleTimes = {};
  private long number;
  private long leastTicks;
  private boolean hasFrequency;
  private double nanosPerTick;
  private boolean hasClock;
  private long clockTicks;
  private long monotonicTime;
  private Instant wallTime = Instant.EPOCH;

  /** Forgets everything. */
  void clear() {
    store.clear();
    strings.clear();
    stacks.clear();
    samples.clear();
    sortedSamples = NO_SAMPLES;
    experiments = new LinkedHashMap<>();
    number = 0;
    leastTicks = 0;
    hasFrequency = false;
    hasClock = false;
  }

  // What it holds.

  BatchStore store() {
    return store;
  }

  StringTable strings() {
    return strings;
  }

  StackTable stacks() {
    return stacks;
  }

  /** The number in its batches; 0 before the first one. */
  long number() {
    return number;
  }

  double nanosPerTick() {
    return nanosPerTick;
  }

  /** Nanoseconds of its earliest batch. */
  long beginTime() {
    return Ticks.nanos(leastTicks, nanosPerTick);
  }

  /** The samples in order of time. */
  CpuSample[] samples() {
    return sortedSamples;
  }

  /** Nanoseconds of each of {@link #samples}. */
  long[] sampleTimes() {
    return sampleTimes;
  }

  Optional<ClockSnapshot> clock() {
    if (!hasClock) {
      return Optional.empty();
    }
    long traceTime = Ticks.nanos(clockTicks, nanosPerTick);
    return Optional.of(new ClockSnapshot(traceTime, monotonicTime, wallTime));
  }

  Map<String, List<ExperimentalBatch>> experiments() {
    return experiments;
  }

  // Filling.

  void begin(long newNumber) {
    number = newNumber;
  }

  /** Notes the time of a batch, of whatever kind. */
  void seen(long ticks) {
    if (leastTicks == 0 || Long.compareUnsigned(ticks, leastTicks) < 0) {
      leastTicks = ticks;
    }
  }

  void addSamples(BatchBytes batch) throws MalformedTraceException {
    while (batch.hasMore()) {
      int code = batch.octet();
      if (code != WireType.CPU_SAMPLE.code()) {
        throw batch.fault("found event type " + code + ", expected CPUSample");
      }
      long ticks = batch.number("a sample's time");
      long thread = batch.number("a sample's thread");
      long proc = batch.number("a sample's proc");
      long goroutine = batch.number("a sample's goroutine");
      long stack = batch.number("a sample's stack");
      samples.add(new CpuSample(ticks, thread, proc, goroutine, stack));
    }
  }

  void addExperimental(int experiment, long thread, byte[] data) {
    String name = EXPERIMENTS.getOrDefault(experiment, "experiment " + experiment);
    experiments
        .computeIfAbsent(name, n -> new ArrayList<>())
        .add(new ExperimentalBatch(thread, data));
  }

  /**
   * Takes frequency and clocks.
   *
   * @param ticks the time in the batch's header
   * @param mayHaveClock whether the version has clock snapshots
   */
  void addSync(BatchBytes batch, long ticks, boolean mayHaveClock) throws MalformedTraceException {
    long last = ticks;
    while (batch.hasMore()) {
      int code = batch.octet();
      if (code == WireType.FREQUENCY.code()) {
        if (hasFrequency) {
          throw batch.fault("found a second frequency in one generation");
        }
        nanosPerTick = Ticks.nanosPerTick(batch.number("the frequency"));
        hasFrequency = true;
      } else if (code == WireType.CLOCK_SNAPSHOT.code() && mayHaveClock) {
        if (hasClock) {
          throw batch.fault("found a second clock snapshot in one generation");
        }
        last += batch.number("the clock snapshot's time");
        clockTicks = last;
        monotonicTime = batch.number("the monotonic clock");
        long seconds = batch.number("the wall clock's seconds");
        wallTime = instant(seconds, batch.number("the wall clock's nanoseconds"));
        hasClock = true;
      } else {
        throw batch.fault(
            "found event type "
                + code
                + ", expected Frequency"
                + (mayHaveClock ? " or ClockSnapshot" : ""));
      }
    }
  }

  /** The nearest instant that there is; only broken clocks are out of its range. */
  private static Instant instant(long seconds, long nanos) {
    try {
      return Instant.ofEpochSecond(seconds, nanos);
    } catch (DateTimeException | ArithmeticException e) {
      return seconds < 0 ? Instant.MIN : Instant.MAX;
    }
  }

  /**
   * Checks that nothing is missing, and sorts.
   *
   * @param offset where the generation ends, for failures
   * @param needsClock whether the version has clock snapshots
   */
  void complete(long offset, boolean needsClock) throws MalformedTraceException {
    String context = "gen " + Long.toUnsignedString(number);
    if (!hasFrequency) {
      throw MalformedTraceException.at(offset, context, "found no frequency, expected one");
    }
    if (needsClock && !hasClock) {
      throw MalformedTraceException.at(offset, context, "found no clock snapshot, expected one");
    }
    strings.compact();
    stacks.complete(context);
    sortedSamples = samples.toArray(CpuSample[]::new);
    sampleTimes = new long[sortedSamples.length];
    for (int i = 0; i < sampleTimes.length; i++) {
      sampleTimes[i] = Ticks.nanos(sortedSamples[i].ticks(), nanosPerTick);
    }
    GoSort.sort(sampleTimes, sortedSamples, sampleTimes.length);
    experiments.replaceAll((name, batches) -> List.copyOf(batches));
    experiments = Collections.unmodifiableMap(experiments);
  }
}
