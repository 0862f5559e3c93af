package dev.loomtrace.jfr.simulation;

import dev.loomtrace.event.EventNames;
import dev.loomtrace.jfr.chunk.ChunkHeader;
import dev.loomtrace.jfr.operation.Cause;
import dev.loomtrace.jfr.operation.Facts;
import dev.loomtrace.jfr.operation.OpKind;
import dev.loomtrace.jfr.operation.Operations;
import dev.loomtrace.jfr.operation.ThreadInfo;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.Repairs;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.ThreadKind;
import dev.loomtrace.trace.TraceEvent;
import dev.loomtrace.trace.TraceThread;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.WaitReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A recording told by a test: operations, each in the chunk in which the recorder would have
 * written it, run through the simulation as the reader does it.
 */
final class RecordedStory implements Facts {
  static final long BEGIN = 1_000_000_000;
  static final long CARRIER = 1000;

  /** An operation and the chunk it is written in. */
  record Op(int chunk, OpKind kind, long time, long thread, long other, long extra, Object ref) {
    Op at(long newTime) {
      return new Op(chunk, kind, newTime, thread, other, extra, ref);
    }
  }

  /** What a wait has beside its start and its thread, when one event tells all of it. */
  private record Wait(long wake, long end, long carrier, long waker, Cause cause) {}

  private final int parallelism;
  private final List<Long> borders = new ArrayList<>(List.of(BEGIN));
  private long lastLook;
  private long end;
  private boolean recorded = true;
  private final List<Op> ops = new ArrayList<>();

  RecordedStory(int parallelism) {
    this.parallelism = parallelism;
  }

  /** It is of a JVM without our recorder. */
  RecordedStory stock() {
    recorded = false;
    return this;
  }

  /** All threads have been looked at. */
  void looked(long time) {
    lastLook = time;
  }

  /** The recording ends; otherwise, with its last event. */
  void end(long time) {
    end = time;
  }

  /** A new chunk begins. */
  void border(long time) {
    borders.add(time);
  }

  int chunk() {
    return borders.size() - 1;
  }

  void add(OpKind kind, long time, long thread, long other, long extra, Object ref) {
    ops.add(new Op(chunk(), kind, time, thread, other, extra, ref));
  }

  // What the recorder's events come to.

  void create(long time, long thread, long creator) {
    add(OpKind.CREATE, time, thread, creator, 0, Stack.NONE);
  }

  void started(long time, long thread, long carrier) {
    add(OpKind.RESUME, time, thread, carrier, 0, null);
  }

  void block(long begin, long wake, long end, long thread, long from, long to, long waker) {
    Cause cause = new Cause(WaitCause.of(WaitReason.LOCK), EventNames.WAKE_UNKNOWN, Stack.NONE);
    add(OpKind.BLOCK, begin, thread, from, 0, cause);
    add(OpKind.WAKE, wake, thread, waker, to, cause);
    add(OpKind.RESUME, end, thread, to, 0, null);
  }

  /** The same, as one that can be completed by what is told of it later. */
  void wait(long begin, long wake, long end, long thread, long carrier, long waker, Cause cause) {
    Wait wait = new Wait(wake, end, carrier, waker, cause);
    add(OpKind.BLOCK, begin, thread, carrier, 0, wait);
  }

  /** A wait of a platform thread for a file, during which it keeps what it runs on. */
  void file(long begin, long end, long thread, Cause cause) {
    add(OpKind.SYSCALL_BEGIN, begin, thread, 0, 0, new Wait(end, end, 0, 0, cause));
  }

  void waits(long since, long thread) {
    add(
        OpKind.BLOCK,
        since,
        thread,
        0,
        0,
        new Cause(WaitCause.of(WaitReason.PARKED), EventNames.WAKE_UNKNOWN, Stack.NONE));
  }

  void runs(long time, long thread, long carrier) {
    add(OpKind.SEEN_RUNNING, time, thread, carrier, 0, null);
  }

