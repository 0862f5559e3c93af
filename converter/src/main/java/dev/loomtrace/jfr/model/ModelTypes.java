package dev.loomtrace.jfr.model;

import static dev.loomtrace.jfr.chunk.AnnotationDescription.address;
import static dev.loomtrace.jfr.chunk.AnnotationDescription.description;
import static dev.loomtrace.jfr.chunk.AnnotationDescription.timespan;
import static dev.loomtrace.jfr.chunk.AnnotationDescription.timestamp;
import static dev.loomtrace.jfr.chunk.AnnotationDescription.unsigned;
import static dev.loomtrace.jfr.chunk.FieldDescription.inPlace;
import static dev.loomtrace.jfr.chunk.FieldDescription.pooled;

import dev.loomtrace.jfr.chunk.FieldDescription;
import dev.loomtrace.jfr.chunk.TypeDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The types of events that carry the events of a trace: one for each kind of the model, and five
 * for what these refer to. Names are never used again for another meaning.
 */
public final class ModelTypes {
  private static final String PREFIX = "loomtrace.go.";

  /** A part of the trace begins, or the trace ends. A recording that has this type has them all. */
  public static final String SYNC = PREFIX + "Sync";

  /** A value was measured. */
  public static final String METRIC = PREFIX + "Metric";

  /** A name was given. */
  public static final String LABEL = PREFIX + "Label";

  /** A stack was sampled. */
  public static final String STACK_SAMPLE = PREFIX + "StackSample";

  /** A range begins. */
  public static final String RANGE_BEGIN = PREFIX + "RangeBegin";

  /** A range goes on. */
  public static final String RANGE_ACTIVE = PREFIX + "RangeActive";

  /** A range ends. */
  public static final String RANGE_END = PREFIX + "RangeEnd";

  /** A task begins. */
  public static final String TASK_BEGIN = PREFIX + "TaskBegin";

  /** A task ends. */
  public static final String TASK_END = PREFIX + "TaskEnd";

  /** A region begins. */
  public static final String REGION_BEGIN = PREFIX + "RegionBegin";

  /** A region ends. */
  public static final String REGION_END = PREFIX + "RegionEnd";

  /** A message was logged. */
  public static final String LOG = PREFIX + "Log";

  /** A goroutine changes its state. */
  public static final String GOROUTINE = PREFIX + "GoroutineState";

  /** A proc changes its state. */
  public static final String PROC = PREFIX + "ProcState";

  /** An experimental event. */
  public static final String EXPERIMENTAL = PREFIX + "Experimental";

  /** What is known of the next {@link #GOROUTINE} event and a trace of Go does not say. */
  public static final String DETAILS = PREFIX + "GoroutineDetails";

  /** A value of the next {@link #RANGE_END} or {@link #EXPERIMENTAL}. */
  public static final String ATTRIBUTE = PREFIX + "Attribute";

  /** Data of an experiment, which belong to the next {@link #SYNC}. */
  public static final String EXPERIMENTAL_DATA = PREFIX + "ExperimentalData";

  /** Who owns a lock that is waited for at the next {@link #SYNC}. */
  public static final String LOCK_OWNER = PREFIX + "LockOwner";

  /** A place in the program: the bytecode index of a frame is its number. */
  public static final String FRAME = PREFIX + "Frame";

  /** Words for states of goroutines. */
  public static final String GO_STATES = PREFIX + "types.GoroutineState";

  /** Words for states of procs. */
  public static final String PROC_STATES = PREFIX + "types.ProcState";

  /** Words for what a range or label belongs to. */
  public static final String SCOPES = PREFIX + "types.Scope";

  /** Words for why a goroutine stopped. */
  public static final String WAIT_REASONS = PREFIX + "types.WaitReason";

  /** Words for how a goroutine was made runnable. */
  public static final String WAKE_KINDS = PREFIX + "types.WakeKind";

  /** Words for kinds of threads. */
  public static final String THREAD_KINDS = PREFIX + "types.ThreadKind";

  /** What wrote the trace; has an entry in each chunk that begins with a part, if it is known. */
  public static final String PROGRAMS = PREFIX + "types.Program";

  private static final String TEXT = "java.lang.String";
  private static final String STACK = "jdk.types.StackTrace";

