package dev.loomtrace.gotrace.wire;

import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.WaitReason;
import java.util.HashMap;
import java.util.Map;

/**
 * Go's words for why goroutines stop. Its tools sort waits into their profiles by them, and viewers
 * know them; what Go has no word for is the empty text, which they show as blocked.
 */
public final class GoReasons {
  /** Work for the collector before memory is given. */
  public static final String ASSIST = "GC mark assist wait for work";

  /** A condition variable. */
  public static final String CONDITION = "sync.(*Cond).Wait";

  /** Nothing that can happen. */
  public static final String FOREVER = "forever";

  /** The network poller. */
  public static final String NETWORK = "network";

  /** The turn is over. */
  public static final String PREEMPTED = "preempted";

  /** Receiving from a channel. */
  public static final String RECEIVE = "chan receive";

  /** Any of several channels. */
  public static final String SELECT = "select";

  /** Sending to a channel. */
  public static final String SEND = "chan send";

  /** A time to pass. */
  public static final String SLEEP = "sleep";

  /** A lock, wait group or semaphore. */
  public static final String SYNC = "sync";

  /** No text. */
  public static final String UNKNOWN = "";

  /** Giving way. */
  public static final String YIELDED = "runtime.Gosched";

  private static final String UNSPECIFIED = "unspecified";

  private static final Map<String, WaitCause> CAUSES = causes();

  private GoReasons() {}

  private static String text(WaitReason reason) {
    return switch (reason) {
      case LOCK,
          MONITOR,
          LATCH,
          SEMAPHORE,
          PHASER,
          EXCHANGER,
          EXECUTOR_CLOSE,
          JOIN,
          SCOPE,
          PARKED,
          SYNCHRONIZER,
          CLASS_INITIALIZATION ->
          SYNC;
      case OBJECT_WAIT, CONDITION -> CONDITION;
      case FUTURE, QUEUE_TAKE, CHANNEL_RECEIVE -> RECEIVE;
      case QUEUE_PUT, CHANNEL_SEND -> SEND;
      case SELECT -> SELECT;
      case SLEEP -> SLEEP;
      case SOCKET -> NETWORK;
      case FOREVER -> FOREVER;
      case DEBUG_CALL -> "wait for debug call";
      case SIMULATED_TIME -> "synctest";
      case GC_ASSIST -> ASSIST;
      case GC -> "wait until GC ends";
      case GC_SWEEP -> "GC background sweeper wait";
      case SYSTEM -> "system goroutine wait";
      // Not runtime.Gosched, which viewers draw like a wait, not like one for a processor.
      case YIELD -> "Thread.yield";
      case PREEMPTED -> PREEMPTED;
      // Of a wait for a file the state says enough, and a switch of coroutines has no text.
      case FILE, COROUTINE, UNKNOWN, UNTOLD -> UNKNOWN;
    };
  }

  private static Map<String, WaitCause> causes() {
    Map<String, WaitCause> causes = new HashMap<>();
    for (WaitReason reason : WaitReason.values()) {
      switch (reason) {
        case SELECT,
            SLEEP,
            SOCKET,
            FOREVER,
            DEBUG_CALL,
            SIMULATED_TIME,
            GC_ASSIST,
            GC,
            GC_SWEEP,
            SYSTEM,
            YIELD,
            PREEMPTED ->
            put(causes, text(reason), reason);
        default -> {
          // Several have one text, or none.
        }
      }
    }
    put(causes, SYNC, WaitReason.SYNCHRONIZER);
    put(causes, CONDITION, WaitReason.CONDITION);
    put(causes, RECEIVE, WaitReason.CHANNEL_RECEIVE);
    put(causes, SEND, WaitReason.CHANNEL_SEND);
    put(causes, YIELDED, WaitReason.YIELD);
    put(causes, "GC weak to strong wait", WaitReason.GC);
    put(causes, UNSPECIFIED, WaitReason.UNKNOWN);
    return Map.copyOf(causes);
  }

  private static void put(Map<String, WaitCause> causes, String text, WaitReason reason) {
    causes.put(text, WaitCause.ofText(reason, text));
  }

  /** Go's text for a cause: the one it came with, else the one for its reason; may be empty. */
  public static String text(WaitCause cause) {
    return cause.text().isEmpty() ? text(cause.recorded()) : cause.text();
  }

  /** What a text of a Go trace says. A text that is not known stays one of unknown reason. */
  public static WaitCause cause(String text) {
    WaitCause known = CAUSES.get(text);
    return known == null ? WaitCause.ofText(WaitReason.UNKNOWN, text) : known;
  }
}
