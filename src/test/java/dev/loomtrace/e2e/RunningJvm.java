package dev.loomtrace.e2e;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A JVM that runs while a test talks to it by its standard input and output. */
final class RunningJvm implements Closeable {
  private final Process process;
  private final Path errors;
  private final BufferedReader out;
  private final PrintWriter in;

  /**
   * Starts a JVM.
   *
   * @param directory where its standard error goes
   */
  RunningJvm(List<String> command, Path directory) throws IOException {
    errors = Files.createTempFile(directory, "jvm", ".err");
    process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    out = process.inputReader(StandardCharsets.UTF_8);
    in = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
  }

  long pid() {
    return process.pid();
  }

  /** Reads lines until one is {@code name=VALUE}. */
  long read(String name) throws IOException {
    String line = out.readLine();
    while (line != null) {
      if (line.startsWith(name + "=")) {
        return Long.parseLong(line.substring(name.length() + 1));
      }
      line = out.readLine();
    }
    throw new AssertionError("ended before it said its " + name + ":\n" + Files.readString(errors));
  }

  void write(String line) {
    in.println(line);
  }

  /** Ends its standard input, and waits for its end. */
  int end() {
    in.close();
    return await();
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
