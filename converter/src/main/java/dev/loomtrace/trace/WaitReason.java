package dev.loomtrace.trace;

import dev.loomtrace.event.EventNames;

/**
 * Why a thread stopped: what it waits for, or why it gave way. One vocabulary for all formats; a
 * format's own words are its reader's and writer's concern, and {@link WaitCause#text} keeps them.
 */
public enum WaitReason {
  /** Not known, or the transition is no stop. Its word is empty. */
  UNKNOWN("", EventNames.REASON_UNKNOWN),
  /** A lock: mutual exclusion, reading and writing apart or not. */
  LOCK("lock", EventNames.REASON_LOCK),
  /** Entering a monitor. */
  MONITOR("monitor", EventNames.REASON_MONITOR),
  /** The notification of a monitor. */
  OBJECT_WAIT("object wait", EventNames.REASON_WAIT),
  /** A condition of a lock. */
  CONDITION("condition", EventNames.REASON_CONDITION),
  /** A latch that others count down. */
  LATCH("latch", EventNames.REASON_LATCH),
  /** Permits of a semaphore. */
  SEMAPHORE("semaphore", EventNames.REASON_SEMAPHORE),
  /** The others at a barrier or of a phase. */
  PHASER("phaser", EventNames.REASON_PHASER),
  /** The other side of an exchange. */
  EXCHANGER("exchanger", EventNames.REASON_EXCHANGER),
  /** The end of an executor's tasks. */
  EXECUTOR_CLOSE("executor close", EventNames.REASON_EXECUTOR_CLOSE),
  /** The end of another thread. */
  JOIN("join", EventNames.REASON_JOIN),
  /** The threads of a structured scope. */
  SCOPE("structured scope", EventNames.REASON_SCOPE),
  /** The result of a future. */
  FUTURE("future", EventNames.REASON_FUTURE),
  /** Something to take from a queue. */
  QUEUE_TAKE("queue take", EventNames.REASON_QUEUE_TAKE),
  /** Room in a queue. */
  QUEUE_PUT("queue put", EventNames.REASON_QUEUE_PUT),
  /** A time that the thread set itself. */
  SLEEP("sleep", EventNames.REASON_SLEEP),
  /** A socket, or what else a poller watches. */
  SOCKET("socket", EventNames.REASON_NETWORK),
  /** A file. */
  FILE("file", EventNames.REASON_FILE),
  /** Parked, on an object of which no more is known than its class, if that. */
  PARKED("parked", EventNames.REASON_SYNC),
  /** A lock, wait group or semaphore, where a format does not tell them apart. */
  SYNCHRONIZER("lock or wait group", EventNames.REASON_SYNCHRONIZER),
  /** Another thread that initializes a class. */
  CLASS_INITIALIZATION("class initialization", EventNames.REASON_CLASS_INITIALIZATION),
  /** A receiver of a channel, or room in it. */
  CHANNEL_SEND("channel send", EventNames.REASON_CHANNEL_SEND),
  /** Something to receive from a channel. */
  CHANNEL_RECEIVE("channel receive", EventNames.REASON_CHANNEL_RECEIVE),
  /** Any of several channels. */
  SELECT("select", EventNames.REASON_SELECT),
  /** The coroutine that it switched to. */
  COROUTINE("coroutine switch", EventNames.REASON_COROUTINE),
  /** Nothing that can happen: it waits forever. */
  FOREVER("forever", EventNames.REASON_FOREVER),
  /** A debugger's call. */
  DEBUG_CALL("debug call", EventNames.REASON_DEBUG_CALL),
  /** The other threads of a test in simulated time. */
  SIMULATED_TIME("simulated time", EventNames.REASON_SIMULATED_TIME),
  /** Work that the collector makes it do before it may allocate. */
  GC_ASSIST("garbage collection assist", EventNames.REASON_GC_ASSIST),
  /** A step or the end of a garbage collection. */
  GC("garbage collection", EventNames.REASON_GC),
  /** The runtime's sweeper has nothing to sweep. */
  GC_SWEEP("garbage collection sweeper", EventNames.REASON_GC_SWEEP, true),
  /** The runtime's own waiting: pollers, timers, cleaners. */
  SYSTEM("system", EventNames.REASON_SYSTEM, true),
  /** It gave way of its own accord, and could run all the time. */
  YIELD("yield", EventNames.REASON_YIELD),
  /** Its turn was over, and it could run all the time. */
  PREEMPTED("preempted", EventNames.REASON_PREEMPTED),
  /**
   * No event tells what the thread does: it runs, or waits for less than the events' threshold. Not
   * a wait, but what a trace has in place of one, since no thread can become unknown; {@link
   * WaitCause#isTold}.
   */
  UNTOLD("running or waiting below the threshold", EventNames.REASON_UNTOLD);

  private static final WaitReason[] BY_CODE = byCode();

  private final String word;
  private final int code;
  private final boolean idle;

  WaitReason(String word, int code) {
    this(word, code, false);
  }

  WaitReason(String word, int code, boolean idle) {
    this.word = word;
    this.code = code;
    this.idle = idle;
  }

  private static WaitReason[] byCode() {
    WaitReason[] reasons = new WaitReason[values().length];
    for (WaitReason reason : values()) {
      reasons[reason.code] = reason;
    }
    return reasons;
  }

  /** The word for people; empty if unknown. */
  public String word() {
    return word;
  }

  /** Its code in events of our own, {@code EventNames.REASON_*}; each reason has one of its own. */
  public int code() {
    return code;
  }

  /** Whether the runtime itself idles, so that nobody's work waits. */
  public boolean idle() {
    return idle;
  }

  /** The reason of a code; unknown if there is none. */
  public static WaitReason ofCode(int code) {
    return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : UNKNOWN;
  }
}
