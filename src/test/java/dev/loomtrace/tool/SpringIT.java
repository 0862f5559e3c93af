package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.JsonValues;
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
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Spring Boot without a line of code for Loomtrace: from the recording to the slow query that keeps
 * the connections for which the orders wait, in two commands.
 */
class SpringIT {
  private static final int REPORTERS = 5;
  private static final int REPORTS = 3;
  private static final int CUSTOMERS = 50;
  private static final int ORDERS = 4;
  private static final long BETWEEN_ORDERS = 50;
  private static final double TOLERANCE = 0.02;
  private static final String SHOP = "dev.loomtrace.e2e.program.server/SpringShop";

  @TempDir Path directory;

  private record Truth(Path recording, long thread, long waited) {}

  @Test
  void twoCommandsLeadFromTheRecordingToTheSlowQuery() throws IOException {
    Attempts.expectFaultless(directory, SpringIT::faults);
  }

  private static List<String> faults(Path folder) throws IOException {
    Truth truth = record(folder);
    List<String> faults = new ArrayList<>();

    String summary = CommandRun.of("summary", "--json", truth.recording()).succeeds().out();
    Map<?, ?> pool =
        ((List<?>) JsonValues.object(summary).get("findings"))
            .stream()
                .map(finding -> (Map<?, ?>) finding)
                .filter(finding -> finding.get("kind").equals("poolExhausted"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(summary));
    assertEquals(SHOP + "$Orders.find", function(pool), summary);
    String text = CommandRun.of("summary", truth.recording()).succeeds().out();
    String line =
        text.lines().filter(finding -> finding.contains("HikariPool")).findFirst().orElse(text);
    assertTrue(line.contains("is exhausted") && line.contains("SpringShop$Orders.find"), line);

    String why =
        CommandRun.of("why", "--thread", truth.thread(), truth.recording()).succeeds().out();
    assertTrue(why.contains("calling com.zaxxer.hikari"), why);
    if (!why.contains("waited (sleep) at SpringShop.slowCount")) {
      faults.add("the slow query is not behind it:\n" + why);
    }
    Map<?, ?> json =
        JsonValues.object(
            CommandRun.of("why", "--json", "--thread", truth.thread(), truth.recording())
                .succeeds()
                .out());
    long said =
        ((List<?>) json.get("waits"))
            .stream()
                .map(wait -> (Map<?, ?>) wait)
                .filter(wait -> (SHOP + "$Orders.find").equals(function(wait)))
                .mapToLong(wait -> (Long) wait.get("totalNanos"))
                .sum();
    // Who is given a connection has it when a carrier is free.
    Map<?, ?> byState = (Map<?, ?>) json.get("nanosByState");
    long late = (Long) byState.get("runnable");
    if (said > truth.waited() || said + late < (1 - TOLERANCE) * truth.waited()) {
      faults.add("waited " + truth.waited() + " ns, why says " + said + "\n" + why);
    }
    return faults;
  }

  private static String function(Map<?, ?> of) {
    return of.get("site") instanceof Map<?, ?> site ? (String) site.get("function") : "";
  }

  private static Truth record(Path folder) throws IOException {
    Path recording = folder.resolve("spring.jfr");
    List<String> options = List.of("-javaagent:" + ChildJvm.agent(), "-XX:StartFlightRecording");
    try (RunningJvm server =
        new RunningJvm(ChildJvm.command(25, options, SpringShop.class, "1"), folder)) {
      URI root = URI.create("http://127.0.0.1:" + server.read("port"));
      use(root);
      server.dump(25, recording);
      server.end();
      server.read("order");
      return new Truth(recording, server.read("thread"), server.read("waited"));
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
      Thread.sleep(BETWEEN_ORDERS);
    }
    return null;
  }
}
