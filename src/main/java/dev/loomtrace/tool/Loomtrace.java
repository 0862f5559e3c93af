package dev.loomtrace.tool;

import dev.loomtrace.analysis.MutatorLoss;
import dev.loomtrace.analysis.ProfileType;
import dev.loomtrace.analysis.finding.Severity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command of all commands. */
@Command(
    name = "loomtrace",
    versionProvider = Build.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "An execution tracer for the JVM, on JDK Flight Recorder.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:success",
      "1:bad data, or input or output failed",
      "2:invalid usage",
      "3:summary --fail-on has found something"
    },
    footer = {
      "",
      "FILE is a JFR recording or a Go execution trace; - is the standard input.",
      "",
      "First steps:",
      "  loomtrace demo                        see what it is about",
      "  loomtrace run -- java -jar app.jar    record your own program",
      "  loomtrace open FILE                   look at it in a browser",
      "  loomtrace why --slowest FILE          why the slowest task was slow",
      "  loomtrace threads FILE                what threads did, without tasks",
      "  loomtrace convert FILE trace.out      look at it: go tool trace trace.out",
      "",
      "'loomtrace help COMMAND' says more about a command."
    })
final class Loomtrace implements Runnable {
  private static final int HELP_WIDTH = 100;
  private static final String DEBUG = "--debug";
  private static final String HELP = "help";

  /** In the order in which they are shown. */
  private static final List<String> COMMANDS =
      List.of(
          "demo",
          "run",
          "agent",
          "settings",
          "attach",
          "doctor",
          "prepare",
          "convert",
          "open",
          "live",
          "summary",
          "tasks",
          "threads",
          "regions",
          "mmu",
          "why",
          "path",
          "carriers",
          "pprof",
          "sql",
          "print",
          "validate",
          HELP);

  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Print this help.")
  @SuppressWarnings("unused") // picocli acts on it.
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the version.")
  @SuppressWarnings("unused") // picocli acts on it.
  private boolean version;

  @Option(
      names = DEBUG,
      scope = ScopeType.INHERIT,
      description = "When something fails, print where in Loomtrace it did.")
  private boolean debug;

  /** Runs a command; returns its exit code. */
  static int run(Console console, String... arguments) {
    Loomtrace root = new Loomtrace();
    Failures failures = new Failures(console);
    try {
      int code = root.commandLine(console, failures, called(arguments)).execute(arguments);
      console.flush();
      return code;
    } catch (IOException | RuntimeException | Error e) {
      return failures.failed(e, root.debug);
    }
  }

  /** The command that is called; none if all must be known to say that. */
  private static Optional<String> called(String... arguments) {
    return Stream.of(arguments)
        .filter(word -> !word.equals(DEBUG))
        .findFirst()
        .filter(word -> COMMANDS.contains(word) && !word.equals(HELP));
  }

  private static Object command(String name, Console console) {
    return switch (name) {
      case "demo" -> new DemoCommand(console);
      case "run" -> new RunCommand(console);
      case "agent" -> new AgentCommand(console);
      case "settings" -> new SettingsCommand(console);
      case "attach" -> new AttachCommand(console);
      case "doctor" -> new DoctorCommand(console);
      case "prepare" -> new PrepareCommand(console);
      case "convert" -> new ConvertCommand(console);
      case "open" -> new OpenCommand(console);
      case "live" -> new LiveCommand(console);
      case "summary" -> new SummaryCommand(console);
      case "tasks" -> new TasksCommand(console);
      case "threads" -> new ThreadsCommand(console);
      case "regions" -> new RegionsCommand(console);
      case "mmu" -> new MmuCommand(console);
      case "why" -> new WhyCommand(console);
      case "path" -> new PathCommand(console);
      case "carriers" -> new CarriersCommand(console);
      case "pprof" -> new PprofCommand(console);
      case "sql" -> new SqlCommand(console);
      case "print" -> new PrintCommand(console);
      case "validate" -> new ValidateCommand(console);
      case HELP -> new HelpCommand();
      default -> throw new AssertionError("invariant: all commands are known, also " + name);
    };
  }

  /** All commands, on this console. */
  CommandLine commandLine(Console console, Failures failures) {
    return commandLine(console, failures, Optional.empty());
  }

  private CommandLine commandLine(Console console, Failures failures, Optional<String> called) {
    CommandLine line = new CommandLine(this);
    // To look into each of them takes a third of a second.
    List<String> names = called.map(List::of).orElse(COMMANDS);
    for (String name : names) {
      line.addSubcommand(name, command(name, console));
    }
    // What comes after the command to run is its own, whatever it looks like.
    if (names.contains("run")) {
      line.getSubcommands().get("run").setStopAtPositional(true);
    }
    line.registerConverter(TraceFile.class, TraceFile::new);
    line.registerConverter(WindowOption.class, WindowOption::of);
    line.registerConverter(LengthOption.class, LengthOption::positive);
    line.registerConverter(MutatorLoss.class, word -> choice(MutatorLoss.values(), word));
    line.registerConverter(OutputFile.class, name -> OutputFile.of(FileNames.whole(name)));
    line.registerConverter(Path.class, name -> Path.of(FileNames.whole(name)));
    line.registerConverter(
        RunCommand.Choice.class, word -> choice(RunCommand.Choice.values(), word));
    line.registerConverter(ProfileType.class, word -> choice(ProfileType.values(), word));
    line.registerConverter(Severity.class, word -> choice(Severity.values(), word));
    line.registerConverter(
        PrintCommand.Form.class, word -> choice(PrintCommand.Form.values(), word));
    line.registerConverter(SqlCommand.Form.class, word -> choice(SqlCommand.Form.values(), word));
    line.registerConverter(
        ConvertCommand.Target.class, word -> choice(ConvertCommand.Target.values(), word));
    // An argument that begins with @ is a name like any other, and the options of a command to run
    // are its own.
    line.setExpandAtFiles(false);
    line.setUsageHelpWidth(HELP_WIDTH);
    line.setColorScheme(CommandLine.Help.defaultColorScheme(console.ansi()));
    line.setOut(console.helpWriter());
    line.setErr(console.errWriter());
    line.setParameterExceptionHandler((e, arguments) -> failures.misused(e));
    line.setExecutionExceptionHandler((e, command, result) -> failed(failures, e));
    return line;
  }

  /** The constant that is written so on the command line. */
  private static <E extends Enum<E>> E choice(E[] constants, String word) {
    for (E constant : constants) {
      if (constant.toString().equalsIgnoreCase(word)) {
        return constant;
      }
    }
    String all = Stream.of(constants).map(Enum::toString).collect(Collectors.joining(", "));
    throw new TypeConversionException("'" + word + "' is none of " + all);
  }

  private int failed(Failures failures, Exception e) {
    return e instanceof ParameterException misuse
        ? failures.misused(misuse)
        : failures.failed(e, debug);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "missing command");
  }
}
