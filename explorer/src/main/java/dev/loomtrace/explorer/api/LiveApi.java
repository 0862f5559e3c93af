package dev.loomtrace.explorer.api;

import dev.loomtrace.explorer.http.Refusal;
import dev.loomtrace.explorer.http.Reply;
import dev.loomtrace.explorer.http.Request;
import dev.loomtrace.explorer.live.Dumper;
import dev.loomtrace.explorer.live.LiveTrace;
import dev.loomtrace.explorer.trace.LoadedTrace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** {@code live}: how it is with a recording that goes on, and a dump of it. */
public final class LiveApi {
  /** Where it says how it is. */
  public static final String STATUS = "/api/live";

  /** Where a dump is asked for, by {@code POST}. */
  public static final String DUMP = "/api/live/dump";

  private static final int NONE = -1;

  private final LiveTrace live;
  private final Optional<Dumper> dumper;
  // Held while a dump is being written: one at a time.
  private final Lock dumping = new ReentrantLock();

  /**
   * Of a recording.
   *
   * @param dumper writes dumps; empty if nobody can
   */
  public LiveApi(LiveTrace live, Optional<Dumper> dumper) {
    this.live = live;
    this.dumper = dumper;
  }

  /** Whether something is there, and what. */
  Optional<Reply> answer(Request request) throws Refusal, IOException {
    return switch (request.path()) {
      case STATUS -> Optional.of(status(request));
      // Only a POST comes so far: the guard sees to it.
      case DUMP -> dumper.isPresent() ? Optional.of(dump(dumper.get())) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private Reply status(Request request) throws Refusal, IOException {
    int held = request.number("hold", NONE, NONE, Integer.MAX_VALUE);
    LiveTrace.Status status = live.status(held);
    Optional<LoadedTrace> trace = status.entry().loaded();
    Optional<Long> heldBegin = live.begin(held);
    return Reply.json(
        json -> {
          json.writeStartObject();
          json.writeNumberField("revision", status.revision());
          json.writeNumberField("ageNanos", status.ageNanos());
          json.writeNumberField("keepNanos", status.keepNanos());
          json.writeNumberField("everyNanos", status.everyNanos());
          json.writeBooleanField("limited", status.limited());
          json.writeBooleanField("ended", status.ended());
          json.writeBooleanField("dump", dumper.isPresent() && !status.ended());
          if (!status.trouble().isEmpty()) {
            json.writeStringField("trouble", status.trouble());
          }
          if (trace.isPresent()) {
            json.writeNumberField("durationNanos", trace.get().time().duration());
          }
          if (trace.isPresent() && heldBegin.isPresent()) {
            json.writeNumberField(
                "laterNanos", trace.get().time().begin() - heldBegin.get().longValue());
          }
          json.writeBooleanField("held", live.of(held).isPresent());
          json.writeEndObject();
        });
  }

  private Reply dump(Dumper writes) throws Refusal, IOException {
    if (!dumping.tryLock()) {
      throw Refusal.busy("a dump is being written: wait until it is there");
    }
    try {
      Path file = writes.dump();
      return Reply.json(
          json -> {
            json.writeStartObject();
            json.writeStringField("path", file.toString());
            json.writeEndObject();
          });
    } finally {
      dumping.unlock();
    }
  }
}
