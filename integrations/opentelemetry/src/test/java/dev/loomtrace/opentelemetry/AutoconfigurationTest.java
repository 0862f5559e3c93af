package dev.loomtrace.opentelemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.testing.RecordedTasks;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An SDK that configures itself finds the processor, and gives it its options. */
class AutoconfigurationTest {
  private static List<RecordedTasks.Ended> recorded(Map<String, String> options) throws Exception {
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "otel.traces.exporter", "none",
                "otel.metrics.exporter", "none",
                "otel.logs.exporter", "none"));
    all.putAll(options);
    try (RecordedTasks recorded = new RecordedTasks();
        OpenTelemetrySdk sdk =
            AutoConfiguredOpenTelemetrySdk.builder()
                .addPropertiesSupplier(() -> all)
                .disableShutdownHook()
                .build()
                .getOpenTelemetrySdk()) {
      Span span = sdk.getTracer("test").spanBuilder("found").startSpan();
      span.setAttribute("http.route", "/orders");
      span.setAttribute("tenant.id", "7");
      span.end();
      return recorded.ended();
    }
  }

  @Test
  void findsTheProcessor() throws Exception {
    List<RecordedTasks.Ended> tasks = recorded(Map.of());
    assertEquals(1, tasks.size());
    assertEquals("found", tasks.getFirst().name());
    assertEquals("http.route=/orders", tasks.getFirst().attributes());
    assertEquals("shut down", System.getProperty("loomtrace.state.opentelemetry"));
  }

  @Test
  void givesItItsOptions() throws Exception {
    assertEquals(
        "tenant.id=7",
        recorded(Map.of("loomtrace.otel.attributes", "tenant.*")).getFirst().attributes());
    assertEquals(
        null, recorded(Map.of("loomtrace.otel.attributes", "none")).getFirst().attributes());
    assertEquals(List.of(), recorded(Map.of("loomtrace.otel.enabled", "false")));
  }
}
