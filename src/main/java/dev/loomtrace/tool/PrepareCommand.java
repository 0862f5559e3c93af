package dev.loomtrace.tool;

import dev.loomtrace.report.Quantities;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/** Makes the JVM's ahead-of-time cache. */
@Command(
    name = "prepare",
    description = {
      "Prepare this installation for the Java it runs on: commands start sooner and need less",
      "processor time. Java 25 and later.",
      "",
      "Records the demo's shop, and has a JVM practise the usual commands on that. What it has",
      "learned is kept beside the program, in lib/loomtrace.aot, and used by all commands from",
      "then on. Another Java, or a newer Loomtrace, does without; then prepare it again."
    },
    footer = {"", "Example:", "  loomtrace prepare"})
final class PrepareCommand implements Callable<Integer> {
  private final Console console;

  PrepareCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    JavaHome java = JavaHome.own();
    if (java.version() < AotCache.FIRST_VERSION) {
      throw new UserDataException(
          "this is Java "
              + java.version()
              + ", and only Java "
              + AotCache.FIRST_VERSION
              + " and later can be prepared for");
    }
    Installation installation = Installation.own();
    installation.program();
    Path lib = installation.folder();
    if (!Files.isWritable(lib)) {
      throw new UserDataException(lib + ": cannot be written, so it cannot be prepared");
    }
    console.say("practising on the demo's shop; that takes some twenty seconds");
    try (PrivateFolder folder = PrivateFolder.in(lib)) {
      Path recording = folder.path().resolve("slow.jfr");
      DemoShop.serve(recording, new DemoShop.Watcher() {});
      new AotCache(installation, java).make(recording, console);
    }
    Path cache = installation.cache();
    console.say(
        "prepared for Java "
            + Runtime.version()
            + " in "
            + java.path()
            + "; wrote "
            + cache
            + ", "
            + Quantities.bytes(Files.size(cache)));
    return ExitCode.OK;
  }
}
