package dev.loomtrace;

import dev.loomtrace.testing.jvm.JavaRunTimes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a program in a run time of its own. */
final class ChildJvm {
  /** What a program printed, and how it ended. */
  record Result(int status, List<String> out, String err) {}

  private ChildJvm() {}

  /** The library's classes. */
  static Path classes() {
    return Path.of(System.getProperty("loomtrace.classes"));
  }

  /** The tests' classes. */
  static Path testClasses() {
    return Path.of(System.getProperty("loomtrace.testClasses"));
  }

  /** Runs {@code java} with options and arguments. */
  static Result run(int version, List<String> command) throws IOException, InterruptedException {
    return run(List.of(), version, command);
  }

  /** The same through a program that is given the command line. */
  static Result run(List<String> prefix, int version, List<String> command)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(prefix);
    all.add(JavaRunTimes.home(version).resolve("bin/java").toString());
    all.addAll(command);
    Path err = Files.createTempFile("loomtrace", ".err");
    try {
      Process process = new ProcessBuilder(all).redirectError(err.toFile()).start();
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), out.lines().toList(), Files.readString(err));
    } finally {
      Files.delete(err);
    }
  }
}
