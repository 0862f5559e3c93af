package dev.loomtrace.sql.duckdb;

import static dev.loomtrace.sql.duckdb.Column.flag;
import static dev.loomtrace.sql.duckdb.Column.maybeNumber;
import static dev.loomtrace.sql.duckdb.Column.maybeText;
import static dev.loomtrace.sql.duckdb.Column.number;
import static dev.loomtrace.sql.duckdb.Column.real;
import static dev.loomtrace.sql.duckdb.Column.text;

import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.trace.ResourceKind;
import java.util.List;

/**
 * The tables. Where the meaning is the same, names are those of Perfetto's: {@code ts} and {@code
 * dur} in nanoseconds, {@code utid} for one life of a thread, {@code thread_state}, {@code sched}.
 */
final class Schema {
  /** The tables, in the order in which they are listed. */
  static final List<Relation<?>> TABLES =
      List.of(
          TraceTable.TRACE,
          threads(),
          states(),
          sched(),
          tasks(),
          regions(),
          logs(),
          ranges(),
          counters(),
          samples(),
          wakes(),
          frames(),
          criticalPaths());

  private static final String TS = "when it began, in ns since the trace's start";
  private static final String DUR = "how long it took, in ns";
  private static final String BEGAN_BEFORE = "whether it began before the trace did, or may have";
  private static final String OPEN = "whether it had not ended when the trace did";
  private static final String TRACE = "number of the trace: trace.trace_id";

  private Schema() {}

  private static Relation<LifeRow> threads() {
    return new Relation<>(
        "thread",
        "One life of a thread: virtual thread, platform thread, or goroutine.",
        List.of(
            number("utid", "its number, of no other life and trace", LifeRow::life),
            number("tid", "its id, which others may have later", row -> row.track().id()),
            maybeText("name", "its name, or where it starts", row -> row.track().name()),
            text(
                "kind",
                "virtual, platform, goroutine, system",
                row -> OpenTrace.word(row.track().threadKind())),
            text("group_name", "its group, as the command threads lists it", LifeRow::group),
            maybeText("start_function", "the function in which it starts", LifeRow::start),
            number("ts", TS, row -> row.trace().sinceStart(row.track().begin())),
            number("dur", DUR, row -> row.track().end() - row.track().begin()),
            flag("began_before", BEGAN_BEFORE, row -> row.track().beganBefore()),
            flag("is_open", OPEN, row -> row.track().open()),
            maybeNumber(
                "creator_utid",
                "who started it",
                (row, cell) -> row.trace().life(row.track().creator(), row.track().begin(), cell)),
            number("trace_id", TRACE, row -> row.trace().number())),
        LifeRow::ofThreads);
  }

  private static Relation<StateRow> states() {
    return new Relation<>(
        "thread_state",
        "What a thread did: spans that follow each other.",
        List.of(
            number("ts", TS, row -> row.trace().sinceStart(row.span().begin())),
            number("dur", DUR, row -> row.span().duration()),
            number("utid", "whose: thread.utid", StateRow::life),
            text(
                "state",
                "running, runnable, waiting, syscall, pinned, unknown",
                row -> OpenTrace.word(row.span().state())),
            maybeText(
                "reason",
                "why it waited: lock, sleep, socket read, ...",
                row -> row.span().cause().reason().word()),
            maybeText(
                "resource",
                "what it waited for, such as the class of a lock",
                row -> row.span().cause().resource()),
            maybeText(
                "function",
                "the application's function in which it came into the state",
                row -> row.site().function()),
            maybeText(
                "called", "the library's function that this called, if another", StateRow::called),
            maybeText("file", "file of the function", row -> row.site().file()),
            maybeNumber(
                "line",
                "line in the file",
                (row, cell) -> {
                  if (row.site().line() > 0) {
                    cell.number(row.site().line());
                  }
                }),
            maybeNumber(
                "stack_id",
                "the whole stack: stack_frame.stack_id",
                (row, cell) -> row.trace().stack(row.span().stackNumber(), cell)),
            real(
                "stack_weight",
                "how many spans like this one the stack stands for",
                (row, cell) -> {
                  if (row.span().stackNumber() != 0) {
                    cell.real(row.span().stackWeight());
                  }
                }),
            maybeText(
                "wake_kind",
                "what ended the wait: thread, timer, poller, monitor, ...",
                row -> OpenTrace.wake(row.span().waker())),
            maybeNumber(
                "waker_utid",
                "the thread that ended it",
                (row, cell) -> row.trace().life(row.span().wakerThread(), row.span().end(), cell)),
            maybeNumber(
                "cpu",
                "carrier or processor on which it was",
                (row, cell) -> OpenTrace.id(row.span().proc(), cell)),
            flag(
                "is_idle", "whether it waited for work, as a pool's thread does", StateRow::isIdle),
            flag("began_before", BEGAN_BEFORE, row -> row.span().beganBefore()),
            flag("is_open", OPEN, row -> row.span().open()),
            number("trace_id", TRACE, row -> row.trace().number())),
        StateRow::ofThreads);
  }

