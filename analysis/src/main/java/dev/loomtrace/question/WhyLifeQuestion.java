package dev.loomtrace.question;

import dev.loomtrace.analysis.CarriersMeanwhile;
import dev.loomtrace.analysis.LifeBreakdown;
import dev.loomtrace.analysis.LifeResult;
import dev.loomtrace.report.Coverage;
import dev.loomtrace.report.LifeAnswer;
import dev.loomtrace.report.LifeChoice;
import dev.loomtrace.report.TraceClock;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.trace.FrameOrigins;
import java.io.IOException;
import java.util.Optional;

/**
 * Why a thread lived as long as it did.
 *
 * @param choice which thread
 * @param origins what is the application's own code
 * @param stacks whether to show whole stacks
 */
public record WhyLifeQuestion(LifeChoice choice, FrameOrigins origins, boolean stacks)
    implements Question<LifeAnswer> {
  @Override
  public boolean looksBack() {
    return true;
  }

  @Override
  public LifeAnswer ask(TraceSource trace) throws IOException {
    TraceClock clock = new TraceClock();
    LifeBreakdown breakdown =
        choice.isGiven()
            ? new LifeBreakdown(choice::mayInclude, choice::includes, origins)
            : new LifeBreakdown(origins);
    Timeline timeline = new Timeline(breakdown);
    Coverage coverage = trace.read(clock, timeline);
    timeline.end();
    return answer(trace, breakdown, false, clock, coverage);
  }

  /**
   * The answer from a trace that has been read.
   *
   * @param insteadOfTask whether a task was asked for
   * @throws NoSuchUnitException if no thread was found
   */
  LifeAnswer answer(
      TraceSource trace,
      LifeBreakdown breakdown,
      boolean insteadOfTask,
      TraceClock clock,
      Coverage coverage)
      throws IOException {
    Optional<LifeResult> found = breakdown.slowest();
    if (found.isEmpty()) {
      throw new NoSuchUnitException(choice.missing(), coverage);
    }
    LifeResult life = found.get();
    LookBack.Found behind =
        new LookBack(trace, origins)
            .behind(
                life.waits(),
                life.thread().time().total(),
                CarriersMeanwhile.ofThread(life.thread(), origins));
    return new LifeAnswer(
        choice,
        insteadOfTask,
        new LifeResult(life.thread(), behind.waits()),
        behind.carriers(),
        breakdown.matched(),
        clock,
        coverage,
        stacks);
  }
}