  void ended(long begin, long end, long thread, long from, long to) {
    add(OpKind.RESUME, begin, thread, from, 0, null);
    add(OpKind.END, end, thread, to, 0, null);
  }

  /** What the reader makes of it. */
  record Outcome(List<TraceEvent> events, Repairs repairs) {}

  Outcome play() {
    return play(op -> op);
  }

  /**
   * The same with changes.
   *
   * @param change given each operation in turn; null leaves it out
   */
  Outcome play(UnaryOperator<Op> change) {
    Operations operations = new Operations();
    Simulation simulation = new Simulation(operations);
    EventBatch batch = new EventBatch();
    simulation.into(batch);
    List<Op> told = ops.stream().map(change).filter(op -> op != null).toList();
    write(told, 0, operations);
    ChunkHeader header = null;
    for (int chunk = 0; chunk < borders.size(); chunk++) {
      write(told, chunk + 1, operations);
      operations.sort();
      boolean last = chunk + 1 == borders.size();
      long horizon = last ? Long.MAX_VALUE : borders.get(chunk + 1);
      long start = borders.get(chunk);
      long duration = last ? Math.max(0, end - start) : horizon - start;
      header = new ChunkHeader(0, 0, 0, start, duration, start, 1_000_000_000, true);
      simulation.begin(header, last, this);
      while (operations.hasBefore(horizon)) {
        simulation.apply();
      }
    }
    simulation.end(header);
    simulation.completes(batch);
    return read(batch);
  }

  private static Outcome read(EventBatch batch) {
    List<TraceEvent> events = new ArrayList<>();
    try (OneBatch reader = new OneBatch(batch)) {
      while (reader.next()) {
        events.add(reader.event());
      }
      return new Outcome(events, reader.repairs());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class OneBatch extends BatchReader {
    private EventBatch batch;

    private OneBatch(EventBatch batch) {
      this.batch = batch;
    }

    @Override
    protected EventBatch nextBatch(EventBatch read) {
      EventBatch next = batch;
      batch = new EventBatch();
      for (Repairs.Kind kind : Repairs.Kind.values()) {
        batch.lost(kind, next.lost(kind));
      }
      return next;
    }
  }

  private static void write(List<Op> ops, int chunk, Operations to) {
    for (Op op : ops) {
      if (op.chunk() == chunk && op.kind() == OpKind.SYSCALL_BEGIN && op.ref() instanceof Wait w) {
        to.addSpan(op.kind(), OpKind.SYSCALL_END, op.time(), w.end(), op.thread(), 0, 0, w.cause());
      } else if (op.chunk() == chunk && op.ref() instanceof Wait w) {
        long on = w.carrier();
        to.addWait(op.time(), w.wake(), w.end(), op.thread(), on, on, w.waker(), w.cause());
      } else if (op.chunk() == chunk) {
        to.add(op.kind(), op.time(), op.thread(), op.other(), op.extra(), op.ref());
      }
    }
  }

  @Override
  public int processors() {
    return parallelism;
  }

  @Override
  public boolean recorded() {
    return recorded;
  }

  @Override
  public boolean tellsEnds() {
    return recorded;
  }

  @Override
  public ThreadInfo platformThread(long id) {
    return id >= CARRIER ? new ThreadInfo(id, id + 5000, "carrier", "CarrierThreads", false) : null;
  }

  @Override
  public TraceThread describe(long thread) {
    ThreadKind kind = thread >= CARRIER ? ThreadKind.PLATFORM : ThreadKind.VIRTUAL;
    return new TraceThread(kind, "", name(thread));
  }

  Frame name(long thread) {
    return new Frame(1000 + thread, "story/Main.thread" + thread, "story/Main.java", 1);
  }

  @Override
  public Frame frame(String function) {
    return new Frame(1, function, "jvm", 1);
  }

  @Override
  public long lastLook() {
    return lastLook;
  }

  @Override
  public long lost(Repairs.Kind kind) {
    return 0;
  }
}
