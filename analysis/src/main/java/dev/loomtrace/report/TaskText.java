package dev.loomtrace.report;

import dev.loomtrace.analysis.CarrierShares;
import dev.loomtrace.analysis.TaskResult;
import dev.loomtrace.analysis.TaskWorker;
import dev.loomtrace.analysis.TimeByState;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.ExternalId;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A task's breakdown, for people. */
final class TaskText {
  private static final int WORKERS = 10;

  private final Text out;
  private final TraceClock clock;
  private final boolean stacks;
  private final TraceUrl url;

  /** Prints tasks, and does not know where spans are shown. */
  TaskText(Text out, TraceClock clock, boolean stacks) {
    this(out, clock, stacks, TraceUrl.NONE);
  }

  /**
   * Prints tasks.
   *
   * @param stacks whether to print whole stacks
   * @param url where spans are shown
   */
  TaskText(Text out, TraceClock clock, boolean stacks, TraceUrl url) {
    this.out = out;
    this.clock = clock;
    this.stacks = stacks;
    this.url = url;
  }

  /**
   * Prints all about a task.
   *
   * @param carriers who had the carriers while it waited for one, if that was looked for
   */
  void print(TaskResult task, Optional<CarrierShares> carriers) throws IOException {
    out.line(title(task));
    String parent =
        task.parent() == EventView.NO_TASK
            ? ""
            : ", as part of task " + Long.toUnsignedString(task.parent());
    out.line("began " + began(task, clock) + parent);
    if (task.externalId().isPresent()) {
      out.line(outside(task.externalId().get()));
    }
    Optional<String> shown = url.of(task.externalId());
    if (shown.isPresent()) {
      out.line(Visible.line(shown.get()));
    }
    out.line();
    times(task.time(), Optional.of(task.threads()).filter(sum -> isParallel(task)));
    CarrierSharesText.print(out, carriers);
    new WaitsText(out, stacks, task.id()).print(task.waits());
  }

  private static String outside(ExternalId id) {
    return id.traceId().isPresent()
        ? "trace " + id.traceId().get() + ", span " + id.spanId().orElse("")
        : "external id " + Visible.name(id.text());
  }

  /** Whether what all threads did is more than what the task did. */
  static boolean isParallel(TaskResult task) {
    return task.workers().size() > 1;
  }

  /** When a task began. */
  static String began(TaskResult task, TraceClock clock) {
    return began(task.beganBefore(), task.begin(), clock);
  }

  /** When something began. */
  static String began(boolean before, long time, TraceClock clock) {
    return before ? "before the recording, it is not known when" : clock.words(time);
  }

  /** What of something is not in the trace, to stand behind how long it took. */
  static String cut(boolean beganBefore, boolean ended) {
    return (beganBefore ? "at least" : "") + (ended ? "" : " not ended");
  }

  /** Prints what was done in some time, after an empty line. */
  static void did(Text out, String title, TimeByState time) throws IOException {
    Table table = new Table("<" + title, "time", "share");
    rows(table, time, TimeByState.NONE);
    out.line();
    table.print(out, "");
  }

  /** The task in a line. */
  static String title(TaskResult task) {
    List<TaskWorker> workers = task.workers();
    int more = workers.size() - WORKERS;
    return "task "
        + (task.type().isEmpty() ? "" : Visible.name(task.type()) + " ")
        + Long.toUnsignedString(task.id())
        + (task.beganBefore() ? " took at least " : " took ")
        + Quantities.duration(task.time().total())
        + (task.ended() ? "" : " and had not ended")
        + (workers.isEmpty()
            ? ""
            : ", " + ThreadWords.list(workers.subList(0, Math.min(WORKERS, workers.size()))))
        + (more > 0 ? " and " + Quantities.count(more) + " more" : "");
  }

  /**
   * Prints how its time was spent.
   *
   * @param threads how all threads together spent it, to be printed beside it
   */
  void times(TimeByState time, Optional<TimeByState> threads) throws IOException {
    TimeByState sum = threads.orElse(TimeByState.NONE);
    Table table =
        threads.isPresent() ? new Table("<", "", "", "sum over threads") : new Table("<", "", "");
    rows(table, time, sum);
    table.print(out, "  ");
  }

  /**
   * Adds a row for each part of some time, and one for the whole.
   *
   * @param table has a column for a name, a time and a share, and maybe one for the other time
   * @param sum the other time
   */
  static void rows(Table table, TimeByState time, TimeByState sum) {
    row(table, StateWords.RUNNING.words(), time.running(), time, sum.running());
    row(table, StateWords.RUNNABLE.words(), time.runnable(), time, sum.runnable());
    Set<String> reasons = new LinkedHashSet<>(time.blocked().keySet());
    reasons.addAll(sum.blocked().keySet());
    for (String reason : reasons) {
      long part = time.blocked().getOrDefault(reason, 0L);
      long sumPart = sum.blocked().getOrDefault(reason, 0L);
      row(table, StateWords.blocked(reason), part, time, sumPart);
    }
    row(table, StateWords.PINNED.words(), time.pinned(), time, sum.pinned());
    row(table, StateWords.STOPPED.words(), time.stopped(), time, sum.stopped());
    row(table, StateWords.UNKNOWN.words(), time.unknown(), time, sum.unknown());
    row(table, StateWords.BEFORE.words(), time.before(), time, sum.before());
    table.row(cells(table, "all", time.total(), time, sum.total()));
  }

  private static void row(Table table, String name, long part, TimeByState time, long sum) {
    if (part > 0 || sum > 0) {
      table.row(cells(table, name, part, time, sum));
    }
  }

  private static String[] cells(Table table, String name, long part, TimeByState time, long sum) {
    String[] cells = {
      name,
      part > 0 ? Quantities.duration(part) : "",
      part > 0 ? Quantities.percent(part, time.total()) : "",
      sum > 0 ? Quantities.duration(sum) : ""
    };
    return Arrays.copyOf(cells, table.columns());
  }
}
