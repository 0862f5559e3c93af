package dev.loomtrace.tool;

import dev.loomtrace.analysis.TaskBreakdown;
import dev.loomtrace.convert.Traces;
import dev.loomtrace.question.WhyTaskQuestion;
import dev.loomtrace.report.Coverage;
import dev.loomtrace.report.Quantities;
import dev.loomtrace.report.ShellWord;
import dev.loomtrace.report.Table;
import dev.loomtrace.report.TaskChoice;
import dev.loomtrace.report.Text;
import dev.loomtrace.report.TraceUrl;
import dev.loomtrace.report.WhyAnswer;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.trace.EventSink;
import dev.loomtrace.trace.FrameOrigins;
import dev.loomtrace.trace.Repairs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Shows on an example what the program is about. */
@Command(
    name = "demo",
    description = {
      "Find out why a request was slow, on an example.",
      "",
      "Starts a shop: an HTTP server on virtual threads with the agent and a flight recorder, and",
      "customers who order. Most orders take some 20 ms; after some seconds one takes more than 300",
      "ms, and the shop dumps its recorder to slow.jfr. That is converted to trace.out."
    },
    footer = {"", "Example:", "  loomtrace demo --out demo && go tool trace demo/trace.out"})
final class DemoCommand implements Callable<Integer> {
  private static final int ATTEMPTS = 3;
  private static final String ORDER = "checkout";
  private static final String FAULT = "restock";

  private final Console console;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Folder for slow.jfr and trace.out. Default: the current one.")
  private Path folder;

  DemoCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Path recording = folder.resolve("slow.jfr").normalize();
    Path trace = folder.resolve("trace.out").normalize();
    for (int attempt = 1; ; attempt++) {
      List<Long> times = DemoShop.serve(recording, new Words());
      TaskBreakdown faults = new TaskBreakdown(task -> task.type().equals(FAULT), 1);
      Timeline timeline = new Timeline(faults);
      convert(recording, trace, timeline);
      timeline.end();
      if (faults.matched() > 0 || attempt == ATTEMPTS) {
        WhyAnswer why =
            AskedTrace.ask(
                new TraceFile(recording.toString()),
                console,
                new WhyTaskQuestion(
                    TaskChoice.named(ORDER), TraceUrl.NONE, FrameOrigins.DEFAULT, false));
        tell(times, why, recording, trace);
        return ExitCode.OK;
      }
      console.say(
          "it was slow because this machine is busy, not because of the shop; trying again");
    }
  }

  private void convert(Path recording, Path trace, EventSink watcher) throws IOException {
    Repairs repairs =
        new TraceFile(recording.toString())
            .use(
                console,
                reader -> {
                  OutputFile.of(trace.toString())
                      .write(console, out -> Traces.writeGo(reader, out, watcher));
                  return reader.repairs().withoutCuts();
                });
    if (!repairs.counts().isEmpty()) {
      console.say(Coverage.repaired(repairs));
    }
  }

  /** Says how the shop's day goes. */
  private final class Words implements DemoShop.Watcher {
    @Override
    public void opened(int customers) {
      console.say("the shop is open, " + customers + " customers are on their way");
    }

    @Override
    public void dumped() {
      console.say("an order took long, and the shop has dumped its flight recorder");
    }
  }

  private void tell(List<Long> times, WhyAnswer why, Path recording, Path trace)
      throws IOException {
    Text out = console.out();
    out.line(served(times) + " Then there was this:");
    out.line();
    why.breakdown(out);
    out.line();
    out.line("What was recorded");
    Table files = new Table("=", "", "=");
    files.row(recording.toString(), size(recording), "the recording, for JDK tools");
    files.row(trace.toString(), size(trace), "the same, for Go's tools");
    files.print(out, "  ");
    out.line();
    out.line("Look at it");
    String loomtrace = console.command();
    Table commands = new Table("=", "=");
    String file = recording.toString();
    commands.row(loomtrace + " open " + ShellWord.quoted(file), "all of it, in the browser");
    commands.row(why.choice().command(loomtrace, file), "the breakdown above");
    commands.row(TaskChoice.named(FAULT).command(loomtrace, file), "what kept the lock meanwhile");
    commands.row(loomtrace + " tasks " + recording, "all tasks");
    commands.row(
        "go tool trace " + trace,
        "\"User-defined tasks\", " + ORDER + "; or /trace?taskid=" + why.task().id());
    commands.row(
        "gotraceui " + trace, "timeline of goroutine " + why.task().goroutines().getFirst());
    commands.row(
        "jfr print --events Task,Region,VirtualThreadLongBlock,VirtualThreadMonitorBlock "
            + recording,
        "the events");
    commands.print(out, "  ");
  }

  /** What had been done before; nothing if the first orders were slow. */
  static String served(List<Long> times) {
    return "The shop served "
        + Quantities.count(times.size(), "order")
        + (times.isEmpty()
            ? "."
            : "; half of them took at most "
                + Quantities.duration(times.get((times.size() - 1) / 2))
                + ".");
  }

  private static String size(Path file) throws IOException {
    return Quantities.bytes(Files.size(file));
  }
}
