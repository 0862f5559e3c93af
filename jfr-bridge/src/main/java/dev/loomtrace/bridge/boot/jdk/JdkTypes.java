package dev.loomtrace.bridge.boot.jdk;

/** Names of the JDK's internal classes, and how they are found. */
public final class JdkTypes {
  /** Parks, yields and lives of virtual threads. */
  public static final String VIRTUAL_THREAD = "java.lang.VirtualThread";

  /** Parks of all threads. */
  public static final String LOCK_SUPPORT = "java.util.concurrent.locks.LockSupport";

  /** Sleeps, interrupts and ends of platform threads. */
  public static final String THREAD = "java.lang.Thread";

  /** Waits for the network. */
  public static final String POLLER = "sun.nio.ch.Poller";

  /** Where structured concurrency waits: it parks directly, on nothing. */
  public static final String FLOCK = "jdk.internal.misc.ThreadFlock";

  /**
   * Sets the number of carriers. Since JDK 24, in a module that the run time may not have. Few
   * applications ever load it.
   */
  public static final String SCHEDULER_MANAGEMENT =
      "com.sun.management.internal.VirtualThreadSchedulerImpls$VirtualThreadSchedulerImpl";

  /** Writes the fields of JFR's events. */
  public static final String EVENT_WRITER = "jdk.jfr.internal.event.EventWriter";

  /** Has a method not inlined. */
  public static final String DONT_INLINE = "jdk.internal.vm.annotation.DontInline";

  /** A carrier of the default scheduler. */
  static final String CARRIER = "jdk.internal.misc.CarrierThread";

  /** Waits for a {@code CompletableFuture}. */
  static final String FUTURE_SIGNALLER = "java.util.concurrent.CompletableFuture$Signaller";

  /** What locks consist of that one thread owns. */
  static final String OWNABLE = "java.util.concurrent.locks.AbstractOwnableSynchronizer";

  static final String CONTINUATION = "jdk.internal.vm.Continuation";
  static final String CONTAINER = "jdk.internal.vm.ThreadContainer";
  static final String SNAPSHOT = "jdk.internal.vm.ThreadSnapshot";
  static final String SNAPSHOT_BLOCKER = "jdk.internal.vm.ThreadSnapshot$ThreadBlocker";
  static final String UNSAFE = "jdk.internal.misc.Unsafe";
  static final String CALLABLE = "java.util.concurrent.Callable";

  /** Before the names of its classes. */
  static final String CONCURRENT = "java.util.concurrent.";

  /** Before the names of JFR's own classes. */
  static final String JFR = "jdk.jfr.internal.";

  private JdkTypes() {}

  /** A class of the bootstrap loader, not initialised; null if this JDK has none of that name. */
  public static Class<?> find(String name) {
    try {
      return Class.forName(name, false, null);
    } catch (ClassNotFoundException e) {
      return null;
    }
  }
}
