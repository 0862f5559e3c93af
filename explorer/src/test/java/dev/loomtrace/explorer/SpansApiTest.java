package dev.loomtrace.explorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.explorer.Client.Json;
import dev.loomtrace.timeline.Span;
import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.SpanState;
import dev.loomtrace.timeline.store.SpanCursor;
import dev.loomtrace.timeline.store.Track;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.ResourceKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the routes of spans say of a random trace, compared with its store. */
class SpansApiTest extends RandomTraceShown {
  private void compare(Span span, Json told) {
    assertEquals(span.begin() - begin, told.number("begin"));
    assertEquals(span.end() - begin, told.number("end"));
    assertEquals(span.open(), told.has("open"));
    assertEquals(span.beganBefore(), told.has("beganBefore"));
  }

  @Test
  void spansOfThreadsAreThoseOfTheStore() throws IOException {
    Random random = new Random(3);
    for (Track track : threads()) {
      long from = random.nextLong(duration);
      long to = random.nextLong(from, duration + 1);
      List<Span> truth = spans(track, begin + from, begin + to);
      Json answer = client.ask("spans", "row", rowOf(track), "from", from, "to", to);
      assertEquals(truth.size(), answer.list("spans").size());
      for (int i = 0; i < truth.size(); i++) {
        Span span = truth.get(i);
        Json told = answer.list("spans").get(i);
        compare(span, told);
        assertEquals(span.state().name().toLowerCase(Locale.ROOT), told.text("state"));
        assertEquals(span.cause().word(), told.has("reason") ? told.text("reason") : "");
        assertEquals(
            span.waker().thread(),
            told.has("waker") && told.get("waker").has("thread")
                ? told.get("waker").number("thread")
                : Context.NO_GOROUTINE);
        assertEquals(span.proc(), told.has("proc") ? told.number("proc") : Context.NO_PROC);
        assertFalse(told.text("label").isEmpty());
      }
      List<Span> regions =
          list(SpanKind.REGION).stream()
              .filter(region -> region.thread() == track.id())
              .filter(region -> region.begin() < track.end() && region.end() > track.begin())
              .filter(region -> region.begin() < begin + to)
              .filter(region -> region.end() > begin + from || region.begin() >= begin + from)
              .toList();
      assertEquals(
          regions.stream().map(Span::name).toList(),
          answer.list("regions").stream().map(region -> region.text("name")).toList());
    }
  }

  @Test
  void spansAreCutAtTheLimit() throws IOException {
    Track longest =
        threads().stream().max((a, b) -> Long.compare(a.spans(), b.spans())).orElseThrow();
    int spans = (int) longest.spans();
    assertTrue(spans > 10);
    Json some = client.ask("spans", "row", rowOf(longest), "limit", spans - 1);
    assertEquals(spans - 1, some.list("spans").size());
    assertTrue(some.flag("more"));
    Json all = client.ask("spans", "row", rowOf(longest), "limit", 20000);
    assertEquals(spans, all.list("spans").size());
    assertFalse(all.flag("more"));
    client.refusal(400, "spans", "row", rowOf(longest), "from", 5, "to", 4);
    client.refusal(400, "spans", "row", "c:running threads");
    client.refusal(400, "spans");
  }

