package dev.loomtrace.tool;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

/** Loads the agent into a JVM that runs. */
@Command(
    name = "attach",
    description = {
      "Load the agent into a running JVM.",
      "",
      "Virtual threads that exist by then are recorded from their next wait on. It works for JVMs of",
      "the same user; those started with -XX:-EnableDynamicAgentLoading refuse."
    },
    footer = {"", "Example:", "  loomtrace attach 4711 && jcmd 4711 JFR.start filename=rec.jfr"})
final class AttachCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "PID", description = "Id of the JVM's process (jcmd lists them).")
  private long pid;

  AttachCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    new RunningJvm(pid).loadAgent("");
    console.say("process " + pid + " has loaded the agent; check it, and record:");
    console.say("  " + console.command() + " doctor " + pid);
    console.say("  jcmd " + pid + " JFR.start name=loomtrace");
    console.say("  jcmd " + pid + " JFR.dump name=loomtrace filename=rec.jfr");
    return ExitCode.OK;
  }
}
