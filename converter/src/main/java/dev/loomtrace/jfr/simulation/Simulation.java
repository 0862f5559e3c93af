package dev.loomtrace.jfr.simulation;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.event.EventNames;
import dev.loomtrace.jfr.chunk.ChunkHeader;
import dev.loomtrace.jfr.operation.Cause;
import dev.loomtrace.jfr.operation.Facts;
import dev.loomtrace.jfr.operation.LockLook;
import dev.loomtrace.jfr.operation.Notifiers;
import dev.loomtrace.jfr.operation.OpKind;
import dev.loomtrace.jfr.operation.Operations;
import dev.loomtrace.jfr.operation.ThreadInfo;
import dev.loomtrace.jfr.simulation.Goroutine.Machine;
import dev.loomtrace.trace.ClockSnapshot;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.LockOwner;
import dev.loomtrace.trace.Repairs;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.TraceThread;
import dev.loomtrace.trace.WaitReason;
import dev.loomtrace.trace.WakeKind;
import dev.loomtrace.trace.Waker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Runs operations, in their order, through one state machine of the whole JVM, and gives the events
 * that come of it. What does not fit is repaired and counted.
 */
public final class Simulation {
  // Times must be positive even if the clock began with the JVM.
  private static final long ORIGIN = 1_000_000;

  // Measured, here and in who follows the trace's state.
  private static final int GOROUTINE_BYTES = 300;
  private static final int MACHINE_BYTES = 250;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  // Two or three events tell of a wait. The bound is for files that no JVM has written.
  private static final int MAX_TOLD_AT_ONCE = 64;

  private final Operations ops;
  private final Emitter out = new Emitter();
  private final Counts counts = new Counts(out);
  private final Scheduling scheduling;
  private final Annotations annotations = new Annotations(out, counts);
  private final Collector collector;
  private final LongMap<Goroutine> goroutines = new LongMap<>();
  // Those that wait for a lock whose owner is known, or did when that was looked up.
  private LongMap<Goroutine> lockWaiters = new LongMap<>();
  private LongMap<Boolean> ended = new LongMap<>();
  private LongMap<Boolean> endedBefore = new LongMap<>();
  private ChunkHeader first;
  private ChunkHeader part;
  private long partStart;
  private int parts;
  private boolean laterPart;
  private boolean lastPart;
  private boolean syncDue;
  private long tailBegin;
  private Opening opening;
  private final Descriptions descriptions = new Descriptions();
  // As they are when the part has been read, and the one after it; null before the first.
  private Facts facts;

  /** A simulation of these operations. */
  public Simulation(Operations ops) {
    this.ops = ops;
    scheduling = new Scheduling(out, counts);
    collector = new Collector(out, scheduling);
    scheduling.annotations(annotations);
  }

  /** Events, and what is repaired, go into this batch from now on. */
  public void into(EventBatch batch) {
    out.into(batch);
  }

  /** Adds to a batch what the recording says it has lost, as far as it was read. */
  public void completes(EventBatch batch) {
    if (facts != null) {
      for (Repairs.Kind kind : Repairs.Kind.values()) {
        if (kind.group() == Repairs.Group.LOSS) {
          batch.lost(kind, facts.lost(kind));
        }
      }
    }
  }

  /**
   * Memory, in bytes and roughly, that what exists now takes: here, and in those who follow the
   * trace's state. It is in proportion to what a recording tells of, not to its size.
   */
  public long footprint() {
    return (long) goroutines.size() * GOROUTINE_BYTES
        + (long) scheduling.machines() * MACHINE_BYTES
        + annotations.footprint();
  }

  /** Number of threads that exist now. */
  public int threads() {
    return goroutines.size();
  }

  private long nanos(long ticks) {
    long f = first.ticksPerSecond();
    long origin = first.startTicks() > ORIGIN ? 0 : ORIGIN;
    if (f == NANOS_PER_SECOND) {
      return origin + ticks; // As on Linux.
    }
    return origin + ticks / f * NANOS_PER_SECOND + ticks % f * NANOS_PER_SECOND / f;
  }

  // Parts.

