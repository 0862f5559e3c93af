package dev.loomtrace.jfr.write;

import dev.loomtrace.jfr.chunk.EncodedValues;
import dev.loomtrace.jfr.chunk.ValueOutput;
import dev.loomtrace.jfr.model.ModelTypes;
import dev.loomtrace.trace.ClockSnapshot;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventSink;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.ExperimentalBatch;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.LockOwner;
import dev.loomtrace.trace.ProcState;
import dev.loomtrace.trace.ResourceKind;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.ThreadKind;
import dev.loomtrace.trace.TraceEvent;
import dev.loomtrace.trace.TraceThread;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.WaitReason;
import dev.loomtrace.trace.WakeKind;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Writes each event as the one of {@link ModelTypes} that says all that it says. */
public final class ModelEvents implements EventSink {
  private static final int GO_STATES = GoState.values().length;

  private final Recording recording;
  private final WrittenStacks stacks;
  private final WrittenThreads threads;
  private final String program;

  private final int sync = Recording.type(ModelTypes.SYNC);
  private final int metric = Recording.type(ModelTypes.METRIC);
  private final int label = Recording.type(ModelTypes.LABEL);
  private final int sample = Recording.type(ModelTypes.STACK_SAMPLE);
  private final int rangeBegin = Recording.type(ModelTypes.RANGE_BEGIN);
  private final int rangeActive = Recording.type(ModelTypes.RANGE_ACTIVE);
  private final int rangeEnd = Recording.type(ModelTypes.RANGE_END);
  private final int taskBegin = Recording.type(ModelTypes.TASK_BEGIN);
  private final int taskEnd = Recording.type(ModelTypes.TASK_END);
  private final int regionBegin = Recording.type(ModelTypes.REGION_BEGIN);
  private final int regionEnd = Recording.type(ModelTypes.REGION_END);
  private final int log = Recording.type(ModelTypes.LOG);
  private final int goroutine = Recording.type(ModelTypes.GOROUTINE);
  private final int proc = Recording.type(ModelTypes.PROC);
  private final int experimental = Recording.type(ModelTypes.EXPERIMENTAL);
  private final int attribute = Recording.type(ModelTypes.ATTRIBUTE);
  private final int details = Recording.type(ModelTypes.DETAILS);
  private final int lockOwner = Recording.type(ModelTypes.LOCK_OWNER);
  private final int experimentalData = Recording.type(ModelTypes.EXPERIMENTAL_DATA);

  private final Words<GoState> goStates = new Words<>(ModelTypes.GO_STATES, GoState.class);
  private final Words<ProcState> procStates = new Words<>(ModelTypes.PROC_STATES, ProcState.class);
  private final Words<ResourceKind> scopes = new Words<>(ModelTypes.SCOPES, ResourceKind.class);
  private final Words<WaitReason> reasons = new Words<>(ModelTypes.WAIT_REASONS, WaitReason.class);
  private final Words<WakeKind> wakeKinds = new Words<>(ModelTypes.WAKE_KINDS, WakeKind.class);
  private final Words<ThreadKind> kinds = new Words<>(ModelTypes.THREAD_KINDS, ThreadKind.class);

  private final Changes changes = new Changes();
  private final RecentKeys strings = new RecentKeys();
  private int stringsChunk;

  /** Keys of a chunk's words. */
  private final class Words<E extends Enum<E>> {
    private final String type;
    private final long[] keys;
    private int chunk;

    private Words(String type, Class<E> constants) {
      this.type = type;
      this.keys = new long[constants.getEnumConstants().length];
    }

    private long key(E constant) {
      if (chunk != recording.chunk()) {
        chunk = recording.chunk();
        Arrays.fill(keys, 0);
      }
      int i = constant.ordinal();
      if (keys[i] == 0) {
        keys[i] = recording.pools().word(type, constant.name());
      }
      return keys[i];
    }
  }

  /**
   * What a chunk's events say of changes of goroutines, encoded, as far as it is not a stack of
   * another goroutine: there are few different ones, which make up most of a trace. Of two that
   * share a place the last one is known.
   */
  private final class Changes {
    private static final int PLACES = 256;

    private final WaitCause[] causes = new WaitCause[PLACES];
    private final int[] rests = new int[PLACES]; // The states, and whose stack it is.
    private final EncodedValues[] encoded = new EncodedValues[PLACES];
    private int chunk;

