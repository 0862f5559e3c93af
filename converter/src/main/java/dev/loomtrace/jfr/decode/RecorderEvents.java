package dev.loomtrace.jfr.decode;

import dev.loomtrace.event.EventNames;
import dev.loomtrace.event.EventSchema;
import dev.loomtrace.jfr.chunk.ChunkType;
import dev.loomtrace.jfr.chunk.ChunkValue;
import dev.loomtrace.jfr.operation.Cause;
import dev.loomtrace.jfr.operation.LogText;
import dev.loomtrace.jfr.operation.OpKind;
import dev.loomtrace.jfr.operation.Operations;
import dev.loomtrace.jfr.operation.TaskDetails;
import dev.loomtrace.jfr.operation.ThreadInfo;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.Stack;

/** Decodes the events of our own: the recorder's and those of annotations. */
final class RecorderEvents {
  /** What a ForkJoinPool is limited to. */
  private static final int MAX_CARRIERS = 0x7fff;

  /** Ticks that no recording lasts. */
  private static final double FAR = 1L << 61;

  private final Operations ops;
  private final Pools pools;
  private final JavaStacks stacks;
  private final GoroutineNames names;
  private final Causes causes;
  private final Totals totals;
  private final PlatformThreads threads;
  private final ToldTwice toldTwice;
  private double ticksPerNano = 1;

  RecorderEvents(
      Operations ops,
      Pools pools,
      JavaStacks stacks,
      GoroutineNames names,
      Causes causes,
      Totals totals,
      PlatformThreads threads,
      ToldTwice toldTwice) {
    this.ops = ops;
    this.pools = pools;
    this.stacks = stacks;
    this.names = names;
    this.causes = causes;
    this.totals = totals;
    this.threads = threads;
    this.toldTwice = toldTwice;
  }

  /** A chunk begins. */
  void begin(long ticksPerSecond) {
    ticksPerNano = ticksPerSecond / 1e9;
  }

  /** What to do with events of a type; null if it is none of these. */
  EventHandler handler(ChunkType chunkType) throws MalformedTraceException {
    OwnType type = OwnType.of(chunkType);
    if (type == null) {
      return null;
    }
    return switch (type.name()) {
      case EventNames.VIRTUAL_THREAD_CREATE -> create(type);
      case EventNames.VIRTUAL_THREAD_START -> start(type);
      case EventNames.VIRTUAL_THREAD_BLOCK,
          EventNames.VIRTUAL_THREAD_LONG_BLOCK,
          EventNames.VIRTUAL_THREAD_MONITOR_BLOCK ->
          block(type);
      case EventNames.PLATFORM_THREAD_BLOCK, EventNames.PLATFORM_THREAD_LONG_BLOCK ->
          platformBlock(type);
      case EventNames.VIRTUAL_THREAD_RUN -> run(type);
      case EventNames.VIRTUAL_THREAD_STATUS -> status(type);
      case EventNames.PLATFORM_THREAD_STATUS -> platformStatus(type);
      case EventNames.SCHEDULER -> scheduler(type);
      case EventNames.TASK -> task(type);
      case EventNames.REGION -> region(type);
      case EventNames.LOG -> log(type);
      case EventNames.INHERITANCE -> inheritance(type);
      default -> null;
    };
  }

  private EventHandler create(OwnType type) throws MalformedTraceException {
    int start = type.field(EventSchema.START_TIME);
    int eventThread = type.field(EventSchema.EVENT_THREAD);
    int thread = type.field(EventNames.THREAD);
    int stack = type.field(EventSchema.STACK_TRACE);
    return event -> {
      ThreadInfo creator = pools.thread(event, eventThread);
      JavaStacks.Decoded decoded = stacks.waiting(event, stack);
      long id = event.number(thread);
      if (decoded.leaf() != null) {
        names.creator(id, decoded.leaf());
      }
      ops.add(
          OpKind.CREATE,
          event.number(start),
          id,
          creator == null ? 0 : creator.id(),
          0,
          decoded.stack());
    };
  }

  private EventHandler start(OwnType type) throws MalformedTraceException {
    int start = type.field(EventSchema.START_TIME);
    int eventThread = type.field(EventSchema.EVENT_THREAD);
    int about = type.field(EventNames.THREAD);
    int carrier = type.field(EventNames.CARRIER);
    int task = type.field(EventNames.TASK_CLASS);
    return event -> {
      long id = subject(event, about, eventThread);
      if (id != 0) {
        names.task(id, pools.className(event, task));
        ops.add(OpKind.RESUME, event.number(start), id, event.number(carrier), 0, null);
      }
    };
  }