  private static Relation<StateRow> sched() {
    return new Relation<>(
        "sched",
        "Who ran on a carrier of virtual threads, or a processor of goroutines.",
        List.of(
            number("ts", TS, row -> row.trace().sinceStart(row.span().begin())),
            number("dur", DUR, row -> row.span().duration()),
            number("cpu", "carrier or processor", row -> row.span().proc()),
            maybeNumber(
                "utid",
                "who ran: thread.utid",
                (row, cell) -> row.trace().life(row.span().thread(), row.span().begin(), cell)),
            text("state", "running, syscall, pinned", row -> OpenTrace.word(row.span().state())),
            number("trace_id", TRACE, row -> row.trace().number())),
        StateRow::ofProcs);
  }

  private static Relation<ListRow> tasks() {
    return new Relation<>(
        "task",
        "A task: a unit of work that the program, or its tracing, named.",
        List.of(
            number("task_id", "its id", row -> row.span().id()),
            maybeNumber(
                "parent_id",
                "the task that it is part of",
                (row, cell) -> {
                  if (row.span().parent() > 0) {
                    cell.number(row.span().parent());
                  }
                }),
            text("name", "its name", row -> row.span().name()),
            number(
                "ts",
                TS + "; negative if it is older",
                row -> row.trace().sinceStart(row.span().begin())),
            number("dur", DUR, row -> row.span().duration()),
            maybeNumber(
                "utid",
                "the thread that began it",
                (row, cell) -> row.trace().life(row.span().thread(), row.span().end(), cell)),
            flag("began_before", BEGAN_BEFORE, row -> row.span().beganBefore()),
            flag("is_open", OPEN, row -> row.span().open()),
            number("trace_id", TRACE, row -> row.trace().number())),
        trace -> ListRow.of(trace, SpanKind.TASK));
  }

  private static Relation<ListRow> regions() {
    return new Relation<>(
        "region",
        "A region: what one thread did, as the program named it.",
        List.of(
            text("name", "its name", row -> row.span().name()),
            number("ts", TS, row -> row.trace().sinceStart(row.span().begin())),
            number("dur", DUR, row -> row.span().duration()),
            maybeNumber(
                "utid",
                "whose",
                (row, cell) -> row.trace().life(row.span().thread(), row.span().end(), cell)),
            maybeNumber(
                "task_id",
                "the task that it is part of",
                (row, cell) -> {
                  if (row.span().id() > 0) {
                    cell.number(row.span().id());
                  }
                }),
            number("depth", "how many regions of its thread it was in", row -> row.span().parent()),
            flag("began_before", BEGAN_BEFORE, row -> row.span().beganBefore()),
            flag("is_open", OPEN, row -> row.span().open()),
            number("trace_id", TRACE, row -> row.trace().number())),
        trace -> ListRow.of(trace, SpanKind.REGION));
  }

  private static Relation<ListRow> logs() {
    return new Relation<>(
        "log",
        "A message that the program wrote into the trace, or an attribute of a task.",
        List.of(
            number("ts", "when", row -> row.trace().sinceStart(row.span().begin())),
            maybeNumber(
                "utid",
                "who wrote it",
                (row, cell) -> row.trace().life(row.span().thread(), row.span().end(), cell)),
            maybeNumber(
                "task_id",
                "the task that it belongs to",
                (row, cell) -> {
                  if (row.span().id() > 0) {
                    cell.number(row.span().id());
                  }
                }),
            text("category", "what kind of message", row -> row.span().name()),
            text("message", "the text", row -> row.span().message()),
            number("trace_id", TRACE, row -> row.trace().number())),
        trace -> ListRow.of(trace, SpanKind.LOG));
  }

  private static Relation<ListRow> ranges() {
    return new Relation<>(
        "runtime_range",
        "What the runtime did: a garbage collection, a stop of the world.",
        List.of(
            text("name", "what", row -> row.span().name()),
            number("ts", TS, row -> row.trace().sinceStart(row.span().begin())),
            number("dur", DUR, row -> row.span().duration()),
            text(
                "scope",
                "whom it is about: program, thread, proc",
                row -> scope(row.span().scope())),
            maybeNumber(
                "scope_id",
                "which of them",
                (row, cell) -> {
                  if (row.span().scope() != ResourceKind.NONE) {
                    cell.number(row.span().id());
                  }
                }),
            flag("began_before", BEGAN_BEFORE, row -> row.span().beganBefore()),
            flag("is_open", OPEN, row -> row.span().open()),
            number("trace_id", TRACE, row -> row.trace().number())),
        trace -> ListRow.of(trace, SpanKind.RANGE));
  }

