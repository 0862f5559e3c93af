package dev.loomtrace.jfr.mapping;

import dev.loomtrace.EventNames;
import dev.loomtrace.base.LongMap;
import dev.loomtrace.jfr.chunk.Chunk;
import dev.loomtrace.jfr.chunk.ChunkType;
import dev.loomtrace.jfr.chunk.ChunkValue;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.Repairs;
import dev.loomtrace.trace.Stack;
import java.util.HashMap;
import java.util.Map;

/**
 * Turns the events of chunks into operations. What an event says about times is taken as it is; it
 * is the simulation that decides what fits.
 */
public final class ChunkDecoder implements Facts {
  private static final String HEAP_SPACE = "heapSpace";

  private record CauseKey(int code, String blocker, boolean timed, Stack stack) {}

  /** What to do with events of one type. */
  private interface Handler {
    void decode(ChunkValue event) throws MalformedTraceException;
  }

  private static final Handler IGNORE = event -> {};

  private final Operations ops;
  private final Pools pools = new Pools();
  private final JavaStacks stacks = new JavaStacks(pools);
  private final GoroutineNames names = new GoroutineNames(stacks);
  private final LongMap<Handler> handlers = new LongMap<>();
  private final Map<CauseKey, Cause> causes = new HashMap<>();
  private LongMap<Frame> creators = new LongMap<>();
  private LongMap<Frame> creatorsBefore = new LongMap<>();
  private boolean recorded;
  private long bytesLost;
  private long eventsLost;
  private int parallelism;
  private int processors;
  private Chunk chunk;

  /** A decoder that adds to these operations. */
  public ChunkDecoder(Operations ops) {
    this.ops = ops;
  }

  /** Decodes one chunk; they must come in the file's order. */
  public void decode(Chunk next) throws MalformedTraceException {
    chunk = next;
    pools.begin(chunk);
    stacks.begin(chunk);
    names.begin();
    handlers.clear();
    causes.clear();
    creatorsBefore = creators;
    creators = new LongMap<>();
    recorded |= chunk.hasType(EventNames.VIRTUAL_THREAD_BLOCK);
    for (ChunkValue event = chunk.nextEvent(); event != null; event = chunk.nextEvent()) {
      ChunkType type = event.type();
      Handler handler = handlers.get(type.id());
      if (handler == null) {
        handler = handler(type);
        handlers.put(type.id(), handler);
      }
      handler.decode(event);
    }
  }

  @Override
  public boolean recorded() {
    return recorded;
  }

  @Override
  public ThreadInfo platformThread(long id) {
    return pools.platformThread(id);
  }

  @Override
  public Frame name(long thread) {
    Frame creator = creators.get(thread);
    return names.of(
        thread,
        pools.platformThread(thread) == null,
        creator == null ? creatorsBefore.get(thread) : creator);
  }

  @Override
  public boolean isSystem(long thread) {
    return names.isSystem(thread);
  }

  @Override
  public Frame frame(String function) {
    return stacks.frame(function);
  }

  @Override
  public int parallelism() {
    return parallelism > 0 ? parallelism : processors;
  }

  @Override
  public long lost(Repairs.Kind kind) {
    return kind == Repairs.Kind.BYTES_LOST ? bytesLost : eventsLost;
  }

