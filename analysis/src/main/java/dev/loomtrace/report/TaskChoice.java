package dev.loomtrace.report;

import dev.loomtrace.trace.TraceState;
import java.util.Optional;

/**
 * Which task is asked for: the slowest of all, the slowest of a name, or the one with an id.
 *
 * @param name the task's name, if one is asked for
 * @param id the task's id, an unsigned number, if one is asked for
 */
public record TaskChoice(Optional<String> name, Optional<Long> id) {
  /** The slowest task of all. */
  public static final TaskChoice SLOWEST = new TaskChoice(Optional.empty(), Optional.empty());

  /** The slowest task of this name. */
  public static TaskChoice named(String name) {
    return new TaskChoice(Optional.of(name), Optional.empty());
  }

  /** The task with this id, an unsigned number. */
  public static TaskChoice ofId(long id) {
    return new TaskChoice(Optional.empty(), Optional.of(id));
  }

  /** Whether a task is among those that the choice is from. */
  public boolean includes(TraceState.Task task) {
    return (name.isEmpty() || name.get().equals(task.type()))
        && (id.isEmpty() || id.get() == task.id());
  }

  /**
   * Why there is no answer: no task of the trace is included.
   *
   * @param names the tasks that there are
   */
  public String missing(TaskNames names) {
    return "no task"
        + name.map(n -> " named '" + Visible.name(n) + "'").orElse("")
        + id.map(i -> " " + Long.toUnsignedString(i)).orElse("")
        + "; "
        + names.hint();
  }

  /**
   * The command that explains the task.
   *
   * @param program how the program is called
   * @param file the trace's file
   */
  public String command(String program, String file) {
    String which =
        name.map(n -> "--task " + ShellWord.quoted(n))
            .or(() -> id.map(i -> "--task-id " + Long.toUnsignedString(i)))
            .orElse("--slowest");
    return program + " why " + which + " " + ShellWord.quoted(file);
  }
}