  private static final FieldDescription AGE =
      inPlace(
          "age",
          "long",
          "Age",
          timespan("TICKS"),
          description("How long it had gone on; 0 unless it is older than the trace"));

  private static final List<TypeDescription> ALL =
      List.of(
          event(
              SYNC,
              "Generation",
              "A part of the trace begins, or the trace ends",
              "Trace",
              inPlace("number", "long", "Number"),
              inPlace("clocks", "boolean", "Clocks Were Read"),
              inPlace("traceTime", "long", "Trace Clock", timestamp("TICKS")),
              inPlace(
                  "monotonicTime",
                  "long",
                  "Monotonic Clock",
                  unsigned(),
                  description("Nanoseconds of the machine's clock; 0: unknown")),
              inPlace("wallTime", TEXT, "Wall Clock"),
              pooled("program", PROGRAMS, "Program", description("What wrote the trace"))),
          event(
              METRIC,
              "Metric",
              "A value that the runtime measured",
              "Runtime",
              inPlace("name", TEXT, "Name"),
              inPlace("value", "long", "Value", unsigned())),
          event(
              LABEL,
              "Label",
              "A name that was given to a goroutine, proc or thread",
              "Trace",
              inPlace("label", TEXT, "Label"),
              pooled("scope", SCOPES, "Of A"),
              inPlace("id", "long", "Id")),
          event(STACK_SAMPLE, "CPU Sample", "What a thread was executing", "Runtime"),
          range(RANGE_BEGIN, "Range Begin", "A phase of the runtime begins"),
          range(RANGE_ACTIVE, "Range Active", "A phase of the runtime goes on that began earlier"),
          range(RANGE_END, "Range End", "A phase of the runtime ends"),
          task(TASK_BEGIN, "Task Begin", "A task of the program begins", AGE),
          task(TASK_END, "Task End", "A task of the program ends"),
          region(REGION_BEGIN, "Region Begin", "A region begins on this goroutine", AGE),
          region(REGION_END, "Region End", "A region ends on this goroutine"),
          event(
              LOG,
              "Log",
              "A message of the program",
              "Annotations",
              inPlace("task", "long", "Task Id"),
              inPlace("category", TEXT, "Category"),
              inPlace("message", TEXT, "Message")),
          event(
              GOROUTINE,
              "Goroutine State",
              "A goroutine changes its state, or its state becomes known",
              "Scheduling",
              inPlace("id", "long", "Changing Goroutine"),
              pooled("from", GO_STATES, "From"),
              pooled("to", GO_STATES, "To"),
              inPlace("reason", TEXT, "Reason", description("As the runtime words it")),
              pooled("waitReason", WAIT_REASONS, "Kind Of Reason"),
              pooled("goroutineStack", STACK, "Stack Of The Changing Goroutine"),
              inPlace(
                  "ownStack",
                  "boolean",
                  "Own Stack",
                  description("The event's stack is that of the changing goroutine, too"))),
          event(
              PROC,
              "Proc State",
              "A proc (P) changes its state, or its state becomes known",
              "Scheduling",
              inPlace("id", "long", "Changing Proc"),
              pooled("from", PROC_STATES, "From"),
              pooled("to", PROC_STATES, "To")),
          event(
              EXPERIMENTAL,
              "Experimental Event",
              "An event of an experiment of the runtime",
              "Trace",
              inPlace("name", TEXT, "Name")),
          note(
              ATTRIBUTE,
              "Attribute",
              "What was measured of the range that ends next, or an argument of the next experimental"
                  + " event",
              inPlace("name", TEXT, "Name"),
              inPlace("value", "long", "Value", unsigned())),
          note(
              DETAILS,
              "Goroutine Details",
              "What is known beyond a Go trace of the state that follows",
              pooled("recordedReason", WAIT_REASONS, "Recorded Reason"),
              inPlace("resource", TEXT, "Resource"),
              inPlace("weight", "double", "Weight Of The Stack"),
              pooled("wakeKind", WAKE_KINDS, "Woken By"),
              inPlace("waker", "long", "Waking Goroutine"),
              inPlace("wakerFrame", "int", "Waking Place"),
              pooled("threadKind", THREAD_KINDS, "Kind Of Thread"),
              inPlace("threadName", TEXT, "Name"),
              inPlace("startFrame", "int", "Start Function"),
              inPlace(
                  "beganBefore",
                  "boolean",
                  "Began Before",
                  description("It had begun already when it was first heard of")),
              AGE),
          note(
              EXPERIMENTAL_DATA,
              "Experimental Data",
              "Data that an experiment of the runtime wrote, in Base64",
              inPlace("experiment", TEXT, "Experiment"),
              inPlace("thread", "long", "Thread (M)"),
              inPlace("data", TEXT, "Data")),
          note(
              LOCK_OWNER,
              "Lock Owner",
              "Who owns the lock that a goroutine waits for when the next part begins, or the trace"
                  + " ends",
              inPlace("waiter", "long", "Waiting Goroutine"),
              inPlace("owner", "long", "Lock Owner"),
              inPlace("seen", "long", "Seen", timestamp("TICKS")),
              inPlace(
                  "limited",
                  "boolean",
                  "Limited",
                  description("The wait may end though nobody lets go of the lock"))),
          note(
              FRAME,
              "Frame",
              "A place in the program: its number is the bytecode index of frames",
              inPlace("number", "int", "Number"),
              inPlace("pc", "long", "Program Counter", unsigned(), address()),
              inPlace("function", TEXT, "Function"),
              inPlace("file", TEXT, "File"),
              inPlace("line", "long", "Line", unsigned())),
          TypeDescription.word(GO_STATES, "State Of A Goroutine", "name"),
          TypeDescription.word(PROC_STATES, "State Of A Proc", "name"),
          TypeDescription.word(SCOPES, "Scope", "name"),
          TypeDescription.word(WAIT_REASONS, "Wait Reason", "name"),
          TypeDescription.word(WAKE_KINDS, "Wake Kind", "name"),
          TypeDescription.word(THREAD_KINDS, "Kind Of Thread", "name"),
          TypeDescription.word(PROGRAMS, "Program", "name"));

