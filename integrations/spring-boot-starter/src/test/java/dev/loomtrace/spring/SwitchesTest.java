package dev.loomtrace.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.FlightRecorder;
import dev.loomtrace.micrometer.LoomtraceObservationHandler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ApplicationContext;

/** What is switched off is not there. */
class SwitchesTest {
  private static final String RECORDER = "loomtrace.flight-recorder.enabled=";
  private static final String OBSERVATIONS = "loomtrace.observations.enabled=";
  private static final String ACCESS = "management.endpoint.loomtrace.access=";

  @TempDir Path temporary;

  private static int count(ApplicationContext context, Class<?> type) {
    return context.getBeanNamesForType(type).length;
  }

  /** Recorders, handlers, endpoints. */
  private List<Integer> with(String... properties) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "management.endpoints.web.exposure.include=loomtrace",
                "loomtrace.flight-recorder.dir=" + temporary));
    all.addAll(List.of(properties));
    try (Running running = Running.withoutServer(all.toArray(String[]::new))) {
      ApplicationContext context = running.context();
      List<Integer> counts =
          List.of(
              count(context, FlightRecorder.class),
              count(context, LoomtraceObservationHandler.class),
              count(context, LoomtraceEndpoint.class));
      assertEquals(
          counts.equals(List.of(0, 0, 0)), running.beans().isEmpty(), running.beans()::toString);
      return counts;
    }
  }

  @Test
  void onlyObservationsAreOnByDefault() {
    assertEquals(List.of(0, 1, 0), with());
  }

  @Test
  void eachIsSwitchedAlone() {
    assertEquals(List.of(1, 1, 0), with(RECORDER + "true"));
    assertEquals(List.of(1, 1, 1), with(RECORDER + "true", ACCESS + "read-only"));
    assertEquals(List.of(1, 0, 0), with(RECORDER + "true", OBSERVATIONS + "false"));
    assertEquals(List.of(0, 1, 0), with(ACCESS + "unrestricted"));
    assertEquals(List.of(0, 0, 0), with(OBSERVATIONS + "false", ACCESS + "unrestricted"));
  }

  @Test
  void allAreSwitchedOffByOne() {
    assertEquals(
        List.of(0, 0, 0),
        with(
            "loomtrace.enabled=false",
            RECORDER + "true",
            OBSERVATIONS + "true",
            ACCESS + "unrestricted"));
  }

  /** A log that has a warning of beans that are made too early is no longer quiet. */
  @Test
  void nothingIsSaidOfBeansThatAreMadeEarly() {
    String log =
        Running.said(
            () -> assertEquals(List.of(1, 1, 1), with(RECORDER + "true", ACCESS + "unrestricted")));
    assertTrue(log.contains("Started"), log);
    assertEquals(List.of(), log.lines().filter(line -> line.contains("not eligible")).toList());
  }

  /** As without the Actuator. */
  @SpringBootConfiguration(proxyBeanMethods = false)
  @ImportAutoConfiguration(ObservationAutoConfiguration.class)
  static class Unobserved {}

  @Test
  void thatNothingIsObservedIsSaid() {
    String log =
        Running.said(
            () ->
                Running.start(
                        new SpringApplication(Unobserved.class),
                        "spring.main.web-application-type=none")
                    .close());
    assertEquals(
        1,
        log.lines().filter(line -> line.contains("there is no ObservationRegistry")).count(),
        log);
  }
}
