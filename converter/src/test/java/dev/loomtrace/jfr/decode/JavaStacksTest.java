package dev.loomtrace.jfr.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.loomtrace.trace.Frame;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JavaStacksTest {
  private static final int MANY = 150_000;

  @Test
  void forgetsFramesThatAreNotSeenAnyMore() {
    JavaStacks stacks = new JavaStacks(new Pools());
    Frame used = stacks.frame("app/Main.used");
    Frame once = stacks.frame("app/Main.once");
    Set<Long> counters = new HashSet<>(Set.of(used.pc(), once.pc()));
    int frames = 2;
    for (int chunk = 0; chunk < 3; chunk++) {
      for (int i = 0; i < MANY; i++) {
        counters.add(stacks.frame("request " + chunk + " " + i).pc());
        frames++;
      }
      assertSame(used, stacks.frame("app/Main.used"), "chunk " + chunk);
      stacks.end();
    }
    assertEquals(frames, counters.size(), "each frame has a counter of its own");
    assertNotEquals(once.pc(), stacks.frame("app/Main.once").pc(), "it was forgotten meanwhile");
  }
}
