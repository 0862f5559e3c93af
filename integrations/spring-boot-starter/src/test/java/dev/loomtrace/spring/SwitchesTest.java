package dev.loomtrace.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.FlightRecorder;
import dev.loomtrace.micrometer.LoomtraceObservationHandler;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ApplicationContext;

/** What is switched off is not there. */
class SwitchesTest {
  private static final String RECORDER = "loomtrace.flight-recorder.enabled=";
  private static final String OBSERVATIONS = "loomtrace.observations.enabled=";
  private static final String[] OPEN = {
    "management.endpoint.loomtrace.access=unrestricted",
    "management.endpoints.web.exposure.include=loomtrace"
  };

  @TempDir Path temporary;

  private static int count(ApplicationContext context, Class<?> type) {
    return context.getBeanNamesForType(type).length;
  }

  /** Recorders, handlers, endpoints. */
  private List<Integer> with(String... properties) {
    String[] all = java.util.Arrays.copyOf(properties, properties.length + 3);
    System.arraycopy(OPEN, 0, all, properties.length, 2);
    all[properties.length + 2] = "loomtrace.flight-recorder.dir=" + temporary;
    try (Running running = Running.withoutServer(all)) {
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
    assertEquals(List.of(1, 1, 1), with(RECORDER + "true"));
    assertEquals(List.of(1, 0, 1), with(RECORDER + "true", OBSERVATIONS + "false"));
    assertEquals(List.of(0, 0, 0), with(OBSERVATIONS + "false"));
    assertEquals(
        List.of(1, 1, 0), with(RECORDER + "true", "management.endpoint.loomtrace.access=none"));
  }

  @Test
  void allAreSwitchedOffByOne() {
    assertEquals(
        List.of(0, 0, 0), with("loomtrace.enabled=false", RECORDER + "true", OBSERVATIONS + "true"));
  }

  /** A log that has a warning of beans that are made too early is no longer quiet. */
  @Test
  void nothingIsSaidOfBeansThatAreMadeEarly() {
    java.io.PrintStream out = System.out;
    java.io.ByteArrayOutputStream said = new java.io.ByteArrayOutputStream();
    System.setOut(
        new java.io.PrintStream(
            said, /* autoFlush= */ true, java.nio.charset.StandardCharsets.UTF_8));
    try {
      assertEquals(List.of(1, 1, 1), with(RECORDER + "true"));
    } finally {
      System.setOut(out);
    }
    String log = said.toString(java.nio.charset.StandardCharsets.UTF_8);
    assertTrue(log.contains("Started"), log);
    assertEquals(
        List.of(), log.lines().filter(line -> line.contains("not eligible")).toList());
  }
}
