package dev.loomtrace.timeline;

import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.ResourceKind;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.ThreadKind;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.WakeKind;
import dev.loomtrace.trace.Waker;

/**
 * A view of the span that whoever fills it stands on.
 *
 * <p>Each kind of span has some of the accessors; the others give their default, which is said with
 * each. Texts and stacks may be kept as references until they are asked for, so that looking at
 * times and states costs nothing more. A view is for one thread at a time.
 */
@SuppressWarnings("ReferenceEquality") // It compares what it holds with what it is given.
public abstract class SpanView {
  private static final int RESOLVED = -1;

  private SpanKind kind = SpanKind.STATE;
  private long begin;
  private long end;
  private boolean beganBefore;
  private boolean open;
  private long thread;
  private long proc;
  private SpanState state = SpanState.UNKNOWN;
  private WaitCause cause = WaitCause.NONE;
  private int causeRef = RESOLVED;
  private Stack place = Stack.NONE;
  private int placeRef = RESOLVED;
  private double stackWeight;
  private WakeKind wakeKind = WakeKind.UNKNOWN;
  private long wakerThread;
  private Frame wakerFrame = Frame.NONE;
  private int wakerFrameRef = RESOLVED;
  private long creator = Context.NO_GOROUTINE;
  private ThreadKind threadKind = ThreadKind.GOROUTINE;
  private long id;
  private long parent;
  private String name = "";
  private int nameRef = RESOLVED;
  private String message = "";
  private ResourceKind scope = ResourceKind.NONE;

  /** For subclasses. */
  protected SpanView() {}

  /** The kind of the span. */
  public final SpanKind kind() {
    return kind;
  }

  /**
   * When it began, in nanoseconds on the trace's clock; inclusive. Of a TASK or REGION that may be
   * before the trace's first event, if the trace says so.
   */
  public final long begin() {
    return begin;
  }

  /** When it ended, in nanoseconds on the trace's clock; exclusive. */
  public final long end() {
    return end;
  }

  /** End minus start, in nanoseconds. */
  public final long duration() {
    return end - begin;
  }

  /**
   * Whether it is not known when it began: before the trace did, or before it was first seen, and
   * {@link #begin} is that.
   */
  public final boolean beganBefore() {
    return beganBefore;
  }

  /** Whether it had not ended when the trace did, which is its {@link #end}. */
  public final boolean open() {
    return open;
  }

  /**
   * The thread that was in the state, ran on the proc, lived, began the task or range, was in the
   * region, was sampled, logged or measured; default {@link Context#NO_GOROUTINE}.
   */
  public final long thread() {
    return thread;
  }

  /**
   * The proc; of a CARRIER, and of a STATE, SAMPLE or LOG if the thread had one; default {@link
   * Context#NO_PROC}.
   */
  public final long proc() {
    return proc;
  }

  /** What the thread did; of a STATE, and of a CARRIER: running, pinned or in a system call. */
  public final SpanState state() {
    return state;
  }

  /** Why the thread came into its state; of a STATE; default {@link WaitCause#NONE}. */
  public final WaitCause cause() {
    if (causeRef != RESOLVED) {
      cause = resolveCause(causeRef);
      causeRef = RESOLVED;
    }
    return cause;
  }

  /**
   * Where in the code: of a STATE, where the thread came into it; of a LIFE, where the thread
   * starts; of a SAMPLE, where it was; of a TASK or REGION, where it ended; of a LOG, where it was
   * written; default {@link Stack#NONE}.
   */
  public final Stack place() {
    if (placeRef != RESOLVED) {
      place = resolveStack(placeRef);
      placeRef = RESOLVED;
    }
    return place;
  }

  /** How many spans like this one its place stands for; of a STATE; see {@link EventView}. */
  public final double stackWeight() {
    return stackWeight;
  }

  /**
   * How the wait was ended, at the time that is its {@link #end}; of a STATE that is waiting;
   * default {@link WakeKind#UNKNOWN}.
   */
  public final WakeKind wakeKind() {
    return wakeKind;
  }

  /** Id of the thread that ended the wait; default {@link Context#NO_GOROUTINE}. */
  public final long wakerThread() {
    return wakerThread;
  }

  /** The frame that stands for the waker, as in {@link Waker#frame}; default {@link Frame#NONE}. */
  public final Frame wakerFrame() {
    if (wakerFrameRef != RESOLVED) {
      wakerFrame = resolveFrame(wakerFrameRef);
      wakerFrameRef = RESOLVED;
    }
    return wakerFrame;
  }

  /** Who ended the wait: the three before in one. */
  public final Waker waker() {
    return wakeKind == WakeKind.UNKNOWN
            && wakerThread == Context.NO_GOROUTINE
            && wakerFrame().isNone()
        ? Waker.NONE
        : new Waker(wakeKind, wakerThread, wakerFrame());
  }

  /** Id of the thread that created this one; of a LIFE; default {@link Context#NO_GOROUTINE}. */
  public final long creator() {
    return creator;
  }

  /** What kind of thread it is; of a LIFE; default {@link ThreadKind#GOROUTINE}. */
  public final ThreadKind threadKind() {
    return threadKind;
  }

  /**
   * Id of a TASK, or of the task of a REGION or LOG; id of what a RANGE belongs to; value of a
   * COUNTER, unsigned. Default 0.
   */
  public final long id() {
    return id;
  }

  /**
   * Parent of a TASK, or {@link EventView#NO_TASK}; depth of a REGION: how many regions of its
   * thread it was in. Default 0.
   */
  public final long parent() {
    return parent;
  }

