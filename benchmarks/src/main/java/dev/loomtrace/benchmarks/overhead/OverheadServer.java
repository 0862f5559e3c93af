package dev.loomtrace.benchmarks.overhead;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.Executors;

/**
 * The server that is measured: hashing and JSON for each request, on virtual threads of the JDK's
 * own HTTP server.
 *
 * <pre>
 * GET /work   the request that is measured
 * GET /mode   ?to= what Recorder understands: what is recorded now
 * GET /cpu    CPU time of the process so far, in nanoseconds
 * </pre>
 */
public final class OverheadServer {
  private static final int ITEMS = 20;

  private final int rounds;
  private final Recorder recorder = new Recorder();

  /** One whose requests hash so often. */
  OverheadServer(int rounds) {
    this.rounds = rounds;
  }

  /** Serves until it is killed. */
  public static void main(String[] args) throws IOException {
    OverheadServer work = new OverheadServer(Integer.parseInt(args[0]));
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server = HttpServer.create(address, 1000);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/work", exchange -> answer(exchange, 200, work.work()));
    server.createContext(
        "/cpu", exchange -> answer(exchange, 200, Long.toString(ProcessCpu.nanos())));
    server.createContext("/mode", work::mode);
    server.start();
    System.out.println(server.getAddress().getPort());
  }

  /** Sends an answer, and ends the exchange. */
  static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** What a request does; its answer. */
  String work() {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] data = new byte[1024];
      for (int i = 0; i < data.length; i++) {
        data[i] = (byte) i;
      }
      byte[] sum = {};
      for (int i = 0; i < rounds; i++) {
        sum = sha.digest(data);
        System.arraycopy(sum, 0, data, 0, sum.length);
      }
      StringBuilder json = new StringBuilder(2000);
      json.append("{\"digest\":\"").append(HexFormat.of().formatHex(sum)).append("\",\"items\":[");
      for (int i = 0; i < ITEMS; i++) {
        json.append(i == 0 ? "" : ",").append("{\"name\":\"item ").append(i);
        json.append("\",\"count\":").append(i * (sum[i] & 0xff));
        json.append(",\"price\":").append((sum[i] & 0xff) / 3.0).append('}');
      }
      return json.append("]}").toString();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JVM has SHA-256", e);
    }
  }

  private synchronized void mode(HttpExchange exchange) throws IOException {
    String to = exchange.getRequestURI().getQuery().substring("to=".length());
    try {
      recorder.mode(to);
    } catch (IOException e) {
      answer(exchange, 500, e.toString());
      return;
    }
    answer(exchange, 200, "ok");
  }
}