  /**
   * A chunk begins; of its operations and of those that began in it, all that can be known is.
   *
   * @param last whether no chunk follows
   * @param known what else is known of the JVM
   */
  public void begin(ChunkHeader header, boolean last, Facts known) {
    facts = known;
    scheduling.facts(known);
    Notifiers.join(ops);
    long look = facts.lastLook();
    tailBegin = last && look >= header.startTicks() ? look : Long.MAX_VALUE;
    part = header;
    partStart = first == null ? 0 : nanos(header.startTicks());
    lastPart = last;
    parts++;
    syncDue = true;
    if (first == null) {
      first = header;
      partStart = nanos(header.startTicks());
      sync();
      open();
    } else {
      laterPart = true;
      endedBefore = ended;
      ended = new LongMap<>();
      annotations.nextPart();
      forgetTheSilent();
    }
  }

  private void sync() {
    syncDue = false;
    Instant wall =
        Instant.ofEpochSecond(
            Math.floorDiv(part.startNanos(), NANOS_PER_SECOND),
            Math.floorMod(part.startNanos(), NANOS_PER_SECOND));
    out.sync(partStart, Optional.of(new ClockSnapshot(0, 0, wall)), lockOwners());
  }

  private List<LockOwner> lockOwners() {
    List<LockOwner> owners = new ArrayList<>();
    LongMap<Goroutine> waiting = new LongMap<>();
    for (long id : lockWaiters.sortedKeys()) {
      Goroutine g = lockWaiters.get(id);
      if (g.lockOwner.isKnown()) {
        owners.add(g.lockOwner);
        waiting.put(id, g);
      }
    }
    lockWaiters = waiting;
    return List.copyOf(owners);
  }

  private void lockSeen(long time, Goroutine g, long owner, boolean limited) {
    if (!g.isWaiting()) {
      return; // By what else is known of it.
    }
    if (owner == 0 || owner == g.id) {
      g.lockOwner = LockOwner.NONE;
      return;
    }
    g.lockOwner = new LockOwner(g.id, owner, time, limited);
    lockWaiters.put(g.id, g);
  }

  /**
   * A dump of all threads shows a wait. The dump's event comes some time after the dump: a wait
   * that may have begun between the two need not be the one that the dump shows, nor need an owner
   * that began to wait since then still have what it had.
   */
  private void lockDumped(long time, Goroutine g, long owner, LockLook look) {
    if (!isOfDump(g, look) || !isSameWait(g.cause, look.cause())) {
      return;
    }
    Goroutine holder = goroutines.get(owner);
    boolean may = holder != null && (!holder.isWaiting() || isOfDump(holder, look));
    // Events one behind the other have times of their own: what it sees at once lies before.
    lockSeen(Math.max(time, out.last()), g, may ? owner : 0, look.limited());
  }

  private static boolean isOfDump(Goroutine g, LockLook look) {
    return g.isWaiting() && (g.since <= look.latestBegin() || g.isOnlySeenWaiting());
  }

  /** Whether two looks at a thread may be looks at the same wait. */
  private static boolean isSameWait(Cause a, Cause b) {
    String of = a.why().resource();
    String on = b.why().resource();
    return a.why().recorded() == b.why().recorded()
        && (of.isEmpty() || on.isEmpty() || of.equals(on));
  }

  /** Whether a thread was only seen in a wait so far, and another look says more of it. */
  private static boolean seesMore(Goroutine g, Cause look) {
    return g.isOnlySeenWaiting()
        && g.cause.stack().isNone()
        && !look.stack().isNone()
        && (g.cause.why().recorded() == WaitReason.UNKNOWN || isSameWait(g.cause, look));
  }

  /**
   * Takes virtual threads to have ended of which nothing was told in all of the last part, and
   * nothing is in what is read already, where ends are not recorded: they would stay forever,
   * however many there were.
   */
  private void forgetTheSilent() {
    if (facts.tellsEnds()) {
      return;
    }
    List<Goroutine> silent = new ArrayList<>();
    goroutines.forEach(
        g -> {
          boolean free = g.machine.goroutine == null || g.machine.goroutine == g;
          if (g.heardInPart < parts - 1 && free && facts.platformThread(g.id) == null) {
            silent.add(g);
          }
        });
    if (!silent.isEmpty()) {
      LongMap<Boolean> pending = new LongMap<>();
      for (int i = 0; i < ops.size(); i++) {
        pending.put(ops.thread(i), Boolean.TRUE);
      }
      silent.removeIf(g -> pending.get(g.id) != null);
    }
    silent.sort(Comparator.comparingLong(g -> g.id));
    long time = partStart;
    scheduling.passTo(time);
    for (Goroutine g : silent) {
      counts.add(Repairs.Kind.END_ADDED, time, g.id);
      scheduling.ensureRunning(time, g, g.machine);
      end(time, g);
      ended.remove(g.id); // It may be heard of again.
    }
  }

