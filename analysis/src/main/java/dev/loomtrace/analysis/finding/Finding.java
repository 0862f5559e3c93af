package dev.loomtrace.analysis.finding;

import dev.loomtrace.analysis.CodePlace;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Something that is wrong.
 *
 * @param kind what
 * @param severity how much it matters
 * @param what the class or name of what is waited for, the group of threads or the name of the
 *     task; may be empty
 * @param place the guilty place in the code, if that is known
 * @param count how many waits, stretches, pauses, threads or tasks it is about
 * @param nanos their time, added up
 * @param measures further numbers; which, depends on the kind
 * @param evidence what it rests on
 */
public record Finding(
    FindingKind kind,
    Severity severity,
    String what,
    Optional<CodePlace> place,
    long count,
    long nanos,
    Map<Measure, Long> measures,
    List<Evidence> evidence) {
  /** Copies the collections. */
  public Finding {
    measures = Map.copyOf(measures);
    evidence = List.copyOf(evidence);
  }

  /** A number; 0 if the kind has none such. */
  public long measure(Measure measure) {
    return measures.getOrDefault(measure, 0L);
  }
}
