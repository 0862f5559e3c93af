package dev.loomtrace.explorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.analysis.GroupNames;
import dev.loomtrace.explorer.Client.Json;
import dev.loomtrace.timeline.Span;
import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.SpanState;
import dev.loomtrace.timeline.store.Track;
import dev.loomtrace.trace.ThreadKind;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the routes of rows say of a random trace, compared with its store. */
class RowsApiTest extends RandomTraceShown {
  @Test
  void saysHowFarTheTraceReaches() throws IOException {
    Json extent = client.ask("extent");
    assertEquals(duration, extent.number("durationNanos"));
    assertEquals(store.extent().events(), extent.number("events"));
    assertEquals("go", extent.text("kind"));
    assertEquals(store.threads().size(), extent.number("threads"));
    assertEquals(store.procs().size(), extent.number("carriers"));
    assertEquals(store.identity(), extent.text("hash"));
    assertTrue(extent.text("hash").matches("[0-9a-f]{48}"), extent.text("hash"));
    assertTrue(extent.text("startWall").matches("\\d{4,}-\\d\\d-\\d\\dT.*Z"));
    assertFalse(extent.has("fault"));
  }

  @Test
  void hasARowForAllButThreads() throws IOException {
    List<String> ids = client.ask("rows").list("rows").stream().map(row -> row.text("id")).toList();
    assertEquals(ids.size(), new HashSet<>(ids).size());
    List<String> order = List.of("x", "c", "p", "k", "g");
    List<String> letters = ids.stream().map(id -> id.substring(0, 1)).distinct().toList();
    assertEquals(order, letters);
    Set<String> expected =
        new HashSet<>(List.of("x:ranges", "c:running threads", "c:runnable threads"));
    list(SpanKind.COUNTER).forEach(counter -> expected.add("c:" + counter.name()));
    list(SpanKind.TASK).forEach(task -> expected.add("k:" + task.name()));
    groups().keySet().forEach(group -> expected.add("g:" + group));
    for (int i = 0; i < store.procs().size(); i++) {
      expected.add("p:" + store.procs().get(i).id());
    }
    assertEquals(expected, new HashSet<>(ids));
    for (String id : ids) {
      assertEquals(id, client.ask("row", "id", id).list("rows").getFirst().text("id"));
    }
  }

  @Test
  void rowsOfGroupsAddUpTheirThreads() throws IOException {
    for (Map.Entry<String, List<Track>> group : groups().entrySet()) {
      Json row = client.ask("row", "id", "g:" + group.getKey()).list("rows").getFirst();
      Json members = client.ask("members", "group", group.getKey(), "limit", 10000);
      assertEquals(group.getValue().size(), members.number("total"));
      assertEquals(group.getValue().size(), row.number("members"));
      assertEquals(group.getValue().stream().mapToLong(Track::spans).sum(), row.number("spans"));
      for (String sum : List.of("runningNanos", "waitingNanos", "runnableNanos")) {
        assertEquals(
            members.list("rows").stream().mapToLong(member -> member.number(sum)).sum(),
            row.number(sum),
            sum);
      }
    }
  }

  @Test
  void threadsRunAsLongAsTheAnswerSays() throws IOException {
    long stopped = 0;
    for (Json thread : client.ask("threads", "top", 10000).get("answer").list("slowest")) {
      // Of others the answer counts what comes before they are heard of first, too; and those who
      // have no time have nothing to compare.
      if (!thread.flag("beganBefore") && thread.number("totalNanos") > 0) {
        String id = String.valueOf(thread.number("thread"));
        Json at = client.ask("at", "thread", id, "time", thread.number("beginNanos"));
        Json times = thread.get("nanosByState");
        assertEquals(times.number("running"), at.get("thread").number("runningNanos"), id);
        assertEquals(times.number("runnable"), at.get("thread").number("runnableNanos"), id);
        stopped += times.number("stopped");
      }
    }
    assertTrue(stopped > 0, "pauses are in neither");
  }

  @Test
  void rowsOfThreadsAreTheirLives() throws IOException {
    Json all = client.ask("members", "limit", 10000, "sort", "id");
    List<Json> rows = all.list("rows");
    assertEquals(store.threads().size(), rows.size());
    for (int i = 0; i < rows.size(); i++) {
      Track track = store.threads().get(i);
      assertEquals(rowOf(track), rows.get(i).text("id"));
      assertEquals(track.begin() - begin, rows.get(i).number("begin"));
      assertEquals(track.end() - begin, rows.get(i).number("end"));
      assertEquals(track.spans(), rows.get(i).number("spans"));
      assertEquals("goroutine", rows.get(i).text("threadKind"));
      assertEquals(GroupNames.of(track), rows.get(i).text("group"));
      long waiting = 0;
      for (Span span : spans(track, Long.MIN_VALUE, Long.MAX_VALUE)) {
        boolean waits = span.state() == SpanState.WAITING || span.state() == SpanState.PINNED;
        waiting += waits ? span.duration() : 0;
      }
      assertEquals(waiting, rows.get(i).number("waitingNanos"));
    }
  }

  @Test
  void membersAreSortedFilteredAndCut() throws IOException {
    for (String sort :
        List.of("begin", "waiting", "running", "runnable", "duration", "kind", "id")) {
      List<Json> rows = client.ask("members", "sort", sort, "limit", 10000).list("rows");
      long before = Long.MIN_VALUE;
      for (Json row : rows) {
        long key =
            switch (sort) {
              case "waiting", "running", "runnable" -> -row.number(sort + "Nanos");
              case "kind" ->
                  ThreadKind.valueOf(row.text("threadKind").toUpperCase(Locale.ROOT)).ordinal();
              case "duration" -> row.number("begin") - row.number("end");
              case "id" -> row.number("thread");
              default -> row.number("begin");
            };
        assertTrue(key >= before, sort);
        before = key;
      }
      List<Json> part = client.ask("members", "sort", sort, "offset", 3, "limit", 5).list("rows");
      assertEquals(rows.subList(3, 8), part);
      List<Json> reversed =
          client
              .ask("members", "sort", sort, "reverse", true, "offset", 3, "limit", 5)
              .list("rows");
      assertEquals(rows.reversed().subList(3, 8), reversed);
    }
    Track one = store.threads().get(store.threads().size() / 2);
    Json found = client.ask("members", "filter", one.id(), "limit", 1000);
    assertTrue(found.list("rows").stream().anyMatch(row -> row.text("id").equals(rowOf(one))));
    assertTrue(found.number("total") < store.threads().size());
    assertEquals(0, client.ask("members", "filter", "no such name").number("total"));
    client.refusal(404, "members", "group", "no such group");
    client.refusal(400, "members", "sort", "colour");
  }
}