  private Handler handler(ChunkType type) {
    return switch (type.name()) {
      case EventNames.VIRTUAL_THREAD_CREATE -> create(type);
      case EventNames.VIRTUAL_THREAD_START -> start(type);
      case EventNames.VIRTUAL_THREAD_BLOCK, EventNames.VIRTUAL_THREAD_LONG_BLOCK -> block(type);
      case EventNames.VIRTUAL_THREAD_RUN -> run(type);
      case EventNames.VIRTUAL_THREAD_STATUS -> status(type);
      case EventNames.PLATFORM_THREAD_STATUS -> platformStatus(type);
      case EventNames.SCHEDULER -> scheduler(type);
      case EventNames.TASK -> task(type);
      case EventNames.REGION -> region(type);
      case EventNames.LOG -> log(type);
      case "jdk.ThreadStart" -> threadStart(type);
      case "jdk.ThreadEnd" -> threadEnd(type);
      case "jdk.ThreadPark" -> wait(type, EventNames.REASON_SYNC, "parkedClass", null);
      case "jdk.ThreadSleep" -> wait(type, EventNames.REASON_SLEEP, null, null);
      case "jdk.JavaMonitorEnter" ->
          wait(type, EventNames.REASON_MONITOR, "monitorClass", "previousOwner");
      case "jdk.JavaMonitorWait" -> wait(type, EventNames.REASON_WAIT, "monitorClass", "notifier");
      case "jdk.SocketRead", "jdk.SocketWrite", "jdk.SocketConnect" ->
          wait(type, EventNames.REASON_NETWORK, null, null);
      case "jdk.FileRead", "jdk.FileWrite", "jdk.FileForce" -> file(type);
      case "jdk.GarbageCollection" -> collection(type);
      case "jdk.GCPhasePause" -> pause(type);
      case "jdk.GCHeapSummary" -> heapSummary(type);
      case "jdk.GCHeapMemoryUsage" -> heapUsage(type);
      case "jdk.ExecutionSample", "jdk.NativeMethodSample" -> sample(type, "sampledThread");
      case "jdk.CPUTimeSample" -> sample(type, "eventThread");
      case "jdk.CPUInformation" -> {
        int threads = type.field("hwThreads");
        yield event -> processors = (int) event.number(threads);
      }
      case "jdk.DataLoss" -> {
        int amount = type.field("amount");
        yield event -> bytesLost += event.number(amount);
      }
      default -> IGNORE;
    };
  }

  private Cause cause(int code, String blocker, boolean timed, Stack stack) {
    CauseKey key = new CauseKey(code, blocker, timed, stack);
    Cause cause = causes.get(key);
    if (cause == null) {
      cause = new Cause(Reasons.ofCode(code), Reasons.detail(code, blocker), timed, stack);
      causes.put(key, cause);
    }
    return cause;
  }

  // The recorder's events.

