package dev.loomtrace.tool;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;

/** Entry point of the program: the only place that knows the process's streams and ends it. */
public final class Main {
  /** Which of {@code out} and {@code err} are terminals: said by the launcher, which can tell. */
  private static final String TERMINAL = "loomtrace.terminal";

  /** The terminal's width, said by the launcher. */
  private static final String COLUMNS = "loomtrace.columns";

  /** How the launcher was called. */
  private static final String COMMAND = "loomtrace.command";

  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] arguments) {
    Console console =
        new Console(
            System.in,
            new FileOutputStream(FileDescriptor.out),
            System.err,
            System.getProperty(COMMAND, "loomtrace"),
            Screen.of(
                System.getProperty(TERMINAL, ""),
                System.getProperty(COLUMNS, ""),
                System.getenv()));
    findDatabase();
    System.exit(Loomtrace.run(console, arguments));
  }

  /** For "sql", and for the explorer. */
  private static void findDatabase() {
    try {
      Thread.currentThread().setContextClassLoader(Installation.own().withDatabase());
    } catch (IOException e) {
      // Then there is none, which "sql" says.
    }
  }
}
