package dev.loomtrace.explorer.api;

import dev.loomtrace.explorer.http.Reply;
import dev.loomtrace.explorer.http.Request;
import dev.loomtrace.explorer.trace.LoadedTrace;
import dev.loomtrace.report.Coverage;
import dev.loomtrace.timeline.TraceExtent;
import dev.loomtrace.trace.ClockSnapshot;
import java.io.IOException;
import java.util.Locale;

/** {@code extent}: how far a trace reaches, and how whole it is. */
final class ExtentApi {
  private ExtentApi() {}

  static Reply extent(LoadedTrace trace, Request request) throws IOException {
    TraceExtent extent = trace.store().extent();
    return Reply.json(
        json -> {
          json.writeStartObject();
          json.writeNumberField("durationNanos", trace.time().duration());
          if (extent.clock().isPresent()) {
            ClockSnapshot clock = extent.clock().get();
            json.writeStringField(
                "startWall",
                clock.wallTime().plusNanos(extent.begin() - clock.traceTime()).toString());
          }
          json.writeNumberField("events", extent.events());
          json.writeStringField("kind", trace.format().name().toLowerCase(Locale.ROOT));
          json.writeNumberField("threads", trace.threads().size());
          json.writeNumberField("carriers", trace.store().procs().size());
          json.writeStringField("hash", trace.store().identity());
          json.writeBooleanField("summed", trace.bands().isSummed());
          if (!extent.repairs().counts().isEmpty()) {
            json.writeStringField("repairs", Coverage.repaired(extent.repairs()));
          }
          if (extent.fault().isPresent()) {
            json.writeStringField("fault", extent.fault().get().message());
          }
          json.writeEndObject();
        });
  }
}