  private void end(long time, Goroutine g) {
    annotations.ending(time, g);
    scheduling.end(time, g);
    goroutines.remove(g.id);
    ended.put(g.id, true);
    if (g.bound) {
      scheduling.forget(g.id, g.machine);
    }
  }

  /**
   * The recording ends.
   *
   * @param header of the last chunk
   */
  public void end(ChunkHeader header) {
    openAll();
    long time = Math.max(out.last() + 1, nanos(header.endTicks()));
    scheduling.passTo(time);
    out.sync(time, Optional.empty(), lockOwners());
  }

  // What was there before the first chunk.

  private void open() {
    long start = part.startTicks();
    long time = nanos(start);
    collector.begin(time, facts);
    parallelism(time, parallelismAt(start));
    opening = new Opening(ops, start, this::isBound);
  }

  /**
   * Lets the next thread exist that is older than the recording: one by one, so that a batch of
   * events does not hold them all.
   *
   * @return false if there was none left
   */
  public boolean openNext() {
    if (opening != null && !opening.next(this::open)) {
      opening = null;
    }
    return opening != null;
  }

  private void openAll() {
    boolean more = true;
    while (more) {
      more = openNext();
    }
  }

  private void open(long id, GoState state, long carrier) {
    long start = part.startTicks();
    long time = nanos(start);
    Goroutine g = appearLate(id);
    for (int i : opening.annotations(id)) {
      annotations.older(
          nanos(ops.time(i)), g, ops.kind(i), ops.task(i), ops.parentOrBegin(i), ops.content(i));
    }
    boolean waits = state == GoState.WAITING;
    int told = opening.told(id);
    long ticks = waits ? opening.since(id) : 0;
    long since = ticks == 0 ? time : nanos(ticks);
    Cause silent = g.bound ? Cause.UNTOLD : Cause.UNKNOWN;
    Cause cause = told < 0 ? silent : cause(told);
    if (waits && g.deferred.isEmpty()) {
      scheduling.createWaiting(time, since, g, cause);
    } else {
      scheduling.create(time, g, null, Stack.NONE);
      if (state == GoState.RUNNING) {
        scheduling.start(time, g, machine(g, carrier));
      } else if (!g.deferred.isEmpty()) {
        scheduling.glimpse(time, since, g, state, cause);
      }
    }
    g.since = ticks;
    g.waitsUntil = waits && told >= 0 ? end(told) : 0;
    g.waitsUnseen = waits && ticks >= start;
  }

  /**
   * Lets a thread be there that nothing is told of but that it began a task before the recording:
   * it had ended by then.
   */
  private void appearEnded(long id, int i) {
    long time = nanos(part.startTicks());
    Goroutine g = appearLate(id);
    annotations.older(
        nanos(ops.time(i)), g, ops.kind(i), ops.task(i), ops.parentOrBegin(i), ops.content(i));
    scheduling.create(time, g, null, Stack.NONE);
    scheduling.glimpse(time, time, g, GoState.WAITING, Cause.UNKNOWN);
    g.waitsUnseen = true;
    if (facts.recorded()) { // Else nobody would have told of it as long as it waits.
      scheduling.start(time, g, g.bound ? g.machine : scheduling.syntheticMachine());
      end(time, g);
      ended.remove(id); // It may be heard of all the same.
    }
  }

  /** The last one told until then, else the first one, else the number of processors. */
  private long parallelismAt(long start) {
    long told = 0;
    for (int i = 0; i < ops.size() && (told == 0 || ops.time(i) <= start); i++) {
      if (ops.kind(i) == OpKind.PARALLELISM && ops.amount(i) > 0) {
        told = ops.amount(i);
      }
    }
    return told > 0 ? told : facts.processors();
  }