  private ModelTypes() {}

  /** All of them. */
  public static List<TypeDescription> all() {
    return ALL;
  }

  private static TypeDescription range(String name, String label, String description) {
    return event(
        name,
        label,
        description,
        "Runtime",
        inPlace("name", TEXT, "Name"),
        pooled("scope", SCOPES, "Of A"),
        inPlace("id", "long", "Id"));
  }

  private static TypeDescription task(
      String name, String label, String description, FieldDescription... more) {
    return event(
        name,
        label,
        description,
        "Annotations",
        with(
            more,
            inPlace("id", "long", "Task Id"),
            inPlace("parent", "long", "Parent Task Id", description("-1: none")),
            inPlace("name", TEXT, "Name")));
  }

  private static TypeDescription region(
      String name, String label, String description, FieldDescription... more) {
    return event(
        name,
        label,
        description,
        "Annotations",
        with(more, inPlace("task", "long", "Task Id"), inPlace("name", TEXT, "Name")));
  }

  private static FieldDescription[] with(FieldDescription[] more, FieldDescription... first) {
    return Stream.concat(Stream.of(first), Stream.of(more)).toArray(FieldDescription[]::new);
  }

  /** One that happens somewhere. */
  private static TypeDescription event(
      String name, String label, String description, String category, FieldDescription... own) {
    List<FieldDescription> fields = new ArrayList<>();
    fields.add(inPlace("startTime", "long", "Start Time", timestamp("TICKS")));
    fields.add(pooled("eventThread", "java.lang.Thread", "Event Thread"));
    fields.add(pooled("stackTrace", STACK, "Stack Trace"));
    fields.add(inPlace("goroutine", "long", "Goroutine", description("-1: none")));
    fields.add(inPlace("proc", "long", "Proc (P)", description("-1: none")));
    fields.add(inPlace("thread", "long", "Thread (M)", description("-1: none")));
    fields.addAll(List.of(own));
    return TypeDescription.event(name, label, description, List.of("Go", category), fields);
  }

  /** One that others refer to. */
  private static TypeDescription note(
      String name, String label, String description, FieldDescription... own) {
    List<FieldDescription> fields = new ArrayList<>();
    fields.add(inPlace("startTime", "long", "Start Time", timestamp("TICKS")));
    fields.addAll(List.of(own));
    return TypeDescription.event(name, label, description, List.of("Go", "Trace"), fields);
  }
}
