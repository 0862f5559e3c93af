package dev.loomtrace.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.bridge.ChildJvm;
import dev.loomtrace.e2e.program.Requests;
import dev.loomtrace.testing.GoTools;
import dev.loomtrace.testing.jvm.EachJdk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** {@code go tool trace} shows the program: its tasks, regions, profiles, and the slow request. */
@Tag("parallel")
class PagesIT {
  private static final String SLOW = "dev.loomtrace.e2e.program/Requests$SlowRequest";

  @TempDir Path directory;

  @EachJdk
  void eachPageHasWhatTheProgramDid(int version) throws IOException {
    Path recording = directory.resolve("requests.jfr");
    ChildJvm.Result program = ChildJvm.record(version, recording, Requests.class);
    Conversion conversion = Conversion.of(recording);
    Map<String, Long> facts = conversion.assertExact();
    assertEquals(0, conversion.repairs().counts().size(), conversion.repairs()::toString);
    long requests = program.get("requests");
    assertEquals(requests + 1, facts.get("kind.TaskBegin"));
    assertEquals(requests + 1, facts.get("kind.TaskEnd"));
    assertEquals(requests + 3, facts.get("kind.RegionBegin"));
    assertEquals(requests + 3, facts.get("kind.RegionEnd"));
    assertEquals(requests + 1, facts.get("kind.Log"));

    long slow = program.get("slow");
    Census.Life life = conversion.census().life(slow);
    assertEquals(SLOW + ".run", life.name());
    // On JDK 21 threads are pinned, too, where classes of the library are loaded.
    List<Census.Stop> stops =
        life.stops().stream().filter(stop -> !method(stop).equals("run")).toList();
    assertEquals(List.of("lock", "read", "load"), stops.stream().map(PagesIT::method).toList());
    assertEquals(List.of("sync", "network", ""), stops.stream().map(Census.Stop::reason).toList());

    Map<String, Long> pages = GoTools.pages(conversion.trace(), slow);
    assertEquals(requests, pages.get("tasks request"));
    assertEquals(1, pages.get("tasks slow request"));
    // Go's page also counts the goroutines that begin within one.
    assertTrue(pages.get("regions price") >= requests, pages::toString);
    for (String region : List.of("lock", "read", "load")) {
      assertEquals(1, pages.get("regions " + region), region);
    }
    for (String profile : List.of("/io", "/block", "/syscall", "/sched")) {
      assertTrue(pages.get("samples " + profile) > 0, profile);
    }
    assertTrue(pages.get("samples of groups /regionio") > 0, pages::toString);
    assertEquals(1, pages.get("goroutines " + SLOW + ".run"));
    assertTrue(pages.get("timeline of goroutine " + slow) > 0, pages::toString);
    assertTrue(pages.get("timelines of tasks") > 0, pages::toString);
    assertTrue(pages.get("points of mmu") >= 100, pages::toString);
  }

  /** The method of the slow request that is innermost in a stop's stack. */
  private static String method(Census.Stop stop) {
    return stop.stack().frames().stream()
        .map(frame -> frame.function())
        .filter(function -> function.startsWith(SLOW + "."))
        .map(function -> function.substring(SLOW.length() + 1))
        .findFirst()
        .orElse("no frame of the request");
  }
}
