package dev.loomtrace.jfr.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.loomtrace.trace.Frame;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FrameTableTest {
  private static final int MANY = 150_000;

  @Test
  void forgetsFramesThatAreNotSeenAnyMore() {
    FrameTable table = new FrameTable(0);
    Frame used = table.frame("app/Main.used");
    Frame once = table.frame("app/Main.once");
    Set<Long> counters = new HashSet<>(Set.of(used.pc(), once.pc()));
    int frames = 2;
    for (int chunk = 0; chunk < 3; chunk++) {
      for (int i = 0; i < MANY; i++) {
        counters.add(table.frame("request " + chunk + " " + i).pc());
        frames++;
      }
      assertSame(used, table.frame("app/Main.used"), "chunk " + chunk);
      table.partEnds();
    }
    assertEquals(frames, counters.size(), "each frame has a counter of its own");
    assertNotEquals(once.pc(), table.frame("app/Main.once").pc(), "it was forgotten meanwhile");
  }
}
