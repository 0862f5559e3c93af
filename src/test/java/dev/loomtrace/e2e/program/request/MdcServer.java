package dev.loomtrace.e2e.program.request;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.loomtrace.Task;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.ILoggerFactory;
import org.slf4j.MDC;

/**
 * Puts values into SLF4J's MDC: in requests, in a task of its own, outside of any, and by a copy of
 * SLF4J that a loader of its own has. Says what is there afterwards.
 */
public final class MdcServer {
  private static final int REQUESTS = 50;

  private MdcServer() {}

  /**
   * No arguments.
   *
   * @throws Exception if it does not start
   */
  public static void main(String[] args) throws Exception {
    MDC.put("user", "nobody"); // In no task.
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    server.createContext("/", MdcServer::handle);
    server.start();
    int answered = 0;
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int i = 0; i < REQUESTS; i++) {
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/users/" + i);
        answered +=
            client
                    .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body()
                    .equals("user-" + i)
                ? 1
                : 0;
      }
    }
    server.stop(0);
    threads.close();
    Task.run(
        "job",
        () ->
            MDC.setContextMap(
                Map.of("user", "x".repeat(2_000), "tenant", "acme", "secret", "4711")));
    System.out.println("answered=" + answered);
    System.out.println("kept=" + MDC.get("user").length());
    MDC.put("user", "early");
    Task.run("outer", () -> putInside(Task.current()));
    MDC.clear();
    Task.run("cleared", () -> {});
    System.out.println("unloaded=" + (isForgotten(putByAnother()) ? 1 : 0));
  }

  private static void putInside(Task outer) {
    MDC.put("tenant", "late");
    Task.run("inner", () -> MDC.remove("user"));
    Task.open("without user", outer).end();
  }

  private static void handle(HttpExchange exchange) throws IOException {
    String user = "user-" + exchange.getRequestURI().getPath().replaceAll("\\D", "");
    MDC.put("secret", "4711");
    MDC.put("tenant", null);
    try (MDC.MDCCloseable closed = MDC.putCloseable("user", user)) {
      byte[] body = MDC.get("user").getBytes(java.nio.charset.StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, closed == null ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } finally {
      MDC.clear();
    }
    exchange.close();
  }

  private static WeakReference<ClassLoader> putByAnother() throws Exception {
    URL slf4j = ILoggerFactory.class.getProtectionDomain().getCodeSource().getLocation();
    URLClassLoader loader =
        new URLClassLoader(new URL[] {slf4j}, ClassLoader.getPlatformClassLoader());
    Class<?> mdc = loader.loadClass(MDC.class.getName());
    Task.call(
        "other job",
        () -> mdc.getMethod("put", String.class, String.class).invoke(null, "user", "another"));
    loader.close();
    return new WeakReference<>(loader);
  }

  private static boolean isForgotten(WeakReference<ClassLoader> loader)
      throws InterruptedException {
    for (int i = 0; i < 100 && loader.get() != null; i++) {
      System.gc();
      Thread.sleep(20);
    }
    return loader.get() == null;
  }
}
