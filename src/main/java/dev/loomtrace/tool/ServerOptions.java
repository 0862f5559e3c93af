package dev.loomtrace.tool;

import dev.loomtrace.explorer.Explorer;
import dev.loomtrace.explorer.ExplorerOptions;
import dev.loomtrace.timeline.store.StoreCache;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where an explorer listens, and who is sent there; of every command that starts one. */
final class ServerOptions {
  private static final int MAX_PORT = 65_535;

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

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** Makes sure that they can be. */
  void check() {
    if (port < 0 || port > MAX_PORT) {
      throw new ParameterException(
          spec.commandLine(), "--port " + port + " is not from 0 to " + MAX_PORT);
    }
  }

  /** An explorer of these files there. */
  ExplorerOptions of(List<Path> files, Console console) {
    return new ExplorerOptions(
        files, host, port, StoreCache.ofUser(), Build.version(), console::say);
  }

  /**
   * Prints the address, sends the browser there, and waits until the program is interrupted.
   *
   * @param last is done then, however it ends
   */
  void serve(Explorer explorer, Console console, Runnable last) throws IOException {
    console.out().line(explorer.address());
    console.flush();
    // Where a signal ends the program, nobody else closes it.
    Thread hook =
        new Thread(
            () -> {
              close(explorer);
              last.run();
            },
            "explorer-close");
    Runtime.getRuntime().addShutdownHook(hook);
    if (!noBrowser) {
      Browser.open(explorer.addressForOneUse());
    }
    untilInterrupted();
    Runtime.getRuntime().removeShutdownHook(hook);
    last.run();
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
