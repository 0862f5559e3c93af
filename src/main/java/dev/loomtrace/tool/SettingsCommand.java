package dev.loomtrace.tool;

import dev.loomtrace.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the settings of JFR that come with the program. */
@Command(
    name = "settings",
    description = {
      "Write settings for JFR: what to record, and how much of it.",
      "",
      "They are optional: JFR's own settings record everything about virtual threads, too.",
      "These are lean enough to be always on; or, with --full, have all stacks and no thresholds."
    },
    footer = {
      "",
      "Example:",
      "  loomtrace settings --full full.jfc",
      "  java -javaagent:\"$(loomtrace agent)\" -XX:StartFlightRecording:settings=full.jfc,filename=rec.jfr ..."
    })
final class SettingsCommand implements Callable<Integer> {
  private static final String SUFFIX = ".jfc";

  private final Console console;

  @Option(names = "--full", description = "All events with all stacks.")
  private boolean full;

  @Parameters(
      arity = "0..1",
      paramLabel = "OUT.jfc",
      defaultValue = "-",
      description = "File to write. Default: the standard output.")
  private OutputFile out;

  @Spec private CommandSpec spec;

  SettingsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (!out.isStandardOutput() && !out.toString().endsWith(SUFFIX)) {
      // JFR takes any other name for that of settings of its own.
      throw new ParameterException(
          spec.commandLine(), "'" + out + "' does not end in " + SUFFIX + ", as JFR wants it");
    }
    Settings settings = full ? Settings.full() : Settings.alwaysOn();
    out.write(console, file -> file.write(settings.text().getBytes(StandardCharsets.UTF_8)));
    return ExitCode.OK;
  }
}
