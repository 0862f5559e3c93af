package dev.loomtrace.jfr.model;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.jfr.chunk.Chunk;
import dev.loomtrace.jfr.chunk.ChunkReader;
import dev.loomtrace.jfr.chunk.ChunkType;
import dev.loomtrace.jfr.chunk.ChunkValue;
import dev.loomtrace.trace.ClockSnapshot;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.ExperimentalBatch;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.LockOwner;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.ProcState;
import dev.loomtrace.trace.ResourceKind;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.ThreadKind;
import dev.loomtrace.trace.TraceReader;
import dev.loomtrace.trace.TraceThread;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.WaitReason;
import dev.loomtrace.trace.WakeKind;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the events of a trace from a JFR recording that has them as {@link ModelTypes} describes.
 * The recording's other events are skipped. Memory is that of a chunk.
 */
public final class ModelReader extends TraceReader {
  private final ChunkReader chunks;
  private final String program;
  private Chunk chunk;
  private LongMap<Handler> handlers;
  private LongMap<Frame> frames;
  private StackTable stacks;
  private WordTable words;
  private long covered;
  private long lastTime = Long.MIN_VALUE;

  // What belongs to the next event of its kind.
  private Details details;
  private Map<String, List<ExperimentalBatch>> experiments = new LinkedHashMap<>();

  private List<LockOwner> lockOwners = new ArrayList<>();

  private String[] names = {};
  private long[] values = {};
  private int attributes;

  /** What is done with an event of a type: true if it is one of the trace. */
  @FunctionalInterface
  private interface Handler {
    boolean handle(ChunkValue event) throws MalformedTraceException;
  }

  private record Details(
      WaitReason recorded,
      String resource,
      double weight,
      WakeKind wakeKind,
      long waker,
      Frame wakerFrame,
      TraceThread thread,
      long age) {}

  /**
   * A reader of a recording.
   *
   * @param chunks its chunks, of which none has been taken; closed with the reader
   * @param program what its first chunk says by {@link #program(Chunk)}
   */
  public ModelReader(ChunkReader chunks, String program) {
    this.chunks = chunks;
    this.program = program;
  }

  /** What wrote the trace that a chunk has events of; empty if it does not say. */
  public static String program(Chunk chunk) {
    StringBuilder program = new StringBuilder();
    try {
      chunk.forEachEntry(
          ModelTypes.PROGRAMS,
          (key, entry) -> {
            if (program.isEmpty()) {
              program.append(text(entry, 0));
            }
          });
    } catch (MalformedTraceException e) {
      return ""; // A name is not worth the events.
    }
    return program.toString();
  }

  @Override
  public String program() {
    return program;
  }

  /** Whether a chunk has events of a trace. */
  public static boolean reads(Chunk chunk) {
    return chunk.type(ModelTypes.SYNC) != null;
  }

  @Override
  public long covered() {
    return covered;
  }

  @Override
  public void close() throws IOException {
    chunks.close();
  }

  @Override
  protected boolean advance() throws IOException {
    while (true) {
      ChunkValue event = chunk == null ? null : chunk.nextEvent();
      if (event == null) {
        if (chunk != null) {
          covered = chunks.offset();
        }
        if (!nextChunk()) {
          return false;
        }
      } else {
        Handler handler = handlers.get(event.type().id());
        if (handler == null) {
          handler = handler(event.type());
        }
        if (handler.handle(event)) {
          return true;
        }
      }
    }
  }

  private boolean nextChunk() throws IOException {
    chunk = chunks.next();
    if (chunk == null) {
      return false;
    }
    handlers = new LongMap<>();
    frames = new LongMap<>();
    stacks = new StackTable(chunk, frames);
    words = new WordTable(chunk);
    return true;
  }

  private Handler handler(ChunkType type) {
    Handler handler =
        switch (type.name()) {
          case ModelTypes.FRAME -> frames(type);
          case ModelTypes.ATTRIBUTE -> attributes(type);
          case ModelTypes.DETAILS -> details(type);
          case ModelTypes.EXPERIMENTAL_DATA -> experimentalData(type);
          case ModelTypes.LOCK_OWNER -> lockOwners(type);
          case ModelTypes.SYNC -> syncs(type);
          case ModelTypes.METRIC -> placed(type, metrics(type));
          case ModelTypes.LABEL -> placed(type, labels(type));
          case ModelTypes.STACK_SAMPLE -> placed(type, this::sample);
          case ModelTypes.RANGE_BEGIN -> placed(type, ranges(type, EventKind.RANGE_BEGIN));
          case ModelTypes.RANGE_ACTIVE -> placed(type, ranges(type, EventKind.RANGE_ACTIVE));
          case ModelTypes.RANGE_END -> placed(type, ranges(type, EventKind.RANGE_END));
          case ModelTypes.TASK_BEGIN -> placed(type, tasks(type, EventKind.TASK_BEGIN));
          case ModelTypes.TASK_END -> placed(type, tasks(type, EventKind.TASK_END));
          case ModelTypes.REGION_BEGIN -> placed(type, regions(type, EventKind.REGION_BEGIN));
          case ModelTypes.REGION_END -> placed(type, regions(type, EventKind.REGION_END));
          case ModelTypes.LOG -> placed(type, logs(type));
          case ModelTypes.GOROUTINE -> placed(type, goroutines(type));
          case ModelTypes.PROC -> placed(type, procs(type));
          case ModelTypes.EXPERIMENTAL -> placed(type, experimentals(type));
          default -> {
            type.unwanted();
            yield event -> false;
          }
        };
    handlers.put(type.id(), handler);
    return handler;
  }

