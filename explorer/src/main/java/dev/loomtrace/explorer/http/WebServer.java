package dev.loomtrace.explorer.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server of HTTP/1.1 that answers whoever a {@link Guard} lets through, each request on a virtual
 * thread of its own.
 */
public final class WebServer implements Closeable {
  private static final int NOTHING = -1;

  private final HttpServer server;
  private final ExecutorService threads;
  private final Guard guard;
  private final Handler handler;
  private final String address;

  private WebServer(HttpServer server, Guard guard, Handler handler, String address) {
    this.server = server;
    this.guard = guard;
    this.handler = handler;
    this.address = address;
    threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("explorer-", 0).factory());
  }

  /**
   * Starts one.
   *
   * @param host what it is called by whoever started it: a name or an address
   * @param bound where it listens
   * @param port at which; 0 for one that is free
   * @param token what whoever asks must have
   * @param deeds the paths that do something, and are answered to {@code POST} only
   * @param handler answers requests
   * @throws java.net.BindException if the port is taken, or the address is not this machine's
   */
  public static WebServer start(
      String host, InetAddress bound, int port, String token, Set<String> deeds, Handler handler)
      throws IOException {
    // Without it each answer after the first on a connection waits for the acknowledgement of its
    // own head, 40 ms. The JDK has no other way to say so.
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
    HttpServer server = HttpServer.create(new InetSocketAddress(bound, port), 0);
    int actual = server.getAddress().getPort();
    Set<String> names = new HashSet<>(List.of("localhost", host));
    if (!bound.isAnyLocalAddress()) {
      names.add(literal(bound));
    }
    String shown = bound.isAnyLocalAddress() ? "localhost" : literal(bound);
    WebServer web =
        new WebServer(
            server,
            new Guard(token, actual, names, deeds),
            handler,
            "http://" + shown + ":" + actual + "/");
    server.createContext("/", web::handle);
    server.setExecutor(web.threads);
    server.start();
    return web;
  }

  /** An address as it stands in the address of a page. */
  private static String literal(InetAddress address) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    return address instanceof Inet6Address
        ? "[" + (zone < 0 ? text : text.substring(0, zone)) + "]"
        : text;
  }

  /** Its address, with a slash at the end, and without the token. */
  public String address() {
    return address;
  }

  /** A pass for its address, which is good for one use, in place of the token. */
  public String newPass() {
    return guard.newPass();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      send(exchange, reply(exchange));
    }
  }

  private Reply reply(HttpExchange exchange) throws IOException {
    URI uri = exchange.getRequestURI();
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    Optional<Reply> refused =
        guard.check(
            exchange.getRequestMethod(),
            literal(exchange.getLocalAddress().getAddress()),
            path,
            uri.getRawQuery(),
            name -> exchange.getRequestHeaders().getOrDefault(name, List.of()));
    if (refused.isPresent()) {
      return refused.get();
    }
    try {
      return handler.answer(Request.of(path, uri.getRawQuery()));
    } catch (Refusal e) {
      return Reply.of(e);
    } catch (InterruptedIOException e) {
      Thread.currentThread().interrupt();
      return Reply.of(Refusal.failed("the server ends"));
    } catch (IOException e) {
      return Reply.of(Refusal.failed(String.valueOf(e.getMessage())));
    } catch (OutOfMemoryError e) {
      return Reply.of(
          Refusal.failed("out of memory; give it more by LOOMTRACE_JAVA_OPTS=-Xmx4g or so"));
    } catch (RuntimeException | AssertionError | StackOverflowError e) {
      return Reply.of(Refusal.failed("a bug in Loomtrace itself: " + e));
    }
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    Guard.headers().forEach(exchange.getResponseHeaders()::set);
    for (Map.Entry<String, String> header : reply.headers().entrySet()) {
      exchange.getResponseHeaders().set(header.getKey(), header.getValue());
    }
    byte[] body = reply.body();
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
      exchange.sendResponseHeaders(reply.status(), NOTHING);
      return;
    }
    exchange.sendResponseHeaders(reply.status(), body.length == 0 ? NOTHING : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  /** Stops it; what is being answered is given up. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
