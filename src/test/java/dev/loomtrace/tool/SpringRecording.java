package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.bridge.ChildJvm;
import dev.loomtrace.e2e.RunningJvm;
import dev.loomtrace.e2e.program.server.SpringShop;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A recording of a Spring Boot application under load, with nothing added to it but the agent on
 * its command line.
 *
 * @param thread the id of the thread that waited longest for a connection, by its own log
 * @param waited for how long, in nanoseconds
 */
record SpringRecording(Path recording, long thread, long waited) {
  private static final int REPORTERS = 5;
  private static final int REPORTS = 3;
  private static final int CUSTOMERS = 50;
  private static final int ORDERS = 4;
  private static final long BETWEEN_MILLIS = 50;

  /** Makes one. */
  static SpringRecording in(Path folder) throws IOException {
    Path recording = folder.resolve("spring.jfr");
    List<String> options = List.of("-javaagent:" + ChildJvm.agent(), "-XX:StartFlightRecording");
    try (RunningJvm server =
        new RunningJvm(ChildJvm.command(25, options, SpringShop.class, "1"), folder)) {
      URI root = URI.create("http://127.0.0.1:" + server.read("port"));
      use(root);
      server.dump(25, recording);
      server.end();
      server.read("order");
      return new SpringRecording(recording, server.read("thread"), server.read("waited"));
    }
  }

  /** Customers ask for orders while the management wants its reports. */
  private static void use(URI root) throws IOException {
    try (HttpClient client = HttpClient.newHttpClient();
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      get(client, root.resolve("/orders/0"), 20);
      get(client, root.resolve("/report"), 1);
      List<Callable<Void>> users = new ArrayList<>();
      for (int i = 0; i < REPORTERS; i++) {
        users.add(() -> get(client, root.resolve("/report"), REPORTS));
      }
      for (int i = 0; i < CUSTOMERS; i++) {
        URI order = root.resolve("/orders/" + i);
        users.add(() -> get(client, order, ORDERS));
      }
      for (Future<Void> user : executor.invokeAll(users)) {
        user.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IOException(e);
    }
  }

  private static Void get(HttpClient client, URI page, int times)
      throws IOException, InterruptedException {
    for (int i = 0; i < times; i++) {
      HttpResponse<String> answer =
          client.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
      assertEquals(200, answer.statusCode(), answer.body());
      Thread.sleep(BETWEEN_MILLIS);
    }
    return null;
  }
}