  /** An event that happens somewhere. */
  private Handler placed(ChunkType type, Handler own) {
    int stackTrace = type.field("stackTrace");
    int goroutine = type.field("goroutine");
    int proc = type.field("proc");
    int thread = type.field("thread");
    return event -> {
      long g = event.number(goroutine);
      long p = event.number(proc);
      long t = event.number(thread);
      Stack stack = stacks.stack(event, stackTrace);
      own.handle(event);
      at(t, p, g);
      withStack(stack);
      return true;
    };
  }

  /** The time of an event of the trace, which comes after that of the one before. */
  private long time(ChunkValue event) throws MalformedTraceException {
    long time = event.number(event.type().field("startTime"));
    if (time <= lastTime) {
      throw malformed(
          "an event at "
              + time
              + " ns after one at "
              + lastTime
              + " ns: another trace begins here, or the order of events was changed");
    }
    lastTime = time;
    return time;
  }

  private static String text(ChunkValue event, int field) throws MalformedTraceException {
    String text = event.text(field);
    return text == null ? "" : text;
  }

  private Handler frames(ChunkType type) {
    int number = type.field("number");
    int pc = type.field("pc");
    int function = type.field("function");
    int file = type.field("file");
    int line = type.field("line");
    return event -> {
      frames.put(
          event.number(number),
          new Frame(
              event.number(pc), text(event, function), text(event, file), event.number(line)));
      return false;
    };
  }

  private Handler details(ChunkType type) {
    int recorded = type.field("recordedReason");
    int resource = type.field("resource");
    int weight = type.field("weight");
    int wakeKind = type.field("wakeKind");
    int waker = type.field("waker");
    int wakerFrame = type.field("wakerFrame");
    int kind = type.field("threadKind");
    int name = type.field("threadName");
    int start = type.field("startFrame");
    int beganBefore = type.field("beganBefore");
    int age = type.field("age");
    return event -> {
      details =
          new Details(
              words.word(event, recorded, WaitReason.UNKNOWN),
              text(event, resource),
              event.decimal(weight),
              words.word(event, wakeKind, WakeKind.UNKNOWN),
              event.number(waker),
              frame(event, wakerFrame),
              new TraceThread(
                  words.word(event, kind, ThreadKind.GOROUTINE),
                  text(event, name),
                  frame(event, start),
                  event.number(beganBefore) != 0),
              event.number(age));
      return false;
    };
  }

  private Frame frame(ChunkValue event, int field) throws MalformedTraceException {
    Frame frame = frames.get(event.number(field));
    return frame == null ? Frame.NONE : frame;
  }

  private Handler experimentalData(ChunkType type) {
    int experiment = type.field("experiment");
    int thread = type.field("thread");
    int data = type.field("data");
    return event -> {
      byte[] bytes;
      try {
        bytes = Base64.getDecoder().decode(text(event, data));
      } catch (IllegalArgumentException e) {
        throw malformed("data of an experiment that are not Base64");
      }
      experiments
          .computeIfAbsent(text(event, experiment), name -> new ArrayList<>())
          .add(new ExperimentalBatch(event.number(thread), bytes));
      return false;
    };
  }

  private Handler lockOwners(ChunkType type) {
    int waiter = type.field("waiter");
    int owner = type.field("owner");
    int seen = type.field("seen");
    int limited = type.field("limited");
    return event -> {
      lockOwners.add(
          new LockOwner(
              event.number(waiter),
              event.number(owner),
              event.number(seen),
              event.number(limited) != 0));
      return false;
    };
  }

  private Handler syncs(ChunkType type) {
    int number = type.field("number");
    int clocks = type.field("clocks");
    int traceTime = type.field("traceTime");
    int monotonic = type.field("monotonicTime");
    int wall = type.field("wallTime");
    return event -> {
      Optional<ClockSnapshot> clock = Optional.empty();
      if (event.number(clocks) != 0) {
        clock =
            Optional.of(
                new ClockSnapshot(
                    event.number(traceTime), event.number(monotonic), instant(text(event, wall))));
      }
      Map<String, List<ExperimentalBatch>> whole = new LinkedHashMap<>();
      experiments.forEach((name, batches) -> whole.put(name, List.copyOf(batches)));
      experiments = new LinkedHashMap<>();
      sync(time(event), event.number(number), clock, Collections.unmodifiableMap(whole));
      withLockOwners(List.copyOf(lockOwners));
      lockOwners = new ArrayList<>();
      return true;
    };
  }

