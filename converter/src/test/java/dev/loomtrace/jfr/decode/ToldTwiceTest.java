package dev.loomtrace.jfr.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.jfr.operation.Cause;
import dev.loomtrace.jfr.operation.OpKind;
import dev.loomtrace.jfr.operation.Operations;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ToldTwiceTest {
  private static final long A = 1;
  private static final long B = 2;

  private final Operations ops = new Operations();
  private final PlatformThreads threads = new PlatformThreads(ops);
  private final ToldTwice twice = new ToldTwice(ops, threads);

  @BeforeEach
  void begin() {
    threads.begin(0, 1_000_000_000);
    twice.begin();
  }

  private void nextChunk() {
    twice.end();
    twice.begin();
  }

  /** The waits that only the JDK told of. */
  private List<String> told() {
    twice.end();
    twice.endAll();
    ops.sort();
    List<String> waits = new ArrayList<>();
    for (int i = 0; i < ops.size(); i++) {
      if (ops.kind(i) == OpKind.BLOCK) {
        waits.add(ops.thread(i) + " " + ops.time(i) + "-" + ops.end(i));
      }
    }
    return waits;
  }

  @Test
  void theJdkTellsOnceMoreWhatTheRecorderTells() {
    twice.byJdk(A, 102, 198, Cause.UNKNOWN);
    twice.recorded(A, 100, 200);
    twice.byJdk(A, 302, 398, Cause.UNKNOWN);
    twice.byJdk(B, 102, 198, Cause.UNKNOWN);
    assertEquals(List.of("2 102-198", "1 302-398"), told());
  }

  @Test
  void theRecorderMayComeToTellInTheNextChunk() {
    twice.byJdk(A, 102, 198, Cause.UNKNOWN);
    twice.byJdk(B, 102, 198, Cause.UNKNOWN);
    nextChunk();
    twice.recorded(A, 100, 200);
    assertEquals(List.of("2 102-198"), told());
  }

  @Test
  void theJdkMayTellInTheNextChunkToo() {
    twice.recorded(A, 100, 200);
    nextChunk();
    twice.byJdk(A, 102, 198, Cause.UNKNOWN);
    twice.byJdk(A, 202, 203, Cause.UNKNOWN);
    assertEquals(List.of("1 202-203"), told());
  }

  @Test
  void aWaitWithoutLengthIsOneToo() {
    twice.byJdk(A, 100, 100, Cause.UNKNOWN);
    assertEquals(List.of("1 100-101"), told());
  }

  @Test
  void nothingIsToldTwice() {
    twice.byJdk(A, 102, 198, Cause.UNKNOWN);
    nextChunk();
    nextChunk();
    nextChunk();
    assertEquals(List.of("1 102-198"), told());
  }
}