  private void parallelism(long time, long count) {
    scheduling.procs().carriers(facts.recorded() ? Math.max(1, (int) count) : 0);
    collector.apply(time, OpKind.PARALLELISM, count, null);
  }

  private boolean isBound(long id) {
    return !facts.recorded() || facts.platformThread(id) != null;
  }

  private Goroutine appear(long id) {
    return appear(id, descriptions.shared(facts.describe(id)));
  }

  /** A thread that had begun before it is heard of. */
  private Goroutine appearLate(long id) {
    return appear(id, descriptions.shared(facts.describe(id).begunBefore()));
  }

  private Goroutine appear(long id, TraceThread thread) {
    boolean bound = isBound(id);
    Goroutine g = new Goroutine(id, bound, thread);
    g.heardInPart = parts;
    if (bound) {
      g.machine = scheduling.machine(id, false);
    }
    goroutines.put(id, g);
    return g;
  }

  /** Where a goroutine runs: on its own machine, or on a carrier; 0: where it ran last. */
  private Machine machine(Goroutine g, long carrier) {
    if (!g.bound && carrier != 0) {
      return scheduling.machine(carrier, true);
    }
    return g.machine == null ? scheduling.nowhere() : g.machine;
  }

  // Operations.

  /** Applies the operation at the position and goes to the next. */
  public void apply() {
    openAll();
    int i = ops.position();
    OpKind kind = ops.kind(i);
    long ticks = ops.time(i);
    long time = nanos(ticks);
    boolean late = ticks < part.startTicks();
    if (syncDue) {
      scheduling.passTo(Math.min(time, partStart));
      if (!late && !collector.busy()) {
        sync();
      }
    }
    scheduling.passTo(time);
    scheduling.tail(ticks > tailBegin);
    switch (kind) {
      case COLLECTION_BEGIN,
          COLLECTION_END,
          STOP_THE_WORLD_BEGIN,
          STOP_THE_WORLD_END,
          HEAP_USED,
          HEAP_COMMITTED ->
          collector.apply(
              time,
              kind,
              ops.amount(i),
              kind == OpKind.STOP_THE_WORLD_BEGIN ? ops.purpose(i) : null);
      case PARALLELISM -> {
        if (ops.amount(i) > 0 && !(late && !laterPart)) {
          parallelism(time, ops.amount(i));
        }
      }
      case TASK_BEGIN, TASK_END, REGION_BEGIN, REGION_END, LOG, TASK_DETAILS ->
          annotate(time, kind, i, late);
      case INHERIT -> {
        Goroutine maker = goroutines.get(ops.thread(i));
        Machine on = maker == null || maker.bound ? null : maker.machine;
        annotations.inherit(ops.thread(i), ops.task(i), on);
      }
      case CREATE_HIDDEN -> annotations.createdHidden(creator(ops.creator(i)));
      case WAIT_TOLD -> {
        // The wait has it already.
      }
      default -> {
        // What came before the first chunk has been taken into account when that was opened.
        if (!late || laterPart || kind == OpKind.SYSCALL_BEGIN) {
          schedule(time, ticks, kind, i, late);
        }
      }
    }
    ops.advance();
  }

  private void annotate(long time, OpKind kind, int i, boolean late) {
    Goroutine g = goroutines.get(ops.thread(i));
    boolean older = late && !laterPart && kind == OpKind.TASK_BEGIN;
    if (g == null && older && ops.thread(i) != 0 && !annotations.isKnownTask(ops.task(i))) {
      appearEnded(ops.thread(i), i);
      return;
    }
    if (g == null) {
      annotations.withoutThread(
          time, ops.thread(i), kind, ops.task(i), ops.parentOrBegin(i), ops.content(i));
      return;
    }
    Cause cause = g.cause;
    // What is told late of a thread that waits, it did before that.
    long until = late && g.waitsBeyond(part.startTicks()) ? g.waitsUntil : 0;
    long since = g.since;
    boolean begins = kind == OpKind.TASK_BEGIN || kind == OpKind.REGION_BEGIN;
    if (g.bound && !g.executing() && !(late && begins)) {
      scheduling.start(time, g, machine(g, g.id));
    }
    g.heardInPart = parts;
    scheduling.heard(time, g);
    annotations.apply(time, g, kind, ops.task(i), ops.parentOrBegin(i), ops.content(i), late);
    if (until > 0 && g.executing()) {
      scheduling.block(time, since, g, cause);
      g.waitsUntil = until;
    }
  }

