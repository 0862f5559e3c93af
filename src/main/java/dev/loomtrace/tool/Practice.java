package dev.loomtrace.tool;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.ExitCode;

/**
 * What {@code prepare} has a JVM of its own do, for it to learn: the commands that people use, some
 * times, on a recording and the same as a Go trace.
 */
public final class Practice {
  /** The commands that answer. */
  private static final List<String> ANSWERS =
      List.of(
          "summary",
          "threads",
          "carriers",
          "why",
          "tasks",
          "path",
          "regions",
          "validate",
          "print",
          "pprof");

  private Practice() {}

  /**
   * Runs the commands.
   *
   * @param arguments the recording, in a folder that may be written
   */
  public static void main(String[] arguments) throws IOException {
    String recording = arguments[0];
    String trace = beside(recording, "trace.out");
    run("--version");
    run("--help");
    run("convert", recording, trace);
    run("convert", trace, beside(recording, "back.jfr"));
    run("convert", "--to", "perfetto", recording, beside(recording, "perfetto.pftrace"));
    for (String file : List.of(recording, trace)) {
      for (String answer : ANSWERS) {
        run(answer, file);
      }
    }
  }

  private static String beside(String file, String name) {
    return Path.of(file).resolveSibling(name).toString();
  }

  private static void run(String... command) throws IOException {
    Console console =
        new Console(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            System.err,
            "loomtrace",
            Screen.NONE);
    int code = Loomtrace.run(console, command);
    if (code != ExitCode.OK) {
      throw new IOException(String.join(" ", command) + ": exit code " + code);
    }
  }
}
