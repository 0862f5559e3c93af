package dev.loomtrace.tool;

import dev.loomtrace.Settings;
import dev.loomtrace.report.Link;
import dev.loomtrace.report.Quantities;
import dev.loomtrace.report.TaskChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a command of the user's with the agent and a recording. */
@Command(
    name = "run",
    description = {
      "Run a command and record its JVM.",
      "",
      "If the command is java, it gets the options; anything else (a script, a build tool) finds",
      "them in the environment, for each java that it starts. The exit code is the command's."
    },
    footer = {
      "",
      "Examples:",
      "  loomtrace run -- java -jar app.jar",
      "  loomtrace run --out checkout.jfr -- bin/start-shop --port 8080"
    })
final class RunCommand implements Callable<Integer> {
  private static final String PROCESS = "%p";
  private static final String LOCALE = "LC_ALL";

  /** What the launcher found in that variable, after an {@code =}; empty if it was not set. */
  private static final String LOCALE_BEFORE = "loomtrace.lc_all";

  private final Console console;

  @Option(
      names = "--out",
      paramLabel = "F.jfr",
      defaultValue = "loomtrace-%p.jfr",
      description = {
        "File of the recording; %%p in its name stands for the process's id.",
        "Default: loomtrace-%%p.jfr"
      })
  private Path out;

  enum Choice {
    DEFAULT,
    ALWAYS_ON,
    FULL;

    /** As it is written on the command line. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private Optional<Settings> settings() {
      return switch (this) {
        case DEFAULT -> Optional.empty();
        case ALWAYS_ON -> Optional.of(Settings.alwaysOn());
        case FULL -> Optional.of(Settings.full());
      };
    }
  }

  @Option(
      names = "--settings",
      paramLabel = "NAME",
      defaultValue = "default",
      description = {
        "What to record: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}",
        "All of them record everything about virtual threads; default adds JFR's own defaults,",
        "full adds stacks of all waits."
      })
  private Choice settings;

  @Parameters(
      arity = "1..*",
      paramLabel = "COMMAND",
      description = "The command and its arguments.")
  private List<String> command;

  RunCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    checkPlace();
    Optional<Path> settingsFile = writeSettings();
    try {
      return run(
          new RecordingOptions(
              Installation.own().agent(), out.toAbsolutePath().normalize(), settingsFile));
    } finally {
      if (settingsFile.isPresent()) {
        Files.deleteIfExists(settingsFile.get());
      }
    }
  }

  // Before anything runs: JFR would end the JVM at its start, or write to a name of its own.
  private void checkPlace() throws IOException {
    Path folder = out.toAbsolutePath().getParent();
    if (Files.isDirectory(out)) {
      throw new UserDataException(out + ": is a directory, not a file");
    }
    if (folder != null && !Files.isDirectory(folder)) {
      throw new UserDataException(out + ": there is no folder " + folder);
    }
  }

  private Optional<Path> writeSettings() throws IOException {
    Optional<Settings> chosen = settings.settings();
    if (chosen.isEmpty()) {
      return Optional.empty();
    }
    Path file = Files.createTempFile("loomtrace", ".jfc");
    file.toFile().deleteOnExit();
    return Optional.of(Files.writeString(file, chosen.get().text()));
  }

  private int run(RecordingOptions options) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder().inheritIO();
    if (isJava(command.getFirst())) {
      checkJava();
      List<String> arguments = new ArrayList<>(command);
      arguments.addAll(1, options.arguments());
      builder.command(arguments);
    } else {
      builder.command(command);
      builder.environment().compute("JDK_JAVA_OPTIONS", (name, was) -> options.environment(was));
    }
    restoreLocale(builder.environment());
    long begin = System.currentTimeMillis();
    Process process = builder.start();
    // Who interrupts us means the command: it is asked to end, and then gets the time to write its
    // recording. The terminal's interrupt has reached it already.
    Thread farewell =
        new Thread(
            () -> {
              process.destroy();
              process.onExit().join();
              report(begin);
            },
            "await " + process.pid());
    Runtime.getRuntime().addShutdownHook(farewell);
    int code = process.waitFor();
    if (withdraw(farewell)) {
      report(begin);
    }
    return code;
  }

  // The launcher has changed it for us, who need to read names of files.
  private static void restoreLocale(Map<String, String> environment) {
    String before = System.getProperty(LOCALE_BEFORE);
    if (before != null && before.startsWith("=")) {
      environment.put(LOCALE, before.substring(1));
    } else if (before != null) {
      environment.remove(LOCALE);
    }
  }

  private static boolean withdraw(Thread hook) {
    try {
      return Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return false; // We are being ended: the hook says all there is to say.
    }
  }

  private static boolean isJava(String program) {
    Path name = Path.of(program).getFileName();
    return name != null && (name.endsWith("java") || name.endsWith("java.exe"));
  }

  // Such a JVM would end at once, by our options.
  private void checkJava() throws IOException {
    String searchPath = Optional.ofNullable(System.getenv("PATH")).orElse("");
    Optional<JavaHome> home = JavaHome.ofCommand(command.getFirst(), searchPath);
    if (home.isPresent() && home.get().missingModule().isPresent()) {
      throw new UserDataException(
          command.getFirst()
              + " in "
              + home.get().path()
              + " is a Java run time without the module "
              + home.get().missingModule().get()
              + ", which recording needs; nothing was run");
    }
    if (home.isPresent() && home.get().version() < JavaHome.FIRST_VERSION) {
      throw new UserDataException(
          command.getFirst()
              + " is Java "
              + home.get().version()
              + " in "
              + home.get().path()
              + ", and virtual threads need "
              + JavaHome.FIRST_VERSION
              + " or later; name another one, such as "
              + JavaHome.own().java());
    }
  }

  private void report(long begin) {
    List<Path> recordings;
    try {
      recordings = recordings(begin);
    } catch (IOException e) {
      console.say("cannot look for the recording: " + e.getMessage());
      return;
    }
    if (recordings.isEmpty()) {
      console.say(
          "no recording was written: no JVM was started, its run time has no module jdk.jfr, or it"
              + " could not write "
              + out.toString().replace(PROCESS, "<pid>"));
    }
    for (Path recording : recordings) {
      describe(recording);
    }
  }

  private void describe(Path recording) {
    long size = recording.toFile().length();
    if (size == 0) {
      console.say(recording + " is empty: its JVM was killed before it could write it");
      return;
    }
    console.say("recorded " + recording + ", " + Quantities.bytes(size) + "; next steps:");
    String loomtrace = console.command();
    String file = recording.toString();
    console.say("  " + Link.TO_ALL.command(loomtrace, file));
    console.say("  " + TaskChoice.SLOWEST.command(loomtrace, file) + "   (if it began tasks)");
    console.say("  " + loomtrace + " convert " + recording + " trace.out");
    console.say("  go tool trace trace.out");
  }

  /** The files of that name that were written since then. */
  private List<Path> recordings(long begin) throws IOException {
    String name = out.getFileName().toString();
    Pattern pattern =
        Pattern.compile(
            Stream.of(name.split(PROCESS, -1))
                .map(Pattern::quote)
                .reduce((a, b) -> a + "\\d+" + b)
                .orElseThrow());
    Path folder = out.getParent() == null ? Path.of("") : out.getParent();
    // File systems may keep whole seconds only.
    long since = begin / 1000 * 1000;
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> pattern.matcher(file.getFileName().toString()).matches())
          .filter(file -> file.toFile().lastModified() >= since)
          .sorted()
          .toList();
    }
  }
}
