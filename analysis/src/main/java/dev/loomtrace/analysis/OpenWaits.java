package dev.loomtrace.analysis;

import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.FrameOrigins;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.TraceState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The waits that a trace ends in, by place. Of places the first {@value #MAX_PLACES} are kept
 * apart.
 */
final class OpenWaits {
  // What comes later is put down to the ones without a stack.
  private static final int MAX_PLACES = 10_000;

  private final Map<Key, Sum> places = new HashMap<>();
  // Readers give equal stacks as one object, mostly, and many threads wait at the same place.
  private final Map<Stack, Optional<Frame>> sites = new HashMap<>();
  private final long end;

  private record Key(GoState state, String reason, String resource, Optional<Frame> site) {}

  private static final class Sum {
    private long count;
    private long total;
    private long longest;
  }

  private OpenWaits(long end) {
    this.end = end;
  }

  /**
   * What goroutines wait for in a state.
   *
   * @return those with a place first, of these those with most waiting time
   */
  static List<OpenWait> of(TraceState state) {
    OpenWaits waits = new OpenWaits(state.time());
    state.forEachGoroutine(waits::add);
    return waits.result();
  }

  private void add(TraceState.Goroutine g) {
    if (g.state() != GoState.WAITING && !g.state().keepsThread()) {
      return;
    }
    Key key = key(g, site(g));
    if (places.size() >= MAX_PLACES && !places.containsKey(key)) {
      key = key(g, Optional.empty());
    }
    Sum sum = places.computeIfAbsent(key, k -> new Sum());
    long duration = end - g.began();
    sum.count++;
    sum.total += duration;
    sum.longest = Math.max(sum.longest, duration);
  }

  private static Key key(TraceState.Goroutine g, Optional<Frame> site) {
    return new Key(g.state(), g.cause().word(), g.cause().resource(), site);
  }

  private Optional<Frame> site(TraceState.Goroutine g) {
    // Who waits since it appeared, for a reason that is not known, has the stack of its start.
    boolean ofWait = g.since() != g.seen() || !g.cause().word().isEmpty();
    return g.stack().isNone() || !ofWait
        ? Optional.empty()
        : sites.computeIfAbsent(
            g.stack(),
            stack ->
                FrameOrigins.DEFAULT
                    .site(stack)
                    .map(f -> new Frame(0, f.function(), f.file(), f.line())));
  }

  private List<OpenWait> result() {
    List<OpenWait> list = new ArrayList<>(places.size());
    places.forEach(
        (key, sum) ->
            list.add(
                new OpenWait(
                    key.state,
                    key.reason,
                    key.resource,
                    key.site,
                    sum.count,
                    sum.total,
                    sum.longest)));
    list.sort(
        Comparator.comparing((OpenWait wait) -> wait.site().isEmpty())
            .thenComparing(Comparator.comparingLong(OpenWait::total).reversed())
            .thenComparing(OpenWait::state)
            .thenComparing(OpenWait::reason)
            .thenComparing(OpenWait::resource)
            .thenComparing(wait -> wait.site().map(Frame::function).orElse(""))
            .thenComparing(wait -> wait.site().map(Frame::file).orElse(""))
            .thenComparing(wait -> wait.site().map(Frame::line).orElse(0L)));
    return List.copyOf(list);
  }
}
