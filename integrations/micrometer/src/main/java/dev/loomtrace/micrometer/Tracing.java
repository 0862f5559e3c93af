package dev.loomtrace.micrometer;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;

/** What Micrometer Tracing knows of an observation, if it is there. */
final class Tracing {
  private static final boolean PRESENT = isPresent();

  private Tracing() {}

  private static boolean isPresent() {
    try {
      Class.forName(
          "io.micrometer.tracing.handler.TracingObservationHandler$TracingContext",
          false,
          Tracing.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /**
   * The ids of the observation's span as those of a task: trace id, hyphen, span id. Null: it has
   * no span, or not yet.
   */
  static String id(Observation.Context observation) {
    Span span = PRESENT ? Spans.of(observation) : null;
    return span == null ? null : Spans.id(span);
  }

  /** Whether the observation's span is one of OpenTelemetry's that is recorded. */
  static boolean isOpenTelemetrys(Observation.Context observation) {
    Span span = PRESENT ? Spans.of(observation) : null;
    return span != null
        && !span.isNoop()
        && span.getClass().getName().startsWith("io.micrometer.tracing.otel.");
  }

  /** Loaded only where Micrometer Tracing is. */
  private static final class Spans {
    static Span of(Observation.Context observation) {
      TracingContext context = observation.get(TracingContext.class);
      return context == null ? null : context.getSpan();
    }

    static String id(Span span) {
      TraceContext context = span.context();
      String trace = context.traceId();
      String id = context.spanId();
      return trace.isEmpty() || id.isEmpty() ? null : trace + "-" + id;
    }
  }
}