  private EventHandler run(OwnType type) throws MalformedTraceException {
    int start = type.field(EventSchema.START_TIME);
    int duration = type.field(EventSchema.DURATION);
    int eventThread = type.field(EventSchema.EVENT_THREAD);
    int carrier = type.field(EventNames.CARRIER);
    int endCarrier = type.field(EventNames.END_CARRIER);
    int about = type.field(EventNames.THREAD);
    int task = type.field(EventNames.TASK_CLASS);
    int name = type.field(EventNames.NAME);
    return event -> {
      long id = subject(event, about, eventThread);
      if (id == 0) {
        return;
      }
      names.task(id, pools.className(event, task));
      names.kind(id, ThreadInfo.kind(Pools.shortened(pools.text(event, name))));
      long begin = event.number(start);
      long end = begin + event.number(duration);
      long first = event.number(carrier);
      long last = event.number(endCarrier);
      if (first != 0) {
        ops.addSpan(OpKind.RESUME, OpKind.END, begin, end, id, first, last, null);
      } else {
        ops.add(OpKind.END, end, id, last, 0, null); // Its begin was not recorded.
      }
    };
  }

  /** The thread that an event is about, which need not be the one that committed it; 0: unknown. */
  private long subject(ChunkValue event, int about, int eventThread)
      throws MalformedTraceException {
    ThreadInfo own = pools.thread(event, eventThread);
    long said = event.number(about);
    long id = said != 0 || own == null ? said : own.id();
    if (own != null && id == own.id()) {
      names.kind(own);
    }
    return id;
  }

  private EventHandler block(OwnType type) throws MalformedTraceException {
    int start = type.field(EventSchema.START_TIME);
    int duration = type.field(EventSchema.DURATION);
    int eventThread = type.field(EventSchema.EVENT_THREAD);
    int thread = type.field(EventNames.THREAD);
    int state = type.field(EventNames.STATE);
    int reason = type.field(EventNames.REASON);
    int blocker = type.field(EventNames.BLOCKER);
    int carrier = type.field(EventNames.CARRIER);
    int endCarrier = type.field(EventNames.END_CARRIER);
    int waker = type.field(EventNames.WAKER);
    int wakeDelay = type.field(EventNames.WAKE_DELAY);
    int wakeKind = type.field(EventNames.WAKE_KIND);
    int stackTrace = type.field(EventSchema.STACK_TRACE);
    int text = type.field(EventNames.STACK);
    int weight = type.field(EventNames.WEIGHT);
    int timeout = type.field(EventNames.TIMEOUT);
    return event -> {
      long id = subject(event, thread, eventThread);
      if (id == 0) {
        return;
      }
      // The stack of a carrier that committed it says nothing.
      JavaStacks.Decoded decoded =
          event.number(thread) == 0
              ? stacks.waiting(event, stackTrace)
              : stacks.ofText(text < 0 ? null : event.text(text));
      names.root(id, decoded.root());
      long begin = event.number(start);
      long end = begin + event.number(duration);
      int code = (int) event.number(state);
      long from = event.number(carrier);
      long to = event.number(endCarrier);
      Cause cause =
          causes
              .of(
                  WaitReasons.known(event.number(reason)),
                  pools.className(event, blocker),
                  WaitReasons.knownWake(event.number(wakeKind)),
                  decoded.stack())
              .weighted(event.number(duration), event.number(weight));
      if (code == EventNames.STATE_PINNED) {
        ops.addPinned(begin, end, id, from, to, event.number(waker), cause);
      } else if (from == 0) {
        ops.add(OpKind.RESUME_UNSEEN, end, id, to, 0, null);
      } else if (code == EventNames.STATE_YIELDED) {
        ops.addSpan(OpKind.YIELD, OpKind.RESUME, begin, end, id, from, to, cause);
      } else {
        long wokenBy = event.number(waker);
        long delay = event.number(wakeDelay);
        long wake = wokenBy == 0 && delay == 0 ? end - 1 : Math.min(begin + delay, end);
        long due = due(begin, event.number(timeout));
        if (due < wake && cause.wakeKind() == EventNames.WAKE_TIMER) {
          // The timer was late: since then the thread waited for a carrier, as the timer did.
          wake = due;
          wokenBy = 0;
        }
        ops.addWait(begin, Math.max(begin, wake), end, id, from, to, wokenBy, cause);
      }
    };
  }

