package dev.loomtrace.analysis;

import java.util.ArrayList;
import java.util.List;

/**
 * How carriers were used over time, in at most {@value #PARTS} parts of equal length, however long
 * it takes: when there are more, each two become one.
 */
final class CarrierSeries {
  private static final int PARTS = 20;

  private final long[] all = new long[PARTS];
  private final long[] running = new long[PARTS];
  private final long[] pinned = new long[PARTS];
  private final long[] runnable = new long[PARTS];
  private long length = 1_000_000;
  private long end;

  /** So many were in use in a stretch of time that follows the one before. */
  void add(long from, long to, long runs, long pins, long there, long waits) {
    while (to > length * PARTS) {
      fold(all);
      fold(running);
      fold(pinned);
      fold(runnable);
      length *= 2;
    }
    long at = from;
    while (at < to) {
      int part = (int) (at / length);
      long until = Math.min(to, (part + 1) * length);
      long span = until - at;
      all[part] += there * span;
      running[part] += runs * span;
      pinned[part] += pins * span;
      runnable[part] += waits * span;
      at = until;
    }
    end = to;
  }

  private static void fold(long[] parts) {
    for (int i = 0; i < PARTS; i++) {
      parts[i] = 2 * i < PARTS ? parts[2 * i] + parts[2 * i + 1] : 0;
    }
  }

  List<CarriersResult.Use> parts() {
    List<CarriersResult.Use> parts = new ArrayList<>();
    for (int i = 0; i * length < end; i++) {
      parts.add(
          new CarriersResult.Use(
              i * length,
              Math.min(length, end - i * length),
              all[i],
              running[i],
              pinned[i],
              runnable[i]));
    }
    return parts;
  }

  /** All parts together. */
  CarriersResult.Use sum() {
    CarriersResult.Use sum = new CarriersResult.Use(0, 0, 0, 0, 0, 0);
    for (CarriersResult.Use part : parts()) {
      sum =
          new CarriersResult.Use(
              0,
              sum.duration() + part.duration(),
              sum.all() + part.all(),
              sum.running() + part.running(),
              sum.pinned() + part.pinned(),
              sum.runnable() + part.runnable());
    }
    return sum;
  }
}
