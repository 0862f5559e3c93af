package dev.loomtrace.explorer.trace;

import java.io.IOException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A value that is made when it is asked for first, by one thread while others wait for it. If that
 * fails, the next one tries again.
 */
final class Lazy<T> {
  private final Maker<? extends T> maker;
  private final Lock lock = new ReentrantLock();
  private volatile T value;

  /** Makes the value. */
  @FunctionalInterface
  interface Maker<T> {
    /** Makes it; not null. */
    T make() throws IOException;
  }

  Lazy(Maker<? extends T> maker) {
    this.maker = maker;
  }

  /** The value. */
  T get() throws IOException {
    T made = value;
    if (made != null) {
      return made;
    }
    lock.lock();
    try {
      if (value == null) {
        value = maker.make();
      }
      return value;
    } finally {
      lock.unlock();
    }
  }
}
