package dev.loomtrace.tool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/** Prints where the agent is. */
@Command(
    name = "agent",
    description = "Print the path of the agent's jar, for -javaagent.",
    footer = {
      "",
      "Example:",
      "  java -javaagent:\"$(loomtrace agent)\" -XX:StartFlightRecording:filename=rec.jfr -jar app.jar"
    })
final class AgentCommand implements Callable<Integer> {
  private final Console console;

  AgentCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    // Data: shells put it into commands.
    console.data().write((Installation.own().agent() + "\n").getBytes(StandardCharsets.UTF_8));
    return ExitCode.OK;
  }
}
