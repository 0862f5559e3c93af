package dev.loomtrace.tool;

import dev.loomtrace.Task;
import dev.loomtrace.demo.Shop;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The demo's server, in a JVM of its own with the agent. */
final class DemoServer implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(1);
  private static final Duration END = Duration.ofSeconds(5);

  private final Process process;
  private final CompletableFuture<Integer> port = new CompletableFuture<>();
  private final CompletableFuture<String> dump = new CompletableFuture<>();

  private DemoServer(Process process) {
    this.process = process;
  }

  /** Starts it; it will dump its flight recorder to this file. */
  static DemoServer start(Path recording) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                JavaHome.own().java().toString(),
                "-javaagent:" + Installation.own().agent(),
                // Else the JVM warns that the agent keeps it from sharing some classes.
                "-XX:-PrintWarnings",
                "-cp",
                place(Shop.class) + File.pathSeparator + place(Task.class),
                Shop.class.getName(),
                recording.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    DemoServer server = new DemoServer(process);
    Thread.ofPlatform().daemon().name("shop's words").start(server::listen);
    return server;
  }

  private static Path place(Class<?> type) throws IOException {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new UserDataException("the program was not loaded from a file", e);
    }
  }

  private void listen() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ", 2);
        switch (words[0]) {
          case "port" -> port.complete(Integer.valueOf(words[1]));
          case "dumped" -> dump.complete(words[1]);
          case "failed" ->
              dump.completeExceptionally(new UserDataException("no dump: " + words[1]));
          default -> {
            // Not for us.
          }
        }
      }
    } catch (IOException e) {
      // The same as its end.
    }
    UserDataException ended = new UserDataException("the shop's JVM ended by itself");
    port.completeExceptionally(ended);
    dump.completeExceptionally(ended);
  }

  /** Its port, when it is ready. */
  int port() throws IOException, InterruptedException {
    return await(port, START, "the shop did not open");
  }

  /** Waits until it has dumped its recorder. */
  void awaitDump(Duration patience) throws IOException, InterruptedException {
    await(dump, patience, "no order was slow");
  }

  private static <T> T await(CompletableFuture<T> future, Duration patience, String failure)
      throws IOException, InterruptedException {
    try {
      return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new UserDataException(failure + " within " + patience.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    }
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
