package dev.loomtrace.gotrace.wire;

import java.util.List;
import java.util.Optional;

/**
 * The event types of Go traces since Go 1.22, in one table: a version of the format is a prefix of
 * it, cut by {@link #since}.
 *
 * <p>The constants' order is that of the numbers in the format. Source of all facts: {@code
 * internal/trace/tracev2} of Go 1.26. Names and arguments are those that {@code go tool trace
 * -d=wire} prints. The suffix of an argument's name says what it is: {@code _string} a string's id,
 * {@code stack} (with {@code _stack}) a stack's id, {@code _value} a quantity; {@code dt} is the
 * time since the event before in the batch.
 */
public enum WireType {
  NONE("None", 22),

  // Structure.
  EVENT_BATCH("EventBatch", 22, "gen", "m", "time", "size"),
  STACKS("Stacks", 22),
  STACK("Stack", 22, "id", "nframes"),
  STRINGS("Strings", 22),
  STRING("String", 22, "id"),
  CPU_SAMPLES("CPUSamples", 22),
  CPU_SAMPLE("CPUSample", 22, "time", "m", "p", "g", "stack"),
  FREQUENCY("Frequency", 22, "freq"),

  // Procs.
  PROCS_CHANGE("ProcsChange", 22, "dt", "procs_value", "stack"),
  PROC_START("ProcStart", 22, "dt", "p", "p_seq"),
  PROC_STOP("ProcStop", 22, "dt"),
  PROC_STEAL("ProcSteal", 22, "dt", "p", "p_seq", "m"),
  PROC_STATUS("ProcStatus", 22, "dt", "p", "pstatus"),

  // Goroutines.
  GO_CREATE("GoCreate", 22, "dt", "new_g", "new_stack", "stack"),
  GO_CREATE_SYSCALL("GoCreateSyscall", 22, "dt", "new_g"),
  GO_START("GoStart", 22, "dt", "g", "g_seq"),
  GO_DESTROY("GoDestroy", 22, "dt"),
  GO_DESTROY_SYSCALL("GoDestroySyscall", 22, "dt"),
  GO_STOP("GoStop", 22, "dt", "reason_string", "stack"),
  GO_BLOCK("GoBlock", 22, "dt", "reason_string", "stack"),
  GO_UNBLOCK("GoUnblock", 22, "dt", "g", "g_seq", "stack"),
  GO_SYSCALL_BEGIN("GoSyscallBegin", 22, "dt", "p_seq", "stack"),
  GO_SYSCALL_END("GoSyscallEnd", 22, "dt"),
  GO_SYSCALL_END_BLOCKED("GoSyscallEndBlocked", 22, "dt"),
  GO_STATUS("GoStatus", 22, "dt", "g", "m", "gstatus"),

  // Ranges.
  STW_BEGIN("STWBegin", 22, "dt", "kind_string", "stack"),
  STW_END("STWEnd", 22, "dt"),
  GC_ACTIVE("GCActive", 22, "dt", "gc_seq"),
  GC_BEGIN("GCBegin", 22, "dt", "gc_seq", "stack"),
  GC_END("GCEnd", 22, "dt", "gc_seq"),
  GC_SWEEP_ACTIVE("GCSweepActive", 22, "dt", "p"),
  GC_SWEEP_BEGIN("GCSweepBegin", 22, "dt", "stack"),
  GC_SWEEP_END("GCSweepEnd", 22, "dt", "swept_value", "reclaimed_value"),
  GC_MARK_ASSIST_ACTIVE("GCMarkAssistActive", 22, "dt", "g"),
  GC_MARK_ASSIST_BEGIN("GCMarkAssistBegin", 22, "dt", "stack"),
  GC_MARK_ASSIST_END("GCMarkAssistEnd", 22, "dt"),

  // Heap.
  HEAP_ALLOC("HeapAlloc", 22, "dt", "heapalloc_value"),
  HEAP_GOAL("HeapGoal", 22, "dt", "heapgoal_value"),

  // Annotations.
  GO_LABEL("GoLabel", 22, "dt", "label_string"),
  USER_TASK_BEGIN("UserTaskBegin", 22, "dt", "task", "parent_task", "name_string", "stack"),
  USER_TASK_END("UserTaskEnd", 22, "dt", "task", "stack"),
  USER_REGION_BEGIN("UserRegionBegin", 22, "dt", "task", "name_string", "stack"),
  USER_REGION_END("UserRegionEnd", 22, "dt", "task", "name_string", "stack"),
  USER_LOG("UserLog", 22, "dt", "task", "key_string", "value_string", "stack"),