  private static String scope(ResourceKind scope) {
    return switch (scope) {
      case NONE -> "program";
      case GOROUTINE -> "thread";
      case PROC -> "proc";
      case THREAD -> "system thread";
    };
  }

  private static Relation<ListRow> counters() {
    return new Relation<>(
        "counter",
        "A value that was measured.",
        List.of(
            text("name", "of what", row -> row.span().name()),
            number("ts", "when", row -> row.trace().sinceStart(row.span().begin())),
            real("value", "the value", (row, cell) -> cell.real(unsigned(row.span().id()))),
            number("trace_id", TRACE, row -> row.trace().number())),
        trace -> ListRow.of(trace, SpanKind.COUNTER));
  }

  private static double unsigned(long value) {
    return value >= 0 ? value : (value >>> 1) * 2.0;
  }

  private static Relation<ListRow> samples() {
    return new Relation<>(
        "sample",
        "A thread was seen executing.",
        List.of(
            number("ts", "when", row -> row.trace().sinceStart(row.span().begin())),
            maybeNumber(
                "utid",
                "which thread",
                (row, cell) -> row.trace().life(row.span().thread(), row.span().end(), cell)),
            maybeNumber(
                "cpu",
                "carrier or processor on which it was",
                (row, cell) -> OpenTrace.id(row.span().proc(), cell)),
            maybeNumber(
                "stack_id",
                "where: stack_frame.stack_id",
                (row, cell) -> row.trace().stack(row.span().stackNumber(), cell)),
            number("trace_id", TRACE, row -> row.trace().number())),
        trace -> ListRow.of(trace, SpanKind.SAMPLE));
  }

  private static Relation<WakeRow> wakes() {
    return new Relation<>(
        "wake",
        "A thread ended the wait of another one.",
        List.of(
            number("ts", "when", row -> row.trace().sinceStart(row.wake().time())),
            maybeNumber(
                "waker_utid",
                "who did",
                (row, cell) -> row.trace().life(row.waker(), row.wake().time(), cell)),
            maybeNumber(
                "utid",
                "who was woken",
                (row, cell) -> row.trace().life(row.wake().woken(), row.wake().time(), cell)),
            number("trace_id", TRACE, row -> row.trace().number())),
        WakeRow::of);
  }

  private static Relation<PathRow> criticalPaths() {
    return new Relation<>(
        "critical_path",
        "Who had to act for a task to go on, and did what: segments that add up to the task, of"
            + " those that began and ended in the trace.",
        List.of(
            number("task_id", "the task: task.task_id", PathRow::task),
            number("segment", "its number on the path, from 0 on", PathRow::number),
            number(
                "ts",
                TS + "; negative if it is older",
                row -> row.trace().sinceStart(row.segment().begin())),
            number("dur", DUR, row -> row.segment().duration()),
            maybeNumber(
                "utid",
                "who had to act: thread.utid; null where only the state is known",
                PathRow::life),
            number(
                "depth",
                "how many waits lie between the task's own thread, 0, and that one",
                row -> row.segment().depth()),
            text(
                "state",
                "running, runnable, waiting (for what no thread ended), pinned (or in a system"
                    + " call), stopped (the world), hand_off (of work, unknown by whom), before"
                    + " (the trace), unknown",
                PathRow::state),
            maybeText("reason", "why it waited", row -> row.segment().cause().reason().word()),
            maybeText("resource", "what it waited for", row -> row.segment().cause().resource()),
            maybeText(
                "function",
                "the application's function in which it waited",
                row -> row.site().function()),
            maybeText("file", "file of the function", row -> row.site().file()),
            maybeNumber(
                "line",
                "line in the file",
                (row, cell) -> {
                  if (row.site().line() > 0) {
                    cell.number(row.site().line());
                  }
                }),
            number("trace_id", TRACE, row -> row.trace().number())),
        PathRow::of);
  }

  private static Relation<FrameRow> frames() {
    return new Relation<>(
        "stack_frame",
        "A frame of a stack.",
        List.of(
            number("stack_id", "which stack", FrameRow::stack),
            number("depth", "0: the innermost frame", FrameRow::depth),
            maybeText("function", "its function", row -> row.frame().function()),
            maybeText("file", "file of the function", row -> row.frame().file()),
            maybeNumber(
                "line",
                "line in the file",
                (row, cell) -> {
                  if (row.frame().line() > 0) {
                    cell.number(row.frame().line());
                  }
                }),
            text("origin", "whose code it is: application, library, platform", FrameRow::origin),
            number("trace_id", TRACE, row -> row.trace().number())),
        FrameRow::of);
  }
}
