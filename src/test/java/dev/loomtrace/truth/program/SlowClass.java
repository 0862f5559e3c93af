package dev.loomtrace.truth.program;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;

/** Classes whose initialization does what is wanted: each time another class of the same bytes. */
final class SlowClass {
  private static final ThreadLocal<Action> INITIALIZER = new ThreadLocal<>();

  private SlowClass() {}

  /** What every copy does. */
  static final class Body {
    static {
      initialize();
    }

    private Body() {}

    private static void initialize() {
      try {
        SlowClass.initializer().run();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  static Action initializer() {
    return INITIALIZER.get();
  }

  /** The thread's next such class does this when it initializes. */
  static void in(Action action) {
    INITIALIZER.set(action);
  }

  /** A class that is not initialized yet. */
  static Class<?> another() throws IOException, IllegalAccessException {
    try (InputStream in = SlowClass.class.getResourceAsStream("SlowClass$Body.class")) {
      return MethodHandles.lookup().defineHiddenClass(in.readAllBytes(), false).lookupClass();
    }
  }
}
