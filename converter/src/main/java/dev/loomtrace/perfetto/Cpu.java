package dev.loomtrace.perfetto;

import dev.loomtrace.base.ProtoBytes;
import dev.loomtrace.perfetto.Fields.Bundle;
import dev.loomtrace.perfetto.Fields.CompactSched;
import dev.loomtrace.perfetto.Fields.Packet;
import java.io.IOException;

/**
 * One cpu of the file: who runs on it, and what happened on it since its last bundle. Times are
 * those of the file.
 */
final class Cpu {
  /** Nobody runs: the kernel's idle thread. */
  static final int IDLE = 0;

  // What a thread left the cpu for, as the kernel has it.
  static final int RUNNABLE = 0;
  static final int SLEEPING = 1;
  static final int UNINTERRUPTIBLE = 2;
  static final int DEAD = 16;

  /** The flag of a waking that no thread did: Perfetto then does not follow it. */
  static final int INTERRUPT = 8;

  private static final int PRIORITY = 120;
  private static final String COMM = "thread";

  private final int number;
  private final ProtoBytes switchTimes = new ProtoBytes();
  private final ProtoBytes leftStates = new ProtoBytes();
  private final ProtoBytes nextThreads = new ProtoBytes();
  private final ProtoBytes wakingTimes = new ProtoBytes();
  private final ProtoBytes wokenThreads = new ProtoBytes();
  private final ProtoBytes wakingFlags = new ProtoBytes();
  private final ProtoBytes events = new ProtoBytes();
  private boolean seeded;
  private boolean busy;
  private int switches;
  private int wakings;
  private long lastSwitch;
  private long lastWaking;
  private int others;

  Cpu(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  boolean isBusy() {
    return busy;
  }

  /** The thread that stands here for all that are not shown; 0 if there is none yet. */
  int others() {
    return others;
  }

  void others(int tid) {
    others = tid;
  }

  /** A thread begins to run; nobody does. */
  void enter(long time, int tid) {
    seed(time);
    switchTo(time, tid, RUNNABLE);
    busy = true;
  }

  /** The thread that runs stops. */
  void leave(long time, int state) {
    switchTo(time, IDLE, state);
    busy = false;
  }

  /** Makes a thread runnable; who runs here does it. */
  void wake(long time, int tid, int flags) {
    seed(time);
    wakingTimes.varint(time - lastWaking);
    lastWaking = time;
    wokenThreads.varint(tid);
    wakingFlags.varint(flags);
    wakings++;
  }

  /**
   * Says why a thread is blocked that has just left here, by the number of a text. Readers keep the
   * order of what happens on a cpu at one time, and take the switches of a bundle first.
   */
  void blocked(long time, int tid, int text) {
    int event = events.begin(Bundle.EVENT);
    events.number(Bundle.EVENT_TIMESTAMP, time);
    events.number(Bundle.EVENT_PID, IDLE);
    int reason = events.begin(Bundle.EVENT_BLOCKED_REASON);
    events.number(Bundle.BLOCKED_PID, tid);
    events.number(Bundle.BLOCKED_CALLER, text);
    events.end(reason);
    events.end(event);
  }

  // Readers take a cpu's first switch only to know who runs, and ignore wakings before it.
  private void seed(long time) {
    if (!seeded) {
      seeded = true;
      switchTo(time - 1, IDLE, RUNNABLE);
    }
  }

  private void switchTo(long time, int tid, int state) {
    switchTimes.varint(time - lastSwitch);
    lastSwitch = time;
    leftStates.varint(state);
    nextThreads.varint(tid);
    switches++;
  }

  /** Writes a bundle of what happened since the last one. */
  void writeTo(Packets packets) throws IOException {
    if (switches == 0 && wakings == 0 && events.size() == 0) {
      return;
    }
    ProtoBytes packet = packets.beginNumbered();
    int bundle = packet.begin(Packet.FTRACE_EVENTS);
    packet.number(Bundle.CPU, number);
    packet.add(events);
    int compact = packet.begin(Bundle.COMPACT_SCHED);
    packet.text(CompactSched.INTERN_TABLE, COMM);
    if (switches > 0) {
      packet.bytes(CompactSched.SWITCH_TIMESTAMP, switchTimes);
      packet.bytes(CompactSched.SWITCH_PREV_STATE, leftStates);
      packet.bytes(CompactSched.SWITCH_NEXT_PID, nextThreads);
      packet.repeated(CompactSched.SWITCH_NEXT_PRIO, PRIORITY, switches);
      packet.repeated(CompactSched.SWITCH_NEXT_COMM_INDEX, 0, switches);
    }
    if (wakings > 0) {
      packet.bytes(CompactSched.WAKING_TIMESTAMP, wakingTimes);
      packet.bytes(CompactSched.WAKING_PID, wokenThreads);
      packet.repeated(CompactSched.WAKING_TARGET_CPU, number, wakings);
      packet.repeated(CompactSched.WAKING_PRIO, PRIORITY, wakings);
      packet.repeated(CompactSched.WAKING_COMM_INDEX, 0, wakings);
      packet.bytes(CompactSched.WAKING_COMMON_FLAGS, wakingFlags);
    }
    packet.end(compact);
    packet.end(bundle);
    packets.end();
    clear();
  }

  private void clear() {
    switchTimes.clear();
    leftStates.clear();
    nextThreads.clear();
    wakingTimes.clear();
    wokenThreads.clear();
    wakingFlags.clear();
    events.clear();
    switches = 0;
    wakings = 0;
    lastSwitch = 0;
    lastWaking = 0;
  }
}
