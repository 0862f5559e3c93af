package dev.loomtrace.jfr.decode;

import dev.loomtrace.event.EventNames;
import dev.loomtrace.jfr.chunk.Chunk;
import dev.loomtrace.jfr.chunk.ChunkType;
import dev.loomtrace.jfr.chunk.ChunkValue;
import dev.loomtrace.jfr.operation.Cause;
import dev.loomtrace.jfr.operation.OpKind;
import dev.loomtrace.jfr.operation.Operations;
import dev.loomtrace.jfr.operation.ThreadInfo;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.Stack;
import java.util.function.Supplier;

/** Decodes the events of the JDK's own that say something in terms of goroutines. */
final class JdkEvents {
  // Of a thread that gave up its carrier the JVM begins the event when the wait is over, and at
  // once ends it. What lasts longer than this, 10 us, was a wait that kept the carrier, or the
  // thread was held up between the two: a carrier can lose its processor anywhere.
  private static final long OVER_PER_SECOND = 100_000;

  private static final long NANOS_PER_MILLI = 1_000_000;

  // The class of the monitor in which a thread waits for a class, on JDK 17, 21 and 25.
  private static final String INITIALIZATION = "[I";
  private static final String OBJECT_WAIT = "java/lang/Object.wait";

  private final Operations ops;
  private final Pools pools;
  private final JavaStacks stacks;
  private final GoroutineNames names;
  private final Causes causes;
  private final Totals totals;
  private final Supplier<ChunkValue> newCursor;
  private final PlatformThreads threads;
  private final ToldTwice toldTwice;
  private final CpuLoads loads;
  private final Samples samples;
  private final Safepoints safepoints;
  private final ThreadDumps dumps;
  private long longestOver;
  private double ticksPerNano = 1;
  private boolean everyWaitTold;
  private boolean pinsAtMonitors;
  private boolean recordsPlatformThreads;
  private boolean ofGuest; // By whose clock times are.

  JdkEvents(
      Operations ops,
      Pools pools,
      JavaStacks stacks,
      GoroutineNames names,
      Causes causes,
      Totals totals,
      Supplier<ChunkValue> newCursor,
      PlatformThreads threads,
      ToldTwice toldTwice,
      CpuLoads loads,
      Samples samples) {
    this.ops = ops;
    this.pools = pools;
    this.stacks = stacks;
    this.names = names;
    this.causes = causes;
    this.totals = totals;
    this.newCursor = newCursor;
    this.threads = threads;
    this.toldTwice = toldTwice;
    this.loads = loads;
    this.samples = samples;
    this.safepoints = new Safepoints(ops);
    this.dumps = new ThreadDumps(ops, pools, stacks, names, causes, threads);
  }

  /**
   * A chunk begins.
   *
   * @param guest whether another one than the JVM wrote it
   */
  void begin(Chunk chunk, boolean guest) {
    ofGuest = guest;
    ticksPerNano = chunk.header().ticksPerSecond() / 1e9;
    longestOver = chunk.header().ticksPerSecond() / OVER_PER_SECOND;
    ChunkType pinned = chunk.type("jdk.VirtualThreadPinned");
    // Since virtual threads give up their carriers at monitors, it says what they pinned for.
    pinsAtMonitors = pinned != null && pinned.field("blockingOperation") < 0;
    recordsPlatformThreads = chunk.type(EventNames.PLATFORM_THREAD_BLOCK) != null;
    safepoints.begin();
    if (!guest) {
      dumps.begin(chunk);
    }
  }

  /** What comes can be forgotten. */
  void keep() {
    dumps.keep();
  }

  /** Forgets the last chunk. */
  void forgetChunk() {
    dumps.forgetChunk();
  }

  /** All events of the chunk have been handled. */
  void end() {
    safepoints.end();
    dumps.end();
  }

  /** No chunk follows. */
  void endAll() {
    dumps.endAll();
  }