  private EventHandler status(OwnType type) throws MalformedTraceException {
    int start = type.field(EventSchema.START_TIME);
    int thread = type.field(EventNames.THREAD);
    int state = type.field(EventNames.STATE);
    int reason = type.field(EventNames.REASON);
    int blocker = type.field(EventNames.BLOCKER);
    int carrier = type.field(EventNames.CARRIER);
    int since = type.field(EventNames.SINCE);
    int waker = type.field(EventNames.WAKER);
    int wakeDelay = type.field(EventNames.WAKE_DELAY);
    int wakeKind = type.field(EventNames.WAKE_KIND);
    int task = type.field(EventNames.TASK_CLASS);
    int text = type.field(EventNames.STACK);
    int timeout = type.field(EventNames.TIMEOUT);
    int owner = type.field(EventNames.OWNER);
    return event -> {
      long time = event.number(start);
      long id = event.number(thread);
      totals.looked(id, time);
      names.task(id, pools.className(event, task));
      JavaStacks.Decoded decoded = stacks.ofText(text < 0 ? null : event.text(text));
      names.root(id, decoded.root());
      int code = (int) event.number(state);
      long from = event.number(carrier);
      long began = event.number(since);
      switch (code) {
        case EventNames.STATE_RUNNING ->
            ops.add(
                began == 0 ? OpKind.SEEN_RUNNING : OpKind.RESUME,
                began == 0 ? time : began,
                id,
                from,
                0,
                null);
        case EventNames.STATE_STARTED -> ops.add(OpKind.SEEN_ALIVE, time, id, 0, 0, null);
        default -> {
          Cause cause =
              causes.of(
                  WaitReasons.known(event.number(reason)),
                  pools.className(event, blocker),
                  WaitReasons.knownWake(event.number(wakeKind)),
                  decoded.stack());
          if (owner >= 0) {
            long limit = event.number(timeout);
            lockSeen(time, id, event.number(owner), began, code, limit, cause);
          }
          long delay = event.number(wakeDelay);
          boolean runnable = code == EventNames.STATE_RUNNABLE || code == EventNames.STATE_YIELDED;
          if (code == EventNames.STATE_PINNED) {
            ops.add(
                began == 0 ? OpKind.SEEN_RUNNING : OpKind.SYSCALL_BEGIN,
                began == 0 ? time : began,
                id,
                from,
                0,
                cause);
          } else if (began == 0) {
            ops.add(runnable ? OpKind.SEEN_ALIVE : OpKind.SEEN_WAITING, time, id, 0, 0, cause);
          } else if (runnable && delay == 0) {
            ops.add(OpKind.YIELD, began, id, from, 0, cause);
          } else {
            ops.add(OpKind.BLOCK, began, id, from, 0, cause);
            long due = due(began, event.number(timeout));
            boolean timer = cause.wakeKind() == EventNames.WAKE_TIMER;
            if (delay == 0 ? due < time : timer && due < began + delay) {
              // Its timer is late, or was: it waits for a carrier, as the timer does.
              ops.add(OpKind.WAKE, due, id, 0, 0, timed(cause));
            } else if (delay != 0) {
              ops.add(OpKind.WAKE, began + delay, id, event.number(waker), 0, cause);
            }
          }
        }
      }
    };
  }

  /**
   * A thread was seen in a wait since a known time. Of each wait for what may be a lock it is told,
   * with an owner or without, since one that was known may be none any more.
   */
  private void lockSeen(
      long time, long id, long owner, long began, int state, long timeout, Cause cause) {
    if (began == 0) {
      return;
    }
    boolean limited =
        switch (state) {
          case EventNames.STATE_PARKED -> timeout > 0;
          // Of one that keeps its carrier only the stack tells.
          case EventNames.STATE_PINNED -> timeout > 0 || mayBeTimed(cause.stack());
          default -> true;
        };
    boolean mayHaveOne =
        switch (cause.why().recorded()) {
          case LOCK, SYNCHRONIZER, PARKED -> true;
          default -> false;
        };
    if (owner != 0 || mayHaveOne) {
      ops.add(OpKind.LOCK_SEEN, time, id, owner, limited ? 1 : 0, null);
    }
  }

  private static boolean mayBeTimed(Stack stack) {
    return stack.isNone()
        || stack.frames().stream().anyMatch(frame -> frame.function().endsWith("Nanos"));
  }

  private static Cause timed(Cause cause) {
    return new Cause(cause.why(), EventNames.WAKE_TIMER, cause.stack(), cause.weight());
  }

