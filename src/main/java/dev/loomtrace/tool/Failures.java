package dev.loomtrace.tool;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;

/** Says in one line what went wrong, and decides the exit code. Stacks are for {@code --debug}. */
final class Failures {
  private final Console console;
  private boolean failed;

  Failures(Console console) {
    this.console = console;
  }

  /** A command was used wrongly. */
  int misused(ParameterException e) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    console.complain(name + ": " + e.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(e, command.getErr());
    command.getErr().flush();
    console.complain("Try '" + name + " --help'.");
    return ExitCode.USAGE;
  }

  /** A command failed. */
  int failed(Throwable failure, boolean debug) {
    if (failure instanceof Console.ClosedOutputException) {
      return ExitCode.OK;
    }
    if (failed && failure instanceof IOException) {
      return ExitCode.SOFTWARE; // The output is flushed once more at the end, and fails again.
    }
    failed = true;
    if (debug) {
      console.trace(failure);
    }
    switch (failure) {
      case IOException e -> console.say(words(e));
      case InvalidPathException e ->
          console.say(e.getInput() + ": not a file name: " + e.getReason());
      case OutOfMemoryError e ->
          console.say("out of memory; give it more by LOOMTRACE_JAVA_OPTS=-Xmx4g or so");
      default -> {
        console.say("a bug in Loomtrace itself: " + failure);
        console.say(
            debug
                ? "please report it with the lines above, the command, and the file if you can"
                : "please report it with what the same command prints with --debug");
      }
    }
    return ExitCode.SOFTWARE;
  }

  /** What happened, for people: the messages of file system errors are often just a name. */
  private static String words(IOException e) {
    return switch (e) {
      case NoSuchFileException f -> f.getFile() + ": no such file or directory";
      case AccessDeniedException f -> f.getFile() + ": permission denied";
      case NotDirectoryException f -> f.getFile() + ": not a directory";
      case FileAlreadyExistsException f -> f.getFile() + ": already exists";
      case DirectoryNotEmptyException f -> f.getFile() + ": directory not empty";
      default -> e.getMessage() == null ? e.toString() : e.getMessage();
    };
  }
}
