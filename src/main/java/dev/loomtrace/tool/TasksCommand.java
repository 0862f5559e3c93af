package dev.loomtrace.tool;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.analysis.TaskBreakdown;
import dev.loomtrace.analysis.TaskTypes;
import dev.loomtrace.analysis.TimeByState;
import dev.loomtrace.timeline.Timeline;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the tasks of a trace. */
@Command(
    name = "tasks",
    description = {
      "List the tasks in a trace by name, and the slowest ones.",
      "",
      "Shares are of the time of all tasks of a name together."
    },
    footer = {"", "Example:", "  loomtrace tasks --top 3 rec.jfr"})
final class TasksCommand implements Callable<Integer> {
  private final Console console;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many of the slowest to list. Default: ${DEFAULT-VALUE}")
  private int top;

  @Parameters(paramLabel = "FILE", description = "JFR recording or Go trace, or -.")
  private TraceFile file;

  TasksCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    TraceClock clock = new TraceClock();
    TaskTypes tasks = new TaskTypes(Math.max(1, top));
    Timeline timeline = new Timeline(tasks);
    Reading reading = file.read(console, clock, timeline);
    timeline.end();
    List<TaskBreakdown.Report> slowest = top > 0 ? tasks.slowest() : List.of();
    if (json) {
      Json.document(console, out -> write(out, clock, tasks, slowest, reading));
    } else if (tasks.tasks() == 0) {
      console.say(file.label() + " has no tasks: the program began none (dev.loomtrace.Task)");
    } else {
      print(console.out(), clock, tasks, slowest);
    }
    return reading.conclude(console);
  }

  private static void print(
      Text out, TraceClock clock, TaskTypes tasks, List<TaskBreakdown.Report> slowest)
      throws IOException {
    Table types =
        new Table(
            "<task",
            "ended",
            "median",
            "p99",
            "longest",
            "running",
            "runnable",
            "blocked",
            "pinned",
            "stopped",
            "unknown");
    for (TaskTypes.Type type : tasks.types()) {
      TimeByState time = type.time();
      types.row(
          type.name(),
          Quantities.count(type.count()),
          Quantities.duration(type.median()),
          Quantities.duration(type.p99()),
          Quantities.duration(type.longest()),
          share(time.running(), time),
          share(time.runnable(), time),
          share(time.blockedTotal(), time),
          share(time.pinned(), time),
          share(time.stopped(), time),
          share(time.unknown(), time));
    }
    types.print(out, "");
    if (slowest.isEmpty()) {
      return;
    }
    out.line();
    out.line("slowest");
    Table table = new Table("<task", "id", "took", "<", "goroutine", "began");
    for (TaskBreakdown.Report task : slowest) {
      table.row(
          task.type(),
          Long.toUnsignedString(task.id()),
          Quantities.duration(task.time().total()),
          task.ended() ? "" : "not ended",
          task.goroutines().isEmpty() ? "" : String.valueOf(task.goroutines().getFirst()),
          clock.words(task.begin()));
    }
    table.print(out, "");
  }

  private static String share(long part, TimeByState time) {
    return Quantities.percent(part, time.total());
  }

  private static void write(
      JsonGenerator out,
      TraceClock clock,
      TaskTypes tasks,
      List<TaskBreakdown.Report> slowest,
      Reading reading)
      throws IOException {
    TaskJson json = new TaskJson(out, clock);
    out.writeStartObject();
    out.writeArrayFieldStart("types");
    for (TaskTypes.Type type : tasks.types()) {
      out.writeStartObject();
      out.writeStringField("type", type.name());
      out.writeNumberField("ended", type.count());
      out.writeNumberField("medianNanos", type.median());
      out.writeNumberField("p99Nanos", type.p99());
      out.writeNumberField("longestNanos", type.longest());
      json.times(type.time());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeArrayFieldStart("slowest");
    for (TaskBreakdown.Report task : slowest) {
      json.write(task);
    }
    out.writeEndArray();
    reading.writeTo(out);
    out.writeEndObject();
  }
}
