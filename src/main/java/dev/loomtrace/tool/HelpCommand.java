package dev.loomtrace.tool;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints how a command is used. */
@Command(name = "help", helpCommand = true, description = "Print how a command is used.")
final class HelpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "The command.")
  private String name;

  @Override
  public Integer call() {
    CommandLine root = spec.commandLine().getParent();
    CommandLine command = name == null ? root : root.getSubcommands().get(name);
    if (command == null) {
      throw new ParameterException(spec.commandLine(), "there is no command '" + name + "'");
    }
    PrintWriter out = root.getOut();
    command.usage(out, root.getColorScheme());
    out.flush();
    return ExitCode.OK;
  }
}
