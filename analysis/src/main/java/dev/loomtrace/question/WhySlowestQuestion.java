package dev.loomtrace.question;

import dev.loomtrace.analysis.LifeBreakdown;
import dev.loomtrace.analysis.TaskBreakdown;
import dev.loomtrace.analysis.UntilTask;
import dev.loomtrace.report.Answer;
import dev.loomtrace.report.Coverage;
import dev.loomtrace.report.LifeChoice;
import dev.loomtrace.report.TaskChoice;
import dev.loomtrace.report.TaskNames;
import dev.loomtrace.report.TraceClock;
import dev.loomtrace.report.TraceUrl;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.trace.FrameOrigins;
import java.io.IOException;
import java.util.Optional;

/**
 * Why the slowest task took as long as it did; in a trace without tasks, the life of the slowest
 * thread that does not wait for work.
 *
 * @param url where spans are shown
 * @param origins what is the application's own code
 * @param stacks whether to show whole stacks
 */
public record WhySlowestQuestion(TraceUrl url, FrameOrigins origins, boolean stacks)
    implements Question<Answer> {
  @Override
  public boolean looksBack() {
    return true;
  }

  @Override
  public Answer ask(TraceSource trace) throws IOException {
    WhyTaskQuestion task = new WhyTaskQuestion(TaskChoice.SLOWEST, url, origins, stacks);
    TraceClock clock = new TraceClock();
    TaskNames names = new TaskNames();
    TaskBreakdown breakdown = task.breakdown();
    UntilTask<LifeBreakdown> untilTask = new UntilTask<>(new LifeBreakdown(origins));
    Timeline timeline = new Timeline(breakdown, untilTask);
    Coverage coverage = trace.read(clock, timeline, names);
    timeline.end();
    Optional<LifeBreakdown> lives =
        untilTask
            .sink()
            .filter(sink -> breakdown.slowest().isEmpty() && sink.slowest().isPresent());
    return lives.isPresent()
        ? new WhyLifeQuestion(LifeChoice.SLOWEST, origins, stacks)
            .answer(trace, lives.get(), true, clock, coverage)
        : task.answer(trace, breakdown, names, clock, coverage);
  }
}
