package dev.loomtrace.tool;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.Set;

/** Entry point of the program: the only place that knows the process's streams and ends it. */
public final class Main {
  /** Which of {@code out} and {@code err} are terminals: said by the launcher, which can tell. */
  private static final String TERMINAL = "loomtrace.terminal";

  /** How the launcher was called. */
  private static final String COMMAND = "loomtrace.command";

  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] arguments) {
    Set<String> terminals = Set.of(System.getProperty(TERMINAL, "").split(",", -1));
    Console console =
        new Console(
            System.in,
            new FileOutputStream(FileDescriptor.out),
            System.err,
            System.getProperty(COMMAND, "loomtrace"),
            terminals.contains("out") && System.getenv("NO_COLOR") == null,
            terminals.contains("err"));
    System.exit(Loomtrace.run(console, arguments));
  }
}
