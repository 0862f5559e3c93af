package dev.loomtrace.gotrace.v2;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.trace.Context;
import java.util.ArrayList;
import java.util.List;

/** Which goroutines, procs and threads exist and are bound to each other after the last event. */
final class OrderState {
  private final LongMap<ThreadState> threads = new LongMap<>();
  private final LongMap<ProcessorState> procs = new LongMap<>();
  private final LongMap<GoroutineState> goroutines = new LongMap<>();
  // States of goroutines that ended, to be used again: programs make a goroutine for each request.
  private final List<GoroutineState> free = new ArrayList<>();
  private final ThreadState nobody = new ThreadState(Context.NO_THREAD);
  private long generation;
  private long firstGeneration;

  /** Events of this generation follow. */
  void enter(long newGeneration) {
    generation = newGeneration;
    if (firstGeneration == 0) {
      firstGeneration = newGeneration;
    }
  }

  /** Number of the current generation. */
  long generation() {
    return generation;
  }

  /** Whether it is the first one, in which everything is new. */
  boolean isFirstGeneration() {
    return generation == firstGeneration;
  }

  /** The thread of a cursor, which is known from then on. */
  ThreadState threadOf(Cursor cursor) {
    ThreadState state = cursor.state;
    if (state == null) {
      state = threads.get(cursor.thread);
      if (state == null) {
        state = cursor.thread == nobody.id ? nobody : addThread(cursor.thread);
      }
      cursor.state = state;
    }
    if (state == nobody) {
      // What has no thread leaves nothing bound.
      nobody.unbind();
    }
    return state;
  }

  /** A thread that is known; null if it is not. */
  ThreadState thread(long id) {
    return threads.get(id);
  }

  ThreadState addThread(long id) {
    ThreadState state = new ThreadState(id);
    threads.put(id, state);
    return state;
  }

  /** A thread that holds a proc; null if there is none. */
  ThreadState holder(long proc) {
    ThreadState[] found = {null};
    threads.forEach(
        thread -> {
          if (thread.proc == proc) {
            found[0] = thread;
          }
        });
    return found[0];
  }

  /** A proc that is known; null if it is not. */
  ProcessorState proc(long id) {
    return procs.get(id);
  }

  ProcessorState addProc(long id, byte status) {
    ProcessorState state = new ProcessorState(status);
    procs.put(id, state);
    return state;
  }

  /** A goroutine that exists; null if it does not. */
  GoroutineState goroutine(long id) {
    return goroutines.get(id);
  }

  /** The goroutine bound to a thread if it exists; else null. */
  GoroutineState goroutine(ThreadState thread) {
    GoroutineState state = thread.goroutineState;
    if (state.alive && state.id == thread.goroutine) {
      return state;
    }
    return goroutines.get(thread.goroutine);
  }

  GoroutineState addGoroutine(long id, byte status) {
    GoroutineState state = free.isEmpty() ? new GoroutineState() : free.removeLast();
    state.begin(id, status, generation);
    goroutines.put(id, state);
    return state;
  }

  void removeGoroutine(GoroutineState state) {
    goroutines.remove(state.id);
    state.alive = false;
    free.add(state);
  }
}
