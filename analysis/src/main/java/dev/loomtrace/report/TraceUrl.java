package dev.loomtrace.report;

import dev.loomtrace.trace.ExternalId;
import java.util.Optional;

/**
 * Where a tracing system shows a span.
 *
 * @param template an address with {@code {traceId}}, and {@code {spanId}} if there is a place for
 *     it; empty: it is not known
 */
public record TraceUrl(Optional<String> template) {
  private static final String TRACE = "{traceId}";
  private static final String SPAN = "{spanId}";

  /** Nobody knows where. */
  public static final TraceUrl NONE = new TraceUrl(Optional.empty());

  /** Whether there is a place for the id of a trace in a template. */
  public static boolean isTemplate(String template) {
    return template.contains(TRACE);
  }

  /** The address of a task's span, if it is one. */
  public Optional<String> of(Optional<ExternalId> task) {
    // The ids are hexadecimal digits: nothing of them has to be escaped in an address.
    return template.flatMap(
        text ->
            task.flatMap(
                id ->
                    id.traceId()
                        .map(trace -> text.replace(TRACE, trace))
                        .map(url -> url.replace(SPAN, id.spanId().orElse("")))));
  }
}