  /** What to do with events of a type; null if it is none of these. */
  EventHandler handler(ChunkType type) {
    return switch (type.name()) {
      case "jdk.ThreadStart" -> threadStart(type, "thread");
      case "jdk.ThreadEnd" -> threadEnd(type, "thread");
      case "jdk.VirtualThreadStart" -> threadStart(type, "eventThread");
      case "jdk.VirtualThreadEnd" -> threadEnd(type, "eventThread");
      case "jdk.ThreadPark" -> wait(type, EventNames.REASON_SYNC, "parkedClass", null);
      case "jdk.ThreadSleep" -> wait(type, EventNames.REASON_SLEEP, null, null);
      case "jdk.JavaMonitorEnter" -> monitorEnter(type);
      case "jdk.JavaMonitorWait" -> monitorWait(type);
      case "jdk.SocketRead", "jdk.SocketWrite", "jdk.SocketConnect" ->
          wait(type, EventNames.REASON_NETWORK, null, null);
      case "jdk.FileRead", "jdk.FileWrite", "jdk.FileForce" -> file(type);
      case "jdk.GarbageCollection" -> collection(type);
      case "jdk.GCPhasePause" -> pause(type);
      case "jdk.ExecuteVMOperation" -> operation(type);
      case "jdk.SafepointBegin" -> {
        int start = type.field("startTime");
        int duration = type.field("duration");
        yield event -> safepoints.reached(event.number(start), event.number(duration));
      }
      case "jdk.GCHeapSummary" -> heapSummary(type);
      case "jdk.GCHeapMemoryUsage" -> heapUsage(type);
      // Samples of native code are taken whether it runs or waits, so they are left out.
      case "jdk.ExecutionSample" -> sample(type, "sampledThread", true);
      case "jdk.CPUTimeSample" -> sample(type, "eventThread", false);
      // Of other profilers.
      case "profiler.WallClockSample" -> sample(type, "sampledThread", false);
      case "datadog.ExecutionSample" ->
          sample(type, type.field("sampledThread") < 0 ? "eventThread" : "sampledThread", false);
      case "jdk.ThreadDump" -> ofGuest ? null : dumps.handler(type);
      case "jdk.CPUInformation" -> {
        int threads = type.field("hwThreads");
        yield event -> totals.processors(event.number(threads));
      }
      case "jdk.JVMInformation" -> {
        int started = type.field("jvmStartTime");
        yield event -> totals.jvmStarted(event.number(started));
      }
      case "jdk.DataLoss" -> {
        int amount = type.field("amount");
        yield event -> totals.bytesLost(event.number(amount));
      }
      default -> null;
    };
  }

  private ThreadInfo plain(ChunkValue event, int field) throws MalformedTraceException {
    ThreadInfo thread = pools.thread(event, field);
    if (thread == null || thread.internal()) {
      event.type().leaveOut();
      return null;
    }
    if (thread.virtual() && totals.recorded()) {
      return null; // The recorder tells of it.
    }
    names.kind(thread);
    return thread;
  }

  private EventHandler threadStart(ChunkType type, String threadField) {
    int start = type.field("startTime");
    int thread = type.field(threadField);
    int parent = type.field("parentThread");
    int stack = type.field("stackTrace");
    return event -> {
      ThreadInfo started = plain(event, thread);
      ThreadInfo creator = pools.thread(event, parent);
      if (started == null) {
        ThreadInfo hidden = pools.thread(event, thread);
        if (creator != null && hidden != null && hidden.inherits()) {
          ops.add(OpKind.CREATE_HIDDEN, event.number(start), 0, creator.id(), 0, null);
        }
      } else {
        ops.add(
            OpKind.CREATE,
            event.number(start),
            started.id(),
            creator == null ? 0 : creator.id(),
            0,
            stacks.waiting(event, stack).stack());
        ops.add(OpKind.RESUME, event.number(start) + 1, started.id(), 0, 0, null);
        loads.began(started.id(), event.number(start));
      }
    };
  }

  private EventHandler threadEnd(ChunkType type, String threadField) {
    int start = type.field("startTime");
    int thread = type.field(threadField);
    return event -> {
      ThreadInfo ended = plain(event, thread);
      if (ended != null) {
        if (ended.virtual()) {
          totals.endTold();
        }
        loads.ended(ended.id(), event.number(start));
        ops.add(OpKind.END, event.number(start), ended.id(), 0, 0, null);
      }
    };
  }

  private EventHandler wait(ChunkType type, int reason, String blockerName, String wakerName) {
    int start = type.field("startTime");
    int duration = type.field("duration");
    int eventThread = type.field("eventThread");
    int stackTrace = type.field("stackTrace");
    int blocker = blockerName == null ? -1 : type.field(blockerName);
    int waker = wakerName == null ? -1 : type.field(wakerName);
    int timedOut = type.field("timedOut");
    // Of a sleep, and of a thread that is parked; negative: without a limit.
    int limit = type.field(reason == EventNames.REASON_SLEEP ? "time" : "timeout");
    long limitUnit = pools.hasVirtualThreads() ? 1 : NANOS_PER_MILLI;
    return event -> {
      ThreadInfo thread = plain(event, eventThread);
      if (thread == null) {
        return;
      }
      long begin = event.number(start);
      long end = begin + event.number(duration);
      String on = pools.className(event, blocker);
      ThreadInfo wokenBy = pools.thread(event, waker);
      JavaStacks.Decoded decoded = stacks.waiting(event, stackTrace);
      long until = (long) (event.number(limit) * limitUnit * ticksPerNano);
      boolean over = until > 0 && end - begin >= until;
      boolean timed =
          switch (reason) {
            // Else it was interrupted.
            case EventNames.REASON_SLEEP -> over || until <= 0;
            case EventNames.REASON_SYNC -> over;
            default -> event.number(timedOut) != 0;
          };
      int wakeKind = timed ? EventNames.WAKE_TIMER : EventNames.WAKE_UNKNOWN;
      Cause cause = causes.of(reason, on, wakeKind, decoded.stack());
      boolean ofRecorder = reason == EventNames.REASON_SLEEP || reason == EventNames.REASON_SYNC;
      if (ofRecorder && recordsPlatformThreads && !thread.virtual()) {
        toldTwice.byJdk(thread.id(), begin, end, cause);
        return;
      }
      ops.addWait(
          begin,
          Math.max(begin, end - 1),
          end,
          thread.id(),
          0,
          0,
          wokenBy == null ? 0 : wokenBy.id(),
          cause);
      waited(thread, begin, end);
    };
  }

