package dev.loomtrace.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.loomtrace.testing.jvm.JavaRunTimes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Runs test programs in JVMs of their own, with the agent as it is packaged. */
public final class ChildJvm {
  private static final int MINUTES_BEFORE_IT_HANGS = LongForm.choose(5, 60);

  /**
   * What a program printed.
   *
   * @param values the lines {@code name=value} of the standard output
   */
  public record Result(int status, String out, String err, Map<String, Long> values) {
    /** A value that the program printed. */
    public long get(String name) {
      return values.get(name);
    }
  }

  private ChildJvm() {}

  /** The packaged agent. */
  public static Path agent() {
    return Path.of(System.getProperty("loomtrace.agent"));
  }

  /** Runs a main class of the tests with the agent and a recording, and expects success. */
  public static Result record(int version, Path recording, Class<?> main, String... arguments) {
    return record(version, recording, List.of(), main, arguments);
  }

  /** The same with further options of the JVM. */
  public static Result record(
      int version, Path recording, List<String> options, Class<?> main, String... arguments) {
    return record(version, recording, "", options, main, arguments);
  }

  /**
   * The same with further options of the recording.
   *
   * @param how the options, each with a comma before it
   */
  public static Result record(
      int version,
      Path recording,
      String how,
      List<String> options,
      Class<?> main,
      String... arguments) {
    List<String> command = new ArrayList<>();
    command.add("-javaagent:" + agent());
    // Else JFR throws away what is older than the last 250 MB.
    command.add("-XX:StartFlightRecording:maxsize=20g,filename=" + recording + how);
    command.addAll(options);
    Result result = run(version, command, main, arguments);
    assertEquals(0, result.status(), result.err() + result.out());
    return result;
  }

  /**
   * The command that runs a main class of the tests, on the class path of the system property
   * {@code loomtrace.classes}, or on the tests' own.
   */
  public static List<String> command(
      int version, List<String> options, Class<?> main, String... arguments) {
    String classes = System.getProperty("loomtrace.classes", System.getProperty("java.class.path"));
    return command(classes, version, options, main, arguments);
  }

  private static List<String> command(
      String classes, int version, List<String> options, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(JavaRunTimes.home(version).resolve("bin/java").toString());
    command.addAll(options);
    command.addAll(
        List.of("--add-opens=java.base/java.lang=ALL-UNNAMED", "-cp", classes, main.getName()));
    command.addAll(Arrays.asList(arguments));
    return command;
  }

  /** Runs a main class of the tests. */
  public static Result run(int version, List<String> options, Class<?> main, String... arguments) {
    return run(command(version, options, main, arguments));
  }

  /** The same on a class path of its own. */
  public static Result runOn(
      String classes, int version, List<String> options, Class<?> main, String... arguments) {
    return run(command(classes, version, options, main, arguments));
  }

  /** Runs a command. */
  static Result run(List<String> command) {
    try {
      Path out = Files.createTempFile("loomtrace", ".out");
      Path err = Files.createTempFile("loomtrace", ".err");
      try {
        int status = run(command, out, err);
        return new Result(status, Files.readString(out), Files.readString(err), values(out));
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static int run(List<String> command, Path out, Path err)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    process.getOutputStream().close();
    if (!process.waitFor(MINUTES_BEFORE_IT_HANGS, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
      fail("hangs: " + command + Files.readString(out) + Files.readString(err));
    }
    return process.exitValue();
  }

  private static Map<String, Long> values(Path out) throws IOException {
    Map<String, Long> values = new TreeMap<>();
    Files.readString(out)
        .lines()
        .filter(line -> line.matches("\\w+=-?\\d+"))
        .forEach(
            line ->
                values.put(
                    line.substring(0, line.indexOf('=')),
                    Long.valueOf(line.substring(line.indexOf('=') + 1))));
    return values;
  }
}
