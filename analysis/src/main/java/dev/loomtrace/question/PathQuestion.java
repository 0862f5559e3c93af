package dev.loomtrace.question;

import dev.loomtrace.analysis.FoundUnits;
import dev.loomtrace.analysis.PathProfile;
import dev.loomtrace.analysis.PathSelection;
import dev.loomtrace.analysis.PathUnits;
import dev.loomtrace.analysis.StoredTasks;
import dev.loomtrace.analysis.WorldStops;
import dev.loomtrace.report.Coverage;
import dev.loomtrace.report.PathAnswer;
import dev.loomtrace.report.TaskNames;
import dev.loomtrace.report.TraceClock;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.timeline.store.SpanStore;
import dev.loomtrace.timeline.store.TemporaryStore;
import dev.loomtrace.trace.FrameOrigins;
import java.io.IOException;
import java.util.Optional;

/**
 * Who had to act for tasks, or threads, to go on.
 *
 * @param units whose
 * @param chosen which of them
 * @param tail whether to compare the slow ones with the others: the slow ones are those that are
 *     chosen, or, if that is all, those above p95
 * @param top how many rows to show; at least 1
 * @param origins what is the application's own code
 */
public record PathQuestion(
    UnitChoice units, PathSelection chosen, boolean tail, int top, FrameOrigins origins)
    implements Question<PathAnswer> {
  private static final double TAIL = 0.95;

  @Override
  public PathAnswer ask(TraceSource trace) throws IOException {
    PathUnits collected =
        units.threads().isEmpty()
            ? PathUnits.ofTasks(units.tasks()::includes, origins)
            : PathUnits.ofThreads(units.threads().get()::includes);
    TraceClock clock = new TraceClock();
    TaskNames names = new TaskNames();
    WorldStops stops = new WorldStops();
    try (TemporaryStore spans = new TemporaryStore()) {
      Timeline timeline = new Timeline(spans, collected, stops);
      Coverage coverage = trace.read(clock, timeline, names);
      timeline.end();
      FoundUnits found = new FoundUnits(collected.whole(), collected.cut());
      if (found.isEmpty()) {
        throw new NoSuchUnitException(units.missing(names), coverage);
      }
      return answer(spans.store(), stops, found, clock, coverage);
    }
  }

  /**
   * The same answer from a store, without reading the trace.
   *
   * @return empty if the store does not say who worked on the tasks, or not as this question would
   *     have it, or if it has no such units: who reads the trace is told which there are
   */
  public Optional<PathAnswer> ask(StoredTrace trace) {
    Optional<FoundUnits> found =
        units.threads().isPresent()
            ? Optional.of(FoundUnits.ofThreads(trace.store(), units.threads().get()::includes))
            : StoredTasks.of(trace.store())
                .filter(tasks -> origins.equals(FrameOrigins.DEFAULT))
                .flatMap(tasks -> tasks.found(units.tasks()::includes));
    return found
        .filter(some -> !some.isEmpty())
        .map(some -> answer(trace.store(), trace.stops(), some, trace.clock(), trace.coverage()));
  }

  private PathAnswer answer(
      SpanStore store, WorldStops stops, FoundUnits found, TraceClock clock, Coverage coverage) {
    PathSelection slow = chosen.equals(PathSelection.ALL) ? PathSelection.between(TAIL, 1) : chosen;
    PathProfile profile =
        PathProfile.of(
            store,
            stops,
            origins,
            found.whole(),
            tail ? PathSelection.ALL : chosen,
            tail ? slow : PathSelection.ALL);
    return new PathAnswer(
        units.kind(), units.name(), profile, found.cut(), Math.max(1, top), clock, coverage);
  }
}
