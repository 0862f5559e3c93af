package dev.loomtrace.perfetto;

import dev.loomtrace.trace.ClockSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * What of a trace is in a file for Perfetto, and its place there beside other traces: a process of
 * its own, with threads, cpus and tracks that no other one has. Immutable, except that the parts of
 * a file count together: they are for one thread, and each is written once.
 */
public final class PerfettoPart {
  /** Traces that a file can have. */
  public static final int MOST = Program.MOST;

  private static final long UNKNOWN = Long.MIN_VALUE;

  private final Program program;
  private final String name;
  private final LongPredicate shown;
  private final TimeWindow window;
  private final long shift;

  private PerfettoPart(
      Program program, String name, LongPredicate shown, TimeWindow window, long shift) {
    this.program = program;
    this.name = name;
    this.shown = shown;
    this.window = window;
    this.shift = shift;
  }

  /** The only trace of a file, with all that it has. */
  public static PerfettoPart only() {
    return new PerfettoPart(Program.only(), "", thread -> true, TimeWindow.ALWAYS, UNKNOWN);
  }

  /**
   * Traces of one file, aligned by their wall clocks as these were read first. Times of the first
   * one are those of the file, unless another one would begin before time began.
   *
   * @param starts of each trace its first reading of the clocks, which is not after its first event
   * @return a part for each of them, to be written in this order
   * @throws IllegalArgumentException if there are none or more than {@link #MOST}
   */
  public static List<PerfettoPart> aligned(List<ClockSnapshot> starts) {
    if (starts.isEmpty() || starts.size() > MOST) {
      throw new IllegalArgumentException(
          "1 to " + MOST + " traces can be in a file, not " + starts.size());
    }
    FileNumbers numbers = new FileNumbers();
    ClockSnapshot first = starts.getFirst();
    long earliest = 0;
    List<Long> shifts = new ArrayList<>();
    for (ClockSnapshot start : starts) {
      long apart = Duration.between(first.wallTime(), start.wallTime()).toNanos();
      long shift = first.traceTime() + apart - start.traceTime();
      shifts.add(shift);
      earliest = Math.max(earliest, FileNumbers.LEAST_TIME - (start.traceTime() + shift));
    }
    List<PerfettoPart> parts = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      Program program = new Program(i, starts.size(), numbers);
      parts.add(
          new PerfettoPart(
              program, "", thread -> true, TimeWindow.ALWAYS, shifts.get(i) + earliest));
    }
    return List.copyOf(parts);
  }

  /**
   * The same with a name of the process.
   *
   * @param process its name; empty: that of what wrote the trace
   */
  public PerfettoPart named(String process) {
    return new PerfettoPart(program, process, shown, window, shift);
  }

  /**
   * The same with some threads. Of the others only when they run is in the file, under one name for
   * each cpu, and tasks that do not belong on a thread's track.
   *
   * @param threads whether the thread (goroutine) of an id is in the file by itself; asked once for
   *     each
   */
  public PerfettoPart showing(LongPredicate threads) {
    return new PerfettoPart(program, name, threads, window, shift);
  }

  /**
   * The same with a stretch of the time. What is the case when it begins is in the file from then
   * on.
   *
   * @param stretch in times of the trace
   */
  public PerfettoPart during(TimeWindow stretch) {
    return new PerfettoPart(program, name, shown, stretch, shift);
  }

  /**
   * A stretch of another part's time as times of this one; of parts that are aligned.
   *
   * @param stretch in times of the other part's trace
   */
  public TimeWindow windowOf(TimeWindow stretch, PerfettoPart other) {
    return stretch.equals(TimeWindow.ALWAYS)
        ? stretch
        : new TimeWindow(
            moved(stretch.from(), other.shift - shift), moved(stretch.to(), other.shift - shift));
  }

  private static long moved(long time, long by) {
    return time == Long.MIN_VALUE || time == Long.MAX_VALUE ? time : time + by;
  }

  Program program() {
    return program;
  }

  String name() {
    return name;
  }

  LongPredicate shown() {
    return shown;
  }

  /** The stretch of time, in times of the trace. */
  public TimeWindow window() {
    return window;
  }

  boolean isFirst() {
    return program.number() == 0;
  }

  /** How much later times are in the file than in a trace that begins at a time. */
  long shift(long begin) {
    return shift == UNKNOWN ? Math.max(0, FileNumbers.LEAST_TIME - begin) : shift;
  }
}
