package dev.loomtrace.gotrace.v1;

import java.util.List;

/**
 * The event types of Go traces before Go 1.22, in one table. A constant's place is its number in
 * the format. Source of all facts: {@code internal/trace/internal/tracev1} of Go 1.26; versions
 * before 1.11 are not read, so types that they had already count as of 1.11.
 *
 * <p>An argument named {@code dt} is the time in ticks since the event before in the batch, {@code
 * stack} the id of the stack of whoever caused the event, {@code new_stack} that of another stack,
 * and {@code …_string} the id of a string.
 */
enum V1Type {
  NONE("None", 11),

  // Structure.
  BATCH("Batch", 11, "p", "ticks"),
  FREQUENCY("Frequency", 11, "freq"),
  /** Has four more arguments for each frame: PC, function, file, line. */
  STACK("Stack", 11, "id", "size"),

  // Procs, garbage collection.
  GOMAXPROCS("Gomaxprocs", 11, "dt", "procs", "stack"),
  PROC_START("ProcStart", 11, "dt", "thread"),
  PROC_STOP("ProcStop", 11, "dt"),
  GC_START("GCStart", 11, "dt", "seq", "stack"),
  GC_DONE("GCDone", 11, "dt"),
  STW_START("GCSTWStart", 11, "dt", "kind"),
  STW_DONE("GCSTWDone", 11, "dt"),
  GC_SWEEP_START("GCSweepStart", 11, "dt", "stack"),
  GC_SWEEP_DONE("GCSweepDone", 11, "dt", "swept", "reclaimed"),

  // Goroutines.
  GO_CREATE("GoCreate", 11, "dt", "g", "new_stack", "stack"),
  GO_START("GoStart", 11, Effect.STARTS, "dt", "g", "seq"),
  GO_END("GoEnd", 11, Effect.STOPS, "dt"),
  GO_STOP("GoStop", 11, Effect.STOPS, "dt", "stack"),
  GO_SCHED("GoSched", 11, Effect.STOPS, "dt", "stack"),
  GO_PREEMPT("GoPreempt", 11, Effect.STOPS, "dt", "stack"),
  GO_SLEEP("GoSleep", 11, Effect.BLOCKS, "dt", "stack"),
  GO_BLOCK("GoBlock", 11, Effect.BLOCKS, "dt", "stack"),
  GO_UNBLOCK("GoUnblock", 11, "dt", "g", "seq", "stack"),
  GO_BLOCK_SEND("GoBlockSend", 11, Effect.BLOCKS, "dt", "stack"),
  GO_BLOCK_RECV("GoBlockRecv", 11, Effect.BLOCKS, "dt", "stack"),
  GO_BLOCK_SELECT("GoBlockSelect", 11, Effect.BLOCKS, "dt", "stack"),
  GO_BLOCK_SYNC("GoBlockSync", 11, Effect.BLOCKS, "dt", "stack"),
  GO_BLOCK_COND("GoBlockCond", 11, Effect.BLOCKS, "dt", "stack"),
  GO_BLOCK_NET("GoBlockNet", 11, Effect.BLOCKS, "dt", "stack"),
  GO_SYS_CALL("GoSysCall", 11, "dt", "stack"),
  GO_SYS_EXIT("GoSysExit", 11, Effect.NAMES, "dt", "g", "seq", "ts"),
  GO_SYS_BLOCK("GoSysBlock", 11, Effect.STOPS, "dt"),
  GO_WAITING("GoWaiting", 11, Effect.NAMES, "dt", "g"),
  GO_IN_SYSCALL("GoInSyscall", 11, Effect.NAMES, "dt", "g"),

  HEAP_ALLOC("HeapAlloc", 11, "dt", "mem"),
  HEAP_GOAL("HeapGoal", 11, "dt", "mem"),
  TIMER_GOROUTINE("TimerGoroutine", 11, "g"),
  /** No version that we read writes it, and Go's reader refuses it. */
  FUTILE_WAKEUP("FutileWakeup", 11, "dt"),
  /** Is written as id, length and bytes, whatever number of arguments is announced. */
  STRING("String", 11),

