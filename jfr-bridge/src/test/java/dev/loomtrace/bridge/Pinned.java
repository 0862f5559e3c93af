package dev.loomtrace.bridge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.locks.LockSupport;

/** Parks in a class initialiser: there is a native frame, so the carrier waits too. */
final class Pinned {
  /** What the threads are parked on. */
  static final class Place {}

  static final Place PLACE = new Place();
  private static final byte[] INITIALIZER = classFile();

  private Pinned() {}

  /** Defines and initialises one more class, which parks once if the thread has no permit. */
  static void park() {
    try {
      MethodHandles.lookup().defineHiddenClass(INITIALIZER, true);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] classFile() {
    try (InputStream in = Pinned.class.getResourceAsStream("Pinned$Initializer.class")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static final class Initializer {
    static {
      LockSupport.parkNanos(PLACE, 200_000);
    }

    private Initializer() {}
  }
}
