package dev.loomtrace.analysis;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.SpanSink;
import dev.loomtrace.timeline.SpanView;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.FrameOrigin;
import dev.loomtrace.trace.FrameOrigins;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ResourceKind;
import dev.loomtrace.trace.TraceState;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/**
 * Why threads lived as long as they did: each moment of a thread's life is attributed to one state,
 * so that the parts add up to it, and its waits to their places, as {@link TaskBreakdown} does for
 * tasks. Of a thread that is older than the trace, its life begins with the trace.
 *
 * <p>Needs memory in proportion to the threads that live at a time and to the groups.
 */
public final class LifeBreakdown implements SpanSink {
  // Go's own, but what it calls is the program's.
  private static final String GO_MAIN = "runtime.main";

  private final LongPredicate ids;
  private final Predicate<ThreadResult> wanted;
  private final boolean atWork;
  private final FrameOrigins origins;
  private final BreakdownContext context;
  private final Wakers wakers = new Wakers();
  private final LongMap<OpenLife> alive = new LongMap<>();
  private final FirstGroups<String, Group> groups =
      new FirstGroups<>(ThreadGroups.MAX_GROUPS, group -> ThreadGroups.OTHER_GROUPS);
  private long matched;
  private TraceState state; // Null before the first event.

  private static final class Group {
    private long whole;
    private LifeResult slowest;
  }

  /**
   * Looks for the slowest thread that was at work all its life.
   *
   * <p>None is that has waited for work, as those of a pool do, or is the runtime's own. What lives
   * as long as the program, such as its main thread, says little about any of its work: it counts
   * only if of no group, as {@link ThreadGroups} has them, a thread both began and ended in the
   * trace.
   *
   * @param origins what is the application's own code
   */
  public LifeBreakdown(FrameOrigins origins) {
    this(id -> true, thread -> true, true, origins);
  }

  /**
   * Looks for the slowest of some threads.
   *
   * @param ids which threads may be among them, by their ids: the fewer, the cheaper
   * @param wanted which of these are; is given their ids, kinds, names and groups, and times
   * @param origins what is the application's own code
   */
  public LifeBreakdown(LongPredicate ids, Predicate<ThreadResult> wanted, FrameOrigins origins) {
    this(ids, wanted, false, origins);
  }

  private LifeBreakdown(
      LongPredicate ids, Predicate<ThreadResult> wanted, boolean atWork, FrameOrigins origins) {
    this.ids = ids;
    this.wanted = wanted;
    this.atWork = atWork;
    this.origins = origins;
    this.context = new BreakdownContext(origins);
  }

  @Override
  public Set<SpanKind> kinds() {
    return EnumSet.of(SpanKind.LIFE, SpanKind.RANGE);
  }

  @Override
  public void accept(SpanView span) {
    if (span.kind() == SpanKind.LIFE) {
      if (ids.test(span.thread())) {
        ended(span);
      }
    } else if (span.scope() == ResourceKind.GOROUTINE) {
      OpenLife life = alive.get(span.id());
      if (life != null) {
        life.range(span.name(), span.duration());
      }
    }
  }

  private void ended(SpanView span) {
    OpenLife life = alive.remove(span.thread());
    if (life == null) {
      life = new OpenLife(span.thread(), null, context, span.begin(), span.end());
    }
    if (span.open()) {
      TraceState.Goroutine g = state == null ? null : state.goroutine(span.thread());
      life.endOpen(OwnerThread.of(g, state), span.end());
    } else {
      life.end(span.end());
    }
    ThreadResult thread = ThreadResult.of(span, life.time(), life.ranges());
    if (wanted.test(thread) && !(atWork && (life.waitedForWork() || isRuntimes(span)))) {
      add(thread, life);
    }
  }

  private boolean isRuntimes(SpanView life) {
    List<Frame> start = life.place().frames();
    return switch (life.threadKind()) {
      case SYSTEM -> true;
      case GOROUTINE ->
          !start.isEmpty()
              && origins.of(start.getLast()) == FrameOrigin.RUNTIME
              && !start.getLast().function().equals(GO_MAIN);
      case VIRTUAL, PLATFORM -> false;
    };
  }

  private void add(ThreadResult thread, OpenLife life) {
    matched++;
    Group group = groups.of(thread.group(), key -> new Group());
    group.whole += thread.beganBefore() || !thread.ended() ? 0 : 1;
    if (group.slowest == null || thread.time().total() > group.slowest.thread().time().total()) {
      group.slowest = new LifeResult(thread, life.waits());
    }
  }

  @Override
  public void event(EventView event, TraceState stateNow) {
    state = stateNow;
    switch (event.kind()) {
      case GO_TRANSITION -> {
        if (event.goTo() != GoState.NOT_EXIST) {
          changed(event);
        }
        wakers.learn(event, state);
      }
      case RANGE_BEGIN, RANGE_ACTIVE, RANGE_END -> context.stops().event(event);
      default -> {
        // Changes no thread's state.
      }
    }
  }

  private void changed(EventView event) {
    long id = event.resourceId();
    if (!ids.test(id)) {
      return;
    }
    TraceState.Goroutine g = state.goroutine(id);
    OpenLife life = alive.get(id);
    if (life == null) {
      long begin = event.goFrom() == GoState.UNDETERMINED ? state.partBegin() : event.time();
      alive.put(id, new OpenLife(id, g, context, begin, event.time()));
    } else if (event.goFrom() != event.goTo()) {
      Optional<TaskResult.Waker> by =
          ThreadDoing.isWait(event.goFrom())
              ? wakers.of(event, state, thread -> null)
              : Optional.empty();
      life.changed(g, by, event.time());
    }
  }

  /** Number of threads that the slowest was looked for among; after the trace's end. */
  public long matched() {
    return matched;
  }

  /** The slowest, if there is any; after the trace's end. */
  public Optional<LifeResult> slowest() {
    List<Group> all = groups.entries().stream().map(Map.Entry::getValue).toList();
    List<Group> passing = all.stream().filter(group -> group.whole > 0).toList();
    return (atWork && !passing.isEmpty() ? passing : all)
        .stream()
            .map(group -> group.slowest)
            .max(
                Comparator.comparingLong((LifeResult r) -> r.thread().time().total())
                    .thenComparing(r -> r.thread().id(), Comparator.reverseOrder()))
            .map(life -> new LifeResult(life.thread(), wakers.named(life.waits())));
  }
}