  private void schedule(long time, long ticks, OpKind kind, int i, boolean late) {
    long id = ops.thread(i);
    if (id == 0) {
      return; // No thread.
    }
    Goroutine g = goroutines.get(id);
    if (g == null) {
      if (isOver(id)) {
        return; // Seen by somebody who wrote it down when it had ended already.
      }
      g = unknown(time, kind, i);
      if (g == null || kind == OpKind.CREATE) {
        return;
      }
    }
    g.heardInPart = parts;
    // Of who is woken it names the waker, who need not be a carrier.
    Machine m = machine(g, kind == OpKind.WAKE ? 0 : ops.carrier(i));
    if (g.bound && m.goroutine != null && m.goroutine != g) {
      return; // It carries a virtual thread: until that leaves, the thread itself is hidden.
    }
    switch (kind) {
      // Known already: a platform thread is announced after its first steps.
      case CREATE -> annotations.created(time, g, creator(g, i));
      case RESUME -> resume(time, g, m, i, late);
      case RESUME_UNSEEN -> {
        if (!g.executing()) {
          g.waitsUnseen = true;
          scheduling.start(time, g, m);
        }
      }
      case BLOCK -> block(time, ticks, g, m, i, late);
      case YIELD -> {
        if (isKnown(g, ticks, late)) {
          return;
        }
        scheduling.ensureRunning(time, g, m);
        scheduling.giveWay(time, ticks, g, ops.cause(i));
      }
      case WAKE -> {
        if (!endsInside(g, ticks, i)) {
          wake(time, g, i, late);
        }
      }
      case END -> {
        scheduling.ensureRunning(time, g, m);
        end(time, g);
      }
      case SYSCALL_BEGIN -> {
        if (g.bound && !g.state.keepsThread()) {
          enclose(g, ticks, i);
          scheduling.start(time, g, m);
        }
        if (g.state == GoState.RUNNING && g.since != ticks) {
          scheduling.hold(time, ticks, g, ops.cause(i));
          g.waitsUntil = ops.end(i);
        } else if (!g.state.keepsThread()) {
          counts.add(Repairs.Kind.TRANSITION_DROPPED, time, g.id);
        }
      }
      case SYSCALL_END -> {
        if (g.state.keepsThread() && !endsInside(g, ticks, i)) {
          scheduling.goOn(time, g, g.state == GoState.PINNED ? endOfPin(g, i) : Waker.NONE);
          backToEnclosing(time, ticks, g);
        }
      }
      case SEEN_RUNNING -> {
        if (g.bound && !g.waitsBeyond(ticks)) {
          scheduling.start(time, g, m);
        }
      }
      case SEEN_WAITING -> {
        // Of a virtual thread the wait itself is recorded, or began when nothing was.
        if (g.bound
            && (g.state == GoState.RUNNING || !g.why.isTold() || seesMore(g, ops.cause(i)))) {
          scheduling.ensureRunning(time, g, m);
          scheduling.block(time, ticks, g, ops.cause(i));
          g.seenWaiting = ticks;
        }
      }
      case LOCK_SEEN -> lockSeen(time, g, ops.owner(i), ops.isLimited(i));
      case LOCK_DUMPED -> lockDumped(time, g, ops.owner(i), ops.lockLook(i));
      case BUSY_BEGIN -> {
        if (g.bound) {
          g.busy++;
          if (!g.waitsBeyond(ticks)) {
            scheduling.start(time, g, m);
          }
        }
      }
      case BUSY_END -> {
        g.busy = Math.max(0, g.busy - 1);
        scheduling.heard(time, g);
      }
      case SAMPLE -> sample(time, ticks, g, ops.stack(i));
      case SEEN_ALIVE -> {
        // Nothing more is known of it; nor of a wait that it was only seen in.
        boolean seen = g.bound && g.state == GoState.WAITING && !g.isSystem();
        if (seen && g.why.isTold() && !g.waitsBeyond(ticks)) {
          scheduling.ensureRunning(time, g, m);
          scheduling.block(time, 0, g, Cause.UNTOLD);
        }
      }
      default -> throw new IllegalArgumentException("not a goroutine's: " + kind);
    }
  }

