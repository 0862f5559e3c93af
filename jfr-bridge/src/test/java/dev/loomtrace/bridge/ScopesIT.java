package dev.loomtrace.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.event.EventNames;
import dev.loomtrace.testing.jvm.EachJdk;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;

/** Who waits for the threads of a scope is recorded as one who joins. */
class ScopesIT {
  @TempDir Path directory;

  @EachJdk
  void ownersJoin(int version) {
    Path recording = directory.resolve("scopes.jfr");
    ChildJvm.Result program =
        ChildJvm.record(version, recording, List.of("--enable-preview"), Scopes.class);
    assertEquals(Set.of(EventNames.REASON_JOIN), reasons(recording, program.get("joining")));
    assertEquals(Set.of(EventNames.REASON_JOIN), reasons(recording, program.get("closing")));
  }

  private static Set<Integer> reasons(Path recording, long thread) {
    Set<Integer> reasons = new TreeSet<>();
    Tally.forEach(
        recording,
        event -> {
          if (Tally.isBlock(event)
              && event.getInt(EventNames.STATE) == EventNames.STATE_PARKED
              && Tally.committer(event) == thread) {
            reasons.add(event.getInt(EventNames.REASON));
          }
        });
    return reasons;
  }
}