  /** When a wait's time is over, in ticks; far in the future if it has no limit. */
  private long due(long begin, long timeout) {
    double ticks = timeout * ticksPerNano;
    return timeout <= 0 || ticks > FAR ? Long.MAX_VALUE : begin + (long) ticks;
  }

  private EventHandler platformBlock(OwnType type) throws MalformedTraceException {
    int start = type.field(EventSchema.START_TIME);
    int duration = type.field(EventSchema.DURATION);
    int eventThread = type.field(EventSchema.EVENT_THREAD);
    int reason = type.field(EventNames.REASON);
    int blocker = type.field(EventNames.BLOCKER);
    int waker = type.field(EventNames.WAKER);
    int wakeDelay = type.field(EventNames.WAKE_DELAY);
    int wakeKind = type.field(EventNames.WAKE_KIND);
    int timeout = type.field(EventNames.TIMEOUT);
    int stackTrace = type.field(EventSchema.STACK_TRACE);
    int weight = type.field(EventNames.WEIGHT);
    return event -> {
      ThreadInfo thread = pools.thread(event, eventThread);
      if (thread == null || thread.virtual() || thread.internal()) {
        return;
      }
      names.kind(thread);
      long begin = event.number(start);
      long lasted = event.number(duration);
      long wokenBy = event.number(waker);
      int kind = WaitReasons.knownWake(event.number(wakeKind));
      long end = begin + lasted;
      long due = due(begin, event.number(timeout));
      // Who waits on behind its limit waits for a processor.
      boolean timed = kind == EventNames.WAKE_UNKNOWN && due <= end;
      Cause cause =
          causes
              .of(
                  WaitReasons.known(event.number(reason)),
                  pools.className(event, blocker),
                  timed ? EventNames.WAKE_TIMER : kind,
                  stacks.waiting(event, stackTrace).stack())
              .weighted(lasted, event.number(weight));
      long woken = kind == EventNames.WAKE_UNKNOWN ? end - 1 : begin + event.number(wakeDelay);
      long wake = Math.clamp(timed ? due : woken, begin, Math.max(begin, end));
      ops.addWait(begin, wake, end, thread.id(), 0, 0, wokenBy, cause);
      threads.waited(thread.id(), begin, end);
      toldTwice.recorded(thread.id(), begin, end);
    };
  }

  private EventHandler platformStatus(OwnType type) throws MalformedTraceException {
    int start = type.field(EventSchema.START_TIME);
    int thread = type.field(EventNames.THREAD);
    int state = type.field(EventNames.STATE);
    int blocker = type.field(EventNames.BLOCKER);
    int carrier = type.field(EventNames.CARRIER);
    int cpuTime = type.field(EventNames.CPU_TIME);
    int reason = type.field(EventNames.REASON);
    int since = type.field(EventNames.SINCE);
    int timeout = type.field(EventNames.TIMEOUT);
    int text = type.field(EventNames.STACK);
    int owner = type.field(EventNames.OWNER);
    return event -> {
      long id = event.number(thread);
      totals.looked(id, event.number(start));
      ThreadInfo info = pools.platformThread(id);
      if (event.number(carrier) != 0 || info == null || info.internal()) {
        return;
      }
      names.kind(info);
      long time = event.number(start);
      long cpu = cpuTime < 0 ? -1 : event.number(cpuTime);
      int code = (int) event.number(state);
      long began = event.number(since);
      if (began != 0) {
        Cause cause =
            causes.of(
                WaitReasons.known(event.number(reason)),
                pools.className(event, blocker),
                EventNames.WAKE_UNKNOWN,
                stacks.ofText(text < 0 ? null : event.text(text)).stack());
        ops.add(OpKind.BLOCK, began, id, 0, 0, cause);
        if (owner >= 0) {
          long limit = event.number(timeout);
          lockSeen(time, id, event.number(owner), began, code, limit, cause);
        }
        threads.seenInToldWait(id, time, cpu, code, cause);
        return;
      }
      if (code == EventNames.STATE_RUNNING) {
        // Runs, or waits in native code for a socket: nobody can tell.
        threads.seen(id, time, cpu, code, null);
        return;
      }
      String on = pools.className(event, blocker);
      int why =
          switch (code) {
            case EventNames.STATE_MONITOR_ENTER -> EventNames.REASON_MONITOR;
            case EventNames.STATE_MONITOR_WAIT -> EventNames.REASON_WAIT;
            // Object.wait with a limit or Thread.sleep: the same to a look from outside.
            case EventNames.STATE_MONITOR_TIMED_WAIT -> EventNames.REASON_UNKNOWN;
            default -> EventNames.REASON_SYNC;
          };
      Cause cause = causes.of(why, on, EventNames.WAKE_UNKNOWN, Stack.NONE);
      threads.seen(id, time, cpu, code, cause);
    };
  }

