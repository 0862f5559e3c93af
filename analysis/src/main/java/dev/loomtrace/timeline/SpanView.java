package dev.loomtrace.timeline;

import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.ResourceKind;
import dev.loomtrace.trace.Stack;

/**
 * A view of the span that whoever fills it stands on.
 *
 * <p>Each kind of span has some of the accessors; the others give their default, which is said with
 * each. Texts and stacks may be kept as references until they are asked for, so that looking at
 * times and states costs nothing more. A view is for one thread at a time.
 */
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
  private String reason = "";
  private int reasonRef = RESOLVED;
  private String detail = "";
  private int detailRef = RESOLVED;
  private Stack place = Stack.NONE;
  private int placeRef = RESOLVED;
  private double stackWeight;
  private long waker;
  private String wakerName = "";
  private int wakerNameRef = RESOLVED;
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

  /** When it began, in nanoseconds on the trace's clock; inclusive. */
  public final long begin() {
    return begin;
  }

  /** When it ended, in nanoseconds on the trace's clock; exclusive. */
  public final long end() {
    return end;
  }

  /** End less begin, in nanoseconds. */
  public final long duration() {
    return end - begin;
  }

  /** Whether it began before the trace did, or before it was first seen: {@link #begin} is that. */
  public final boolean beganBefore() {
    return beganBefore;
  }

  /** Whether it had not ended when the trace did, which is its {@link #end}. */
  public final boolean open() {
    return open;
  }

  /**
   * The thread that was in the state, ran on the proc, lived, began the task or range, was in the
   * region, was sampled, logged or measured; default {@link EventView#NO_GOROUTINE}.
   */
  public final long thread() {
    return thread;
  }

  /**
   * The proc; of a CARRIER, and of a STATE, SAMPLE or LOG if the thread had one; default {@link
   * EventView#NO_PROC}.
   */
  public final long proc() {
    return proc;
  }

  /** What the thread did; of a STATE, and of a CARRIER: running or pinned. */
  public final SpanState state() {
    return state;
  }

  /**
   * Why the thread came into its state, in the words of its platform; of a STATE; default empty.
   */
  public final String reason() {
    if (reasonRef != RESOLVED) {
      reason = resolveText(reasonRef);
      reasonRef = RESOLVED;
    }
    return reason;
  }

  /** More about the reason, such as the class of a lock; of a STATE; default empty. */
  public final String detail() {
    if (detailRef != RESOLVED) {
      detail = resolveText(detailRef);
      detailRef = RESOLVED;
    }
    return detail;
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
   * Who ended the wait, at the time that is its {@link #end}; of a STATE that is blocked. Who
   * created the thread; of a LIFE. Default {@link EventView#NO_GOROUTINE}.
   */
  public final long waker() {
    return waker;
  }

  /** What ended the wait if it was no thread, such as {@code jvm.timer}; default empty. */
  public final String wakerName() {
    if (wakerNameRef != RESOLVED) {
      wakerName = resolveText(wakerNameRef);
      wakerNameRef = RESOLVED;
    }
    return wakerName;
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
   * Name of a LIFE (the label given to the thread, else the function that it starts with), TASK,
   * REGION, RANGE or COUNTER; category of a LOG; default empty.
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
        reason(),
        detail(),
        place(),
        stackWeight,
        waker,
        wakerName(),
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

  /** The stack of a reference that was given; called at most once per span. */
  protected Stack resolveStack(int ref) {
    throw new AssertionError("invariant: who gives references resolves them");
  }

  // Filling: first these two, which set all else to its default, then what the kind has.

  /** The view is of another span from now on, of which nothing else is known yet. */
  protected final void become(SpanKind newKind, long newBegin, long newEnd) {
    kind = newKind;
    begin = newBegin;
    end = newEnd;
    beganBefore = false;
    open = false;
    thread = EventView.NO_GOROUTINE;
    proc = EventView.NO_PROC;
    state = SpanState.UNKNOWN;
    reason = "";
    reasonRef = RESOLVED;
    detail = "";
    detailRef = RESOLVED;
    place = Stack.NONE;
    placeRef = RESOLVED;
    stackWeight = 0;
    waker = EventView.NO_GOROUTINE;
    wakerName = "";
    wakerNameRef = RESOLVED;
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
    state = newState;
  }

  /** Why, by text. */
  protected final void because(String newReason, String newDetail) {
    reason = newReason;
    detail = newDetail;
  }

  /** Why, by reference; not negative. */
  protected final void becauseRef(int newReason, int newDetail) {
    reasonRef = newReason;
    detailRef = newDetail;
  }

  /** Where, and how many spans that place stands for. */
  protected final void where(Stack newPlace, double weight) {
    place = newPlace;
    stackWeight = weight;
  }

  /** Where, by reference; not negative. */
  protected final void whereRef(int newPlace, double weight) {
    placeRef = newPlace;
    stackWeight = weight;
  }

  /** Who ended or created it. */
  protected final void by(long newWaker, String newWakerName) {
    waker = newWaker;
    wakerName = newWakerName;
  }

  /** Who ended it, with the name by reference; not negative. */
  protected final void byRef(long newWaker, int newWakerName) {
    waker = newWaker;
    wakerNameRef = newWakerName;
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