  // The same without sequence number, on the P of the event that they need to follow.
  GO_START_LOCAL("GoStartLocal", 11, Effect.STARTS, "dt", "g"),
  GO_UNBLOCK_LOCAL("GoUnblockLocal", 11, "dt", "g", "stack"),
  GO_SYS_EXIT_LOCAL("GoSysExitLocal", 11, "dt", "g", "ts"),

  GO_START_LABEL("GoStartLabel", 11, Effect.STARTS, "dt", "g", "seq", "label_string"),
  GO_BLOCK_GC("GoBlockGC", 11, Effect.BLOCKS, "dt", "stack"),
  GC_MARK_ASSIST_START("GCMarkAssistStart", 11, "dt", "stack"),
  GC_MARK_ASSIST_DONE("GCMarkAssistDone", 11, "dt"),

  // Annotations.
  USER_TASK_CREATE("UserTaskCreate", 11, "dt", "task", "parent", "type_string", "stack"),
  USER_TASK_END("UserTaskEnd", 11, "dt", "task", "stack"),
  USER_REGION("UserRegion", 11, "dt", "task", "mode", "type_string", "stack"),
  /** Is followed by the message: length and bytes. */
  USER_LOG("UserLog", 11, "dt", "task", "category_string", "stack"),

  /** Its time is {@code ts}; {@code dt} only says when it was written. */
  CPU_SAMPLE("CPUSample", 19, "dt", "ts", "p", "g", "stack");

  /** What becomes of the goroutine that runs on the P. */
  private enum Effect {
    /** Nothing. */
    NONE,
    /** Nothing; the event is about the goroutine that its first argument names. */
    NAMES,
    /** The one that the first argument names begins to run. */
    STARTS,
    /** It runs no longer. */
    STOPS,
    /** It runs no longer, and waits, other than in a system call. */
    BLOCKS
  }

  private static final V1Type[] TYPES = values();

  private final String text;
  private final int since;
  private final Effect effect;
  private final List<String> arguments;
  private final boolean hasStack;
  private final int valueCount;

  V1Type(String text, int since, String... arguments) {
    this(text, since, Effect.NONE, arguments);
  }

  V1Type(String text, int since, Effect effect, String... arguments) {
    this.text = text;
    this.since = since;
    this.effect = effect;
    this.arguments = List.of(arguments);
    this.hasStack = this.arguments.contains("stack");
    this.valueCount = arguments.length - (hasStack ? 2 : 1);
  }

  /** The type of this number; {@link #NONE} if there is no such type in Go 1.{@code minor}. */
  static V1Type of(int code, int minor) {
    return code < TYPES.length && TYPES[code].since <= minor ? TYPES[code] : NONE;
  }

  /** The type of this number, which is known to be one. */
  static V1Type of(int code) {
    return TYPES[code];
  }

  /** Its name as Go writes it. */
  String text() {
    return text;
  }

  /** The minor version of Go that introduced it. */
  int since() {
    return since;
  }

  /** Names of its arguments. */
  List<String> arguments() {
    return arguments;
  }

  /** How many arguments a timed event has beside the time and the stack. */
  int valueCount() {
    return valueCount;
  }

  /** Whether its last argument is the stack of whoever caused it. */
  boolean hasStack() {
    return hasStack;
  }

  /** Whether a goroutine begins to run on the P. */
  boolean startsGoroutine() {
    return effect == Effect.STARTS;
  }

  /** Whether the P's goroutine runs no longer. */
  boolean stopsGoroutine() {
    return effect == Effect.STOPS || effect == Effect.BLOCKS;
  }

  /** Whether the P's goroutine waits from now on, other than in a system call. */
  boolean blocksGoroutine() {
    return effect == Effect.BLOCKS;
  }

  /** Whether it is about the goroutine that its first argument names, whatever runs on the P. */
  boolean namesGoroutine() {
    return effect == Effect.STARTS || effect == Effect.NAMES;
  }

  /** The type that says the same with a sequence number, or this. */
  V1Type plain() {
    return switch (this) {
      case GO_START_LOCAL -> GO_START;
      case GO_UNBLOCK_LOCAL -> GO_UNBLOCK;
      case GO_SYS_EXIT_LOCAL -> GO_SYS_EXIT;
      default -> this;
    };
  }
}
