package dev.loomtrace.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.bridge.ChildJvm;
import dev.loomtrace.e2e.program.Waits;
import dev.loomtrace.testing.GoTools;
import example.NetworkBlocks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of the article gives the same answer for a JVM and for the Go trace of it. */
class NetworkBlocksIT {
  private static final Pattern BLOCK =
      Pattern.compile("StateTransition .*(Running|Syscall)->Waiting Reason=\"([^\"]*)\"");

  @TempDir Path directory;

  @Test
  void givesTheSameAnswerForTheRecordingAndForItsTrace() throws IOException {
    Path recording = directory.resolve("waits.jfr");
    ChildJvm.record(25, recording, List.of(), Waits.class, "3");
    Path trace = Conversion.of(recording).trace();
    double share = NetworkBlocks.share(recording);
    assertTrue(share > 0 && share < 1, () -> "share " + share);
    assertEquals(share, NetworkBlocks.share(trace));

    List<String> reasons =
        BLOCK.matcher(GoTools.parsed(trace)).results().map(block -> block.group(2)).toList();
    long network = reasons.stream().filter(reason -> reason.contains("network")).count();
    assertEquals((double) network / reasons.size(), share, "as Go's own text has it");
  }
}
