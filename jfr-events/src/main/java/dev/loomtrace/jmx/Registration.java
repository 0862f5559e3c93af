package dev.loomtrace.jmx;

import java.lang.management.ManagementFactory;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** A bean that is registered with the platform's server. For use by the flight recorder. */
public final class Registration {
  private static final String NAME = "dev.loomtrace:type=FlightRecorder";

  /** Several copies of this library in one JVM, such as the agent's, have a name each. */
  private static final int MOST = 100;

  private final MBeanServer server;
  private final ObjectName name;

  private Registration(MBeanServer server, ObjectName name) {
    this.server = server;
    this.name = name;
  }

  /**
   * Registers a bean as {@code dev.loomtrace:type=FlightRecorder}; if there is one, with {@code
   * ,copy=2} and so on.
   *
   * @throws IllegalStateException if it cannot be registered
   * @throws LinkageError if this run time has no module {@code java.management}
   */
  public static Registration of(FlightRecorderMXBean bean) {
    try {
      MBeanServer server = ManagementFactory.getPlatformMBeanServer();
      ObjectName name = new ObjectName(NAME);
      for (int copy = 2; server.isRegistered(name) && copy <= MOST; copy++) {
        name = new ObjectName(NAME + ",copy=" + copy);
      }
      return new Registration(server, server.registerMBean(bean, name).getObjectName());
    } catch (JMException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Takes it away; has no effect if somebody else has. */
  public void close() {
    try {
      server.unregisterMBean(name);
    } catch (InstanceNotFoundException e) {
      // Somebody else has taken it away.
    } catch (JMException e) {
      throw new IllegalStateException(e);
    }
  }
}
