package example;

import dev.loomtrace.convert.Traces;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.TraceEvent.GoTransition;
import dev.loomtrace.trace.TraceReader;
import dev.loomtrace.trace.WaitReason;
import java.io.IOException;
import java.nio.file.Path;

/** The example of the README: which share of the blocks of goroutines waits on the network. */
public final class NetworkBlocks {
  private NetworkBlocks() {}

  /** The share, from 0 to 1, in a JFR recording or a Go trace. */
  public static double share(Path path) throws IOException {
    long blocks = 0;
    long network = 0;
    try (TraceReader trace = Traces.open(path)) {
      while (trace.next()) {
        if (trace.event() instanceof GoTransition t
            && t.from().executing()
            && t.to() == GoState.WAITING) {
          blocks++;
          if (t.cause().reason() == WaitReason.SOCKET) {
            network++;
          }
        }
      }
    }
    return blocks == 0 ? 0 : (double) network / blocks;
  }
}