  private void waited(ThreadInfo thread, long begin, long end) {
    if (!thread.virtual() && !ofGuest) {
      threads.waited(thread.id(), begin, end);
    }
  }

  private EventHandler monitorEnter(ChunkType type) {
    EventHandler ownWait = wait(type, EventNames.REASON_MONITOR, "monitorClass", "previousOwner");
    EventHandler pinned = pinned(type, EventNames.REASON_MONITOR, "previousOwner");
    int eventThread = type.field("eventThread");
    return event -> {
      ThreadInfo thread = pools.thread(event, eventThread);
      if (thread != null && thread.virtual() && totals.recorded()) {
        pinned.decode(event);
      } else {
        ownWait.decode(event);
      }
    };
  }

  /** A virtual thread's wait at a monitor that keeps its carrier: the recorder sees no other. */
  private EventHandler pinned(ChunkType type, int reason, String wakerName) {
    int start = type.field("startTime");
    int duration = type.field("duration");
    int eventThread = type.field("eventThread");
    int monitorClass = type.field("monitorClass");
    int stackTrace = type.field("stackTrace");
    int waker = type.field(wakerName);
    int timedOut = type.field("timedOut");
    return event -> {
      if (event.number(duration) <= longestOver) {
        return;
      }
      ThreadInfo thread = pools.thread(event, eventThread);
      names.kind(thread);
      JavaStacks.Decoded decoded = stacks.waiting(event, stackTrace);
      names.root(thread.id(), decoded.root());
      String on = pools.className(event, monitorClass);
      boolean timed = event.number(timedOut) != 0;
      int kind = timed ? EventNames.WAKE_TIMER : EventNames.WAKE_UNKNOWN;
      Cause cause = causes.of(reason, on, kind, decoded.stack());
      ThreadInfo by = pools.thread(event, waker);
      long begin = event.number(start);
      long end = begin + event.number(duration);
      ops.addPinned(begin, end, thread.id(), 0, 0, by == null ? 0 : by.id(), cause);
    };
  }

  private EventHandler monitorWait(ChunkType type) {
    EventHandler ownWait = wait(type, EventNames.REASON_WAIT, "monitorClass", "notifier");
    EventHandler pinned = pinned(type, EventNames.REASON_WAIT, "notifier");
    EventHandler initialization =
        wait(type, EventNames.REASON_CLASS_INITIALIZATION, null, "notifier");
    EventHandler pinnedByIt = pinned(type, EventNames.REASON_CLASS_INITIALIZATION, "notifier");
    int stackTrace = type.field("stackTrace");
    int start = type.field("startTime");
    int duration = type.field("duration");
    int eventThread = type.field("eventThread");
    int monitorClass = type.field("monitorClass");
    int notifier = type.field("notifier");
    int timedOut = type.field("timedOut");
    return event -> {
      ThreadInfo thread = pools.thread(event, eventThread);
      boolean initializes =
          INITIALIZATION.equals(pools.className(event, monitorClass))
              && isOutsideObjectWait(stacks.running(event, stackTrace).stack());
      if (thread == null || !thread.virtual() || !totals.recorded()) {
        (initializes ? initialization : ownWait).decode(event);
        return;
      }
      if (initializes) {
        pinnedByIt.decode(event);
        return;
      }
      if (pinsAtMonitors) {
        pinned.decode(event);
        return;
      }
      // One so short is recorded only if all are. Then a long one that follows a wait of the
      // recorder's is that wait's own; one that kept the carrier follows another such event.
      everyWaitTold |= event.number(duration) <= longestOver;
      if (everyWaitTold) {
        // The wait itself is among the recorder's events.
        ThreadInfo by = event.number(timedOut) == 0 ? pools.thread(event, notifier) : null;
        int kind = by == null ? EventNames.WAKE_TIMER : EventNames.WAKE_THREAD;
        String on = pools.className(event, monitorClass);
        Cause cause = causes.of(EventNames.REASON_WAIT, on, kind, Stack.NONE);
        long waker = by == null ? 0 : by.id();
        ops.add(OpKind.WAIT_TOLD, event.number(start), thread.id(), waker, 0, cause);
      }
    };
  }

