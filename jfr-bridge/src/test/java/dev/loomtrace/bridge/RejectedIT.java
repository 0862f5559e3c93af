package dev.loomtrace.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.event.EventNames;
import dev.loomtrace.testing.jvm.EachJdk;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** A thread that could not be started has neither begun nor ended. */
@Tag("parallel")
class RejectedIT {
  @TempDir Path directory;

  @EachJdk
  void whatFailsToStartHasNoLife(int version) {
    Path recording = directory.resolve("rejected.jfr");
    ChildJvm.Result program = ChildJvm.record(version, recording, Rejected.class);
    assertEquals(1, program.get("rejected"));
    Tally tally = Tally.of(recording);
    assertEquals(1, tally.events(EventNames.VIRTUAL_THREAD_CREATE), "of the other one");
    assertEquals(0, tally.events(EventNames.VIRTUAL_THREAD_START));
    assertEquals(1, tally.events(EventNames.VIRTUAL_THREAD_RUN), "of the other one");
  }
}
