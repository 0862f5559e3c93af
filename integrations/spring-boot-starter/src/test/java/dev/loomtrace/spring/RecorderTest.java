package dev.loomtrace.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.FlightRecorder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.BeansException;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;
import shop.Shop;

/** A flight recorder by properties alone. */
class RecorderTest {
  private static final String ON = "loomtrace.flight-recorder.enabled=true";
  private static final String REQUEST = "http get /orders/{id}";

  @TempDir Path temporary;

  private Path folder() {
    return temporary.resolve("dumps");
  }

  private String dir() {
    return "loomtrace.flight-recorder.dir=" + folder();
  }

  private static List<RecordedEvent> events(Path dump, String type) throws Exception {
    return RecordingFile.readAllEvents(dump).stream()
        .filter(event -> event.getEventType().getName().equals(type))
        .toList();
  }

  private static List<RecordedEvent> tasks(Path dump, String name) throws Exception {
    return events(dump, "loomtrace.Task").stream()
        .filter(event -> !event.getBoolean("open") && name.equals(event.getString("name")))
        .toList();
  }

  @Test
  void aSlowRequestIsDumpedOnceAndWhole() throws Exception {
    String trigger = "task(" + REQUEST + ")>2s"; // Far above what a busy machine makes of others.
    try (Running shop =
        Running.shop(
            ON,
            dir(),
            "loomtrace.flight-recorder.every=1h",
            "loomtrace.flight-recorder.triggers[0]=" + trigger)) {
      for (int i = 1; i <= 20; i++) {
        assertEquals("virtual", shop.get("/orders/" + i).body());
      }
      assertEquals(List.of(), Running.dumps(folder()));
      shop.get("/orders/1000?millis=2100");
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> Running.dumps(folder()).size() == 1);
      shop.get("/orders/1001?millis=2100");
      FlightRecorder recorder = shop.context().getBean(FlightRecorder.class);
      Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> recorder.suppressed() == 1);

