package dev.loomtrace.explorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.explorer.Client.Json;
import dev.loomtrace.timeline.Span;
import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.SpanState;
import dev.loomtrace.timeline.store.Tile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What selections and counters say of a random trace, compared with its store. */
class SelectionApiTest extends RandomTraceShown {
  private static final SpanState[] STATES = SpanState.values();

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2})
  void selectionsAreTheSumsOfTheStore(long seed) throws IOException {
    Random random = new Random(seed);
    long from = seed == 0 ? 0 : random.nextLong(duration);
    long to = seed == 0 ? duration : random.nextLong(from, duration) + 1;
    Json told = client.ask("selection", "from", from, "to", to);
    Tile tile = store.tile(threads(), new long[] {begin + from, begin + to});
    long all = 0;
    for (SpanState state : STATES) {
      long sum = 0;
      for (int row = 0; row < threads().size(); row++) {
        sum += tile.time(row, 0, state);
      }
      String word = state.name().toLowerCase(Locale.ROOT);
      assertEquals(sum, told.get("nanosByState").number(word));
      boolean waits = state == SpanState.WAITING || state == SpanState.PINNED;
      all += waits ? sum : 0;
    }
    List<Json> waits = told.list("waits");
    assertTrue(waits.size() < 50, "so that they are all of them");
    assertEquals(all, waits.stream().mapToLong(wait -> wait.number("totalNanos")).sum());
    assertFalse(told.has("waitsLeftOut"));
    for (Json wait : waits) {
      // The longest is where it says.
      Json at = client.ask("at", "thread", wait.number("thread"), "time", wait.number("time"));
      assertEquals(wait.text("label"), at.get("span").text("label"));
      assertTrue(wait.number("longestNanos") <= wait.number("totalNanos"));
    }
    String group = groups().keySet().iterator().next();
    Json ofGroup = client.ask("selection", "from", from, "to", to, "row", "g:" + group);
    Tile groupTile = store.tile(groups().get(group), new long[] {begin + from, begin + to});
    long running = 0;
    for (int row = 0; row < groups().get(group).size(); row++) {
      running += groupTile.time(row, 0, SpanState.RUNNING);
    }
    assertEquals(running, ofGroup.get("nanosByState").number("running"));
    assertTrue(ofGroup.list("top").stream().allMatch(row -> row.text("group").equals(group)));
  }

  @Test
  void countersAreWhatWasMeasured() throws IOException {
    Map<String, List<Span>> counters = new TreeMap<>();
    list(SpanKind.COUNTER)
        .forEach(one -> counters.computeIfAbsent(one.name(), key -> new ArrayList<>()).add(one));
    assertFalse(counters.isEmpty());
    for (Map.Entry<String, List<Span>> counter : counters.entrySet()) {
      Json told = client.ask("counter", "name", counter.getKey(), "buckets", 10);
      List<Json> times = told.list("times");
      assertTrue(times.size() <= 11);
      for (String which : List.of("min", "max", "last")) {
        assertEquals(times.size(), told.list(which).size());
      }
      long min = counter.getValue().stream().mapToLong(Span::id).min().orElseThrow();
      assertEquals(min, told.list("min").stream().mapToLong(Json::number).min().orElseThrow());
      long max = counter.getValue().stream().mapToLong(Span::id).max().orElseThrow();
      assertEquals(max, told.list("max").stream().mapToLong(Json::number).max().orElseThrow());
      // The value of before holds at the start of a stretch.
      Span last = counter.getValue().getLast();
      Json later =
          client.ask("counter", "name", counter.getKey(), "from", last.begin() - begin + 1);
      assertEquals(last.id(), later.list("last").getFirst().number());
    }
    client.refusal(404, "counter", "name", "no such counter");
  }

  @Test
  void countersOfThreadsAddUp() throws IOException {
    Json told = client.ask("counter", "name", "running threads", "buckets", 10000);
    List<Json> times = told.list("times");
    double sum = 0;
    for (int i = 0; i < times.size(); i++) {
      long end = i + 1 < times.size() ? times.get(i + 1).number() : duration;
      sum +=
          ((Number) told.list("last").get(i).value()).doubleValue() * (end - times.get(i).number());
    }
    long running = client.ask("selection").get("nanosByState").number("running");
    assertEquals(
        (double) running, sum, duration * 0.001, "each is rounded to a thousandth of a thread");
    Json part =
        client.ask(
            "counter",
            "name",
            "runnable threads",
            "from",
            duration / 3,
            "to",
            duration / 3 + duration / 100,
            "buckets",
            20);
    assertTrue(part.list("times").size() > 9 && part.list("times").size() <= 20);
  }
}
