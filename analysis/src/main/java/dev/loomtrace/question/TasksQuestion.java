package dev.loomtrace.question;

import dev.loomtrace.analysis.TaskTypes;
import dev.loomtrace.analysis.ThreadGroups;
import dev.loomtrace.analysis.UntilTask;
import dev.loomtrace.report.Coverage;
import dev.loomtrace.report.TasksAnswer;
import dev.loomtrace.report.ThreadChoice;
import dev.loomtrace.report.ThreadsAnswer;
import dev.loomtrace.report.TraceClock;
import dev.loomtrace.timeline.Timeline;
import java.io.IOException;
import java.util.Optional;

/**
 * Which tasks there are; the threads, if there are none.
 *
 * @param top how many of the slowest to name; 0 or less: none
 */
public record TasksQuestion(int top) implements Question<TasksAnswer> {
  @Override
  public TasksAnswer ask(TraceSource trace) throws IOException {
    TraceClock clock = new TraceClock();
    TaskTypes tasks = new TaskTypes(Math.max(1, top));
    UntilTask<ThreadGroups> untilTask =
        new UntilTask<>(new ThreadGroups(group -> true, Math.max(1, top)));
    Timeline timeline = new Timeline(tasks, untilTask);
    Coverage coverage = trace.read(clock, timeline);
    timeline.end();
    Optional<ThreadsAnswer> threads =
        untilTask
            .sink()
            .filter(groups -> groups.threads() > 0)
            .map(groups -> ThreadsQuestion.answer(groups, ThreadChoice.ALL, top, clock, coverage));
    return new TasksAnswer(
        tasks.tasks(), threads, tasks.types(), Top.of(tasks.slowest(), top), clock, coverage);
  }
}
