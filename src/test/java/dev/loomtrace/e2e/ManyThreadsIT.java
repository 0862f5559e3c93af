package dev.loomtrace.e2e;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.bridge.ChildJvm;
import dev.loomtrace.e2e.program.Many;
import dev.loomtrace.testing.jvm.EachJdk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Many short-lived threads, and more threads that wait at once than the recorder's first table. */
@Tag("parallel")
class ManyThreadsIT {
  private static final String PROGRAM = "dev.loomtrace.e2e.program/Many$";
  private static final long COUNT = 20_000;

  @TempDir Path directory;

  @EachJdk
  void eachIsThereWithItsWait(int version) throws IOException {
    Path recording = directory.resolve("many.jfr");
    ChildJvm.Result program =
        ChildJvm.record(version, recording, List.of("-Xmx512m"), Many.class, Long.toString(COUNT));
    Conversion conversion = Conversion.of(recording);
    Map<String, Long> seenByGo = conversion.assertExact();

    Census census = conversion.census();
    assertEquals(COUNT, census.ofClass(PROGRAM + "Brief").filter(Census.Life::ended).count());
    assertEquals(COUNT, census.ofClass(PROGRAM + "Waiter").filter(Census.Life::ended).count());
    assertEquals(Map.of("sync", COUNT), census.reasons(PROGRAM + "Waiter"));
    assertEquals(COUNT, seenByGo.get("stop " + PROGRAM + "Waiter.run sync"));
    assertTrue(
        census.stops(PROGRAM + "Waiter").allMatch(stop -> stop.borders() == 2),
        "all wait across two borders of chunks");
    assertEquals(
        Set.of(program.get("waker")),
        census.stops(PROGRAM + "Waiter").map(Census.Stop::waker).collect(toSet()),
        "who woke them");
  }
}
