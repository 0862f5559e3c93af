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
  private record Life(long thread, long begin) {}

  private final Map<Life, Long> durations = new HashMap<>();

  @Override
  public Set<SpanKind> kinds() {
    return EnumSet.of(SpanKind.LIFE);
  }

  @Override
  public void accept(SpanView life) {
    durations.put(new Life(life.thread(), life.begin()), life.duration());
  }

  long count() {
    return durations.size();
  }

  long of(long thread, long begin) {
    return durations.get(new Life(thread, begin));
  }
}