  private Instant instant(String text) throws MalformedTraceException {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw malformed("a wall clock of \"" + text + "\"");
    }
  }

  private Handler metrics(ChunkType type) {
    int name = type.field("name");
    int value = type.field("value");
    return event -> {
      metric(time(event), text(event, name), event.number(value));
      return true;
    };
  }

  private Handler labels(ChunkType type) {
    int label = type.field("label");
    int scope = type.field("scope");
    int id = type.field("id");
    return event -> {
      label(time(event), words.word(event, scope, ResourceKind.NONE), event.number(id));
      withText(text(event, label));
      return true;
    };
  }

  private boolean sample(ChunkValue event) throws MalformedTraceException {
    stackSample(time(event));
    return true;
  }

  private Handler ranges(ChunkType type, EventKind kind) {
    int name = type.field("name");
    int scope = type.field("scope");
    int id = type.field("id");
    return event -> {
      range(
          kind,
          time(event),
          text(event, name),
          words.word(event, scope, ResourceKind.NONE),
          event.number(id));
      arguments();
      return true;
    };
  }

  private Handler tasks(ChunkType type, EventKind kind) {
    int id = type.field("id");
    int parent = type.field("parent");
    int age = type.field("age");
    int name = type.field("name");
    return event -> {
      long time = time(event);
      task(kind, time, event.number(id), event.number(parent));
      if (kind == EventKind.TASK_BEGIN) {
        withSince(time - event.number(age));
      }
      withText(text(event, name));
      return true;
    };
  }

  private Handler regions(ChunkType type, EventKind kind) {
    int task = type.field("task");
    int age = type.field("age");
    int name = type.field("name");
    return event -> {
      long time = time(event);
      region(kind, time, event.number(task));
      if (kind == EventKind.REGION_BEGIN) {
        withSince(time - event.number(age));
      }
      withText(text(event, name));
      return true;
    };
  }

  private Handler logs(ChunkType type) {
    int task = type.field("task");
    int category = type.field("category");
    int message = type.field("message");
    return event -> {
      log(time(event), event.number(task));
      withText(text(event, category));
      withSecondText(text(event, message));
      return true;
    };
  }

  private Handler goroutines(ChunkType type) {
    int id = type.field("id");
    int from = type.field("from");
    int to = type.field("to");
    int reason = type.field("reason");
    int waitReason = type.field("waitReason");
    int goroutineStack = type.field("goroutineStack");
    int ownStack = type.field("ownStack");
    int startTime = type.field("startTime");
    int stackTrace = type.field("stackTrace");
    return event -> {
      goTransition(
          time(event),
          event.number(id),
          words.word(event, from, GoState.UNDETERMINED),
          words.word(event, to, GoState.UNDETERMINED));
      WaitReason why = words.word(event, waitReason, WaitReason.UNKNOWN);
      String text = text(event, reason);
      boolean own = event.number(ownStack) != 0;
      withGoroutineStack(stacks.stack(event, own ? stackTrace : goroutineStack));
      if (details == null) {
        withCause(words.cause(why, text));
      } else {
        withCause(
            text.isEmpty()
                ? WaitCause.of(why, details.recorded, details.resource)
                : WaitCause.ofText(why, text));
        withWaker(details.wakeKind, details.waker, details.wakerFrame);
        withThread(details.thread);
        withSince(event.number(startTime) - details.age);
      }
      withStackWeight(details == null ? 1 : details.weight);
      details = null;
      return true;
    };
  }

  private Handler procs(ChunkType type) {
    int id = type.field("id");
    int from = type.field("from");
    int to = type.field("to");
    return event -> {
      procTransition(
          time(event),
          event.number(id),
          words.word(event, from, ProcState.UNDETERMINED),
          words.word(event, to, ProcState.UNDETERMINED));
      return true;
    };
  }

  private Handler experimentals(ChunkType type) {
    int name = type.field("name");
    return event -> {
      experimental(time(event), text(event, name));
      arguments();
      return true;
    };
  }

  private Handler attributes(ChunkType type) {
    int name = type.field("name");
    int value = type.field("value");
    return event -> {
      if (attributes == names.length) {
        names = Arrays.copyOf(names, Math.max(2, 2 * attributes));
        values = Arrays.copyOf(values, names.length);
      }
      names[attributes] = text(event, name);
      values[attributes] = event.number(value);
      attributes++;
      return false;
    };
  }

  /** What came before the event: values are copied, names are kept. */
  private void arguments() {
    if (attributes > 0) {
      withArguments(names.clone(), values, attributes);
      attributes = 0;
    }
  }

  private MalformedTraceException malformed(String problem) {
    return MalformedTraceException.at(covered, "JFR chunk", problem);
  }
}
