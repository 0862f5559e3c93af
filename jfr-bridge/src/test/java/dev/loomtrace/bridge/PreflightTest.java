package dev.loomtrace.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class PreflightTest {
  private static final String HINT = "; a newer Loomtrace may know this version";

  @Test
  void thisJdkHasEverything() {
    assertNull(Preflight.obstacle());
  }

  @Test
  void saysWhatIsMissing() {
    String java = "Java " + Runtime.version();
    assertEquals(
        "this Java run time has no virtual threads; it needs version 21 or later",
        with("java.lang.VirtualThread", null));
    assertEquals(
        "java.lang.VirtualThread of " + java + " has no field state" + HINT,
        with("java.lang.VirtualThread", String.class));
    assertEquals(java + " has no sun.nio.ch.Poller" + HINT, with("sun.nio.ch.Poller", null));
    assertEquals(
        "sun.nio.ch.Poller of " + java + " has no static method poll" + HINT,
        with("sun.nio.ch.Poller", String.class));
  }

  /** What a virtual thread of some later JDK may look like. */
  @SuppressWarnings("unused")
  private static final class WithoutCarrier {
    private int state;
  }

  @Test
  void namesTheFieldThatALaterJdkLacks() {
    assertEquals(
        "java.lang.VirtualThread of Java "
            + Runtime.version()
            + " has no field carrierThread"
            + HINT,
        with("java.lang.VirtualThread", WithoutCarrier.class));
  }

  /** Of a JDK in which this class is another one. */
  private static String with(String name, Class<?> other) {
    return Preflight.obstacle(
        type -> {
          try {
            return type.equals(name) ? other : Class.forName(type, false, null);
          } catch (ClassNotFoundException e) {
            return null;
          }
        });
  }
}
