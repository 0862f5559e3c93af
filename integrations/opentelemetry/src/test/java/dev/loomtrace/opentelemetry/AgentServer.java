package dev.loomtrace.opentelemetry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server whose requests are mostly fast, which knows neither of spans nor of tasks, and who asks
 * it.
 */
final class AgentServer {
  static final int REQUESTS = 200;
  private static final int SLOW = 150;
  private static final AtomicInteger STARTED = new AtomicInteger();

  private AgentServer() {}

  public static void main(String[] args) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    server.createContext("/test", AgentServer::handle);
    server.start();
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/test");
    int answered = 0;
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int i = 0; i < REQUESTS; i++) {
        HttpRequest request = HttpRequest.newBuilder(uri).build();
        answered +=
            client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 204
                ? 1
                : 0;
      }
    }
    server.stop(1);
    threads.close();
    System.out.println("answered " + answered);
  }

  private static void handle(HttpExchange exchange) throws IOException {
    try {
      Thread.sleep(STARTED.incrementAndGet() == SLOW ? 600 : 1); // Do the work...
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }
}