  // Since Go 1.23.
  GO_SWITCH("GoSwitch", 23, "dt", "g", "g_seq"),
  GO_SWITCH_DESTROY("GoSwitchDestroy", 23, "dt", "g", "g_seq"),
  GO_CREATE_BLOCKED("GoCreateBlocked", 23, "dt", "new_g", "new_stack", "stack"),
  GO_STATUS_STACK("GoStatusStack", 23, "dt", "g", "m", "gstatus", "stack"),
  EXPERIMENTAL_BATCH("ExperimentalBatch", 23, "exp", "gen", "m", "time"),

  // Since Go 1.25.
  SYNC("Sync", 25),
  CLOCK_SNAPSHOT("ClockSnapshot", 25, "dt", "mono", "sec", "nsec"),

  // Since Go 1.26.
  END_OF_GENERATION("EndOfGeneration", 26),

  // Experimental, since Go 1.23; numbered from 128 on.
  SPAN("Span", 23, "dt", "id", "npages_value", "kindclass"),
  SPAN_ALLOC("SpanAlloc", 23, "dt", "id", "npages_value", "kindclass"),
  SPAN_FREE("SpanFree", 23, "dt", "id"),
  HEAP_OBJECT("HeapObject", 23, "dt", "id", "type"),
  HEAP_OBJECT_ALLOC("HeapObjectAlloc", 23, "dt", "id", "type"),
  HEAP_OBJECT_FREE("HeapObjectFree", 23, "dt", "id"),
  GOROUTINE_STACK("GoroutineStack", 23, "dt", "id", "order"),
  GOROUTINE_STACK_ALLOC("GoroutineStackAlloc", 23, "dt", "id", "order"),
  GOROUTINE_STACK_FREE("GoroutineStackFree", 23, "dt", "id");

  /** Most bytes of data in a batch; {@code tracev2.MaxBatchSize}. */
  public static final int MAX_BATCH_SIZE = 64 << 10;

  /** The thread of batches that belong to none. */
  public static final long NO_THREAD = -1;

  /** Most bytes of a string; {@code tracev2.MaxEventTrailerDataSize}. */
  public static final int MAX_STRING_SIZE = 1 << 10;

  /** Most frames of a stack; {@code tracev2.MaxFramesPerStack}. */
  public static final int MAX_FRAMES = 128;

  private static final int FIRST_EXPERIMENTAL = 128;
  private static final WireType[] BY_CODE = byCode();

  private final String text;
  private final int since;
  private final List<String> arguments;

  WireType(String text, int since, String... arguments) {
    this.text = text;
    this.since = since;
    this.arguments = List.of(arguments);
  }

  /** The byte that announces an event of this type. */
  public int code() {
    return isExperimental() ? ordinal() - SPAN.ordinal() + FIRST_EXPERIMENTAL : ordinal();
  }

  /** Whether it belongs to an experiment of the Go runtime. */
  public boolean isExperimental() {
    return ordinal() >= SPAN.ordinal();
  }

  /**
   * The type that a byte announces, in the newest version.
   *
   * @param code 0 to 255
   */
  public static Optional<WireType> ofCode(int code) {
    return Optional.ofNullable(BY_CODE[code]);
  }

  private static WireType[] byCode() {
    WireType[] table = new WireType[1 << 8];
    for (WireType type : values()) {
      table[type.code()] = type;
    }
    return table;
  }

  /** Its name as Go writes it. */
  public String text() {
    return text;
  }

  /** The minor version of Go that introduced it: 22 for Go 1.22. */
  public int since() {
    return since;
  }

  /** Names of its arguments. */
  public List<String> arguments() {
    return arguments;
  }

  /** Whether its first argument is the time since the event before. */
  public boolean isTimed() {
    return !arguments.isEmpty() && arguments.getFirst().equals("dt");
  }

  /** Whether bytes follow its arguments: their number, then the bytes themselves. */
  public boolean hasData() {
    return this == STRING || this == EXPERIMENTAL_BATCH;
  }

  /** Whether frames follow its arguments, as many as the last one says, of four numbers each. */
  public boolean hasFrames() {
    return this == STACK;
  }
}
