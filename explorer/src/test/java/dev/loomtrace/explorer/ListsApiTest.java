package dev.loomtrace.explorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.explorer.Client.Json;
import dev.loomtrace.timeline.Span;
import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.store.Track;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is searched and listed of a random trace, compared with its store. */
class ListsApiTest extends RandomTraceShown {
  @Test
  void findsEverythingByItsText() throws IOException {
    Set<String> kinds = new HashSet<>();
    for (String q : List.of("1", "a", "e", "o")) {
      for (Json hit : client.ask("search", "q", q, "limit", 60).list("hits")) {
        kinds.add(hit.text("kind"));
        if (hit.has("row")) {
          assertEquals(
              hit.text("row"),
              client.ask("row", "id", hit.text("row")).list("rows").getFirst().text("id"));
        }
        if (hit.has("time")) {
          assertTrue(hit.number("time") <= duration);
        }
      }
    }
    assertEquals(Set.of("thread", "group", "task", "function", "region", "log"), kinds);
    Track track = threads().getLast();
    assertTrue(
        client.ask("search", "q", track.id()).list("hits").stream()
            .anyMatch(hit -> hit.has("row") && hit.text("row").equals(rowOf(track))));
    assertEquals(List.of(), client.ask("search", "q", "no such thing").list("hits"));
    client.refusal(400, "search", "q", " ");
    client.refusal(400, "search");
  }

  @Test
  void logsAreThoseOfTheStore() throws IOException {
    List<Span> truth = list(SpanKind.LOG);
    Json told = client.ask("logs", "limit", 10000);
    assertEquals(truth.size(), told.number("total"));
    assertEquals(
        truth.stream().map(Span::message).toList(),
        told.list("logs").stream().map(log -> log.text("text")).toList());
    Json some = client.ask("logs", "offset", 2, "limit", 3);
    assertEquals(told.list("logs").subList(2, 5), some.list("logs"));
    assertTrue(some.flag("more"));
    String part = truth.get(truth.size() / 2).message();
    Json found = client.ask("logs", "q", part.toUpperCase(Locale.ROOT), "limit", 10000);
    assertTrue(found.list("logs").stream().anyMatch(log -> log.text("text").equals(part)));
    Span middle = truth.get(truth.size() / 2);
    Json before = client.ask("logs", "to", middle.begin() - begin, "limit", 10000);
    assertEquals(
        truth.stream().filter(log -> log.begin() < middle.begin()).count(), before.number("total"));
  }

  @Test
  void unitsAreSortedByHowLongTheyTook() throws IOException {
    Json tasks = client.ask("units", "kind", "task");
    List<Span> truth = list(SpanKind.TASK);
    assertEquals(truth.size(), tasks.number("total"));
    assertFalse(tasks.flag("more"));
    long before = Long.MAX_VALUE;
    Map<Long, Span> byId = new TreeMap<>();
    truth.forEach(task -> byId.put(task.id(), task));
    for (int i = 0; i < truth.size(); i++) {
      long taken = tasks.list("durations").get(i).number();
      assertTrue(taken <= before);
      before = taken;
      Span task = byId.get(tasks.list("ids").get(i).number());
      assertEquals(task.duration(), taken);
      assertEquals(task.begin() - begin, tasks.list("begins").get(i).number());
      assertEquals(task.open() || task.beganBefore(), tasks.list("cut").get(i).value());
    }
    assertNotEquals(0, truth.size());
    String group = groups().keySet().iterator().next();
    assertEquals(
        groups().get(group).size(),
        client.ask("units", "kind", "thread", "name", group).number("total"));
    Json regions = client.ask("units", "kind", "region");
    assertEquals(list(SpanKind.REGION).size(), regions.number("total"));
    assertEquals(
        list(SpanKind.REGION).stream().map(Span::thread).sorted().toList(),
        regions.list("threads").stream().map(Json::number).sorted().toList());
    client.refusal(404, "units", "kind", "thread", "name", "no such group");
    client.refusal(400, "units", "kind", "colour");
  }
}
