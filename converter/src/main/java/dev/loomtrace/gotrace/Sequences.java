package dev.loomtrace.gotrace;

import dev.loomtrace.base.LongMap;

/**
 * The sequence numbers by which Go's reader orders events of one goroutine or proc across threads.
 * Each status or creation sets them to 0, so an announcement in this generation comes first.
 */
final class Sequences {
  private static final class Counter {
    private long generation;
    private long value;
  }

  private final LongMap<Counter> goroutines = new LongMap<>();
  private final LongMap<Counter> procs = new LongMap<>();
  private long generation;

  /** Begins a generation: nobody is announced. */
  void begin() {
    generation++;
  }

  /** Number of the generation, from 1 on. */
  long generation() {
    return generation;
  }

  /** Notes that a goroutine is announced; false if it was already in this generation. */
  boolean announceGoroutine(long id) {
    return announce(goroutines, id);
  }

  /** Notes that a proc is announced; false if it was already in this generation. */
  boolean announceProc(long id) {
    return announce(procs, id);
  }

  /** The next number of an announced goroutine. */
  long nextOfGoroutine(long id) {
    return ++goroutines.get(id).value;
  }

  /** The next number of an announced proc. */
  long nextOfProc(long id) {
    return ++procs.get(id).value;
  }

  /** Forgets one that ended. */
  void forgetGoroutine(long id) {
    goroutines.remove(id);
  }

  private boolean announce(LongMap<Counter> counters, long id) {
    Counter counter = counters.get(id);
    if (counter == null) {
      counter = new Counter();
      counters.put(id, counter);
    }
    if (counter.generation == generation) {
      return false;
    }
    counter.generation = generation;
    counter.value = 0;
    return true;
  }
}
