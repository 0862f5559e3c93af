package dev.loomtrace.tool;

import dev.loomtrace.explorer.Explorer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows traces in a browser. */
@Command(
    name = "open",
    description = {
      "Look at traces in a browser: a timeline, and all answers, each with a link to its place.",
      "",
      "Starts a server for this machine only, prints its address, opens the browser, and serves",
      "until it is interrupted. The address has a secret token: who has it can look at the traces.",
      "What is made of a trace to look at it is kept in your cache, so that it opens at once later."
    },
    footer = {
      "",
      "Examples:",
      "  loomtrace open slow.jfr",
      "  loomtrace open --no-browser --port 8080 before.jfr after.jfr",
      "  loomtrace open recordings/    all that are in the folder, read when you look at them"
    })
final class OpenCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private final ServerOptions server = new ServerOptions();

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "JFR recordings, Go traces, or folders of such.")
  private List<String> files;

  @Spec private CommandSpec spec;

  OpenCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    server.check();
    List<Path> paths = new ArrayList<>();
    for (String file : files) {
      if (file.equals("-")) {
        throw new ParameterException(
            spec.commandLine(), "the standard input cannot be read again and again: name a file");
      }
      paths.add(FileNames.existing(file));
    }
    try (Explorer explorer = Explorer.start(server.of(paths, console))) {
      server.serve(explorer, console, () -> {});
      return ExitCode.OK;
    }
  }
}
