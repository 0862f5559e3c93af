package dev.loomtrace.explorer;

import dev.loomtrace.analysis.GroupNames;
import dev.loomtrace.timeline.Span;
import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.store.ListCursor;
import dev.loomtrace.timeline.store.SpanCursor;
import dev.loomtrace.timeline.store.SpanStore;
import dev.loomtrace.timeline.store.Track;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tests of what the explorer says of a random trace, which they compare with its store. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RandomTraceShown {
  private Shown shown;
  Client client;
  SpanStore store;
  long begin;
  long duration;

  @BeforeAll
  final void start(@TempDir Path folder) throws IOException {
    Path file = Shown.random(folder, 7, 9000);
    shown = Shown.of(folder.resolve("cache"), file);
    client = shown.client();
    store = shown.store(file);
    begin = store.extent().begin();
    duration = store.extent().end() - begin;
  }

  @AfterAll
  final void stop() throws IOException {
    store.close();
    shown.close();
  }

  final List<Track> threads() {
    List<Track> tracks = new ArrayList<>();
    for (int i = 0; i < store.threads().size(); i++) {
      tracks.add(store.threads().get(i));
    }
    return tracks;
  }

  final Map<String, List<Track>> groups() {
    Map<String, List<Track>> groups = new TreeMap<>();
    for (Track track : threads()) {
      groups.computeIfAbsent(GroupNames.of(track), key -> new ArrayList<>()).add(track);
    }
    return groups;
  }

  final List<Span> spans(Track track, long from, long to) {
    List<Span> spans = new ArrayList<>();
    SpanCursor cursor = store.cursor();
    cursor.between(track, from, to);
    while (cursor.next()) {
      spans.add(cursor.span());
    }
    return spans;
  }

  final List<Span> list(SpanKind kind) {
    List<Span> spans = new ArrayList<>();
    ListCursor cursor = store.listCursor();
    cursor.between(kind, Long.MIN_VALUE, Long.MAX_VALUE);
    while (cursor.next()) {
      spans.add(cursor.span());
    }
    return spans;
  }

  final String rowOf(Track track) {
    List<Track> lives = store.threads().of(track.id());
    for (int life = 0; life < lives.size(); life++) {
      if (lives.get(life).begin() == track.begin()) {
        return "t:" + track.id() + (life == 0 ? "" : "." + life);
      }
    }
    throw new AssertionError("no life of " + track);
  }
}
