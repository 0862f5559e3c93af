package dev.loomtrace.tool;

import dev.loomtrace.analysis.TaskBreakdown;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.Repairs;
import dev.loomtrace.trace.TraceState;
import java.io.IOException;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells why a task took as long as it did. */
@Command(
    name = "why",
    description = {
      "Say why a task took as long as it did.",
      "",
      "Each moment between its begin and its end is put down to one state: running, waiting for a",
      "carrier, blocked by reason, pinned, paused. The parts sum up to the whole. Then its waits by",
      "place in the code, and who ended them."
    },
    footer = {
      "",
      "Examples:",
      "  loomtrace why rec.jfr                  the slowest task of all",
      "  loomtrace why --task checkout rec.jfr  the slowest one of that name",
      "  loomtrace why --task-id 42 rec.jfr     this one (ids: loomtrace tasks rec.jfr)"
    })
final class WhyCommand implements Callable<Integer> {
  private static final int NAMES = 10;

  private final Console console;

  @ArgGroup private Choice choice = new Choice();

  private static final class Choice {
    @Option(names = "--task", paramLabel = "NAME", description = "The slowest one of this name.")
    private String name;

    @Option(names = "--task-id", paramLabel = "N", description = "The one with this id.")
    private String id;

    @Option(names = "--slowest", description = "The slowest one of all (default).")
    @SuppressWarnings("unused") // It excludes the others, and is what happens without them.
    private boolean slowest;

    private boolean includes(TraceState.Task task) {
      boolean named = name == null || name.equals(task.type());
      return named && (id == null || id.equals(Long.toUnsignedString(task.id())));
    }

    private String words() {
      return name != null
          ? "no task named '" + Visible.name(name) + "'"
          : id != null ? "no task " + id : "no task";
    }
  }

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Parameters(paramLabel = "FILE", description = "JFR recording or Go trace, or -.")
  private TraceFile file;

  @Spec private CommandSpec spec;

  WhyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    checkId();
    TraceClock clock = new TraceClock();
    TaskBreakdown breakdown = new TaskBreakdown(choice::includes, 1);
    Timeline timeline = new Timeline(breakdown);
    NavigableSet<String> names = new TreeSet<>();
    Reading reading =
        file.read(
            console,
            clock,
            timeline,
            event -> {
              if (event.kind() == EventKind.TASK_BEGIN) {
                names.add(event.type());
                if (names.size() > NAMES + 1) {
                  names.pollLast();
                }
              }
            });
    timeline.end();
    Repairs repairs = reading.repairs();
    List<TaskBreakdown.Report> found = breakdown.slowest();
    if (found.isEmpty()) {
      reading.conclude(console);
      throw new UserDataException(file.label() + ": " + choice.words() + hint(names));
    }
    if (json) {
      Json.document(
          console, out -> new TaskJson(out, clock).write(found.getFirst(), reading::writeTo));
    } else {
      new TaskText(console.out(), clock).print(found.getFirst());
      others(breakdown.matched());
    }
    if (repairs.total(Repairs.Group.SCHEDULING) + repairs.total(Repairs.Group.LOSS) > 0) {
      console.say("times may be wrong where the recording had to be mended: " + repairs);
    }
    return reading.conclude(console);
  }

  // Before a file is read that may be long: what is no id is no id of any task.
  private void checkId() {
    if (choice.id == null) {
      return;
    }
    try {
      Long.parseUnsignedLong(choice.id);
    } catch (NumberFormatException e) {
      throw new ParameterException(
          spec.commandLine(), "--task-id '" + choice.id + "' is not a number that a task can have");
    }
  }

  private void others(long matched) throws IOException {
    if (matched > 1) {
      console.out().line();
      console
          .out()
          .line(
              "It is the slowest of "
                  + Quantities.count(matched, "task")
                  + (choice.name == null ? "" : " of this name")
                  + ".");
    }
  }

  private static String hint(Set<String> names) {
    if (names.isEmpty()) {
      return "; the program must begin tasks (dev.loomtrace.Task) to have some";
    }
    String some = String.join(", ", names.stream().limit(NAMES).map(Visible::name).toList());
    return "; there are: " + some + (names.size() > NAMES ? ", …" : "");
  }
}
