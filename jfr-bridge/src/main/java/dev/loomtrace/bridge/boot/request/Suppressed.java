package dev.loomtrace.bridge.boot.request;

import java.util.concurrent.atomic.AtomicLong;

/** Errors of ours that no server saw. */
final class Suppressed {
  private static final AtomicLong COUNT = new AtomicLong();

  private Suppressed() {}

  static void count() {
    COUNT.getAndIncrement();
  }

  static long total() {
    return COUNT.get();
  }
}
