package dev.loomtrace.opentelemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * A program with spans that measures them itself. Knows the API of OpenTelemetry only, not
 * Loomtrace.
 */
final class MeasuredSpans {
  /**
   * A span that has ended.
   *
   * @param nanos how long it took, as the program measured it
   */
  record Measured(String traceId, String spanId, String parentSpanId, long nanos) {
    /** The line that the program prints of it. */
    String line() {
      return String.join(" ", "span", traceId, spanId, parentSpanId, Long.toString(nanos));
    }

    static Measured of(String line) {
      String[] words = line.split(" ", -1);
      return new Measured(words[1], words[2], words[3], Long.parseLong(words[4]));
    }
  }

  private MeasuredSpans() {}

  /** A request that waits itself, and then for a query on a thread of a pool. */
  @SuppressWarnings("try") // Scopes are closed, and not used.
  static List<Measured> request(Tracer tracer) throws Exception {
    try (ExecutorService pool = Executors.newFixedThreadPool(1)) {
      pool.submit(() -> {}).get(); // Its thread is there before the request is.
      Span request = tracer.spanBuilder("GET").setSpanKind(SpanKind.SERVER).startSpan();
      long begin = System.nanoTime();
      Measured inner;
      try (Scope scope = request.makeCurrent()) {
        LockSupport.parkNanos(100_000_000);
        inner = Context.taskWrapping(pool).submit(() -> query(tracer, request)).get();
      }
      request.updateName("GET /orders/{id}");
      request.setAttribute("http.route", "/orders/{id}");
      long nanos = System.nanoTime() - begin;
      request.end();
      return List.of(
          new Measured(
              request.getSpanContext().getTraceId(),
              request.getSpanContext().getSpanId(),
              "none",
              nanos),
          inner);
    }
  }

  @SuppressWarnings("try")
  private static Measured query(Tracer tracer, Span request) {
    Span query = tracer.spanBuilder("query").setSpanKind(SpanKind.CLIENT).startSpan();
    long begin = System.nanoTime();
    try (Scope scope = query.makeCurrent()) {
      LockSupport.parkNanos(200_000_000);
    }
    query.setAttribute("db.system.name", "postgresql");
    long nanos = System.nanoTime() - begin;
    query.end();
    return new Measured(
        query.getSpanContext().getTraceId(),
        query.getSpanContext().getSpanId(),
        request.getSpanContext().getSpanId(),
        nanos);
  }
}
