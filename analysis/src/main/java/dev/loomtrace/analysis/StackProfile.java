package dev.loomtrace.analysis;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.SpanSink;
import dev.loomtrace.timeline.SpanView;
import dev.loomtrace.timeline.TraceExtent;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.ThreadKind;
import dev.loomtrace.trace.TraceState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How often and how long threads were in a state, by stack.
 *
 * <p>Of a Go trace the types NET, SYNC, SYSCALL and SCHED are the profiles of {@code go tool trace
 * -pprof}: a stretch has the stack of the event that began it, which of SCHED is that of whoever
 * made the goroutine able to run. One that has not ended is not in it, nor one from before the
 * goroutine ran for the first time, if it ever did. Of a JVM a thread that waits for a carrier has
 * the stack of the wait before.
 *
 * <p>OFFCPU and OFFWAKE hold all waits, those in progress at the end as well. A recorder takes the
 * stacks of a sample of the short waits, of which each stands for several: these are scaled for
 * each reason, so that the sum of all rows is that of all waits.
 *
 * <p>Memory: that of {@value #MAX_ROWS} rows at most; what comes later is put down to one more.
 */
public final class StackProfile implements SpanSink {
  /** Threads of any group. */
  public static final Predicate<String> ALL = group -> true;

  private static final int MAX_ROWS = 100_000;
  private static final Stack OTHER_STACKS =
      Stack.of(List.of(new Frame(0, "[other stacks]", "", 0)));
  // Between a stack that waits and that of who ended the wait.
  private static final Frame BORDER = new Frame(0, "--", "", 0);

  private final ProfileType type;
  private final Predicate<String> wanted;
  private final LongMap<Stretch> inProgress = new LongMap<>();
  private final FirstGroups<Key, Sum> sums =
      new FirstGroups<>(MAX_ROWS, key -> new Key(OTHER_STACKS, key.why, key.open));
  // By reason, all stretches, with a stack or without.
  private final Map<Why, Reason> reasons = new HashMap<>();
  // As Go's profiles are: threads that have run, and of others what they did so far.
  private final LongMap<Boolean> ran = new LongMap<>();
  private final LongMap<List<Ended>> beforeFirstRun = new LongMap<>();
  // Of SCHED, where threads of a JVM waited last.
  private final LongMap<Stack> waited = new LongMap<>();
  // Null if all that threads do is wanted, whatever they work on.
  private final WorkTime work;
  // The stretch of time that is wanted, since the trace's start.
  private final long from;
  private final long to;
  private boolean started;
  private long start;
  private TraceState state;

  /**
   * What a thread does that the profile is of.
   *
   * @param begin when it began, on the clock of what is wanted
   */
  private record Stretch(long begin, Stack stack, double weight, String reason) {}

  /** One that has ended, on the same clock. */
  private record Ended(Stretch stretch, long end) {}

  private record Key(Stack stack, Why why, boolean open) {}

  private record Why(String reason, ThreadKind kind) {}

  /** Of one row: stretches that stand for themselves, and those of a sample. */
  private static final class Sum {
    private long count;
    private long nanos;
    private double sampledCount;
    private double sampledNanos;
  }

  /** Of one reason: all there is, and what its rows have of it. */
  private static final class Reason {
    private long count;
    private long nanos;
    private long exactCount;
    private long exactNanos;
    private double sampledCount;
    private double sampledNanos;
  }

  /**
   * A row.
   *
   * @param stack its frames, leaf first; empty if there is no stack
   * @param reason why the threads waited, in the words of {@code WaitCause.word}; empty if they did
   *     not, or it is not known
   * @param kind what kind of threads they were
   * @param open whether these had not ended when the trace did
   * @param count how many stretches or samples; an estimate where stacks are a sample
   * @param nanos how long altogether; 0 for samples, of which that is not known
   */
  public record Row(
      List<Frame> stack, String reason, ThreadKind kind, boolean open, long count, long nanos) {
    /** Keeps a copy of the list. */
    public Row {
      stack = List.copyOf(stack);
    }
  }

  /**
   * An empty profile.
   *
   * @param type what it adds up
   * @param wanted the groups of threads that it is of, by name, as {@link ThreadGroups} has them
   */
  public StackProfile(ProfileType type, Predicate<String> wanted) {
    this(type, wanted, null, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  private StackProfile(
      ProfileType type, Predicate<String> wanted, WorkTime work, long from, long to) {
    this.type = type;
    this.wanted = wanted;
    this.work = work;
    this.from = from;
    this.to = to;
  }

  /**
   * An empty profile of what threads do during a stretch of time. What reaches into it counts as
   * far as it does.
   *
   * @param from when that begins, in nanoseconds since the trace's first event
   * @param to when it ends, exclusive
   */
  public static StackProfile during(ProfileType type, long from, long to) {
    return during(type, ALL, from, to);
  }

  /**
   * The same of some threads.
   *
   * @param groups whose, by the names of their groups as {@link ThreadGroups} has them
   */
  public static StackProfile during(
      ProfileType type, Predicate<String> groups, long from, long to) {
    return new StackProfile(type, groups, null, from, to);
  }

  /**
   * An empty profile of what threads do while they work on some tasks, or on tasks that are part of
   * these. Of a stretch in only a part of which they do, that part is in it.
   *
   * @param tasks which
   */
  public static StackProfile ofTasks(ProfileType type, Predicate<TraceState.Task> tasks) {
    return new StackProfile(type, ALL, new WorkTime(tasks), Long.MIN_VALUE, Long.MAX_VALUE);
  }

  @Override
  public Set<SpanKind> kinds() {
    return work == null ? EnumSet.noneOf(SpanKind.class) : work.kinds();
  }

  @Override
  public void accept(SpanView span) {
    work.accept(span);
  }

  @Override
  public void event(EventView event, TraceState stateNow) {
    state = stateNow;
    if (!started) {
      started = true;
      start = event.time();
    }
    if (work != null) {
      work.event(event, state);
    }
    if (event.kind() == EventKind.GO_TRANSITION) {
      transition(event);
      if (work != null && event.goTo() == GoState.NOT_EXIST) {
        work.ended(event.resourceId());
      }
    } else if (event.kind() == EventKind.STACK_SAMPLE && type == ProfileType.CPU) {
      TraceState.Goroutine g = state.goroutine(event.goroutine());
      if (isWanted(g)
          && isDuring(event.time())
          && (work == null || work.works(event.goroutine()))) {
        sums.of(new Key(event.stack(), new Why("", kind(g)), false), key -> new Sum()).count++;
      }
    }
  }

  private void transition(EventView event) {
    long id = event.resourceId();
    GoState to = event.goTo();
    Stretch stretch = inProgress.get(id);
    TraceState.Goroutine g = state.goroutine(id);
    if (stretch != null) {
      if (to == event.goFrom()) {
        return; // Told once more.
      }
      inProgress.remove(id);
      if (isWanted(g)) {
        ended(stretch, event, g);
      }
    }
    if (isAsGos() && to == GoState.RUNNING) {
      ran.put(id, Boolean.TRUE);
      beforeFirstRun.remove(id);
    } else if (isAsGos() && to == GoState.NOT_EXIST) {
      ran.remove(id);
      neverRan(id, g);
    }
    if (g != null && to != event.goFrom() && type.takes(to, event.cause().reason())) {
      inProgress.put(id, begun(event, g));
    }
    if (type == ProfileType.SCHED) {
      remember(id, g);
    }
  }

  /** A time on the clock of what is wanted: that of the trace, or one that goes during work. */
  private long clock(long thread, long time) {
    return work == null ? start + Math.clamp(time - start, from, to) : work.until(thread, time);
  }

  private boolean isDuring(long time) {
    return time - start >= from && time - start < to;
  }

  /** Whether of a stretch that is looked at only a part may be wanted, or none. */
  private boolean isOfParts() {
    return work != null || from != Long.MIN_VALUE;
  }

  /** How many tasks there are of which it is; 0 if it is not of tasks. */
  public long tasks() {
    return work == null ? 0 : work.matched();
  }

  /** Whether it is a profile as Go has them, not one of all waits. */
  private boolean isAsGos() {
    return type != ProfileType.OFFCPU && type != ProfileType.OFFWAKE;
  }

  private void ended(Stretch stretch, EventView event, TraceState.Goroutine g) {
    if (isAsGos() && g != null && g.kind() == ThreadKind.GOROUTINE && ran.get(g.id()) == null) {
      List<Ended> before = beforeFirstRun.get(g.id());
      if (before == null) {
        before = new ArrayList<>(1);
        beforeFirstRun.put(g.id(), before);
      }
      before.add(new Ended(stretch, clock(event.resourceId(), event.time())));
    } else {
      long end = clock(event.resourceId(), event.time());
      add(stretch, end, g, waking(event), false);
    }
  }

  private void neverRan(long id, TraceState.Goroutine g) {
    List<Ended> before = beforeFirstRun.remove(id);
    if (before != null) {
      before.forEach(ended -> add(ended.stretch, ended.end, g, List.of(), false));
    }
  }

  private void remember(long id, TraceState.Goroutine g) {
    if (g == null) {
      waited.remove(id);
    } else if (g.kind() != ThreadKind.GOROUTINE && g.state() == GoState.WAITING) {
      waited.put(id, g.stack());
    }
  }

  private Stretch begun(EventView event, TraceState.Goroutine g) {
    Stack stack = event.stack();
    double weight = 1;
    if (type == ProfileType.SCHED && g.kind() != ThreadKind.GOROUTINE) {
      Stack wait = waited.get(g.id());
      stack = wait == null ? Stack.NONE : wait;
    } else if (!isAsGos() || g.kind() != ThreadKind.GOROUTINE) {
      stack = g.stack();
      weight = g.stackWeight();
    }
    // A frame without a name says no more than no stack, which Go takes it for.
    if (stack.frames().size() == 1 && stack.frames().getFirst().function().isEmpty()) {
      stack = Stack.NONE;
    }
    long begin = isAsGos() ? event.time() : g.since();
    return new Stretch(
        clock(g.id(), begin),
        stack,
        stack.isNone() ? 0 : Math.max(1, weight),
        event.cause().word());
  }

  /** The stack of who ends a wait, or the one frame that is known of that thread. */
  private List<Frame> waking(EventView event) {
    if (type != ProfileType.OFFWAKE || event.goFrom() != GoState.WAITING) {
      return List.of();
    }
    if (!event.stack().isNone()) {
      return event.stack().frames();
    }
    TraceState.Goroutine waker = state.goroutine(event.wakerThread());
    Frame frame = waker == null ? event.wakerFrame() : waker.start();
    return frame.isNone() ? List.of() : List.of(frame);
  }

  private boolean isWanted(TraceState.Goroutine g) {
    return wanted.test(g == null ? "" : GroupNames.of(g.kind(), g.name(), g.start().function()));
  }

  private static ThreadKind kind(TraceState.Goroutine g) {
    return g == null ? ThreadKind.SYSTEM : g.kind();
  }

  private void add(
      Stretch stretch, long end, TraceState.Goroutine g, List<Frame> waking, boolean open) {
    long nanos = end - stretch.begin;
    if (isOfParts() && nanos == 0) {
      return; // None of it was wanted.
    }
    Why why = new Why(stretch.reason, kind(g));
    Reason reason = reasons.computeIfAbsent(why, key -> new Reason());
    reason.count++;
    reason.nanos += nanos;
    Stack stack = stretch.stack;
    if (stack.isNone() && type == ProfileType.OFFCPU) {
      return; // What no stack stands for is put down to none at the end.
    }
    if (type == ProfileType.OFFWAKE) {
      List<Frame> both = new ArrayList<>(waking.reversed());
      both.add(BORDER);
      both.addAll(stack.frames());
      stack = Stack.of(both);
    }
    Sum sum = sums.of(new Key(stack, why, open), key -> new Sum());
    if (stretch.weight > 1 && type == ProfileType.OFFCPU) {
      sum.sampledCount += stretch.weight;
      sum.sampledNanos += stretch.weight * nanos;
      reason.sampledCount += stretch.weight;
      reason.sampledNanos += stretch.weight * nanos;
    } else {
      sum.count++;
      sum.nanos += nanos;
      reason.exactCount++;
      reason.exactNanos += nanos;
    }
  }

  @Override
  public void end(TraceExtent extent) {
    for (long id : beforeFirstRun.sortedKeys()) {
      neverRan(id, state.goroutine(id));
    }
    if (!isAsGos()) {
      for (long id : inProgress.sortedKeys()) {
        TraceState.Goroutine g = state.goroutine(id);
        if (isWanted(g)) {
          add(inProgress.get(id), clock(id, extent.end()), g, List.of(), true);
        }
      }
    }
  }

  /** Whether stacks are a sample, so that the rows are estimates. After the trace's end. */
  public boolean estimated() {
    return reasons.values().stream().anyMatch(reason -> reason.sampledCount > 0);
  }

  /** The rows, those with the most time first, then those with the most stretches or samples. */
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    Map<Why, Rest> rests = new HashMap<>();
    reasons.forEach((why, reason) -> rests.put(why, new Rest(reason)));
    sums.forEach(
        (key, sum) -> {
          long count = sum.count;
          long nanos = sum.nanos;
          if (sum.sampledCount > 0) {
            Rest rest = rests.get(key.why);
            count += rest.take(sum.sampledCount);
            nanos += rest.takeNanos(sum.sampledNanos);
          }
          rows.add(row(key.stack, key.why, key.open, count, nanos));
        });
    rests.forEach(
        (why, rest) -> {
          if (rest.nanos > 0) {
            rows.add(row(Stack.NONE, why, false, rest.count, rest.nanos));
          }
        });
    rows.sort(
        Comparator.comparingLong(Row::nanos)
            .thenComparingLong(Row::count)
            .reversed()
            .thenComparing(row -> row.stack().toString()));
    return List.copyOf(rows);
  }

  private static Row row(Stack stack, Why why, boolean open, long count, long nanos) {
    return new Row(stack.frames(), why.reason, why.kind, open, count, nanos);
  }

  /** Of a reason, what no row has yet: sampled ones get their share of it, and no more. */
  private static final class Rest {
    private final double scale;
    private final double nanosScale;
    private long count;
    private long nanos;

    private Rest(Reason reason) {
      count = reason.count - reason.exactCount;
      nanos = reason.nanos - reason.exactNanos;
      scale = reason.sampledCount > count ? count / reason.sampledCount : 1;
      nanosScale = reason.sampledNanos > nanos ? nanos / reason.sampledNanos : 1;
    }

    private long take(double sampled) {
      long share = Math.min(count, Math.round(sampled * scale));
      count -= share;
      return share;
    }

    private long takeNanos(double sampled) {
      long share = Math.min(nanos, (long) (sampled * nanosScale));
      nanos -= share;
      return share;
    }
  }
}
