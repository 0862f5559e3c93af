package dev.loomtrace.explorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.analysis.CriticalPath;
import dev.loomtrace.analysis.WorldStops;
import dev.loomtrace.explorer.Client.Json;
import dev.loomtrace.timeline.Span;
import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.store.Track;
import dev.loomtrace.trace.FrameOrigins;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Critical paths in a random trace, compared with what the analysis finds. */
class CriticalApiTest extends RandomTraceShown {
  @Test
  void criticalPathsAreThoseOfTheAnalysis() throws IOException {
    WorldStops stops = WorldStops.of(store);
    Random random = new Random(9);
    int deep = 0;
    for (Track track : threads()) {
      if (track.end() == track.begin()) {
        continue;
      }
      long from = random.nextLong(track.begin(), track.end());
      long to = random.nextLong(from, track.end()) + 1;
      CriticalPath truth =
          CriticalPath.ofThread(store, stops, FrameOrigins.DEFAULT, track.id(), from, to);
      Json told =
          client.ask(
              "critical",
              "thread",
              rowOf(track).substring(2),
              "from",
              from - begin,
              "to",
              to - begin);
      List<Json> segments = told.list("segments");
      assertEquals(truth.segments().size(), segments.size());
      long at = from - begin;
      List<Long> threads = new ArrayList<>();
      for (int i = 0; i < segments.size(); i++) {
        assertEquals(at, segments.get(i).number("begin"));
        at = segments.get(i).number("end");
        assertEquals(truth.segments().get(i).thread(), segments.get(i).number("thread"));
        assertEquals(truth.segments().get(i).depth(), segments.get(i).number("depth"));
        deep += truth.segments().get(i).depth() > 0 ? 1 : 0;
        if (!threads.contains(segments.get(i).number("thread"))) {
          threads.add(segments.get(i).number("thread"));
        }
      }
      assertEquals(to - begin, at);
      assertEquals(
          threads,
          told.list("threads").stream().map(row -> row.number("thread")).distinct().toList());
    }
    assertTrue(deep > 0, "they wait for each other");
  }

  @Test
  void criticalPathsOfTasksAreAsLongAsThey() throws IOException {
    int whole = 0;
    for (Span task : list(SpanKind.TASK)) {
      if (task.open() || task.beganBefore()) {
        client.refusal(404, "critical", "task", Long.toUnsignedString(task.id()));
        continue;
      }
      whole++;
      List<Json> segments =
          client.ask("critical", "task", Long.toUnsignedString(task.id())).list("segments");
      long at = task.begin() - begin;
      for (Json segment : segments) {
        assertEquals(at, segment.number("begin"));
        at = segment.number("end");
      }
      assertEquals(task.end() - begin, at);
    }
    assertTrue(whole > 0);
    client.refusal(404, "critical", "task", 987654321);
  }
}
