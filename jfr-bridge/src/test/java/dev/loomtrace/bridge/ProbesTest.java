package dev.loomtrace.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class ProbesTest {
  private volatile boolean done;

  @Test
  void giveUpWhereAllCarriersAreBusy() {
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      Thread.startVirtualThread(
          () -> {
            while (!done) {
              Thread.onSpinWait();
            }
          });
    }
    try {
      Probes probes = new Probes(Duration.ofSeconds(1));
      TimeoutException stuck = assertThrows(TimeoutException.class, probes::parks);
      assertEquals(
          "one made no progress in 1 s: are all carriers busy or pinned?", stuck.getMessage());
    } finally {
      done = true;
    }
  }
}