  /**
   * Name of a LIFE (the label given to the thread, else its own, else the function that it starts
   * with), TASK, REGION, RANGE or COUNTER; category of a LOG; default empty.
   */
  public final String name() {
    if (nameRef != RESOLVED) {
      name = resolveText(nameRef);
      nameRef = RESOLVED;
    }
    return name;
  }

  /** Text of a LOG; default empty. */
  public final String message() {
    return message;
  }

  /** What a RANGE belongs to; default {@link ResourceKind#NONE}. */
  public final ResourceKind scope() {
    return scope;
  }

  /** The span as an immutable object, which may be kept. */
  public final Span span() {
    return new Span(
        kind,
        begin,
        end,
        beganBefore,
        open,
        thread,
        proc,
        state,
        cause(),
        place(),
        stackWeight,
        waker(),
        creator,
        threadKind,
        id,
        parent,
        name(),
        message,
        scope);
  }

  /** The text of a reference that was given; called at most once per span and text. */
  protected String resolveText(int ref) {
    throw new AssertionError("invariant: who gives references resolves them");
  }

  /** The cause of a reference that was given; called at most once per span. */
  protected WaitCause resolveCause(int ref) {
    throw new AssertionError("invariant: who gives references resolves them");
  }

  /** The frame of a reference that was given; called at most once per span. */
  protected Frame resolveFrame(int ref) {
    throw new AssertionError("invariant: who gives references resolves them");
  }

  /** The stack of a reference that was given; called at most once per span. */
  protected Stack resolveStack(int ref) {
    throw new AssertionError("invariant: who gives references resolves them");
  }

  // A view lives long, and to store a reference in an old object costs the collector's barrier,
  // which is more than a comparison: what is there already is not stored again.

  // Filling: first these two, which set all else to its default, then what the kind has.

  /** The view is of another span from now on, of which nothing else is known yet. */
  protected final void become(SpanKind newKind, long newBegin, long newEnd) {
    if (kind != SpanKind.STATE || newKind != SpanKind.STATE) {
      forgetWhatNoStateHas();
    }
    if (kind != newKind) {
      kind = newKind;
    }
    begin = newBegin;
    end = newEnd;
    beganBefore = false;
    open = false;
    thread = Context.NO_GOROUTINE;
    proc = Context.NO_PROC;
    in(SpanState.UNKNOWN);
    because(WaitCause.NONE);
    where(Stack.NONE, 0);
    by(WakeKind.UNKNOWN, Context.NO_GOROUTINE, Frame.NONE);
  }

  /**
   * The same of a STATE of which all is said that it may have, from {@link #cut} to {@link #by}, so
   * that nothing is set twice.
   */
  protected final void becomeState(long newBegin, long newEnd) {
    if (kind != SpanKind.STATE) {
      forgetWhatNoStateHas();
      kind = SpanKind.STATE;
    }
    begin = newBegin;
    end = newEnd;
  }

  /** Most spans are states that follow states: of those these stay at their default. */
  private void forgetWhatNoStateHas() {
    creator = Context.NO_GOROUTINE;
    threadKind = ThreadKind.GOROUTINE;
    id = 0;
    parent = 0;
    name = "";
    nameRef = RESOLVED;
    message = "";
    scope = ResourceKind.NONE;
  }

  /** How the span is cut by the borders of the trace. */
  protected final void cut(boolean atBegin, boolean atEnd) {
    beganBefore = atBegin;
    open = atEnd;
  }

  /** Whose span it is. */
  protected final void of(long newThread, long newProc) {
    thread = newThread;
    proc = newProc;
  }

  /** What the thread did. */
  protected final void in(SpanState newState) {
    if (state != newState) {
      state = newState;
    }
  }

  /** Why. */
  protected final void because(WaitCause newCause) {
    if (cause != newCause) {
      cause = newCause;
    }
    causeRef = RESOLVED;
  }

  /** Why, by reference; not negative. */
  protected final void becauseRef(int newCause) {
    causeRef = newCause;
  }

  /** Where, and how many spans that place stands for. */
  protected final void where(Stack newPlace, double weight) {
    if (place != newPlace) {
      place = newPlace;
    }
    placeRef = RESOLVED;
    stackWeight = weight;
  }

  /** Where, by reference; not negative. */
  protected final void whereRef(int newPlace, double weight) {
    placeRef = newPlace;
    stackWeight = weight;
  }

  /** Who ended it. */
  protected final void by(WakeKind kindOfWake, long thread, Frame frame) {
    byRef(kindOfWake, thread, RESOLVED);
    if (wakerFrame != frame) {
      wakerFrame = frame;
    }
  }

  /** Who ended it, with the frame by reference; not negative. */
  protected final void byRef(WakeKind kindOfWake, long thread, int frame) {
    if (wakeKind != kindOfWake) {
      wakeKind = kindOfWake;
    }
    wakerThread = thread;
    wakerFrameRef = frame;
  }

  /** Who created it, and what kind of thread it is. */
  protected final void created(long newCreator, ThreadKind newThreadKind) {
    creator = newCreator;
    threadKind = newThreadKind;
  }

  /** The numbers that its kind has. */
  protected final void numbered(long newId, long newParent) {
    id = newId;
    parent = newParent;
  }

  /** Its name. */
  protected final void named(String newName) {
    name = newName;
  }

  /** Its name by reference; not negative. */
  protected final void namedRef(int newName) {
    nameRef = newName;
  }

  /** Its text. */
  protected final void says(String newMessage) {
    message = newMessage;
  }

  /** What a range belongs to. */
  protected final void scoped(ResourceKind newScope) {
    scope = newScope;
  }
}