  /** Who has created a thread, as an operation tells. */
  private long creator(Goroutine g, int i) {
    return g.bound ? creator(ops.creator(i)) : ops.creator(i);
  }

  /** Who has created a platform thread: the JVM names the carrier where a virtual one has. */
  private long creator(long told) {
    Machine m = scheduling.known(told);
    return m != null && m.carrier ? annotations.maker(told, m) : told;
  }

  private boolean isOver(long id) {
    return ended.get(id) != null || endedBefore.get(id) != null;
  }

  /** Introduces a goroutine of which nothing was known; null if the operation makes none. */
  private Goroutine unknown(long time, OpKind kind, int i) {
    return switch (kind) {
      case CREATE -> {
        boolean own = ops.creator(i) == ops.thread(i);
        Goroutine g = appear(ops.thread(i));
        long by = creator(g, i);
        Goroutine creator = own ? null : goroutines.get(by);
        // A platform thread's start is told of by itself, when its creator may wait already.
        if (creator != null && creator.bound && !creator.executing() && !creator.why.isTold()) {
          scheduling.start(time, creator, machine(creator, creator.id));
        }
        scheduling.create(time, g, creator, ops.stack(i));
        annotations.created(time, g, by);
        yield g;
      }
      case WAKE, SYSCALL_END, SAMPLE, BUSY_END, LOCK_SEEN, LOCK_DUMPED -> {
        if (kind == OpKind.WAKE) {
          counts.add(Repairs.Kind.WAKE_CHANGED, time, ops.thread(i));
        }
        yield null;
      }
      default -> {
        Goroutine g = appearLate(ops.thread(i));
        if (!g.bound) { // A start is written when it has succeeded: the thread may be over by then.
          boolean cut = lastPart && ops.tellsCreations();
          counts.add(cut ? Repairs.Kind.CREATE_CUT : Repairs.Kind.CREATE_ADDED, time, g.id);
        }
        if (g.bound) {
          scheduling.createWaiting(time, time, g, Cause.UNTOLD);
        } else if (kind == OpKind.SEEN_WAITING || kind == OpKind.RESUME_UNSEEN) {
          scheduling.createWaiting(time, time, g, Cause.UNKNOWN);
        } else {
          scheduling.create(time, g, null, Stack.NONE);
        }
        yield g;
      }
    };
  }

  private void resume(long time, Goroutine g, Machine m, int i, boolean late) {
    // A late one is the begin of the thread's life, told once more at its end, or the end of a wait
    // that the thread came to tell of only now.
    boolean endsWait = ops.begin(i) == g.since && !g.executing();
    if ((!late || endsWait) && !endsInside(g, ops.time(i), i)) {
      scheduling.start(time, g, m);
      backToEnclosing(time, ops.time(i), g);
    }
  }

  // Waits in each other: each moment belongs to the innermost one.

  /** A thread begins a wait: if it is within the one that the thread is in, that goes on after. */
  private void enclose(Goroutine g, long ticks, int i) {
    if (g.isIn(ticks, ops.end(i) - 1)) {
      boolean holds = g.state.keepsThread();
      g.enclosing = new Goroutine.Enclosing(g.since, g.waitsUntil, g.cause, holds, g.enclosing);
    }
  }

  /** Whether what is over is another wait than the one that the thread is in, which goes on. */
  private boolean endsInside(Goroutine g, long ticks, int i) {
    return ops.begin(i) != g.since && ops.begin(i) < ops.time(i) && g.isIn(ticks, ticks);
  }

  /** A thread that runs after a wait is still in the one around it, if there is such a one. */
  private void backToEnclosing(long time, long ticks, Goroutine g) {
    Goroutine.Enclosing outer = g.enclosing;
    while (outer != null && outer.until() <= ticks) {
      outer = outer.around();
    }
    g.enclosing = outer;
    if (outer == null || g.state != GoState.RUNNING) {
      return;
    }
    g.enclosing = outer.around();
    if (outer.holds()) {
      scheduling.hold(time, outer.since(), g, outer.cause());
    } else {
      scheduling.block(time, outer.since(), g, outer.cause());
    }
    g.waitsUntil = outer.until();
  }

