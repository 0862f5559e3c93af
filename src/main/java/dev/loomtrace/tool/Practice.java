package dev.loomtrace.tool;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ExitCode;

/**
 * What {@code prepare} has a JVM of its own do, for it to learn: the commands that people use, some
 * times, on a recording and the same as a Go trace.
 */
public final class Practice {
  /** The commands that answer. */
  private static final List<List<String>> ANSWERS =
      List.of(
          List.of("summary"),
          List.of("summary", "--json"),
          List.of("threads"),
          List.of("carriers"),
          List.of("why"),
          List.of("why", "--slowest-thread"),
          List.of("tasks"),
          List.of("path"),
          List.of("path", "--tail"),
          List.of("regions"),
          List.of("mmu"),
          List.of("validate"),
          List.of("print"),
          List.of("print", "-d", "json"),
          List.of("pprof"));

  private Practice() {}

  /**
   * Runs the commands.
   *
   * @param arguments how many times; the recording, in a folder that may be written
   */
  public static void main(String[] arguments) throws IOException {
    int rounds = Integer.parseInt(arguments[0]);
    String recording = arguments[1];
    String trace = beside(recording, "trace.out");
    run("--version");
    run("--help");
    for (int round = 0; round < rounds; round++) {
      run("convert", recording, trace);
      run("convert", trace, beside(recording, "back.jfr"));
      run("convert", "--to", "perfetto", recording, beside(recording, "perfetto.pftrace"));
      for (String file : List.of(recording, trace)) {
        for (List<String> answer : ANSWERS) {
          List<String> command = new ArrayList<>(answer);
          command.add(file);
          run(command.toArray(String[]::new));
        }
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
