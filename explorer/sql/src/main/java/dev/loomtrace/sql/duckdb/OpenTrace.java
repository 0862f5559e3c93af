package dev.loomtrace.sql.duckdb;

import dev.loomtrace.analysis.PathUnit;
import dev.loomtrace.analysis.WorldStops;
import dev.loomtrace.sql.SqlTrace;
import dev.loomtrace.timeline.store.SpanStore;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.WakeKind;
import dev.loomtrace.trace.Waker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A trace of the database, and how its numbers become those of tables: they differ between traces,
 * so that tables can be joined by them however many traces there are.
 */
final class OpenTrace {
  private final int number;
  private final String name;
  private final SpanStore store;
  private final long begin;
  private final SqlTrace.Tasks tasks;
  private final Lock lock = new ReentrantLock();
  // Null until a query needs them; guarded by the lock.
  private List<PathUnit> units;
  private WorldStops stops;

  /**
   * A trace.
   *
   * @param number of the trace in the database, from 0 on
   */
  OpenTrace(int number, SqlTrace trace) {
    this.number = number;
    this.name = trace.name();
    this.store = trace.store();
    this.begin = store.extent().begin();
    this.tasks = trace.tasks();
  }

  int number() {
    return number;
  }

  String name() {
    return name;
  }

  SpanStore store() {
    return store;
  }

  /**
   * Whose states were those of its tasks.
   *
   * @throws UncheckedIOException if the trace cannot be read for it
   */
  List<PathUnit> units() {
    lock.lock();
    try {
      if (units == null) {
        units = tasks.units();
      }
      return units;
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }

  /** When the world was stopped. */
  WorldStops stops() {
    lock.lock();
    try {
      if (stops == null) {
        stops = WorldStops.of(store);
      }
      return stops;
    } finally {
      lock.unlock();
    }
  }

  /** A time of the trace, since its start. */
  long sinceStart(long time) {
    return time - begin;
  }

  private long unique(int local) {
    return ((long) number << Integer.SIZE) | local;
  }

  /** The number of a thread's life, by that of its track. */
  long life(int track) {
    return unique(track);
  }

  /** Puts the number of the life that a thread had at a time, or before it. */
  void life(long thread, long time, Cell cell) {
    int track = thread == Context.NO_GOROUTINE ? -1 : store.threads().numberAt(thread, time);
    if (track >= 0) {
      cell.number(life(track));
    }
  }

  /** Puts the number of a stack. */
  void stack(int local, Cell cell) {
    if (local != 0) {
      cell.number(unique(local));
    }
  }

  long stack(int local) {
    return unique(local);
  }

  /** Puts a thread's or carrier's id, if there is one. */
  static void id(long id, Cell cell) {
    if (id != Context.NO_GOROUTINE) {
      cell.number(id);
    }
  }

  /** How a wait was ended, in a word; empty if it is not known. */
  static String wake(Waker waker) {
    return waker.kind() == WakeKind.UNKNOWN ? "" : word(waker.kind());
  }

  /** A constant as queries compare it. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