  private void block(long time, long ticks, Goroutine g, Machine m, int i, boolean late) {
    if (isKnown(g, ticks, late) && !saysMore(g, i)) {
      boolean seen = late && g.bound && ops.isWhole(i) && g.isOnlySeenWaiting();
      if (isTooLate(g, i) || (seen && !facts.recorded())) {
        counts.add(Repairs.Kind.WAIT_TOLD_LATE, time, g.id);
      }
      if (seen && end(i) > part.startTicks() && isSameWait(g.cause, ops.cause(i))) {
        g.since = ticks; // It is the wait that the thread was seen in.
        g.waitsUntil = end(i);
      }
      return;
    }
    Cause cause = cause(i);
    if (g.isIn(ticks, ops.end(i) - 1) && cause.isBarePark()) {
      return;
    }
    enclose(g, ticks, i);
    if (late && g.bound && ops.isWhole(i)) {
      counts.add(Repairs.Kind.WAIT_TOLD_LATE, time, g.id);
    }
    scheduling.ensureRunning(time, g, m);
    scheduling.block(time, ticks, g, cause);
    g.waitsUntil = end(i);
  }

  /**
   * The cause of a block, by all that tell of it: a wait across the border of two chunks is told of
   * at the border, mostly without a stack, and once more at its end. What is said then holds.
   */
  private Cause cause(int i) {
    Cause cause = ops.cause(i);
    boolean atEnd = ops.isWhole(i);
    for (int j = i + 1; isToldAgain(i, j); j++) {
      if (ops.thread(j) == ops.thread(i)) {
        Cause again = ops.cause(j);
        cause = atEnd ? cause.and(again) : again.and(cause);
        atEnd |= ops.isWhole(j);
      }
    }
    return cause;
  }

  /**
   * When a wait ends, by all that tell of it. If none tells of its end, that is yet to come:
   * nothing else ends it.
   */
  private long end(int i) {
    long end = ops.end(i);
    boolean whole = ops.isWhole(i);
    for (int j = i + 1; isToldAgain(i, j); j++) {
      if (ops.thread(j) == ops.thread(i)) {
        end = Math.max(end, ops.end(j));
        whole |= ops.isWhole(j);
      }
    }
    return whole || ops.kind(i) != OpKind.BLOCK ? end : Long.MAX_VALUE;
  }

  /** The wake that says who woke, if any of those who tell of it does. */
  private int wake(int i) {
    for (int j = i; j == i || isToldAgain(i, j); j++) {
      if (ops.thread(j) == ops.thread(i) && ops.waker(j) != 0) {
        return j;
      }
    }
    return i;
  }

  // Of one time, operations are in the order of their kinds.
  private boolean isToldAgain(int i, int j) {
    return j < Math.min(ops.size(), i + MAX_TOLD_AT_ONCE)
        && ops.time(j) == ops.time(i)
        && ops.kind(j) == ops.kind(i);
  }

  /** Whether a stop at this time is known already, from a look at the thread. */
  private static boolean isKnown(Goroutine g, long ticks, boolean late) {
    return g.since == ticks || (late && !g.executing());
  }

  /**
   * Whether a thread, whose wait began two chunks ago or more, now tells why: its time until then
   * has been told already, as one of which nothing was known.
   */
  private boolean saysMore(Goroutine g, int i) {
    boolean silent = !g.why.isTold() || g.why.reason() == WaitReason.UNKNOWN;
    return g.bound && silent && g.since != ops.time(i) && end(i) > part.startTicks();
  }

  /** Whether a wait was over before the part, and is told of only now. */
  private boolean isTooLate(Goroutine g, int i) {
    return g.bound && ops.isWhole(i) && g.since != ops.time(i) && ops.end(i) <= part.startTicks();
  }

