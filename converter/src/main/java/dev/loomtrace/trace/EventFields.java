package dev.loomtrace.trace;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an event says, as its reader fills it in. {@link EventView} gives it names for each kind.
 *
 * <p>Texts and stacks may be references, which the reader resolves when they are asked for, since
 * most consumers look at few of them.
 */
@SuppressWarnings("ReferenceEquality") // It compares what it holds with what it is given.
abstract class EventFields {
  static final long RESOLVED = -1;
  private static final int RESOLVED_CAUSES = 16;

  EventKind kind;
  long time;
  long since; // The time, unless what begins is older than the trace.
  long goroutine = Context.NO_GOROUTINE;
  long proc = Context.NO_PROC;
  long thread = Context.NO_THREAD;
  Stack stack = Stack.NONE;
  long stackRef = RESOLVED;

  // What each kind keeps here:
  //                    id         parent    from,to   text1         text2
  // transitions        resource   .         states    cause's text  .
  // ranges             resource   .         .         name          .
  // label              resource   .         .         label         .
  // task, region, log  task       parent    .         type/category message
  // metric             value      .         .         name          .
  // sync               number     .         .         .             .
  // experimental       .          .         .         name          .
  long id;
  long parent;
  ResourceKind resource = ResourceKind.NONE;
  byte from;
  byte to;
  String text1 = "";
  String text2 = "";
  long text1Ref = RESOLVED;
  long text2Ref = RESOLVED;
  Stack goroutineStack = Stack.NONE;
  long goroutineStackRef = RESOLVED;
  private WaitCause cause = WaitCause.NONE;
  private boolean causeKnown; // Otherwise it is given by its text.
  // Those that were asked for last, by their texts' hashes: a trace has few.
  private final WaitCause[] resolvedCauses = new WaitCause[RESOLVED_CAUSES];
  private final String[] resolvedTexts = new String[RESOLVED_CAUSES];
  WakeKind wakeKind; // Null: by the context.
  long waker;
  Frame wakerFrame = Frame.NONE;
  TraceThread described = TraceThread.GOROUTINE;
  // Only of events given as records, so that readers of Go traces need not set it for each.
  double stackWeight = 1;
  int arguments;
  String[] argumentNames = {};
  long[] argumentValues = {};
  Optional<ClockSnapshot> clock = Optional.empty();
  Map<String, List<ExperimentalBatch>> experiments = Map.of();
  List<LockOwner> lockOwners = List.of();

  EventFields() {}

  // A reader lives long, and to store a reference in an old object costs the collector's barrier,
  // which is more than a comparison: what is there already is not stored again.

  final void clear() {
    kind = null;
  }

  final void begin(EventKind newKind, long newTime) {
    if (kind != newKind) {
      kind = newKind;
    }
    setTime(newTime);
    setStack(Stack.NONE);
  }

  final void place(long newGoroutine, long newProc, long newThread) {
    goroutine = newGoroutine;
    proc = newProc;
    thread = newThread;
  }

  final void setTime(long value) {
    time = value;
    since = value;
  }

  final void setSince(long value) {
    since = value;
  }

  final void setStack(Stack value) {
    if (stack != value) {
      stack = value;
    }
    stackRef = RESOLVED;
  }

  final void setStackRef(long ref) {
    stackRef = ref;
  }

  final void setId(long value) {
    id = value;
  }

  final void setResource(ResourceKind resourceKind, long resourceId) {
    resource = resourceKind;
    id = resourceId;
  }

  final void setParent(long value) {
    parent = value;
  }

  final void setStates(int fromOrdinal, int toOrdinal) {
    from = (byte) fromOrdinal;
    to = (byte) toOrdinal;
    setGoroutineStack(Stack.NONE);
    causeKnown = false;
    setWakeKind(null);
    setThread(TraceThread.GOROUTINE);
  }

  final void setCause(WaitCause value) {
    if (cause != value) {
      cause = value;
    }
    causeKnown = true;
  }

  final WaitCause knownCause() {
    if (!causeKnown) {
      String text = text1();
      setCause(text.isEmpty() ? WaitCause.NONE : resolvedCause(text));
    }
    return cause;
  }

  private WaitCause resolvedCause(String text) {
    int slot = text.hashCode() & (RESOLVED_CAUSES - 1);
    if (resolvedTexts[slot] != text) { // Texts of one part are mostly the same objects.
      WaitCause known = resolvedCauses[slot];
      if (known == null || !known.text().equals(text)) {
        resolvedCauses[slot] = resolveCause(text);
      }
      resolvedTexts[slot] = text;
    }
    return resolvedCauses[slot];
  }

  final void setWaker(WakeKind newKind, long thread, Frame frame) {
    setWakeKind(newKind);
    waker = thread;
    if (wakerFrame != frame) {
      wakerFrame = frame;
    }
  }

  private void setWakeKind(WakeKind value) {
    if (wakeKind != value) {
      wakeKind = value;
    }
  }

  final void setThread(TraceThread value) {
    if (described != value) {
      described = value;
    }
  }

  final void setText1(String value) {
    if (text1 != value) {
      text1 = value;
    }
    text1Ref = RESOLVED;
  }

  final void setText1Ref(long ref) {
    text1Ref = ref;
  }

  final void setText2(String value) {
    text2 = value;
    text2Ref = RESOLVED;
  }

  final void setText2Ref(long ref) {
    text2Ref = ref;
  }

  final void setGoroutineStack(Stack value) {
    if (goroutineStack != value) {
      goroutineStack = value;
    }
    goroutineStackRef = RESOLVED;
  }

  final void setStackWeight(double value) {
    stackWeight = value;
  }

  final void setGoroutineStackRef(long ref) {
    goroutineStackRef = ref;
  }

  final void setArguments(String[] names, long[] values, int count) {
    argumentNames = names;
    if (argumentValues.length < count) {
      argumentValues = new long[count];
    }
    System.arraycopy(values, 0, argumentValues, 0, count);
    arguments = count;
  }

  final void setSync(
      Optional<ClockSnapshot> newClock, Map<String, List<ExperimentalBatch>> newExperiments) {
    clock = newClock;
    experiments = newExperiments;
    lockOwners = List.of();
  }

  final void setLockOwners(List<LockOwner> newOwners) {
    lockOwners = newOwners;
  }

  final String text1() {
    if (text1Ref != RESOLVED) {
      setText1(resolveText(text1Ref));
    }
    return text1;
  }

  final String text2() {
    if (text2Ref != RESOLVED) {
      text2 = resolveText(text2Ref);
      text2Ref = RESOLVED;
    }
    return text2;
  }

  /**
   * The text that a reader gave by reference. Called at most once per event and text.
   *
   * @param ref what the reader gave; never negative
   */
  protected String resolveText(long ref) {
    throw new AssertionError("invariant: a reader that gives references resolves them");
  }

  /**
   * The stack that a reader gave by reference. Called at most once per event and stack.
   *
   * @param ref what the reader gave; never negative
   */
  protected Stack resolveStack(long ref) {
    throw new AssertionError("invariant: a reader that gives references resolves them");
  }

  /** What the text means that a format gives for why a goroutine stopped; may be empty. */
  protected WaitCause resolveCause(String text) {
    return WaitCause.ofText(WaitReason.UNKNOWN, text);
  }
}