  private EventHandler scheduler(OwnType type) throws MalformedTraceException {
    int start = type.field(EventSchema.START_TIME);
    int number = type.field(EventNames.PARALLELISM);
    int errors = type.field(EventNames.ERRORS_SUPPRESSED);
    int lost = type.field(EventNames.EVENTS_LOST);
    return event -> {
      totals.eventsLost(event.number(errors) + event.number(lost));
      totals.mayLook(event.number(start));
      // A broken number must neither cost memory nor end up in a trace.
      long carriers = Math.clamp(event.number(number), 0, MAX_CARRIERS);
      ops.add(OpKind.PARALLELISM, event.number(start), 0, 0, carriers, null);
    };
  }

  private EventHandler task(OwnType type) throws MalformedTraceException {
    int start = type.field(EventSchema.START_TIME);
    int duration = type.field(EventSchema.DURATION);
    int eventThread = type.field(EventSchema.EVENT_THREAD);
    int id = type.field(EventNames.ID);
    int parent = type.field(EventNames.PARENT);
    int name = type.field(EventNames.NAME);
    int owner = type.field(EventNames.OWNER);
    int open = type.field(EventNames.OPEN);
    int externalId = type.field(EventNames.EXTERNAL_ID);
    int attributes = type.field(EventNames.ATTRIBUTES);
    return event -> {
      long begin = event.number(start);
      long task = event.number(id);
      if (task == 0) {
        return; // No task: they count from 1.
      }
      String text = pools.text(event, name);
      ops.add(OpKind.TASK_BEGIN, begin, event.number(owner), task, event.number(parent), text);
      // Who ends it, or tells that it goes on.
      ThreadInfo writer = pools.thread(event, eventThread);
      if (writer == null) {
        return;
      }
      long end = Math.max(begin + 1, begin + event.number(duration));
      String outside = pools.text(event, externalId);
      String more = pools.text(event, attributes);
      boolean detailed = !outside.isEmpty() || !more.isEmpty();
      Object ref = detailed ? new TaskDetails(text, outside, more) : text;
      if (event.number(open) == 0) {
        ops.add(OpKind.TASK_END, end, writer.id(), task, event.number(parent), ref);
      } else if (detailed) {
        ops.add(OpKind.TASK_DETAILS, end, writer.id(), task, 0, ref);
      }
    };
  }

  private EventHandler region(OwnType type) throws MalformedTraceException {
    int start = type.field(EventSchema.START_TIME);
    int duration = type.field(EventSchema.DURATION);
    int task = type.field(EventNames.TASK_ID);
    int name = type.field(EventNames.NAME);
    int owner = type.field(EventNames.OWNER);
    int open = type.field(EventNames.OPEN);
    return event -> {
      long begin = event.number(start);
      long id = event.number(owner);
      long of = event.number(task);
      ops.add(OpKind.REGION_BEGIN, begin, id, of, begin, pools.text(event, name));
      if (event.number(open) == 0) {
        long end = Math.max(begin + 1, begin + event.number(duration));
        ops.add(OpKind.REGION_END, end, id, of, begin, null);
      }
    };
  }

  private EventHandler inheritance(OwnType type) throws MalformedTraceException {
    int start = type.field(EventSchema.START_TIME);
    int eventThread = type.field(EventSchema.EVENT_THREAD);
    int task = type.field(EventNames.TASK_ID);
    return event -> {
      ThreadInfo maker = pools.thread(event, eventThread);
      if (maker != null && event.number(task) != 0) {
        ops.add(OpKind.INHERIT, event.number(start), maker.id(), event.number(task), 0, null);
      }
    };
  }

  private EventHandler log(OwnType type) throws MalformedTraceException {
    int start = type.field(EventSchema.START_TIME);
    int eventThread = type.field(EventSchema.EVENT_THREAD);
    int task = type.field(EventNames.TASK_ID);
    int category = type.field(EventNames.CATEGORY);
    int message = type.field(EventNames.MESSAGE);
    return event -> {
      ThreadInfo thread = pools.thread(event, eventThread);
      if (thread != null) {
        LogText text = new LogText(pools.text(event, category), pools.text(event, message));
        ops.add(OpKind.LOG, event.number(start), thread.id(), event.number(task), 0, text);
      }
    };
  }
}
