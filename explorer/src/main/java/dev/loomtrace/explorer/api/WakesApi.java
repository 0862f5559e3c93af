package dev.loomtrace.explorer.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.explorer.http.Refusal;
import dev.loomtrace.explorer.http.Reply;
import dev.loomtrace.explorer.http.Request;
import dev.loomtrace.explorer.trace.LoadedTrace;
import dev.loomtrace.timeline.SpanState;
import dev.loomtrace.timeline.store.SpanCursor;
import dev.loomtrace.timeline.store.Track;
import dev.loomtrace.timeline.store.WakeCursor;
import dev.loomtrace.trace.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** {@code wakes}: whom a thread woke, and who woke it. */
final class WakesApi {
  private static final int USUAL = 1_000;
  private static final int MOST = 20_000;

  private WakesApi() {}

  private record Wake(long time, long from, long to) {}

  static Reply wakes(LoadedTrace trace, Request request) throws IOException, Refusal {
    Stretch stretch = Stretch.of(request, trace.time());
    int limit = request.number("limit", USUAL, 1, MOST);
    Track track = trace.threads().track(AtApi.life(trace, request, stretch.from()));
    List<Wake> wakes = new ArrayList<>();
    boolean more = woken(trace, track, stretch, limit, wakes);
    more |= wakers(trace, track, stretch, limit, wakes);
    wakes.sort(Comparator.comparingLong(Wake::time));
    boolean tooMany = more || wakes.size() > limit;
    List<Wake> first = wakes.subList(0, Math.min(limit, wakes.size()));
    return Reply.json(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("wakes");
          for (Wake wake : first) {
            write(trace, wake, json);
          }
          json.writeEndArray();
          json.writeBooleanField("more", tooMany);
          json.writeEndObject();
        });
  }

  private static void write(LoadedTrace trace, Wake wake, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("time", trace.time().sinceStart(wake.time()));
    json.writeNumberField("from", wake.from());
    json.writeNumberField("to", wake.to());
    json.writeEndObject();
  }

  private static boolean woken(
      LoadedTrace trace, Track track, Stretch stretch, int limit, List<Wake> wakes) {
    WakeCursor wake = trace.store().wakeCursor();
    wake.between(
        track.id(),
        Math.max(stretch.from(), track.begin()),
        // Who joins a thread is woken when that has ended.
        track.end() < stretch.to() ? track.end() + 1 : stretch.to());
    int count = 0;
    while (wake.next()) {
      if (count++ == limit) {
        return true;
      }
      wakes.add(new Wake(wake.time(), track.id(), wake.woken()));
    }
    return false;
  }

  private static boolean wakers(
      LoadedTrace trace, Track track, Stretch stretch, int limit, List<Wake> wakes) {
    SpanCursor span = trace.store().cursor();
    span.between(track, stretch.from(), stretch.to());
    int count = 0;
    while (span.next()) {
      boolean ends =
          span.state() == SpanState.WAITING
              && span.wakerThread() != Context.NO_GOROUTINE
              && span.end() >= stretch.from()
              && span.end() < stretch.to();
      if (ends) {
        if (count++ == limit) {
          return true;
        }
        wakes.add(new Wake(span.end(), span.wakerThread(), track.id()));
      }
    }
    return false;
  }
}
