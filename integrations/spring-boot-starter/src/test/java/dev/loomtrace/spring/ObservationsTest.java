package dev.loomtrace.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.testing.RecordedTasks;
import dev.loomtrace.testing.RecordedTasks.Ended;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Requests of a real server, on virtual threads, as tasks. */
class ObservationsTest {
  private static final String REQUEST = "http get /orders/{id}";

  /** All that has been recorded with such a name. */
  private static List<Ended> named(RecordedTasks recorded, String name) throws Exception {
    return recorded.ended().stream().filter(task -> task.name().equals(name)).toList();
  }

  @Test
  void requestsAreTasksWithWhatIsObservedInsideThem() throws Exception {
    try (RecordedTasks recorded = new RecordedTasks()) {
      try (Running shop = Running.shop();
          ExecutorService clients = Executors.newFixedThreadPool(8)) {
        Callable<String> order = () -> shop.get("/orders/7?millis=5").body();
        for (Future<String> answer : clients.invokeAll(Collections.nCopies(100, order))) {
          assertEquals("virtual", answer.get());
        }
      } // Which waits for the ends of requests: answers come before.
      List<Ended> requests = named(recorded, REQUEST);
      assertEquals(100, requests.size());
      Map<Long, Ended> byId = requests.stream().collect(Collectors.toMap(Ended::id, task -> task));
      List<Ended> prices = named(recorded, "price");
      assertEquals(100, prices.size());
      assertEquals(byId.keySet(), prices.stream().map(Ended::parent).collect(Collectors.toSet()));
      for (Ended request : requests) {
        assertEquals(0, request.parent());
        List<String> attributes = List.of(request.attributes().split("\n", -1));
        assertTrue(attributes.contains("uri=/orders/{id}"), request::attributes);
        assertTrue(attributes.contains("status=200"), request::attributes);
      }
    }
  }

  @Test
  void aRequestThatFailsIsATaskThatDoes() throws Exception {
    try (RecordedTasks recorded = new RecordedTasks()) {
      try (Running shop = Running.shop()) {
        assertEquals(500, shop.get("/orders/0").statusCode());
      }
      String attributes = named(recorded, REQUEST).getFirst().attributes();
      assertTrue(attributes.contains("error.type=java.lang.IllegalArgumentException"), attributes);
    }
  }

  @Test
  void propertiesChooseWhatIsRecordedOfThem() throws Exception {
    try (RecordedTasks recorded = new RecordedTasks()) {
      try (Running shop =
          Running.shop(
              "loomtrace.observations.attributes=status, http.*",
              "loomtrace.observations.high-cardinality=true")) {
        assertEquals(200, shop.get("/orders/7").statusCode());
      }
      assertEquals(
          "status=200\nhttp.url=/orders/7", named(recorded, REQUEST).getFirst().attributes());
    }
  }

  @Test
  void canBeSwitchedOff() throws Exception {
    try (RecordedTasks recorded = new RecordedTasks()) {
      try (Running shop = Running.shop("loomtrace.observations.enabled=false")) {
        assertEquals(200, shop.get("/orders/7").statusCode());
      }
      assertEquals(List.of(), named(recorded, REQUEST));
    }
  }
}
