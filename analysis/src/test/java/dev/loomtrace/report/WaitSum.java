package dev.loomtrace.report;

import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.SpanSink;
import dev.loomtrace.timeline.SpanState;
import dev.loomtrace.timeline.SpanView;
import java.util.EnumSet;
import java.util.Set;

/** How long all waits took, those in progress at the end as well. */
final class WaitSum implements SpanSink {
  private long nanos;

  @Override
  public Set<SpanKind> kinds() {
    return EnumSet.of(SpanKind.STATE);
  }

  @Override
  public void accept(SpanView span) {
    if (span.state() == SpanState.WAITING) {
      nanos += span.duration();
    }
  }

  long nanos() {
    return nanos;
  }
}
