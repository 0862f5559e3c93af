package dev.loomtrace.tool;

import dev.loomtrace.explorer.Explorer;
import dev.loomtrace.explorer.LiveOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows in a browser what a JVM is recording. */
@Command(
    name = "live",
    description = {
      "Look at the last minutes of a running JVM's recording in a browser.",
      "",
      "As 'open', but of a recording that goes on: its chunks are copied as the JVM writes them, and",
      "the page follows. The JVM is asked once where they are, and else left alone. With PID the page",
      "has a button by which the JVM dumps its recording into the current folder. The copies are",
      "deleted at the end."
    },
    footer = {
      "",
      "Examples:",
      "  loomtrace live 4711",
      "  loomtrace live --keep 2m --dumps /var/tmp 4711",
      "  loomtrace live /tmp/2026_11_30_13_54_50_4711    a repository, as jdk.jfr.repository has it"
    })
final class LiveCommand implements Callable<Integer> {
  private static final long LEAST_PERIOD = TimeUnit.SECONDS.toNanos(2);

  private final Console console;

  @Mixin private final ServerOptions server = new ServerOptions();

  @Option(
      names = "--keep",
      paramLabel = "TIME",
      defaultValue = "5m",
      description =
          "How much of the recording's end to show; whole chunks, so it may be more."
              + " Default: ${DEFAULT-VALUE}")
  private LengthOption keep;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      defaultValue = "10s",
      description = "How often to look for more; at least 2s. Default: ${DEFAULT-VALUE}")
  private LengthOption every;

  @Option(
      names = "--dumps",
      paramLabel = "DIR",
      description = "Where dumps go. Default: the current folder.")
  private Path dumps;

  @Parameters(
      paramLabel = "PID|DIR",
      description = "Id of a JVM's process, or a folder with the chunks of a recording.")
  private String target;

  @Spec private CommandSpec spec;

  LiveCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    server.check();
    if (every.nanos() < LEAST_PERIOD) {
      throw new ParameterException(spec.commandLine(), "--every must be at least 2s");
    }
    LiveOptions recording = isProcess() ? ofProcess() : ofFolder();
    try (Explorer explorer = Explorer.startLive(server.of(List.of(), console), recording)) {
      server.serve(
          explorer,
          console,
          () -> console.say("ended; what was copied of the recording is deleted"));
      return ExitCode.OK;
    }
  }

  private boolean isProcess() {
    return target.matches("\\d{1,10}");
  }

  private LiveOptions ofProcess() throws IOException {
    long pid = Long.parseLong(target);
    ProcessHandle process =
        ProcessHandle.of(pid)
            .orElseThrow(() -> new UserDataException("there is no process " + pid));
    RunningJvm jvm = new RunningJvm(pid);
    JvmDumps written = new JvmDumps(jvm, dumps == null ? Path.of("") : dumps);
    written.check();
    Optional<Path> repository = jvm.repository();
    if (repository.isEmpty()) {
      throw recordsNothing(pid);
    }
    Path folder = repository.get();
    if (!Files.isDirectory(folder)) {
      throw new UserDataException(
          "process " + pid + " records to " + folder + ", which cannot be seen from here");
    }
    if (!LiveFolder.hasChunks(folder)) {
      throw recordsNothing(pid);
    }
    return options(folder, "live-" + pid, process::isAlive, Optional.of(written::next));
  }

  private static UserDataException recordsNothing(long pid) {
    return new UserDataException(
        "process "
            + pid
            + " is not recording to disk; start a recording: jcmd "
            + pid
            + " JFR.start name=loomtrace maxage=10m");
  }

  private LiveOptions ofFolder() throws IOException {
    if (dumps != null) {
      throw new ParameterException(
          spec.commandLine(), "--dumps needs a process: a folder cannot be asked to dump");
    }
    Path folder = LiveFolder.of(FileNames.existing(target));
    Path name = folder.toAbsolutePath().normalize().getFileName();
    return options(
        folder,
        name == null ? "live" : "live-" + name,
        () -> Files.isDirectory(folder),
        Optional.empty());
  }

  private LiveOptions options(
      Path folder, String name, BooleanSupplier running, Optional<LiveOptions.Dumper> dumper) {
    return new LiveOptions(
        folder,
        name,
        Duration.ofNanos(keep.nanos()),
        Duration.ofNanos(every.nanos()),
        running,
        dumper);
  }
}
