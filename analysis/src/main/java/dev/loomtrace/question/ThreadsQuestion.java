package dev.loomtrace.question;

import dev.loomtrace.analysis.ThreadGroups;
import dev.loomtrace.report.Coverage;
import dev.loomtrace.report.ThreadChoice;
import dev.loomtrace.report.ThreadsAnswer;
import dev.loomtrace.report.TraceClock;
import dev.loomtrace.timeline.Timeline;
import java.io.IOException;

/**
 * Which threads there are.
 *
 * @param choice of which groups
 * @param top how many of the longest to name; 0 or less: none
 */
public record ThreadsQuestion(ThreadChoice choice, int top) implements Question<ThreadsAnswer> {
  @Override
  public ThreadsAnswer ask(TraceSource trace) throws IOException {
    TraceClock clock = new TraceClock();
    ThreadGroups threads = new ThreadGroups(choice::includes, Math.max(1, top));
    Timeline timeline = new Timeline(threads);
    Coverage coverage = trace.read(clock, timeline);
    timeline.end();
    return answer(threads, choice, top, clock, coverage);
  }

  /** The answer that was found, for those who ask for more than threads too. */
  static ThreadsAnswer answer(
      ThreadGroups threads, ThreadChoice choice, int top, TraceClock clock, Coverage coverage) {
    return new ThreadsAnswer(
        threads.threads(),
        choice,
        threads.groups().stream().filter(each -> choice.includes(each.name())).toList(),
        Top.of(threads.slowest(), top),
        clock,
        coverage);
  }
}
