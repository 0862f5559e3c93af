package dev.loomtrace.analysis;

import dev.loomtrace.trace.ThreadKind;
import java.util.Optional;

/**
 * How a region went.
 *
 * @param name its name
 * @param task the id of its task; 0 if it has none
 * @param thread the thread that was in it
 * @param kind what kind of thread that is, if it is known
 * @param begin when it began, in nanoseconds on the trace's clock; of one that is older than the
 *     trace says, since when its thread is known
 * @param beganBefore whether it had begun already then, it is not known when
 * @param ended false if its thread or the trace ended before it did
 * @param time how its time was spent
 */
public record RegionResult(
    String name,
    long task,
    long thread,
    Optional<ThreadKind> kind,
    long begin,
    boolean beganBefore,
    boolean ended,
    TimeByState time) {}
