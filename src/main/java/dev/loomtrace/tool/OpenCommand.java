package dev.loomtrace.tool;

import dev.loomtrace.explorer.Explorer;
import dev.loomtrace.explorer.ExplorerOptions;
import dev.loomtrace.timeline.store.StoreCache;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
  private static final int MAX_PORT = 65_535;

  private final Console console;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "0",
      description = "The port of the server. Default: any that is free.")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = ExplorerOptions.LOOPBACK,
      description =
          "The address of this machine to listen at. Others can reach any but the default, and"
              + " nothing is encrypted. Default: ${DEFAULT-VALUE}")
  private String host;

  @Option(names = "--no-browser", description = "Print the address, and open no browser.")
  private boolean noBrowser;

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
    if (port < 0 || port > MAX_PORT) {
      throw new ParameterException(
          spec.commandLine(), "--port " + port + " is not from 0 to " + MAX_PORT);
    }
    List<Path> paths = new ArrayList<>();
    for (String file : files) {
      if (file.equals("-")) {
        throw new ParameterException(
            spec.commandLine(), "the standard input cannot be read again and again: name a file");
      }
      paths.add(FileNames.existing(file));
    }
    try (Explorer explorer =
        Explorer.start(
            new ExplorerOptions(
                paths, host, port, StoreCache.ofUser(), Build.version(), console::say))) {
      console.out().line(explorer.address());
      console.flush();
      // Where a signal ends the program, nobody else closes it.
      Thread hook = new Thread(() -> close(explorer), "explorer-close");
      Runtime.getRuntime().addShutdownHook(hook);
      if (!noBrowser) {
        Browser.open(explorer.addressForOneUse());
      }
      untilInterrupted();
      Runtime.getRuntime().removeShutdownHook(hook);
      return ExitCode.OK;
    }
  }

  private static void untilInterrupted() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(Explorer explorer) {
    try {
      explorer.close();
    } catch (IOException e) {
      // The program ends in any case; a temporary store may be left behind.
    }
  }
}
