package dev.loomtrace.bridge;

import java.lang.management.ManagementFactory;
import javax.management.Attribute;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Uses the scheduler, then changes the number of carriers, within one chunk. */
public final class Carriers {
  private Carriers() {}

  /**
   * Arguments: numbers of carriers, one after the other.
   *
   * @throws Exception if something fails
   */
  public static void main(String[] args) throws Exception {
    Thread.ofVirtual().start(() -> {}).join();
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName scheduler = new ObjectName("jdk.management:type=VirtualThreadScheduler");
    for (String carriers : args) {
      server.setAttribute(scheduler, new Attribute("Parallelism", Integer.valueOf(carriers)));
    }
  }
}
