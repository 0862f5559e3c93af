package dev.loomtrace.opentelemetry;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import java.nio.file.Path;
import jdk.jfr.Recording;

/** Has the spans of {@link MeasuredSpans} under OpenTelemetry's agent, and prints them. */
final class AgentProgram {
  private AgentProgram() {}

  public static void main(String[] args) throws Exception {
    Tracer tracer = GlobalOpenTelemetry.get().getTracer("program");
    MeasuredSpans.request(tracer); // So that what is measured does not load classes.
    try (Recording recording = new Recording()) {
      recording.start();
      MeasuredSpans.request(tracer).forEach(span -> System.out.println(span.line()));
      recording.stop();
      recording.dump(Path.of(args[0]));
    }
  }
}
