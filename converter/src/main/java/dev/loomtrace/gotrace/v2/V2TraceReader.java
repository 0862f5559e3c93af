package dev.loomtrace.gotrace.v2;

import dev.loomtrace.base.ReadAhead;
import dev.loomtrace.gotrace.wire.GoReasons;
import dev.loomtrace.gotrace.wire.GoVersion;
import dev.loomtrace.gotrace.wire.WireInput;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.RangeKind;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.TraceReader;
import dev.loomtrace.trace.WaitCause;
import java.io.IOException;

/**
 * Reads a trace of Go 1.22 or later.
 *
 * <p>On more than one processor its events are put in order in a thread of its own, a few thousand
 * events ahead of the one that reads and never beyond the generation that is read, so that memory
 * is that of one generation. It ends at the trace's end, or when the reader is closed.
 */
public final class V2TraceReader extends TraceReader {
  private final WireInput in;
  private final GoVersion version;
  private final EventOrder order;
  // Of both threads, if there are two: they are filled for a generation when no event of the one
  // before is left to be read.
  private final StringTable strings;
  private final StackTable stacks;
  private final ReadAhead<OrderedBatch> readAhead; // Null if there is one thread only.
  private OrderedBatch batch = new OrderedBatch();
  private int next;

  private V2TraceReader(GoVersion version, WireInput in, boolean readsAhead) {
    this.version = version;
    this.in = in;
    this.readAhead = readsAhead ? new ReadAhead<>(this::fillAhead, OrderedBatch::new) : null;
    this.order = new EventOrder(version, in);
    this.strings = order.generation().strings();
    this.stacks = order.generation().stacks();
    batch.covers(in.offset());
  }

  /**
   * Reads what follows a trace's header.
   *
   * @param version what the header said
   * @param in closed with the reader
   */
  public static V2TraceReader of(GoVersion version, WireInput in) {
    return of(version, in, ReadAhead.hasProcessor());
  }

  /**
   * The same.
   *
   * @param readsAhead whether the events are put in order in a thread of their own
   */
  static V2TraceReader of(GoVersion version, WireInput in, boolean readsAhead) {
    return new V2TraceReader(version, in, readsAhead);
  }

  /** The thread that reads ahead; an event must have been read. */
  Thread readAheadThread() {
    return readAhead.thread();
  }

  @Override
  public long covered() {
    return batch.covered();
  }

  @Override
  public String program() {
    return version.program();
  }

  @Override
  protected boolean advance() throws IOException {
    if (next == batch.size()) {
      batch.raise();
      batch = nextBatch();
      next = 0;
      if (batch.size() == 0) {
        batch.raise();
        return false;
      }
    }
    describe(batch.get(next));
    next++;
    return true;
  }

  private OrderedBatch nextBatch() throws IOException {
    if (readAhead != null) {
      return readAhead.next(batch);
    }
    batch.clear();
    order.fill(batch);
    return batch;
  }

  // In the thread that reads ahead.
  private void fillAhead(OrderedBatch empty) throws IOException {
    if (order.isAtBorder()) {
      readAhead.awaitRead();
    }
    order.fill(empty);
  }

  private void describe(OrderedEvent e) {
    switch (e.kind) {
      case SYNC -> sync(e.time, e.id, e.clock, e.experiments);
      case METRIC -> metric(e.time, e.text, e.id);
      case LABEL -> {
        label(e.time, e.resource, e.id);
        describeText(e);
      }
      case STACK_SAMPLE -> stackSample(e.time);
      case RANGE_BEGIN, RANGE_ACTIVE, RANGE_END -> {
        range(e.kind, e.time, e.text, e.resource, e.id);
        describeText(e);
        withArguments(e.names, e.values, e.names.length);
      }
      case TASK_BEGIN, TASK_END -> {
        task(e.kind, e.time, e.id, e.parent);
        describeText(e);
      }
      case REGION_BEGIN, REGION_END -> {
        region(e.kind, e.time, e.id);
        describeText(e);
      }
      case LOG -> {
        log(e.time, e.id);
        describeText(e);
        if (e.secondTextIndex != OrderedEvent.NONE) {
          withSecondTextRef(e.secondTextIndex);
        }
      }
      case GO_TRANSITION -> {
        goTransition(e.time, e.id, e.goFrom, e.goTo);
        if (!e.cause.equals(WaitCause.NONE)) {
          withCause(e.cause);
        }
        describeText(e);
        if (e.goroutineStack != OrderedEvent.NONE) {
          withGoroutineStackRef(e.goroutineStack);
        }
      }
      case PROC_TRANSITION -> procTransition(e.time, e.id, e.procFrom, e.procTo);
      case EXPERIMENTAL -> {
        experimental(e.time, e.text);
        withArguments(e.names, e.values, e.names.length);
      }
    }
    if (e.kind != EventKind.SYNC) { // It puts itself on no thread.
      at(e.thread, e.proc, e.goroutine);
    }
    if (e.stack != OrderedEvent.NONE) {
      withStackRef(e.stack);
    }
  }

  private void describeText(OrderedEvent e) {
    if (e.textIndex == OrderedEvent.NONE) {
      withText(e.text);
    } else {
      withTextRef(e.textIndex);
    }
  }

  @Override
  protected String resolveText(long ref) {
    String text = strings.get((int) ref);
    return ref < OrderedEvents.STOP_REASON ? text : RangeKind.stopTheWorldName(text);
  }

  @Override
  protected WaitCause resolveCause(String text) {
    return GoReasons.cause(text);
  }

  @Override
  protected Stack resolveStack(long ref) {
    return stacks.get((int) ref);
  }

  /** Closes the input. */
  @Override
  public void close() throws IOException {
    if (readAhead != null) {
      readAhead.stop();
    }
    in.close();
  }
}
