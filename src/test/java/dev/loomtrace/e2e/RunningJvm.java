package dev.loomtrace.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.testing.GoTools;
import dev.loomtrace.testing.jvm.JavaRunTimes;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A JVM that runs while a test talks to it by its standard input and output. */
public final class RunningJvm implements Closeable {
  private final Process process;
  private final Path errors;
  private final BufferedReader out;
  private final PrintWriter in;

  /**
   * Starts a JVM.
   *
   * @param directory where its standard error goes
   */
  public RunningJvm(List<String> command, Path directory) throws IOException {
    errors = Files.createTempFile(directory, "jvm", ".err");
    process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    out = process.inputReader(StandardCharsets.UTF_8);
    in = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
  }

  public long pid() {
    return process.pid();
  }

  /** Reads lines until one is {@code name=VALUE}. */
  public long read(String name) throws IOException {
    String line = out.readLine();
    while (line != null) {
      if (line.startsWith(name + "=")) {
        return Long.parseLong(line.substring(name.length() + 1));
      }
      line = out.readLine();
    }
    throw new AssertionError("ended before it said its " + name + ":\n" + Files.readString(errors));
  }

  public void write(String line) {
    in.println(line);
  }

  /** Ends its standard input, and waits for its end. */
  public int end() {
    in.close();
    return await();
  }

  /** Dumps its recording with the JDK's own tool. */
  public void dump(int version, Path recording) {
    GoTools.Answer answer =
        GoTools.run(
            List.of(
                JavaRunTimes.home(version).resolve("bin/jcmd").toString(),
                Long.toString(pid()),
                "JFR.dump",
                "filename=" + recording),
            null);
    assertEquals(0, answer.status(), answer.err());
  }

  /** Ends it without any warning, by SIGKILL. */
  void kill() {
    process.destroyForcibly();
    await();
  }

  private int await() {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    await();
    out.close();
  }
}
