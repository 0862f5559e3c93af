package dev.loomtrace.question;

import dev.loomtrace.report.TaskChoice;
import dev.loomtrace.report.TaskNames;
import dev.loomtrace.report.ThreadChoice;
import java.util.Optional;

/**
 * Which units of work are asked for: some tasks, or the threads of a group.
 *
 * @param tasks which tasks; all, if there are no threads
 * @param threads which threads, if it is not tasks
 */
public record UnitChoice(TaskChoice tasks, Optional<ThreadChoice> threads) {
  /** Some tasks. */
  public static UnitChoice of(TaskChoice tasks) {
    return new UnitChoice(tasks, Optional.empty());
  }

  /** The threads of a group, by its name or the end of that from a dot or slash on. */
  public static UnitChoice ofGroup(String group) {
    return new UnitChoice(TaskChoice.SLOWEST, Optional.of(ThreadChoice.ofGroup(group)));
  }

  /** Whether it is not all tasks. */
  boolean isGiven() {
    return threads.isPresent() || !tasks.equals(TaskChoice.SLOWEST);
  }

  /** What they are: {@code task} or {@code thread}. */
  String kind() {
    return threads.isEmpty() ? "task" : "thread";
  }

  /** Their name; empty if it is all tasks, or one by its id. */
  String name() {
    return threads.flatMap(ThreadChoice::group).or(tasks::name).orElse("");
  }

  /** Why there is no answer: none of them is in the trace. */
  String missing(TaskNames names) {
    return threads
        .flatMap(ThreadChoice::group)
        .map(g -> "no group of threads is named '" + g + "'; 'loomtrace threads' lists them")
        .orElseGet(
            () ->
                tasks.missing(names) + "; --group takes threads, which 'loomtrace threads' lists");
  }
}