  /**
   * Whether a thread waits in a monitor by itself: the VM has it wait there until another thread
   * has initialized a class. All others call {@code Object.wait}.
   */
  private static boolean isOutsideObjectWait(Stack stack) {
    return !stack.isNone() && !stack.frames().getFirst().function().startsWith(OBJECT_WAIT);
  }

  private EventHandler file(ChunkType type) {
    int start = type.field("startTime");
    int duration = type.field("duration");
    int eventThread = type.field("eventThread");
    int stackTrace = type.field("stackTrace");
    return event -> {
      ThreadInfo thread = pools.thread(event, eventThread);
      if (thread == null || thread.internal()) {
        type.leaveOut();
      } else {
        names.kind(thread);
        long begin = event.number(start);
        Stack stack = stacks.running(event, stackTrace).stack();
        Cause cause = causes.of(EventNames.REASON_FILE, null, EventNames.WAKE_UNKNOWN, stack);
        long end = begin + event.number(duration);
        ops.addSpan(OpKind.SYSCALL_BEGIN, OpKind.SYSCALL_END, begin, end, thread.id(), 0, 0, cause);
        waited(thread, begin, end);
      }
    };
  }

  private EventHandler sample(ChunkType type, String threadField, boolean periodic) {
    int start = type.field("startTime");
    int thread = type.field(threadField);
    int stackTrace = type.field("stackTrace");
    int state = type.field("state");
    return event -> {
      ThreadInfo sampled = pools.thread(event, thread);
      if (sampled == null || sampled.internal() || !runs(event, state)) {
        type.leaveOut();
        return;
      }
      names.kind(sampled);
      JavaStacks.Decoded decoded = stacks.running(event, stackTrace);
      if (sampled.virtual()) {
        names.root(sampled.id(), decoded.root());
      } else if (periodic) {
        samples.sampled(sampled.id(), event.number(start));
      }
      if (decoded.stack().isNone()) {
        type.leaveOut();
      } else {
        ops.add(OpKind.SAMPLE, event.number(start), sampled.id(), 0, 0, decoded.stack());
      }
    };
  }

  /**
   * Whether a sampled thread ran. Profilers that look at all threads by the wall clock say so in
   * the sample's state, which has a name for each way to wait; the JDK samples those that run only.
   */
  private boolean runs(ChunkValue sample, int state) throws MalformedTraceException {
    String name = state < 0 ? null : pools.textOf(sample, state, "name");
    return name == null || name.endsWith("RUNNABLE") || name.equals("STATE_DEFAULT");
  }

  private EventHandler collection(ChunkType type) {
    int start = type.field("startTime");
    int duration = type.field("duration");
    return event -> {
      long begin = event.number(start);
      long end = begin + event.number(duration) + 1;
      ops.addSpan(OpKind.COLLECTION_BEGIN, OpKind.COLLECTION_END, begin, end, 0, 0, 0, null);
    };
  }

  private EventHandler pause(ChunkType type) {
    int start = type.field("startTime");
    int duration = type.field("duration");
    int name = type.field("name");
    return event ->
        safepoints.pause(event.number(start), event.number(duration), pools.text(event, name));
  }

  private EventHandler operation(ChunkType type) {
    int start = type.field("startTime");
    int duration = type.field("duration");
    int operation = type.field("operation");
    int safepoint = type.field("safepoint");
    return event -> {
      if (event.number(safepoint) != 0) {
        String name = pools.textOf(event, operation, "type");
        safepoints.operation(
            event.number(start), event.number(duration), name == null ? "safepoint" : name);
      } else {
        type.leaveOut();
      }
    };
  }

  private EventHandler heapSummary(ChunkType type) {
    int start = type.field("startTime");
    int used = type.field("heapUsed");
    int space = type.field("heapSpace");
    ChunkValue cursor = newCursor.get();
    return event -> {
      long time = event.number(start);
      ops.add(OpKind.HEAP_USED, time, 0, 0, event.number(used), null);
      if (space >= 0 && event.inside(space, cursor)) {
        long committed = cursor.number(cursor.type().field("committedSize"));
        ops.add(OpKind.HEAP_COMMITTED, time, 0, 0, committed, null);
      }
    };
  }

  private EventHandler heapUsage(ChunkType type) {
    int start = type.field("startTime");
    int used = type.field("used");
    int committed = type.field("committed");
    return event -> {
      long time = event.number(start);
      ops.add(OpKind.HEAP_USED, time, 0, 0, event.number(used), null);
      ops.add(OpKind.HEAP_COMMITTED, time, 0, 0, event.number(committed), null);
    };
  }
}
