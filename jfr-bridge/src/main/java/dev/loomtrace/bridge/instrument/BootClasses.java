package dev.loomtrace.bridge.instrument;

/** The JDK's classes that are instrumented. */
public final class BootClasses {
  /** Parks, yields and lives of virtual threads. */
  public static final String VIRTUAL_THREAD = "java.lang.VirtualThread";

  /** Waits for the network. */
  public static final String POLLER = "sun.nio.ch.Poller";

  private BootClasses() {}

  /** A class, not initialised; null if this JDK has none of that name. */
  public static Class<?> find(String name) {
    try {
      return Class.forName(name, false, null);
    } catch (ClassNotFoundException e) {
      return null;
    }
  }
}
