package dev.loomtrace.gotrace.v1;

import dev.loomtrace.base.LongIndex;
import dev.loomtrace.trace.MalformedTraceException;
import java.util.Arrays;

/**
 * Finds the order of all events of a trace. The events of a P are in order in the file. Of the next
 * event of each P those are candidates that need no other one before them; the earliest of these
 * comes next.
 *
 * <p>What it keeps of the order is which P comes next, a byte for each event: with that the events
 * can be read again.
 */
final class Merge {
  private final EventCursor[] cursors;
  private final GoroutineOrder order = new GoroutineOrder();
  private final CursorHeap candidates = new CursorHeap();
  private final ByteLog log = new ByteLog();
  private final SyscallExits exits = new SyscallExits();

  // Cursors that are no candidates, in an order that decides between equal times: Go's reader
  // fills gaps with the last one, and begins with an order that is random; ours is that of the
  // file.
  private final EventCursor[] waiting;
  private final boolean[] onEvent;
  private int waitingCount;
  private int ended;

  private final LongIndex goroutines = new LongIndex();
  private long[] lastBlock = new long[16];
  private long lastTime;
  private long least = Long.MAX_VALUE;

  /** Merges what a scan has found. */
  Merge(EventStore store, CpuSamples samples) {
    CpuSamples none = new CpuSamples();
    cursors = new EventCursor[store.procs() + 1];
    for (int i = 0; i < store.procs(); i++) {
      cursors[i] = new EventCursor(i, store, store.pid(i), none);
    }
    cursors[store.procs()] = new EventCursor(store.procs(), store, SpecialProcs.PROFILER, samples);
    waiting = Arrays.copyOf(cursors, cursors.length);
    onEvent = new boolean[cursors.length];
  }

  /** The cursors, by the numbers of {@link #log}. */
  EventCursor[] cursors() {
    return cursors;
  }

  /** Which cursor has the next event, for each event. */
  ByteLog log() {
    return log;
  }

  /** Events that are out of place in the log. */
  SyscallExits exits() {
    return exits;
  }

  /** The least time of an event, in ticks; 0 if there are none. */
  long leastTime() {
    return log.size() == 0 ? 0 : least;
  }

  /** Finds the order. */
  void merge() throws MalformedTraceException {
    waitingCount = waiting.length;
    while (true) {
      findCandidates();
      if (candidates.isEmpty()) {
        break;
      }
      EventCursor next = candidates.removeLeast();
      if (!order.apply(next)) {
        throw problem(next, order.whyNot(next));
      }
      checkTime(next);
      place(next);
      onEvent[next.number()] = false;
      waiting[waitingCount++] = next;
    }
    if (ended < cursors.length) {
      EventCursor stuck = waiting[0];
      throw problem(stuck, order.whyNot(stuck) + ", and no other event can come before");
    }
    exits.sort();
  }

  private void findCandidates() {
    int i = 0;
    while (i < waitingCount) {
      EventCursor cursor = waiting[i];
      if (!hasEvent(cursor)) {
        ended++;
        waiting[i] = waiting[--waitingCount];
      } else if (order.isReady(cursor)) {
        candidates.add(cursor);
        waiting[i] = waiting[--waitingCount];
      } else {
        i++;
      }
    }
  }

  private boolean hasEvent(EventCursor cursor) {
    if (onEvent[cursor.number()]) {
      return true;
    }
    while (!cursor.advance()) {
      if (!cursor.take()) {
        return false;
      }
    }
    onEvent[cursor.number()] = true;
    return true;
  }

  private void checkTime(EventCursor event) throws MalformedTraceException {
    if (log.size() > 0 && event.time() < lastTime) {
      throw problem(
          event,
          "time "
              + event.time()
              + " in ticks, expected at least the "
              + lastTime
              + " of an event that has to be before");
    }
    lastTime = event.time();
  }

  private void place(EventCursor event) throws MalformedTraceException {
    long time = event.time();
    switch (event.type()) {
      case GO_SYS_BLOCK, GO_IN_SYSCALL -> {
        int g = goroutines.put(event.goroutine());
        if (g == lastBlock.length) {
          lastBlock = Arrays.copyOf(lastBlock, g * 2);
        }
        lastBlock[g] = time;
      }
      case GO_SYS_EXIT -> {
        if (event.third() != 0) {
          time = event.third();
          checkExit(event);
          exits.add(time, log.size(), event.goroutine(), event.offset());
        }
      }
      default -> {
        // Only returns from system calls are written late.
      }
    }
    least = Math.min(least, time);
    log.add(event.number());
  }

  private void checkExit(EventCursor event) throws MalformedTraceException {
    int g = goroutines.get(event.goroutine());
    long blocked = g == LongIndex.ABSENT ? 0 : lastBlock[g];
    String what = "goroutine " + Long.toUnsignedString(event.goroutine());
    if (blocked == 0) {
      throw problem(event, what + " returns from a system call that it is not known to be in");
    }
    if (event.third() < blocked) {
      throw problem(
          event,
          what
              + " returned from a system call at "
              + event.third()
              + " ticks, expected at least the "
              + blocked
              + " of when it blocked there");
    }
  }

  private static MalformedTraceException problem(EventCursor event, String problem) {
    return MalformedTraceException.at(
        event.offset(), "P " + event.proc() + ", " + event.type().text(), problem);
  }
}
