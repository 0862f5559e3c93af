package dev.loomtrace.tool;

import dev.loomtrace.report.TaskChoice;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The options that name a task. */
final class TaskId {
  private TaskId() {}

  /** The task that was chosen by its name or its id; both are null: the slowest. */
  static TaskChoice choice(String name, String id, CommandSpec spec) {
    if (id != null) {
      return TaskChoice.ofId(number(id, spec));
    }
    return name == null ? TaskChoice.SLOWEST : TaskChoice.named(name);
  }

  /** The number that was given. */
  static long number(String given, CommandSpec spec) {
    try {
      return Long.parseUnsignedLong(given);
    } catch (NumberFormatException e) {
      throw new ParameterException(
          spec.commandLine(), "--task-id '" + given + "' is not a number that a task can have", e);
    }
  }
}