      Path dump = Running.dumps(folder()).getFirst();
      long took = shop.context().getBean(Shop.Orders.class).took(1000);
      List<RecordedEvent> slow =
          tasks(dump, REQUEST).stream()
              .filter(task -> task.getDuration().toNanos() >= took)
              .toList();
      assertEquals(1, slow.size(), "it is in the dump, from its beginning to its end");
      long id = slow.getFirst().getLong("id");
      assertTrue(
          tasks(dump, "price").stream().anyMatch(price -> price.getLong("parent") == id),
          "what was observed inside it too");
      assertTrue(
          events(dump, "loomtrace.Region").stream()
              .anyMatch(
                  region ->
                      region.getLong("taskId") == id
                          && region.getThread().isVirtual()
                          && region.getDuration().toNanos() >= took),
          "which thread worked on it");
      RecordedEvent fired = events(dump, "loomtrace.Trigger").getFirst();
      assertEquals(trigger, fired.getString("condition"));
      assertEquals(id, fired.getLong("taskId"));
    }
    assertEquals(1, Running.dumps(folder()).size());
  }

  @Test
  void hearsTheStartOfTheApplication() throws Exception {
    try (Running shop = Running.shop(ON, dir())) {
      Path dump = shop.context().getBean(FlightRecorder.class).dump("started").get();
      assertEquals(1, tasks(dump, Shop.STOCK).size());
    }
  }

  @Test
  void isStoppedWithTheContextAndStartedWithTheNext() {
    FlightRecorder first;
    try (Running one = Running.withoutServer(ON, dir())) {
      first = one.context().getBean(FlightRecorder.class);
      assertTrue(first.isEnabled());
      one.context().stop(); // As before a checkpoint.
      assertFalse(first.isEnabled());
      one.context().start();
      assertTrue(first.isEnabled());
    }
    assertFalse(first.isEnabled());
    try (Running two = Running.withoutServer(ON, dir())) {
      assertTrue(two.context().getBean(FlightRecorder.class).isEnabled());
    }
  }

  /** What the doctor shows. */
  @Test
  void tellsWhatItDoes() {
    String property = "loomtrace.state.spring-boot";
    String recorder =
        "installed: observations on, flight recorder by properties %s"
            + " (triggers error, task>p99, dumps into "
            + folder()
            + "), endpoint ";
    try (Running one =
        Running.withoutServer(ON, dir(), "loomtrace.flight-recorder.triggers=error, task>p99")) {
      assertTrue(one.context().isRunning());
      String said = System.getProperty(property);
      assertTrue(said.startsWith(recorder.formatted("on")), said);
    }
    String said = System.getProperty(property);
    assertTrue(said.startsWith(recorder.formatted("stopped")), said);
  }

  /** As contexts of tests do, which Spring keeps. */
  @Test
  void theSecondOfTwoContextsGoesWithout() {
    try (Running one = Running.withoutServer(ON, dir());
        Running two = Running.withoutServer(ON, dir())) {
      assertTrue(one.context().getBean(FlightRecorder.class).isEnabled());
      assertFalse(two.context().getBean(FlightRecorder.class).isEnabled());
    }
  }

  /** Of the application's own, which it starts when it likes. */
  @org.springframework.boot.SpringBootConfiguration(proxyBeanMethods = false)
  @org.springframework.boot.autoconfigure.EnableAutoConfiguration
  static class WithItsOwn {
    @Bean
    FlightRecorder own() {
      return new FlightRecorder();
    }
  }

  @Test
  void leavesTheApplicationsOwnAlone() {
    try (Running own =
        Running.start(
            new SpringApplication(WithItsOwn.class), ON, "spring.main.web-application-type=none")) {
      assertFalse(own.context().getBean(FlightRecorder.class).isEnabled());
    }
  }

  @Test
  void propertiesAreTheRecorders() {
    try (Running running =
        Running.withoutServer(
            ON,
            dir(),
            "loomtrace.flight-recorder.window=45s",
            "loomtrace.flight-recorder.every=5m",
            "loomtrace.flight-recorder.max-bytes=32MB",
            "loomtrace.flight-recorder.prefix=shop",
            "loomtrace.flight-recorder.max-files=3",
            "loomtrace.flight-recorder.max-folder-bytes=100MB",
            "loomtrace.flight-recorder.triggers=error, task>p99",
            "loomtrace.flight-recorder.answers=true",
            "loomtrace.flight-recorder.jmx=true")) {
      assertEquals(
          FlightRecorder.Config.builder()
              .window(Duration.ofSeconds(45))
              .minDumpInterval(Duration.ofMinutes(5))
              .maxBytes(32L << 20)
              .folder(folder())
              .prefix("shop")
              .maxFiles(3)
              .maxFolderBytes(100L << 20)
              .triggers(dev.loomtrace.Trigger.error(), dev.loomtrace.Trigger.parse("task>p99"))
              .answers(true)
              .jmx(true)
              .build(),
          running.context().getBean(FlightRecorder.class).config());
    }
  }

  /** As Spring Boot says it of its own properties. */
  @ParameterizedTest
  @CsvSource({
    "triggers[0], carriers-busy>2, expected a unit: one of ns",
    "triggers[0], slow>2s, 'expected one of task, '",
    "window, -1s, 'must be positive, but is PT-1S'",
    "every, -1s, 'must not be negative, but is PT-1S'",
    "max-bytes, 0, 'must be positive, but is 0'",
    "prefix, a/b, 'letters, digits, dots, hyphens and underscores, but is a/b'",
    "max-files, 0, 'must be positive, but is 0'",
    "max-folder-bytes, -1B, 'must be positive, but is -1'",
    "max-files, many, 'failed to convert'"
  })
  void aWrongPropertyIsSaid(String property, String value, String expected) {
    String said = saidWhenItFails(ON, "loomtrace.flight-recorder." + property + "=" + value);
    // Of some it says the name of the field, without hyphens.
    assertTrue(
        plain(said).contains(plain("Property: loomtrace.flight-recorder." + property)), said);
    assertTrue(said.contains(expected), said);
  }

  private static String plain(String text) {
    return text.replace("-", "").toLowerCase(Locale.ROOT);
  }

  @Test
  void allWrongPropertiesAreSaidAtOnce() {
    String said =
        saidWhenItFails(
            ON,
            "loomtrace.flight-recorder.triggers=error, carriers-busy>2, blocked>1s",
            "loomtrace.flight-recorder.max-files=0");
    assertTrue(said.contains("triggers[1]"), said);
    assertTrue(said.contains("triggers[2]"), said);
    assertTrue(said.contains("maxFiles must be positive"), said);
    assertFalse(said.contains("triggers[0]"), said);
  }

  /** What the log has of an application that does not start. */
  private static String saidWhenItFails(String... properties) {
    return Running.said(
        () -> assertThrows(BeansException.class, () -> Running.withoutServer(properties).close()));
  }
}
