package dev.loomtrace.tool;

import dev.loomtrace.analysis.ProfileType;
import dev.loomtrace.question.ProfileQuestion;
import dev.loomtrace.question.UnitChoice;
import dev.loomtrace.report.ProfileFile;
import dev.loomtrace.report.Quantities;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes profiles of a trace for other tools. */
@Command(
    name = "pprof",
    description = {
      "Write a profile of where threads wait, for 'go tool pprof' or for a flame graph.",
      "",
      "TYPE is one of",
      "  offcpu   all waiting",
      "  net      waiting for sockets",
      "  sync     waiting for other threads: locks, queues, channels, futures",
      "  syscall  system calls, and waits that keep their carrier",
      "  sched    waiting for a carrier or processor",
      "  cpu      samples of threads that execute",
      "  offwake  all waiting, with the stack of who ended it on top",
      "",
      "Of a Go trace net, sync, syscall and sched are the profiles of 'go tool trace -pprof'."
    },
    footer = {
      "",
      "Examples:",
      "  loomtrace pprof -o waits.pprof rec.jfr && go tool pprof -top waits.pprof",
      "  loomtrace pprof --type sync --folded rec.jfr | flamegraph.pl > sync.svg",
      "  loomtrace pprof --html -o waits.html rec.jfr",
      "  loomtrace pprof --task checkout -o checkout.pprof rec.jfr"
    })
final class PprofCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      defaultValue = "offcpu",
      description = "What to add up. Default: ${DEFAULT-VALUE}")
  private ProfileType type;

  @ArgGroup private Units units = new Units();

  private static final class Units {
    @Option(
        names = "--task",
        paramLabel = "NAME",
        description = "Only what threads do while they work on tasks of this name.")
    private String task;

    @Option(names = "--task-id", paramLabel = "N", description = "The same of one task.")
    private String id;

    @Option(
        names = "--group",
        paramLabel = "NAME",
        description = "Only threads of this group, as 'loomtrace threads' lists them.")
    private String group;

    private UnitChoice choice(CommandSpec spec) {
      return group == null
          ? UnitChoice.of(TaskId.choice(task, id, spec))
          : UnitChoice.ofGroup(group);
    }
  }

  @ArgGroup private Form form = new Form();

  private static final class Form {
    @Option(
        names = "--folded",
        description = "A line for each stack instead, as programs that draw flame graphs take it.")
    private boolean folded;

    @Option(
        names = "--html",
        description = "A flame graph instead: a page for a browser that needs nothing but itself.")
    private boolean html;
  }

  @Option(
      names = "-o",
      paramLabel = "OUT",
      defaultValue = "-",
      description = "File to write, or -. Default: ${DEFAULT-VALUE}")
  private OutputFile out;

  @Parameters(paramLabel = "FILE", description = "JFR recording or Go trace, or -.")
  private TraceFile file;

  @Spec private CommandSpec spec;

  PprofCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (!out.isStandardOutput() && file.is(out.path())) {
      throw new ParameterException(spec.commandLine(), out + " is the input itself");
    }
    if (out.isStandardOutput() && console.isTerminal()) {
      throw new ParameterException(
          spec.commandLine(),
          "a profile is not for a terminal: name a file with -o, or use a pipe");
    }
    ProfileQuestion.Profile profile =
        AskedTrace.ask(
            file, console, new ProfileQuestion(type, units.choice(spec), Optional.empty()));
    ProfileFile written = profile.file();
    out.write(
        console,
        stream -> {
          if (!form.folded && !form.html) {
            written.pprof(stream);
            return;
          }
          Writer text = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
          if (form.html) {
            written.html(title(), text);
          } else {
            written.folded(text);
          }
          text.flush();
        });
    console.say(
        "wrote "
            + (out.isStandardOutput() ? "" : out + ": ")
            + Quantities.count(written.rows().size(), "stack"));
    for (String remark : written.remarks()) {
      console.say(remark);
    }
    return console.conclude(profile.coverage());
  }

  /** What the profile is of, for people. */
  private String title() {
    return type
        + " of "
        + (file.isStandardInput() ? file.label() : file.fileName())
        + (units.task == null ? "" : ", tasks " + units.task)
        + (units.id == null ? "" : ", task " + units.id)
        + (units.group == null ? "" : ", threads of " + units.group);
  }
}
