package dev.loomtrace.benchmarks.overhead;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.function.Supplier;

/** The spans of a request, with the attributes that OpenTelemetry's conventions ask for. */
@SuppressWarnings("try") // Scopes are there to be closed.
final class RequestSpans {
  /** Takes spans and does nothing with them. */
  static final class Nowhere implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  private static final AttributeKey<Long> STATUS =
      AttributeKey.longKey("http.response.status_code");
  private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
  private static final AttributeKey<String> SCHEME = AttributeKey.stringKey("url.scheme");
  private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
  private static final AttributeKey<String> URL = AttributeKey.stringKey("url.full");
  private static final AttributeKey<String> SERVER = AttributeKey.stringKey("server.address");
  private static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");
  private static final AttributeKey<String> CLIENT = AttributeKey.stringKey("client.address");
  private static final AttributeKey<String> AGENT = AttributeKey.stringKey("user_agent.original");
  private static final AttributeKey<String> VERSION =
      AttributeKey.stringKey("network.protocol.version");
  private static final AttributeKey<String> DATABASE = AttributeKey.stringKey("db.system.name");
  private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("db.operation.name");
  private static final AttributeKey<String> TABLE = AttributeKey.stringKey("db.collection.name");
  private static final AttributeKey<String> QUERY = AttributeKey.stringKey("db.query.text");

  private final Tracer tracer;

  RequestSpans(Tracer tracer) {
    this.tracer = tracer;
  }

  /** What a server does in a span of ten attributes, of which five are recorded by default. */
  <R> R server(String path, Supplier<R> work) {
    Span span =
        tracer
            .spanBuilder("GET")
            .setSpanKind(SpanKind.SERVER)
            .setAttribute(METHOD, "GET")
            .setAttribute(SCHEME, "http")
            .setAttribute(PATH, path)
            .setAttribute(SERVER, "localhost")
            .setAttribute(PORT, 8080L)
            .setAttribute(CLIENT, "127.0.0.1")
            .setAttribute(AGENT, "loadclient/1.0")
            .setAttribute(VERSION, "1.1")
            .startSpan();
    try (Scope scope = span.makeCurrent()) {
      R result = work.get();
      span.updateName("GET /work/{spans}");
      span.setAttribute(ROUTE, "/work/{spans}");
      span.setAttribute(STATUS, 200L);
      return result;
    } finally {
      span.end();
    }
  }

  /** A query of a database, as a child of the current span: six attributes, five are recorded. */
  void query() {
    Span span =
        tracer
            .spanBuilder("SELECT orders")
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute(DATABASE, "postgresql")
            .setAttribute(OPERATION, "SELECT")
            .setAttribute(TABLE, "orders")
            .setAttribute(QUERY, "SELECT * FROM orders WHERE id = ?")
            .setAttribute(SERVER, "db.example")
            .setAttribute(PORT, 5432L)
            .startSpan();
    end(span);
  }

  /** A request to another server, the same: five attributes, four are recorded. */
  void call() {
    Span span =
        tracer
            .spanBuilder("GET")
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute(METHOD, "GET")
            .setAttribute(URL, "http://stock.example:8081/items/42")
            .setAttribute(SERVER, "stock.example")
            .setAttribute(PORT, 8081L)
            .startSpan();
    span.setAttribute(STATUS, 200L);
    end(span);
  }

  private static void end(Span span) {
    try (Scope scope = span.makeCurrent()) {
      span.isRecording();
    } finally {
      span.end();
    }
  }
}
