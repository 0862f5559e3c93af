package dev.loomtrace.e2e.program.request;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The JDK's HttpServer, with a filter, its requests on virtual threads. */
public final class JdkServer {
  private JdkServer() {}

  /**
   * No arguments.
   *
   * @throws Exception if it does not start
   */
  public static void main(String[] args) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    server
        .createContext("/", JdkServer::handle)
        .getFilters()
        .add(Filter.beforeHandler("does nothing", exchange -> {}));
    server.start();
    Client.ask(
        server.getAddress().getPort(),
        () -> {
          server.stop(1);
          threads.close();
        });
  }

  private static void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (!Handling.exists(path)) {
      exchange.sendResponseHeaders(404, -1);
    } else if (Handling.isLater(path)) {
      Handling.handleLater(text -> send(exchange, text));
    } else {
      send(exchange, Handling.handle(path));
    }
  }

  private static void send(HttpExchange exchange, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
