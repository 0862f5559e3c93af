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
  GO_START("GoStart", 11, "dt", "g", "seq"),
  GO_END("GoEnd", 11, "dt"),
  GO_STOP("GoStop", 11, "dt", "stack"),
  GO_SCHED("GoSched", 11, "dt", "stack"),
  GO_PREEMPT("GoPreempt", 11, "dt", "stack"),
  GO_SLEEP("GoSleep", 11, "dt", "stack"),
  GO_BLOCK("GoBlock", 11, "dt", "stack"),
  GO_UNBLOCK("GoUnblock", 11, "dt", "g", "seq", "stack"),
  GO_BLOCK_SEND("GoBlockSend", 11, "dt", "stack"),
  GO_BLOCK_RECV("GoBlockRecv", 11, "dt", "stack"),
  GO_BLOCK_SELECT("GoBlockSelect", 11, "dt", "stack"),
  GO_BLOCK_SYNC("GoBlockSync", 11, "dt", "stack"),
  GO_BLOCK_COND("GoBlockCond", 11, "dt", "stack"),
  GO_BLOCK_NET("GoBlockNet", 11, "dt", "stack"),
  GO_SYS_CALL("GoSysCall", 11, "dt", "stack"),
  GO_SYS_EXIT("GoSysExit", 11, "dt", "g", "seq", "ts"),
  GO_SYS_BLOCK("GoSysBlock", 11, "dt"),
  GO_WAITING("GoWaiting", 11, "dt", "g"),
  GO_IN_SYSCALL("GoInSyscall", 11, "dt", "g"),

  HEAP_ALLOC("HeapAlloc", 11, "dt", "mem"),
  HEAP_GOAL("HeapGoal", 11, "dt", "mem"),
  TIMER_GOROUTINE("TimerGoroutine", 11, "g"),
  /** No version that we read writes it, and Go's reader refuses it. */
  FUTILE_WAKEUP("FutileWakeup", 11, "dt"),
  /** Is written as id, length and bytes, whatever number of arguments is announced. */
  STRING("String", 11),

  // The same without sequence number, on the P of the event that they need to follow.
  GO_START_LOCAL("GoStartLocal", 11, "dt", "g"),
  GO_UNBLOCK_LOCAL("GoUnblockLocal", 11, "dt", "g", "stack"),
  GO_SYS_EXIT_LOCAL("GoSysExitLocal", 11, "dt", "g", "ts"),

  GO_START_LABEL("GoStartLabel", 11, "dt", "g", "seq", "label_string"),
  GO_BLOCK_GC("GoBlockGC", 11, "dt", "stack"),
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

  private static final V1Type[] TYPES = values();

  private final String text;
  private final int since;
  private final List<String> arguments;
  private final boolean timed;
  private final boolean hasStack;

  V1Type(String text, int since, String... arguments) {
    this.text = text;
    this.since = since;
    this.arguments = List.of(arguments);
    this.timed = arguments.length > 0 && arguments[0].equals("dt");
    this.hasStack = arguments.length > 0 && arguments[arguments.length - 1].equals("stack");
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

  /** Whether its first argument is the time since the event before. */
  boolean isTimed() {
    return timed;
  }

  /** Whether its last argument is the stack of whoever caused it. */
  boolean hasStack() {
    return hasStack;
  }

  /** Whether a goroutine begins to run on the P. */
  boolean startsGoroutine() {
    return this == GO_START || this == GO_START_LOCAL || this == GO_START_LABEL;
  }

  /** Whether the P's goroutine runs no longer. */
  boolean stopsGoroutine() {
    return switch (this) {
      case GO_END, GO_STOP, GO_SCHED, GO_PREEMPT, GO_SYS_BLOCK -> true;
      default -> blocksGoroutine();
    };
  }

  /** Whether the P's goroutine waits from now on, other than in a system call. */
  boolean blocksGoroutine() {
    return switch (this) {
      case GO_SLEEP,
          GO_BLOCK,
          GO_BLOCK_SEND,
          GO_BLOCK_RECV,
          GO_BLOCK_SELECT,
          GO_BLOCK_SYNC,
          GO_BLOCK_COND,
          GO_BLOCK_NET,
          GO_BLOCK_GC ->
          true;
      default -> false;
    };
  }

  /** Whether it is about the goroutine that its first argument names, whatever runs on the P. */
  boolean isAboutArgument() {
    return startsGoroutine() || this == GO_SYS_EXIT || this == GO_WAITING || this == GO_IN_SYSCALL;
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
