package dev.loomtrace.analysis;

import dev.loomtrace.timeline.SpanView;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.ThreadKind;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a thread's life went, as far as it is in the trace.
 *
 * @param id its id
 * @param kind what kind of thread it is
 * @param name its own name; may be empty
 * @param group the name of its group, as {@code threads} lists it
 * @param creator the thread that created it, or {@link Context#NO_GOROUTINE}
 * @param begin when it began, or was first heard of, in nanoseconds on the trace's clock
 * @param beganBefore whether it had begun already then
 * @param ended false if it had not ended when the trace did
 * @param time how its time was spent; what was before the trace is not in it
 * @param ranges what it helped with or was held up by meanwhile, such as a garbage collection, by
 *     name, in nanoseconds; such times overlap with those of {@code time}
 */
public record ThreadResult(
    long id,
    ThreadKind kind,
    String name,
    String group,
    long creator,
    long begin,
    boolean beganBefore,
    boolean ended,
    TimeByState time,
    Map<String, Long> ranges) {
  /**
   * Of the span of a life.
   *
   * @param time all its time in the trace, which may have begun before the span did: since when it
   *     is known to have been in its first state
   */
  static ThreadResult of(SpanView life, TimeByState time, Map<String, Long> ranges) {
    return new ThreadResult(
        life.thread(),
        life.threadKind(),
        life.name().equals(GroupNames.start(life)) ? "" : life.name(),
        GroupNames.of(life),
        life.creator(),
        life.end() - time.total(),
        life.beganBefore(),
        !life.open(),
        time,
        ranges);
  }

  /** Keeps a copy of the map. */
  public ThreadResult {
    ranges = Collections.unmodifiableMap(new TreeMap<>(ranges));
  }
}