  private Handler create(ChunkType type) {
    int start = type.field("startTime");
    int eventThread = type.field("eventThread");
    int thread = type.field(EventNames.THREAD);
    int stack = type.field("stackTrace");
    return event -> {
      ThreadInfo creator = pools.thread(event, eventThread);
      JavaStacks.Decoded decoded = stacks.waiting(event, stack);
      long id = event.number(thread);
      if (decoded.leaf() != null) {
        creators.put(id, decoded.leaf());
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

  private Handler start(ChunkType type) {
    int start = type.field("startTime");
    int eventThread = type.field("eventThread");
    int carrier = type.field(EventNames.CARRIER);
    int task = type.field(EventNames.TASK_CLASS);
    return event -> {
      ThreadInfo thread = pools.thread(event, eventThread);
      if (thread != null) {
        names.task(thread.id(), pools.className(event, task));
        names.kind(thread);
        ops.add(OpKind.RESUME, event.number(start), thread.id(), event.number(carrier), 0, null);
      }
    };
  }

  private Handler run(ChunkType type) {
    int start = type.field("startTime");
    int duration = type.field("duration");
    int eventThread = type.field("eventThread");
    int carrier = type.field(EventNames.CARRIER);
    int endCarrier = type.field(EventNames.END_CARRIER);
    return event -> {
      ThreadInfo thread = pools.thread(event, eventThread);
      if (thread != null) {
        long begin = event.number(start);
        ops.add(OpKind.RESUME, begin, thread.id(), event.number(carrier), 0, null);
        ops.add(
            OpKind.END,
            begin + event.number(duration),
            thread.id(),
            event.number(endCarrier),
            0,
            null);
      }
    };
  }

  private Handler block(ChunkType type) {
    int start = type.field("startTime");
    int duration = type.field("duration");
    int eventThread = type.field("eventThread");
    int thread = type.field(EventNames.THREAD);
    int state = type.field(EventNames.STATE);
    int reason = type.field(EventNames.REASON);
    int blocker = type.field(EventNames.BLOCKER);
    int carrier = type.field(EventNames.CARRIER);
    int endCarrier = type.field(EventNames.END_CARRIER);
    int waker = type.field(EventNames.WAKER);
    int wakeDelay = type.field(EventNames.WAKE_DELAY);
    int stackTrace = type.field("stackTrace");
    int text = type.field(EventNames.STACK);
    return event -> {
      long id = event.number(thread);
      JavaStacks.Decoded decoded;
      if (id == 0) {
        ThreadInfo own = pools.thread(event, eventThread);
        if (own == null) {
          return;
        }
        id = own.id();
        names.kind(own);
        decoded = stacks.waiting(event, stackTrace);
      } else {
        // Committed by the carrier, whose stack says nothing.
        decoded = text < 0 ? JavaStacks.Decoded.NONE : stacks.ofText(event.text(text));
      }
      names.root(id, decoded.root());
      long begin = event.number(start);
      long end = begin + event.number(duration);
      int code = (int) event.number(state);
      long from = event.number(carrier);
      long to = event.number(endCarrier);
      Cause cause =
          cause(
              (int) event.number(reason),
              pools.className(event, blocker),
              isTimed(code),
              decoded.stack());
      if (code == EventNames.STATE_PINNED) {
        ops.add(OpKind.SYSCALL_BEGIN, begin, id, from, 0, cause);
        ops.add(OpKind.SYSCALL_END, end, id, to, 0, null);
      } else if (code == EventNames.STATE_YIELDED) {
        ops.add(OpKind.YIELD, begin, id, from, 0, cause);
        ops.add(OpKind.RESUME, end, id, to, 0, null);
      } else {
        long wokenBy = event.number(waker);
        long delay = event.number(wakeDelay);
        long wake = wokenBy == 0 && delay == 0 ? end - 1 : Math.min(begin + delay, end);
        ops.add(OpKind.BLOCK, begin, id, from, 0, cause);
        ops.add(OpKind.WAKE, Math.max(begin, wake), id, wokenBy, to, cause);
        ops.add(OpKind.RESUME, end, id, to, 0, null);
      }
    };
  }

  private static boolean isTimed(int state) {
    return state == EventNames.STATE_TIMED_PARKED || state == EventNames.STATE_MONITOR_TIMED_WAIT;
  }

  private Handler status(ChunkType type) {
    int start = type.field("startTime");
    int thread = type.field(EventNames.THREAD);
    int state = type.field(EventNames.STATE);
    int reason = type.field(EventNames.REASON);
    int blocker = type.field(EventNames.BLOCKER);
    int carrier = type.field(EventNames.CARRIER);
    int since = type.field(EventNames.SINCE);
    int waker = type.field(EventNames.WAKER);
    int wakeDelay = type.field(EventNames.WAKE_DELAY);
    int task = type.field(EventNames.TASK_CLASS);
    int text = type.field(EventNames.STACK);
    return event -> {
      long time = event.number(start);
      long id = event.number(thread);
      names.task(id, pools.className(event, task));
      JavaStacks.Decoded decoded = stacks.ofText(text < 0 ? null : event.text(text));
      names.root(id, decoded.root());
      int code = (int) event.number(state);
      long from = event.number(carrier);
      switch (code) {
        case EventNames.STATE_RUNNING -> ops.add(OpKind.SEEN_RUNNING, time, id, from, 0, null);
        case EventNames.STATE_STARTED -> ops.add(OpKind.SEEN_ALIVE, time, id, 0, 0, null);
        default -> {
          Cause cause =
              cause(
                  (int) event.number(reason),
                  pools.className(event, blocker),
                  isTimed(code),
                  decoded.stack());
          long began = event.number(since);
          long delay = event.number(wakeDelay);
          boolean runnable = code == EventNames.STATE_RUNNABLE;
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
            if (delay != 0) {
              ops.add(OpKind.WAKE, began + delay, id, event.number(waker), 0, cause);
            }
          }
        }
      }
    };
  }

  private Handler platformStatus(ChunkType type) {
    int start = type.field("startTime");
    int thread = type.field(EventNames.THREAD);
    int state = type.field(EventNames.STATE);
    int blocker = type.field(EventNames.BLOCKER);
    int carrier = type.field(EventNames.CARRIER);
    return event -> {
      long id = event.number(thread);
      ThreadInfo info = pools.platformThread(id);
      if (event.number(carrier) != 0 || info == null || info.internal()) {
        return;
      }
      names.kind(info);
      long time = event.number(start);
      int code = (int) event.number(state);
      if (code == EventNames.STATE_RUNNING) {
        // Runs, or waits in native code for a socket: nobody can tell.
        ops.add(OpKind.SEEN_ALIVE, time, id, 0, 0, null);
        return;
      }
      String on = pools.className(event, blocker);
      int why =
          switch (code) {
            case EventNames.STATE_MONITOR_ENTER -> EventNames.REASON_MONITOR;
            case EventNames.STATE_MONITOR_WAIT -> EventNames.REASON_WAIT;
            // Object.wait with a limit or Thread.sleep: the same to a look from outside.
            case EventNames.STATE_MONITOR_TIMED_WAIT -> EventNames.REASON_UNKNOWN;
            default -> Reasons.ofParked(on);
          };
      ops.add(OpKind.SEEN_WAITING, time, id, 0, 0, cause(why, on, isTimed(code), Stack.NONE));
    };
  }

  private Handler scheduler(ChunkType type) {
    int start = type.field("startTime");
    int number = type.field(EventNames.PARALLELISM);
    int errors = type.field(EventNames.ERRORS_SUPPRESSED);
    return event -> {
      if (parallelism == 0) {
        parallelism = (int) event.number(number);
      }
      eventsLost = Math.max(eventsLost, event.number(errors));
      ops.add(OpKind.PARALLELISM, event.number(start), 0, 0, event.number(number), null);
    };
  }

  // Annotations.

  private Handler task(ChunkType type) {
    int start = type.field("startTime");
    int duration = type.field("duration");
    int eventThread = type.field("eventThread");
    int id = type.field(EventNames.ID);
    int parent = type.field(EventNames.PARENT);
    int name = type.field(EventNames.NAME);
    int owner = type.field(EventNames.OWNER);
    int open = type.field(EventNames.OPEN);
    return event -> {
      long begin = event.number(start);
      long task = event.number(id);
      String text = pools.text(event, name);
      ops.add(OpKind.TASK_BEGIN, begin, event.number(owner), task, event.number(parent), text);
      ThreadInfo ender = pools.thread(event, eventThread);
      if (event.number(open) == 0 && ender != null) {
        long end = Math.max(begin + 1, begin + event.number(duration));
        ops.add(OpKind.TASK_END, end, ender.id(), task, event.number(parent), text);
      }
    };
  }

  private Handler region(ChunkType type) {
    int start = type.field("startTime");
    int duration = type.field("duration");
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

  private Handler log(ChunkType type) {
    int start = type.field("startTime");
    int eventThread = type.field("eventThread");
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

  // The JDK's events.

  /** The thread an event is about if it is shown and the JDK's events are all that is known. */
  private ThreadInfo plain(ChunkValue event, int field) throws MalformedTraceException {
    ThreadInfo thread = pools.thread(event, field);
    if (thread == null || thread.internal() || (thread.virtual() && recorded)) {
      return null;
    }
    names.kind(thread);
    return thread;
  }

  private Handler threadStart(ChunkType type) {
    int start = type.field("startTime");
    int thread = type.field("thread");
    int parent = type.field("parentThread");
    int stack = type.field("stackTrace");
    return event -> {
      ThreadInfo started = plain(event, thread);
      if (started != null) {
        ThreadInfo creator = pools.thread(event, parent);
        ops.add(
            OpKind.CREATE,
            event.number(start),
            started.id(),
            creator == null ? 0 : creator.id(),
            0,
            stacks.waiting(event, stack).stack());
        ops.add(OpKind.RESUME, event.number(start) + 1, started.id(), 0, 0, null);
      }
    };
  }

  private Handler threadEnd(ChunkType type) {
    int start = type.field("startTime");
    int thread = type.field("thread");
    return event -> {
      ThreadInfo ended = plain(event, thread);
      if (ended != null) {
        ops.add(OpKind.END, event.number(start), ended.id(), 0, 0, null);
      }
    };
  }

  private Handler wait(ChunkType type, int reason, String blockerName, String wakerName) {
    int start = type.field("startTime");
    int duration = type.field("duration");
    int eventThread = type.field("eventThread");
    int stackTrace = type.field("stackTrace");
    int blocker = blockerName == null ? -1 : type.field(blockerName);
    int waker = wakerName == null ? -1 : type.field(wakerName);
    int timedOut = type.field("timedOut");
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
      boolean timed = reason == EventNames.REASON_SLEEP || event.number(timedOut) != 0;
      int code = reason == EventNames.REASON_SYNC ? Reasons.ofParked(on) : reason;
      Cause cause = cause(code, on, timed, decoded.stack());
      ops.add(OpKind.BLOCK, begin, thread.id(), 0, 0, cause);
      ops.add(
          OpKind.WAKE,
          Math.max(begin, end - 1),
          thread.id(),
          wokenBy == null ? 0 : wokenBy.id(),
          0,
          cause);
      ops.add(OpKind.RESUME, end, thread.id(), 0, 0, null);
    };
  }

  private Handler file(ChunkType type) {
    int start = type.field("startTime");
    int duration = type.field("duration");
    int eventThread = type.field("eventThread");
    int stackTrace = type.field("stackTrace");
    return event -> {
      ThreadInfo thread = pools.thread(event, eventThread);
      if (thread != null && !thread.internal()) {
        names.kind(thread);
        long begin = event.number(start);
        Stack stack = stacks.running(event, stackTrace).stack();
        Cause cause = cause(EventNames.REASON_FILE, null, false, stack);
        ops.add(OpKind.SYSCALL_BEGIN, begin, thread.id(), 0, 0, cause);
        ops.add(OpKind.SYSCALL_END, begin + event.number(duration), thread.id(), 0, 0, null);
      }
    };
  }

  private Handler sample(ChunkType type, String threadField) {
    int start = type.field("startTime");
    int thread = type.field(threadField);
    int stackTrace = type.field("stackTrace");
    boolean waitsPerhaps = type.name().equals("jdk.NativeMethodSample");
    return event -> {
      ThreadInfo sampled = pools.thread(event, thread);
      // Samples of native code are taken whether it runs or waits.
      if (sampled == null || sampled.internal() || waitsPerhaps) {
        return;
      }
      names.kind(sampled);
      JavaStacks.Decoded decoded = stacks.running(event, stackTrace);
      if (sampled.virtual()) {
        names.root(sampled.id(), decoded.root());
      }
      if (!decoded.stack().isNone()) {
        ops.add(OpKind.SAMPLE, event.number(start), sampled.id(), 0, 0, decoded.stack());
      }
    };
  }

  private Handler collection(ChunkType type) {
    int start = type.field("startTime");
    int duration = type.field("duration");
    return event -> {
      long begin = event.number(start);
      ops.add(OpKind.COLLECTION_BEGIN, begin, 0, 0, 0, null);
      ops.add(OpKind.COLLECTION_END, begin + event.number(duration) + 1, 0, 0, 0, null);
    };
  }

  private Handler pause(ChunkType type) {
    int start = type.field("startTime");
    int duration = type.field("duration");
    int name = type.field("name");
    return event -> {
      long begin = event.number(start);
      ops.add(OpKind.STOP_THE_WORLD_BEGIN, begin, 0, 0, 0, pools.text(event, name));
      ops.add(OpKind.STOP_THE_WORLD_END, begin + event.number(duration) + 1, 0, 0, 0, null);
    };
  }

  private Handler heapSummary(ChunkType type) {
    int start = type.field("startTime");
    int used = type.field("heapUsed");
    int space = type.field(HEAP_SPACE);
    ChunkValue cursor = chunk.newCursor();
    return event -> {
      long time = event.number(start);
      ops.add(OpKind.HEAP_USED, time, 0, 0, event.number(used), null);
      if (space >= 0 && event.inside(space, cursor)) {
        long committed = cursor.number(cursor.type().field("committedSize"));
        ops.add(OpKind.HEAP_COMMITTED, time, 0, 0, committed, null);
      }
    };
  }

  private Handler heapUsage(ChunkType type) {
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