  @Test
  void spansOfOtherRowsAreThoseOfTheStore() throws IOException {
    List<Span> ranges = list(SpanKind.RANGE);
    List<Json> told = client.ask("spans", "row", "x:ranges", "limit", 20000).list("spans");
    assertEquals(ranges.size(), told.size());
    for (int i = 0; i < ranges.size(); i++) {
      compare(ranges.get(i), told.get(i));
      assertEquals(ranges.get(i).name(), told.get(i).text("label"));
      boolean ofThread = ranges.get(i).scope() == ResourceKind.GOROUTINE;
      assertEquals(ofThread, told.get(i).has("thread"));
      if (ofThread) {
        // It is called as in its own row.
        Track owner = store.threads().at(ranges.get(i).id(), ranges.get(i).begin()).orElseThrow();
        Json row = client.ask("row", "id", rowOf(owner)).list("rows").getFirst();
        assertEquals(row.text("label"), told.get(i).text("name"));
      }
    }
    Map<String, List<Span>> tasks = new TreeMap<>();
    list(SpanKind.TASK)
        .forEach(task -> tasks.computeIfAbsent(task.name(), key -> new ArrayList<>()).add(task));
    assertFalse(tasks.isEmpty());
    for (Map.Entry<String, List<Span>> named : tasks.entrySet()) {
      List<Json> found =
          client.ask("spans", "row", "k:" + named.getKey(), "limit", 20000).list("spans");
      assertEquals(
          named.getValue().stream().map(Span::id).toList(),
          found.stream().map(task -> task.number("task")).toList());
    }
    for (int i = 0; i < store.procs().size(); i++) {
      Track proc = store.procs().get(i);
      List<Span> truth = spans(proc, begin, begin + duration);
      List<Json> found = client.ask("spans", "row", "p:" + proc.id(), "limit", 20000).list("spans");
      assertEquals(
          truth.stream().map(Span::thread).toList(),
          found.stream().map(span -> span.number("thread")).toList());
    }
  }

  @Test
  void saysWhatAThreadDidAtAMoment() throws IOException {
    Random random = new Random(5);
    SpanCursor cursor = store.cursor();
    int stacks = 0;
    for (int i = 0; i < 200; i++) {
      Track track = threads().get(random.nextInt(threads().size()));
      if (track.end() == track.begin()) {
        continue;
      }
      long time = random.nextLong(track.begin(), track.end());
      assertTrue(cursor.seek(track, time));
      Json at = client.ask("at", "thread", rowOf(track).substring(2), "time", time - begin);
      compare(cursor.span(), at.get("span"));
      assertEquals(
          cursor.place().frames().stream().map(frame -> frame.function()).toList(),
          at.get("span").list("stack").stream().map(frame -> frame.text("function")).toList());
      stacks += cursor.place().isNone() ? 0 : 1;
      assertEquals(rowOf(track), at.get("thread").text("id"));
      long before = cursor.begin();
      long after = cursor.end();
      if (at.has("previous")) {
        Json previous =
            client.ask("at", "thread", rowOf(track).substring(2), "time", at.number("previous"));
        assertEquals(before - begin, previous.get("span").number("end"));
      } else {
        assertEquals(track.begin(), before);
      }
      if (at.has("next")) {
        Json next =
            client.ask("at", "thread", rowOf(track).substring(2), "time", at.number("next"));
        assertEquals(after - begin, next.get("span").number("begin"));
      }
    }
    assertTrue(stacks > 0);
    client.refusal(404, "at", "thread", 123456789, "time", 0);
    client.refusal(404, "at", "thread", "x", "time", 0);
    client.refusal(400, "at", "thread", threads().getFirst().id());
  }

  @Test
  void wakesAreKnownToBothSides() throws IOException {
    Map<Long, Set<String>> wakes = new TreeMap<>();
    Set<Long> ids = new HashSet<>();
    threads().forEach(track -> ids.add(track.id()));
    for (Track track : threads()) {
      for (Json wake :
          client.ask("wakes", "thread", rowOf(track).substring(2), "limit", 20000).list("wakes")) {
        wakes
            .computeIfAbsent(track.id(), key -> new HashSet<>())
            .add(wake.number("time") + " " + wake.number("from") + " " + wake.number("to"));
      }
    }
    int count = 0;
    for (Track track : threads()) {
      for (Span span : spans(track, Long.MIN_VALUE, Long.MAX_VALUE)) {
        long waker = span.waker().thread();
        if (span.state() == SpanState.WAITING
            && waker != Context.NO_GOROUTINE
            && span.end() < begin + duration) {
          String wake = (span.end() - begin) + " " + waker + " " + track.id();
          assertTrue(wakes.get(track.id()).contains(wake), wake);
          assertTrue(!ids.contains(waker) || wakes.get(waker).contains(wake), wake);
          count++;
        }
      }
    }
    assertTrue(count > 20, "they wake each other: " + count);
  }
}
