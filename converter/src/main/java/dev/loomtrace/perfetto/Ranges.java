package dev.loomtrace.perfetto;

import dev.loomtrace.perfetto.Tracks.Detail;
import dev.loomtrace.perfetto.Tracks.Lane;
import dev.loomtrace.perfetto.WrittenThread.OpenSlice.Kind;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.RangeKind;
import dev.loomtrace.trace.ResourceKind;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Ranges of time: what a thread is made to do, such as to help the collector, on its track; garbage
 * collections, stops of the world and the like on lanes.
 */
final class Ranges {
  private static final String STOP_THE_WORLD = "stop the world";

  private final Threads threads;
  private final Tracks tracks;
  private final Annotations annotations;
  private final Map<Key, Lane> open = new HashMap<>();

  Ranges(Threads threads, Tracks tracks, Annotations annotations) {
    this.threads = threads;
    this.tracks = tracks;
    this.annotations = annotations;
  }

  private record Key(String name, ResourceKind scope, long id) {}

  /** Takes the begin or end of a range, or the news that it had begun. */
  void accept(EventView e) throws IOException {
    RangeKind kind = RangeKind.ofName(e.rangeName());
    WrittenThread thread =
        e.scopeKind() == ResourceKind.GOROUTINE && kind != RangeKind.STOP_THE_WORLD
            ? threads.get(e.scopeId())
            : null;
    Key key = new Key(e.rangeName(), e.scopeKind(), e.scopeId());
    if (thread != null) {
      onThread(e, thread);
    } else if (e.kind() != EventKind.RANGE_END) {
      if (!open.containsKey(key)) {
        Lane lane = tracks.take(lane(key, kind), e.time());
        open.put(key, lane);
        boolean older = e.kind() == EventKind.RANGE_ACTIVE;
        tracks.begin(
            lane.track(),
            e.time(),
            Tracks.RUNTIME,
            e.rangeName(),
            0,
            older ? Detail.OLDER : Detail.NONE);
      }
    } else {
      Lane lane = open.remove(key);
      if (lane != null) {
        Detail[] details =
            e.attributes().stream()
                .map(a -> new Detail(a.name(), a.value()))
                .toArray(Detail[]::new);
        tracks.end(lane.track(), e.time(), details);
        tracks.free(lane, e.time());
      }
    }
  }

  private void onThread(EventView e, WrittenThread thread) throws IOException {
    if (!thread.isShown()) {
      return;
    }
    if (e.kind() == EventKind.RANGE_END) {
      annotations.end(thread, Kind.RANGE, e.rangeName(), e.time());
    } else if (!thread.isInRange(e.rangeName())) {
      boolean older = e.kind() == EventKind.RANGE_ACTIVE;
      annotations.begin(
          thread,
          Kind.RANGE,
          e.rangeName(),
          EventView.NO_TASK,
          e,
          older ? Detail.OLDER : Detail.NONE);
    }
  }

  private static String lane(Key key, RangeKind kind) {
    if (kind == RangeKind.STOP_THE_WORLD) {
      return STOP_THE_WORLD;
    }
    return switch (key.scope()) {
      case PROC -> key.name() + ", proc " + key.id();
      case THREAD -> key.name() + ", thread " + key.id();
      case NONE, GOROUTINE -> key.name();
    };
  }
}
