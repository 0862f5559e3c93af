package dev.loomtrace.e2e.program.request;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Asks a server, one request after the other, and prints what it got. */
public final class Client {
  private static final int ROUNDS = 10;
  private static final int OF_ORDERS = 15;
  private static final int OF_LATER = 3;

  private Client() {}

  /**
   * Asks 201 times: each line is {@code asked METHOD PATH STATUS TASK NANOS}, the last two 0 if no
   * handler told. The last line is the time that all of it took.
   *
   * @param stop ends the server, so that nothing goes on after that time
   */
  public static void ask(int port, Stop stop) throws Exception {
    ask(port, HttpClient.Version.HTTP_1_1, stop);
  }

  /** The same by another version of HTTP. */
  static void ask(int port, HttpClient.Version version, Stop stop) throws Exception {
    long begin = System.nanoTime();
    try (HttpClient client = HttpClient.newBuilder().version(version).build()) {
      for (int i = 0; i < ROUNDS; i++) {
        for (int j = 0; j < OF_ORDERS; j++) {
          ask(client, port, "GET", Handling.ORDERS + (i * OF_ORDERS + j) + "?card=4711#x");
        }
        for (int j = 0; j < OF_LATER; j++) {
          ask(client, port, "POST", Handling.LATER + "00f067aa0ba902b7");
        }
        ask(client, port, "POST", Handling.FAILING); // A GET would be tried again.
        ask(client, port, "GET", "/missing/x" + i);
        if (i == 0) { // Not last: a dump takes a while.
          ask(client, port, "GET", Handling.SLOW);
        }
      }
    }
    stop.stop();
    System.out.println("elapsed=" + (System.nanoTime() - begin));
    System.out.flush();
    Runtime.getRuntime().exit(0); // Whatever threads a server may have left.
  }

  private static void ask(HttpClient client, int port, String method, String path)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    int status;
    String told = "0 0";
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      status = response.statusCode();
      if (response.body().matches("\\d+ \\d+")) {
        told = response.body();
      }
    } catch (IOException e) {
      status = 0; // The server closed the connection.
    }
    System.out.println("asked " + method + " " + path + " " + status + " " + told);
  }

  /** Ends a server. */
  public interface Stop {
    /**
     * Ends it.
     *
     * @throws Exception if that fails
     */
    void stop() throws Exception;
  }
}
