package dev.loomtrace.report;

import dev.loomtrace.analysis.TaskResult;
import dev.loomtrace.trace.ExternalId;
import dev.loomtrace.trace.TraceState;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which task is asked for: the slowest of all, the slowest of a name, the one with an id, that of a
 * span, or the longest local root of a trace. At most one of them is given.
 *
 * @param name the task's name, if one is asked for
 * @param id the task's id, an unsigned number, if one is asked for
 * @param traceId the id of the trace in a tracing system, if one is asked for
 * @param spanId the id of the span there, if one is asked for
 */
public record TaskChoice(
    Optional<String> name, Optional<Long> id, Optional<String> traceId, Optional<String> spanId) {
  /** The slowest task of all. */
  public static final TaskChoice SLOWEST =
      new TaskChoice(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** The slowest task of this name. */
  public static TaskChoice named(String name) {
    return new TaskChoice(Optional.of(name), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The task with this id, an unsigned number. */
  public static TaskChoice ofId(long id) {
    return new TaskChoice(Optional.empty(), Optional.of(id), Optional.empty(), Optional.empty());
  }

  /** The longest local root of the trace with this id: the first span of it in this process. */
  public static TaskChoice ofTrace(String id) {
    return new TaskChoice(Optional.empty(), Optional.empty(), Optional.of(id), Optional.empty());
  }

  /** The task of the span with this id. */
  public static TaskChoice ofSpan(String id) {
    return new TaskChoice(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(id));
  }

  /** Whether it is chosen by an id that is known only when the task has ended. */
  public boolean isExternal() {
    return traceId.isPresent() || spanId.isPresent();
  }

  /** Whether a task may be among those that the choice is from. */
  public boolean includes(TraceState.Task task) {
    return (name.isEmpty() || name.get().equals(task.type()))
        && (id.isEmpty() || id.get() == task.id());
  }

  /** Whether a task that may be among them is. */
  public boolean includes(TaskResult task) {
    Optional<ExternalId> outside = task.externalId();
    return (traceId.isEmpty() || outside.filter(o -> o.isOfTrace(traceId.get())).isPresent())
        && (spanId.isEmpty() || outside.filter(o -> o.isOfSpan(spanId.get())).isPresent());
  }

  /**
   * The tasks that the choice is from, the one that is chosen first: of a trace the local roots
   * come before what is inside them.
   *
   * @param slowest all that are included, slowest first
   */
  public List<TaskResult> chosenFirst(List<TaskResult> slowest) {
    if (traceId.isEmpty()) {
      return slowest;
    }
    Set<Long> ids = slowest.stream().map(TaskResult::id).collect(Collectors.toSet());
    return slowest.stream()
        .sorted((a, b) -> Boolean.compare(ids.contains(a.parent()), ids.contains(b.parent())))
        .toList();
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
        + traceId.map(i -> " that is a span of trace '" + Visible.name(i) + "'").orElse("")
        + spanId.map(i -> " that is span '" + Visible.name(i) + "'").orElse("")
        + "; "
        + (isExternal() ? names.externalHint() : names.hint());
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
            .or(() -> traceId.map(i -> "--trace-id " + ShellWord.quoted(i)))
            .or(() -> spanId.map(i -> "--span-id " + ShellWord.quoted(i)))
            .orElse("--slowest");
    return program + " why " + which + " " + ShellWord.quoted(file);
  }
}
