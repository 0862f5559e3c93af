package dev.loomtrace.analysis;

import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.SpanSink;
import dev.loomtrace.timeline.SpanView;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** How long threads lived, by what the timeline says of their lives alone. */
final class SpanLives implements SpanSink {
  private record Life(long thread, long end) {}

  private final Map<Life, Long> begins = new HashMap<>();

  @Override
  public Set<SpanKind> kinds() {
    return EnumSet.of(SpanKind.LIFE);
  }

  @Override
  public void accept(SpanView life) {
    begins.put(new Life(life.thread(), life.end()), life.begin());
  }

  long count() {
    return begins.size();
  }

  /** When the life of a thread began that ended then. */
  long begin(long thread, long end) {
    return begins.get(new Life(thread, end));
  }
}
