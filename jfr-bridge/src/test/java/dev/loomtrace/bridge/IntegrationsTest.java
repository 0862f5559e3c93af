package dev.loomtrace.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IntegrationsTest {
  private static final String STATE = "loomtrace.state.opentelemetry";

  @Test
  void eachIsFoundOrNot() {
    assertEquals(
        List.of(
            "OpenTelemetry: not found",
            "Micrometer: found, loomtrace-micrometer is not there or not in use",
            "Spring Boot: not found"),
        Integrations.lines(Set.of("io.micrometer.observation.ObservationRegistry")));
  }

  @Test
  void aFileOfOpenTelemetrysHasToNameTheProcessor() {
    System.setProperty("otel.config.file", "conf/otel.yaml");
    try {
      assertEquals(
          "OpenTelemetry: found, loomtrace-opentelemetry is not there or not in use; of its"
              + " processors in conf/otel.yaml one has to be '- loomtrace:'",
          Integrations.lines(Set.of("io.opentelemetry.sdk.trace.SdkTracerProvider")).getFirst());
    } finally {
      System.clearProperty("otel.config.file");
    }
  }

  @Test
  void whatItSaysOfItselfIsToldWithoutSteeringATerminal() {
    System.setProperty(STATE, "declined: \u001b[2J");
    try {
      assertEquals("OpenTelemetry: declined: \\u001b[2J", Integrations.lines(Set.of()).getFirst());
    } finally {
      System.clearProperty(STATE);
    }
  }

  @Test
  void serversThatNobodyAskedForAreOff() {
    Set<String> loaded =
        Set.of(
            "org.apache.catalina.core.StandardEngineValve",
            "io.vertx.core.http.impl.Http2ServerRequest",
            "io.undertow.server.Connectors");
    assertEquals(
        List.of(
            "tomcat: found, off; requests=tomcat names them",
            "vertx: found, off; requests=vertx names them"),
        Integrations.unnamed(loaded, new String[] {"undertow: requests are named, 7 so far"}));
  }
}