  private void wake(long time, Goroutine g, int first, boolean late) {
    if (g.state != GoState.WAITING) {
      if (!late && !g.bound && g.state != GoState.RUNNABLE) {
        counts.add(Repairs.Kind.WAKE_CHANGED, time, g.id);
      }
      return;
    }
    int i = wake(first);
    long by = waker(ops.waker(i), ops.cause(i));
    Goroutine waker = goroutines.get(by);
    Machine m;
    if (waker != null && (waker.executing() || waker.bound)) {
      m = waker.machine;
    } else if (waker != null || isOver(by)) {
      // Known, but not seen to run: nothing can be said of where.
      m = scheduling.syntheticMachine();
    } else if (by != 0 && isThread(by)) {
      ThreadInfo thread = facts.platformThread(by);
      m = scheduling.machine(by, thread != null && thread.isCarrier());
    } else {
      // Where it goes on, unless somebody else is there, who would be taken for the waker.
      Machine next = machine(g, ops.nextCarrier(i));
      m = next.goroutine == null ? next : scheduling.syntheticMachine();
    }
    scheduling.unblock(time, g, m, waker(ops.cause(i), waker, by, g));
  }

  /**
   * Who woke a thread. Who joins a virtual thread is woken by its carrier, right after its end and
   * for nothing else: that is the thread that ended.
   */
  private long waker(long by, Cause cause) {
    Machine m = by == 0 ? null : scheduling.known(by);
    boolean joined = cause.why().reason() == WaitReason.JOIN && m != null && m.carrier;
    return joined && m.ended != 0 ? m.ended : by;
  }

  /** Who ended a wait that kept its carrier. */
  private Waker endOfPin(Goroutine g, int i) {
    Cause told = ops.cause(i);
    Cause cause = told == null ? g.cause : told; // Its begin and end may be told one by one.
    // One that is told by itself has its carrier there.
    long by = ops.isWhole(i) ? waker(ops.waker(i), cause) : 0;
    return waker(cause, goroutines.get(by), by, g);
  }

  private boolean isThread(long id) {
    return scheduling.known(id) != null || facts.platformThread(id) != null;
  }

  /** Who wakes a thread, and the frame that stands for it. */
  private Waker waker(Cause cause, Goroutine waker, long by, Goroutine woken) {
    return switch (cause.wakeKind()) {
      case EventNames.WAKE_TIMER -> waker(WakeKind.TIMER, by, "jvm.timer");
      case EventNames.WAKE_POLLER -> waker(WakeKind.POLLER, by, "jvm.poller");
      case EventNames.WAKE_MONITOR -> waker(byThread(cause), by, "jvm.monitor");
      default -> {
        if (waker != null || isOver(by)) {
          TraceThread thread = waker != null ? waker.thread : facts.describe(by);
          yield new Waker(byThread(cause), by, thread.start());
        }
        if (woken.isSystem()) {
          yield waker(WakeKind.POLLER, by, "jvm.poller"); // Pollers of sockets wait for each other.
        }
        if (by == 0) {
          yield Waker.NONE;
        }
        Machine m = scheduling.known(by);
        if (m != null && m.carrier) {
          yield waker(WakeKind.SCHEDULER, by, "jvm.carrier");
        }
        // One of the JVM's own that is hidden else, as the one that waits for processes.
        ThreadInfo thread = facts.platformThread(by);
        yield thread == null || thread.kind().isEmpty()
            ? waker(WakeKind.NATIVE, by, "jvm.thread")
            : waker(byThread(cause), by, thread.kind());
      }
    };
  }

  private static WakeKind byThread(Cause cause) {
    return switch (cause.why().recorded()) {
      case MONITOR -> WakeKind.MONITOR;
      case OBJECT_WAIT -> WakeKind.NOTIFIER;
      default -> WakeKind.THREAD;
    };
  }

  private Waker waker(WakeKind kind, long by, String function) {
    return new Waker(kind, by == 0 ? Context.NO_GOROUTINE : by, facts.frame(function));
  }

  private void sample(long time, long ticks, Goroutine g, Stack stack) {
    if (g.bound && !g.executing() && !g.waitsBeyond(ticks)) {
      scheduling.start(time, g, machine(g, g.id));
    }
    if (g.executing()) {
      scheduling.heard(time, g);
      out.sample(time, g.machine, g.id, stack);
    } else if (g.machine != null) {
      out.sample(time, g.machine, g.id, stack);
    }
  }
}