    @SuppressWarnings("ReferenceEquality") // Of equal causes that are not the same the pools know.
    private EncodedValues of(GoState from, GoState to, WaitCause cause, boolean own) {
      if (chunk != recording.chunk()) {
        chunk = recording.chunk();
        Arrays.fill(causes, null);
      }
      int rest = (from.ordinal() * GO_STATES + to.ordinal()) * 2 + (own ? 1 : 0);
      int place = ((cause.hashCode() + rest) * 0x9E3779B9) >>> (Integer.SIZE - 8);
      if (causes[place] != cause || rests[place] != rest) {
        causes[place] = cause;
        rests[place] = rest;
        encoded[place] =
            ValueOutput.encode(out -> encode(out, from, to, cause).number(0).truth(own));
      }
      return encoded[place];
    }

    private ValueOutput encode(ValueOutput out, GoState from, GoState to, WaitCause cause) {
      long text = cause.text().isEmpty() ? 0 : string(cause.text());
      return out.number(goStates.key(from))
          .number(goStates.key(to))
          .pooledText(text)
          .number(reasons.key(cause.reason()));
    }
  }

  /**
   * The events of a recording.
   *
   * @param program what wrote the trace; empty: not known
   */
  public ModelEvents(
      Recording recording, WrittenStacks stacks, WrittenThreads threads, String program) {
    this.program = program;
    this.recording = recording;
    this.stacks = stacks;
    this.threads = threads;
  }

  @Override
  public void accept(EventView e) throws IOException {
    switch (e.kind()) {
      case SYNC -> sync(e);
      case METRIC -> {
        long name = string(e.metricName());
        begin(metric, e).pooledText(name).number(e.metricValue());
      }
      case LABEL -> {
        long text = string(e.label());
        long scope = scopes.key(e.labelledKind());
        begin(label, e).pooledText(text).number(scope).number(e.labelledId());
      }
      case STACK_SAMPLE -> begin(sample, e);
      case RANGE_BEGIN -> range(rangeBegin, e);
      case RANGE_ACTIVE -> range(rangeActive, e);
      case RANGE_END -> {
        for (TraceEvent.RangeAttribute attribute : e.attributes()) {
          attribute(e.time(), attribute.name(), attribute.value());
        }
        range(rangeEnd, e);
      }
      case TASK_BEGIN -> task(taskBegin, e);
      case TASK_END -> task(taskEnd, e);
      case REGION_BEGIN -> region(regionBegin, e);
      case REGION_END -> region(regionEnd, e);
      case LOG -> {
        long category = string(e.category());
        begin(log, e).number(e.task()).pooledText(category).text(e.message());
      }
      case GO_TRANSITION -> goroutine(e);
      case PROC_TRANSITION -> {
        long from = procStates.key(e.procFrom());
        long to = procStates.key(e.procTo());
        begin(proc, e).number(e.resourceId()).number(from).number(to);
      }
      case EXPERIMENTAL -> {
        for (TraceEvent.Argument argument : e.experimentalArguments()) {
          attribute(e.time(), argument.name(), argument.value());
        }
        long name = string(e.experimentalName());
        begin(experimental, e).pooledText(name);
      }
    }
    recording.endEvent();
  }

  private void attribute(long time, String name, long value) throws IOException {
    long key = string(name);
    recording.event(attribute).number(time).pooledText(key).number(value);
    recording.endEvent();
  }

  private long string(String text) {
    if (stringsChunk != recording.chunk()) {
      stringsChunk = recording.chunk();
      strings.clear();
    }
    long key = strings.get(text);
    if (key == 0) {
      key = recording.pools().string(text);
      strings.put(text, key);
    }
    return key;
  }

  /** Begins an event with what all have. */
  private ValueOutput begin(int type, EventView e) throws IOException {
    long thread = threads.context(e);
    long stack = stacks.key(e.stack(), e.time());
    return recording
        .event(type)
        .numbers(e.time(), thread, stack, e.goroutine(), e.proc(), e.thread());
  }

