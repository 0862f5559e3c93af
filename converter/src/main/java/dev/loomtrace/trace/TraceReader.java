package dev.loomtrace.trace;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A cursor over the events of one trace, in their global order.
 *
 * <pre>{@code
 * try (TraceReader trace = Traces.open(path)) {
 *   while (trace.next()) {
 *     switch (trace.event()) { … }
 *   }
 * }
 * }</pre>
 *
 * <p>Whatever the format, the first event is a {@link EventKind#SYNC} that begins the trace, one
 * more begins each further part, and the last event is one that ends the trace. A reader needs
 * memory for one part (of a recording that is converted on the way: two), not for the whole trace.
 *
 * <p>Implementations override {@link #advance}, in which they describe the event they move to with
 * the protected methods: first one that names its kind, then what belongs to it. Texts and stacks
 * may be given as non-negative references, which {@link #resolveText} and {@link #resolveStack}
 * turn into objects when a consumer asks.
 */
public abstract class TraceReader extends EventView implements Closeable {
  private boolean finished;

  /** For subclasses. */
  protected TraceReader() {}

  /**
   * Moves to the next event.
   *
   * @return false if there is none, now and forever
   * @throws MalformedTraceException if the input is not a legal trace; the events read before are
   *     correct, and there is no next event
   * @throws IOException if the input cannot be read
   */
  public final boolean next() throws IOException {
    if (finished) {
      return false;
    }
    boolean moved = false;
    try {
      moved = advance();
    } finally {
      if (!moved) {
        finished = true;
        clear();
      }
    }
    return moved;
  }

  /**
   * Passes all remaining events to each of these sinks, event by event.
   *
   * @throws IOException as {@link #next} and {@link EventSink#accept} do
   */
  public final void copyTo(EventSink... sinks) throws IOException {
    while (next()) {
      for (EventSink sink : sinks) {
        sink.accept(this);
      }
    }
  }

  /**
   * What had to be repaired so that the events read so far are in order, and what is known to be
   * lost. Nothing for formats that cannot lose events.
   */
  public Repairs repairs() {
    return Repairs.NONE;
  }

  /**
   * What the file holds in the words of its own format, and what of it has no place in the events;
   * known when all events have been read, empty until then.
   */
  public SourceEvents sourceEvents() {
    return SourceEvents.NONE;
  }

  /**
   * Whether its events say on which thread everything happens. Traces before Go 1.22 do not: some
   * of their events have no thread, and some have one that seems to do something else.
   */
  public boolean threadsAreKnown() {
    return true;
  }

  /** What wrote the trace, such as {@code Go 1.26}; empty if the trace does not say. */
  public String program() {
    return "";
  }

  /**
   * How many bytes of the input, from its start, the events so far cover completely; -1 if not
   * known. If a trace breaks off, what comes after these bytes is not in the events, although it
   * may have been read.
   */
  public long covered() {
    return -1;
  }

  /** Closes the input. */
  @Override
  public void close() throws IOException {}

  /**
   * Describes the next event.
   *
   * @return false if there is none
   * @throws IOException as {@link #next} does
   */
  protected abstract boolean advance() throws IOException;

  /**
   * Where the event happens; to be called for each event of a kind that happens somewhere. It
   * applies until the next call.
   */
  protected final void at(long thread, long proc, long goroutine) {
    place(goroutine, proc, thread);
  }

  /** Changes the time of the event just described. */
  protected final void atTime(long time) {
    setTime(time);
  }

  /**
   * When what begins really began, before the trace; after {@link #task}, {@link #region} or {@link
   * #goTransition}.
   */
  protected final void withSince(long since) {
    setSince(since);
  }

  /** Stack of the goroutine or thread that causes the event; after the kind was named. */
  protected final void withStack(Stack stack) {
    setStack(stack);
  }

  /** The same by reference. */
  protected final void withStackRef(long ref) {
    setStackRef(ref);
  }

  /** A part of the trace begins or the trace ends. */
  protected final void sync(
      long time,
      long number,
      Optional<ClockSnapshot> clock,
      Map<String, List<ExperimentalBatch>> experiments) {
    begin(EventKind.SYNC, time);
    place(Context.NO_GOROUTINE, Context.NO_PROC, Context.NO_THREAD);
    setId(number);
    setSync(clock, experiments);
  }

  /**
   * Who owns the locks that goroutines wait for at the sync just described.
   *
   * @param owners by ascending ids of those that wait; unmodifiable
   */
  protected final void withLockOwners(List<LockOwner> owners) {
    setLockOwners(owners);
  }

  /** A value was measured. */
  protected final void metric(long time, String name, long value) {
    begin(EventKind.METRIC, time);
    setText1(name);
    setId(value);
  }

  /** A resource got a name; the label follows by {@link #withText} or {@link #withTextRef}. */
  protected final void label(long time, ResourceKind resource, long id) {
    begin(EventKind.LABEL, time);
    setText1("");
    setResource(resource, id);
  }

  /** A thread was sampled. */
  protected final void stackSample(long time) {
    begin(EventKind.STACK_SAMPLE, time);
  }

  /**
   * A range begins, is active or ends.
   *
   * @param kind RANGE_BEGIN, RANGE_ACTIVE or RANGE_END
   */
  protected final void range(EventKind kind, long time, String name, ResourceKind scope, long id) {
    begin(kind, time);
    setText1(name);
    setResource(scope, id);
    setArguments(NO_NAMES, NO_VALUES, 0);
  }

  private static final String[] NO_NAMES = {};
  private static final long[] NO_VALUES = {};

  /**
   * Attributes of a range that ends, or arguments of an experimental event. The values are copied,
   * the names are kept and must not change.
   */
  protected final void withArguments(String[] names, long[] values, int count) {
    setArguments(names, values, count);
  }

  /**
   * A task begins or ends; its type follows by {@link #withText} or {@link #withTextRef}.
   *
   * @param kind TASK_BEGIN or TASK_END
   */
  protected final void task(EventKind kind, long time, long id, long parent) {
    begin(kind, time);
    setText1("");
    setId(id);
    setParent(parent);
  }

  /**
   * A region begins or ends; its type follows by {@link #withText} or {@link #withTextRef}.
   *
   * @param kind REGION_BEGIN or REGION_END
   */
  protected final void region(EventKind kind, long time, long task) {
    begin(kind, time);
    setText1("");
    setId(task);
  }

  /** A log; category and message follow as text and second text. */
  protected final void log(long time, long task) {
    begin(EventKind.LOG, time);
    setText1("");
    setText2("");
    setId(task);
  }

  /**
   * A goroutine changes; why may follow by {@link #withCause}, or as text, which {@link
   * #resolveCause} turns into a cause when a consumer asks.
   */
  protected final void goTransition(long time, long id, GoState from, GoState to) {
    begin(EventKind.GO_TRANSITION, time);
    setText1("");
    setId(id);
    setStates(from.ordinal(), to.ordinal());
  }

  /** Why the goroutine stops; after {@link #goTransition}. */
  protected final void withCause(WaitCause cause) {
    setCause(cause);
  }

  /**
   * What makes a waiting goroutine runnable, as in {@link Waker}; after {@link #goTransition}. If
   * it is not called, the goroutine of the context does.
   */
  protected final void withWaker(WakeKind kind, long thread, Frame frame) {
    setWaker(kind, thread, frame);
  }

  /** What is known about the goroutine itself; after {@link #goTransition}. */
  protected final void withThread(TraceThread thread) {
    setThread(thread);
  }

  /** Stack of the goroutine that changes; after {@link #goTransition}. */
  protected final void withGoroutineStack(Stack stack) {
    setGoroutineStack(stack);
  }

  /** The same by reference. */
  protected final void withGoroutineStackRef(long ref) {
    setGoroutineStackRef(ref);
  }

  /** How many waits the goroutine's stack stands for; after {@link #goTransition}. */
  protected final void withStackWeight(double weight) {
    setStackWeight(weight);
  }

  /** A proc changes. */
  protected final void procTransition(long time, long id, ProcState from, ProcState to) {
    begin(EventKind.PROC_TRANSITION, time);
    setId(id);
    setStates(from.ordinal(), to.ordinal());
  }

  /** An experimental event; {@link #withArguments} follows. */
  protected final void experimental(long time, String name) {
    begin(EventKind.EXPERIMENTAL, time);
    setText1(name);
    setArguments(NO_NAMES, NO_VALUES, 0);
  }

  /** The event's first text: label, type, category or cause; after the kind was named. */
  protected final void withText(String text) {
    setText1(text);
  }

  /** The same by reference. */
  protected final void withTextRef(long ref) {
    setText1Ref(ref);
  }

  /** The event's second text: a log's message; after the kind was named. */
  protected final void withSecondText(String text) {
    setText2(text);
  }

  /** The same by reference. */
  protected final void withSecondTextRef(long ref) {
    setText2Ref(ref);
  }

  /** Describes an event by a record of it. */
  protected final void event(TraceEvent event) {
    begin(event.kind(), event.time());
    Context context = event.context();
    place(context.goroutine(), context.proc(), context.thread());
    switch (event) {
      case TraceEvent.Sync e -> {
        sync(e.time(), e.number(), e.clock(), e.experiments());
        setLockOwners(e.lockOwners());
      }
      case TraceEvent.Metric e -> metric(e.time(), e.name(), e.value());
      case TraceEvent.Label e -> {
        label(e.time(), e.resource(), e.id());
        setText1(e.label());
      }
      case TraceEvent.StackSample e -> stackSample(e.time());
      case TraceEvent.RangeBegin e -> range(e.kind(), e.time(), e.name(), e.scope(), e.id());
      case TraceEvent.RangeActive e -> range(e.kind(), e.time(), e.name(), e.scope(), e.id());
      case TraceEvent.RangeEnd e -> {
        range(e.kind(), e.time(), e.name(), e.scope(), e.id());
        setArguments(
            e.attributes().stream().map(TraceEvent.RangeAttribute::name).toArray(String[]::new),
            e.attributes().stream().mapToLong(TraceEvent.RangeAttribute::value).toArray(),
            e.attributes().size());
      }
      case TraceEvent.TaskBegin e -> {
        task(e.kind(), e.time(), e.id(), e.parent());
        setSince(e.since());
        setText1(e.type());
      }
      case TraceEvent.TaskEnd e -> {
        task(e.kind(), e.time(), e.id(), e.parent());
        setText1(e.type());
      }
      case TraceEvent.RegionBegin e -> {
        region(e.kind(), e.time(), e.task());
        setSince(e.since());
        setText1(e.type());
      }
      case TraceEvent.RegionEnd e -> {
        region(e.kind(), e.time(), e.task());
        setText1(e.type());
      }
      case TraceEvent.Log e -> {
        log(e.time(), e.task());
        setText1(e.category());
        setText2(e.message());
      }
      case TraceEvent.GoTransition e -> {
        goTransition(e.time(), e.goroutine(), e.from(), e.to());
        setSince(e.since());
        setCause(e.cause());
        setWaker(e.waker().kind(), e.waker().thread(), e.waker().frame());
        setThread(e.thread());
        setGoroutineStack(e.goroutineStack());
        setStackWeight(e.stackWeight());
      }
      case TraceEvent.ProcTransition e -> procTransition(e.time(), e.proc(), e.from(), e.to());
      case TraceEvent.Experimental e -> {
        experimental(e.time(), e.name());
        setArguments(
            e.arguments().stream().map(TraceEvent.Argument::name).toArray(String[]::new),
            e.arguments().stream().mapToLong(TraceEvent.Argument::value).toArray(),
            e.arguments().size());
      }
    }
    setStack(event.stack());
  }
}
