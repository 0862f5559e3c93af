package dev.loomtrace.analysis;

import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.WaitReason;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a profile of stacks adds up. */
public enum ProfileType {
  /** All waiting, by the stack that waits. */
  OFFCPU,
  /** Waiting for sockets. */
  NET,
  /** Waiting for other threads. */
  SYNC,
  /** System calls, and waits that keep their carrier. */
  SYSCALL,
  /** Waiting for a carrier or processor, by the stack that made the thread able to run. */
  SCHED,
  /** Samples of threads that execute. */
  CPU,
  /** All waiting, by the stack that waits with that of who ended it on top. */
  OFFWAKE;

  private static final Set<WaitReason> OTHER_THREADS =
      EnumSet.of(
          WaitReason.LOCK,
          WaitReason.MONITOR,
          WaitReason.OBJECT_WAIT,
          WaitReason.CONDITION,
          WaitReason.LATCH,
          WaitReason.SEMAPHORE,
          WaitReason.PHASER,
          WaitReason.EXCHANGER,
          WaitReason.EXECUTOR_CLOSE,
          WaitReason.JOIN,
          WaitReason.SCOPE,
          WaitReason.FUTURE,
          WaitReason.QUEUE_TAKE,
          WaitReason.QUEUE_PUT,
          WaitReason.PARKED,
          WaitReason.SYNCHRONIZER,
          WaitReason.CLASS_INITIALIZATION,
          WaitReason.CHANNEL_SEND,
          WaitReason.CHANNEL_RECEIVE,
          WaitReason.SELECT,
          WaitReason.SIMULATED_TIME);

  /** Whether it adds up stretches in this state for this reason. */
  boolean takes(GoState state, WaitReason reason) {
    return switch (this) {
      case OFFCPU, OFFWAKE -> state == GoState.WAITING && reason != WaitReason.UNTOLD;
      case NET -> state == GoState.WAITING && reason == WaitReason.SOCKET;
      case SYNC -> state == GoState.WAITING && OTHER_THREADS.contains(reason);
      case SYSCALL -> state == GoState.SYSCALL || state == GoState.PINNED;
      case SCHED -> state == GoState.RUNNABLE;
      case CPU -> false;
    };
  }

  /** Its name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