  private void sync(EventView e) throws IOException {
    for (Map.Entry<String, List<ExperimentalBatch>> batches : e.experiments().entrySet()) {
      for (ExperimentalBatch batch : batches.getValue()) {
        long experiment = string(batches.getKey());
        recording
            .event(experimentalData)
            .number(e.time())
            .pooledText(experiment)
            .number(batch.thread())
            .text(Base64.getEncoder().encodeToString(batch.data()));
        recording.endEvent();
      }
    }
    for (LockOwner owner : e.lockOwners()) {
      recording
          .event(lockOwner)
          .number(e.time())
          .number(owner.waiter())
          .number(owner.owner())
          .number(owner.seen())
          .truth(owner.limited());
      recording.endEvent();
    }
    long writer = program.isEmpty() ? 0 : recording.pools().word(ModelTypes.PROGRAMS, program);
    ValueOutput event = begin(sync, e).number(e.syncNumber()).truth(e.clock().isPresent());
    if (e.clock().isPresent()) {
      ClockSnapshot clock = e.clock().get();
      event.number(clock.traceTime()).number(clock.monotonicTime());
      event.text(clock.wallTime().toString());
    } else {
      event.number(0).number(0).text(null);
    }
    event.number(writer);
  }

  private void range(int type, EventView e) throws IOException {
    long name = string(e.rangeName());
    long scope = scopes.key(e.scopeKind());
    begin(type, e).pooledText(name).number(scope).number(e.scopeId());
  }

  private void task(int type, EventView e) throws IOException {
    long name = string(e.type());
    ValueOutput event = begin(type, e).number(e.task()).number(e.parentTask()).pooledText(name);
    if (type == taskBegin) {
      event.number(age(e));
    }
  }

  private void region(int type, EventView e) throws IOException {
    long name = string(e.type());
    ValueOutput event = begin(type, e).number(e.task()).pooledText(name);
    if (type == regionBegin) {
      event.number(age(e));
    }
  }

  /** How long that has gone on which begins, when it is older than the trace. */
  private static long age(EventView e) {
    return e.time() - e.since();
  }

  private void goroutine(EventView e) throws IOException {
    WaitCause cause = e.cause();
    if (!isUsual(e, cause)) {
      details(e, cause);
    }
    Stack stack = e.goroutineStack();
    boolean own = !stack.isNone() && stack.equals(e.stack());
    EncodedValues change = changes.of(e.goFrom(), e.goTo(), cause, own);
    long ownStack = own ? 0 : stacks.key(stack, e.time());
    ValueOutput event = begin(goroutine, e).number(e.resourceId());
    if (ownStack == 0) {
      event.encoded(change);
    } else {
      changes.encode(event, e.goFrom(), e.goTo(), cause).number(ownStack).truth(false);
    }
  }

  /** Whether all that is said here is what a trace of Go says. */
  private static boolean isUsual(EventView e, WaitCause cause) {
    double usualWeight = e.goroutineStack().isNone() ? 0 : 1;
    boolean woken = e.goFrom() == GoState.WAITING && e.goTo() == GoState.RUNNABLE;
    long usualWaker = woken ? e.goroutine() : Context.NO_GOROUTINE;
    WakeKind usualWake = usualWaker == Context.NO_GOROUTINE ? WakeKind.UNKNOWN : WakeKind.THREAD;
    return e.goroutineThread().equals(TraceThread.GOROUTINE)
        && cause.recorded() == cause.reason()
        && cause.resource().isEmpty()
        && Double.compare(e.stackWeight(), usualWeight) == 0
        && e.wakeKind() == usualWake
        && e.wakerThread() == usualWaker
        && e.wakerFrame().equals(Frame.NONE)
        && age(e) == 0;
  }

  private void details(EventView e, WaitCause cause) throws IOException {
    TraceThread thread = e.goroutineThread();
    int wakerFrame = stacks.frame(e.wakerFrame(), e.time());
    int start = stacks.frame(thread.start(), e.time());
    long resource = string(cause.resource());
    long name = string(thread.name());
    recording
        .event(details)
        .number(e.time())
        .number(reasons.key(cause.recorded()))
        .pooledText(resource)
        .decimal(e.stackWeight())
        .number(wakeKinds.key(e.wakeKind()))
        .number(e.wakerThread())
        .number(wakerFrame)
        .number(kinds.key(thread.kind()))
        .pooledText(name)
        .number(start)
        .truth(thread.beganBefore())
        .number(age(e));
    recording.endEvent();
  }
}
