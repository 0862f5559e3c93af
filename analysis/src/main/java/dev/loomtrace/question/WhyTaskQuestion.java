package dev.loomtrace.question;

import dev.loomtrace.analysis.CarriersMeanwhile;
import dev.loomtrace.analysis.TaskBreakdown;
import dev.loomtrace.analysis.TaskResult;
import dev.loomtrace.report.Coverage;
import dev.loomtrace.report.TaskChoice;
import dev.loomtrace.report.TaskNames;
import dev.loomtrace.report.TraceClock;
import dev.loomtrace.report.TraceUrl;
import dev.loomtrace.report.WhyAnswer;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.trace.FrameOrigins;
import java.io.IOException;
import java.util.List;

/**
 * Why a task took as long as it did.
 *
 * @param choice which task
 * @param url where spans are shown
 * @param origins what is the application's own code
 * @param stacks whether to show whole stacks
 */
public record WhyTaskQuestion(TaskChoice choice, TraceUrl url, FrameOrigins origins, boolean stacks)
    implements Question<WhyAnswer> {
  private static final int MAX_OF_TRACE = 1_000;

  @Override
  public boolean looksBack() {
    return true;
  }

  @Override
  public WhyAnswer ask(TraceSource trace) throws IOException {
    TraceClock clock = new TraceClock();
    TaskNames names = new TaskNames();
    TaskBreakdown breakdown = breakdown();
    Timeline timeline = new Timeline(breakdown);
    Coverage coverage = trace.read(clock, timeline, names);
    timeline.end();
    return answer(trace, breakdown, names, clock, coverage);
  }

  /** What has to read the trace. */
  TaskBreakdown breakdown() {
    // Which of a trace's tasks is its root shows only when all of them have ended.
    int keep = choice.traceId().isPresent() ? MAX_OF_TRACE : 1;
    return new TaskBreakdown(choice::includes, choice::includes, keep, origins);
  }

  /**
   * The answer from a trace that has been read.
   *
   * @throws NoSuchUnitException if no task was found
   */
  WhyAnswer answer(
      TraceSource trace,
      TaskBreakdown breakdown,
      TaskNames names,
      TraceClock clock,
      Coverage coverage)
      throws IOException {
    List<TaskResult> found = choice.chosenFirst(breakdown.slowest());
    if (found.isEmpty()) {
      throw new NoSuchUnitException(choice.missing(names), coverage);
    }
    TaskResult chosen = found.getFirst();
    LookBack.Found behind =
        new LookBack(trace, origins)
            .behind(
                chosen.waits(), chosen.time().total(), CarriersMeanwhile.ofTask(chosen, origins));
    return new WhyAnswer(
        choice,
        chosen.withWaits(behind.waits()),
        behind.carriers(),
        choice.isExternal() ? breakdown.chosen() : breakdown.matched(),
        found.subList(1, found.size()),
        url,
        clock,
        coverage,
        stacks);
  }
}
