package dev.loomtrace.sql.duckdb;

import dev.loomtrace.sql.SqlTrace;
import dev.loomtrace.timeline.store.SpanStore;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.WakeKind;
import dev.loomtrace.trace.Waker;
import java.util.Locale;

/**
 * A trace of the database, and how its numbers become those of tables: they differ between traces,
 * so that tables can be joined by them however many traces there are.
 */
final class OpenTrace {
  private final int number;
  private final String name;
  private final SpanStore store;
  private final long begin;

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
