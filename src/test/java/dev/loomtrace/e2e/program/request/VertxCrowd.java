package dev.loomtrace.e2e.program.request;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/** Vert.x asked by many at once. Prints how many were answered, and by how many tasks. */
public final class VertxCrowd {
  private static final int REQUESTS = 5_000;
  private static final int AT_ONCE = 64;

  private VertxCrowd() {}

  /**
   * No arguments.
   *
   * @throws Exception if it does not start
   */
  public static void main(String[] args) throws Exception {
    VertxServer.run(VertxCrowd::ask);
    Runtime.getRuntime().exit(0);
  }

  private static void ask(int port, Client.Stop stop) throws Exception {
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    Semaphore room = new Semaphore(AT_ONCE);
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (int i = 0; i < REQUESTS; i++) {
        URI uri = URI.create("http://127.0.0.1:" + port + Handling.ORDERS + i);
        room.acquire();
        answers.add(
            client
                .sendAsync(
                    HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .whenComplete((answer, failure) -> room.release()));
      }
      List<String> tasks = answers.stream().map(each -> task(each.join().body())).toList();
      stop.stop();
      System.out.println("answered=" + tasks.size());
      System.out.println(
          "tasks=" + tasks.stream().filter(id -> !id.equals("0")).distinct().count());
    }
  }

  private static String task(String told) {
    return told.substring(0, told.indexOf(' '));
  }
}
