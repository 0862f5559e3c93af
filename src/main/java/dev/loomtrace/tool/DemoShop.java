package dev.loomtrace.tool;

import dev.loomtrace.demo.Customers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The demo's shop, for as long as it takes until an order is slow. */
final class DemoShop {
  private static final int CUSTOMERS = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private DemoShop() {}

  /** Told how the day goes. */
  interface Watcher {
    /** The shop is open, and so many customers are on their way. */
    default void opened(int customers) {}

    /** An order was slow, and the recording is written. */
    default void dumped() {}
  }

  /**
   * Has the shop serve until it was slow once, and dump its flight recorder to this file.
   *
   * @return how long the purchases took, in nanoseconds, in ascending order
   */
  static List<Long> serve(Path recording, Watcher watcher)
      throws IOException, InterruptedException {
    Files.deleteIfExists(recording);
    try (DemoServer server = DemoServer.start(recording)) {
      watcher.opened(CUSTOMERS);
      try (Customers customers = Customers.send(CUSTOMERS, server.port())) {
        server.awaitDump(PATIENCE);
        watcher.dumped();
        return customers.times();
      }
    }
  }
}
