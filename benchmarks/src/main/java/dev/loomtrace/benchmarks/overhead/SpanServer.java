package dev.loomtrace.benchmarks.overhead;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.loomtrace.Task;
import dev.loomtrace.opentelemetry.LoomtraceSpanProcessor;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/**
 * {@link OverheadServer} with spans of OpenTelemetry, all of which are sampled and exported
 * nowhere. It records all the time.
 *
 * <pre>
 * GET /work/1   the request that is measured, with a span
 * GET /work/3   the same, with two children in that span
 * GET /mode     ?to= tasks or spans: whether spans are recorded as tasks from now on
 * GET /cpu      CPU time of the process so far, in nanoseconds
 * </pre>
 */
public final class SpanServer {
  /** Spans are tasks. */
  static final String TASKS = "tasks";

  /** Spans are only spans. */
  static final String SPANS = "spans";

  private final OverheadServer work;
  private final Recorder recorder = new Recorder();
  private final RequestSpans spans;

  private SpanServer(int rounds) {
    work = new OverheadServer(rounds);
    SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .addSpanProcessor(LoomtraceSpanProcessor.create())
            .addSpanProcessor(BatchSpanProcessor.builder(new RequestSpans.Nowhere()).build())
            .build();
    spans = new RequestSpans(provider.get("overhead"));
  }

  /**
   * Serves until it is killed.
   *
   * @param args how often a request hashes, settings
   */
  public static void main(String[] args) throws IOException {
    SpanServer spans = new SpanServer(Integer.parseInt(args[0]));
    spans.recorder.mode(args[1]);
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server = HttpServer.create(address, 1000);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/work/1", exchange -> spans.answer(exchange, false));
    server.createContext("/work/3", exchange -> spans.answer(exchange, true));
    server.createContext(
        "/cpu",
        exchange -> OverheadServer.answer(exchange, 200, Long.toString(ProcessCpu.nanos())));
    server.createContext("/mode", spans::mode);
    server.start();
    System.out.println(server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange, boolean children) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String body =
        spans.server(
            path,
            () -> {
              if (children) {
                spans.query();
                spans.call();
              }
              return work.work();
            });
    OverheadServer.answer(exchange, 200, body);
  }

  private synchronized void mode(HttpExchange exchange) throws IOException {
    boolean tasks = exchange.getRequestURI().getQuery().equals("to=" + TASKS);
    recorder.tasks(tasks);
    boolean done = Task.isEnabled() == tasks;
    OverheadServer.answer(exchange, done ? 200 : 500, done ? "ok" : "tasks cannot be switched");
  }
}
