package dev.loomtrace.tool;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The option that names a task by its id. */
final class TaskId {
  private TaskId() {}

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
