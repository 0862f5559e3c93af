package dev.loomtrace.e2e;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.bridge.ChildJvm;
import dev.loomtrace.e2e.program.Waits;
import dev.loomtrace.testing.jvm.EachJdk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;

/** Each way of waiting is in the Go trace as often as the program waited, with Go's reason. */
class WaitsIT {
  private static final String PROGRAM = "dev.loomtrace.e2e.program/Waits$";

  // Where monitors pin, a thread that waits for one keeps its carrier, and runs for all one sees.
  private static final int MONITORS_UNMOUNT = 24;

  /** Go's reason for the waits of each class of the program. */
  private static final Map<String, String> REASONS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("Sleep", "sleep"),
              Map.entry("Submitted", "sleep"),
              Map.entry("Yield", "Thread.yield"),
              Map.entry("TimedPark", "sync"),
              Map.entry("Park", "sync"),
              Map.entry("Lock", "sync"),
              Map.entry("Latch", "sync"),
              Map.entry("Enter", "sync"),
              Map.entry("ObjectWait", "sync.(*Cond).Wait"),
              Map.entry("Join", "sync"),
              Map.entry("Read", "network"),
              Map.entry("Accept", "network"),
              Map.entry("Take", "sync.(*Cond).Wait"),
              Map.entry("HandOver", "chan receive"),
              Map.entry("Result", "chan receive"),
              Map.entry("Asked", "chan receive"),
              Map.entry("Pin", "Syscall")));

  private static final List<String> WOKEN_BY_DRIVER = List.of("Park", "Take", "HandOver", "Result");

  // The first is woken by the driver, and each then wakes the next.
  private static final List<String> WOKEN_IN_TURN = List.of("Lock", "Latch");

  @TempDir Path directory;

  @EachJdk
  void countsAgree(int version) throws IOException {
    Path recording = directory.resolve("waits.jfr");
    ChildJvm.Result program =
        ChildJvm.record(
            version,
            recording,
            List.of("-Djdk.virtualThreadScheduler.parallelism=4"),
            Waits.class,
            "3");
    Conversion conversion = Conversion.of(recording);

    Map<String, Map<String, Long>> expected = new TreeMap<>();
    Map<String, Map<String, Long>> found = new TreeMap<>();
    REASONS.forEach(
        (kind, reason) -> {
          boolean pins =
              version < MONITORS_UNMOUNT && (kind.equals("Enter") || kind.equals("ObjectWait"));
          expected.put(kind, pins ? Map.of() : Map.of(reason, program.get(kind)));
          found.put(
              kind, own(kind, conversion.census().reasons(PROGRAM + kind), program.get(kind)));
        });
    assertEquals(expected, found);
    long driver = program.get("driver");
    for (String kind : WOKEN_BY_DRIVER) {
      assertEquals(Set.of(driver), wakers(conversion, kind), () -> "who woke " + kind);
    }
    assertEquals(
        List.of("answerer"),
        conversion.census().stops(PROGRAM + "Asked").map(Census.Stop::wakerName).toList());
    for (String kind : WOKEN_IN_TURN) {
      Set<Long> others =
          conversion.census().ofClass(PROGRAM + kind).map(Census.Life::id).collect(toSet());
      others.add(driver);
      Set<Long> wakers = wakers(conversion, kind);
      assertTrue(wakers.contains(driver), () -> "the driver woke one of " + kind);
      assertTrue(others.containsAll(wakers), () -> "who woke " + kind + ": " + wakers);
    }

    Map<String, Long> seenByGo = conversion.assertExact();
    Map<String, Map<String, Long>> goFound = new TreeMap<>();
    REASONS
        .keySet()
        .forEach(
            kind -> goFound.put(kind, own(kind, stopsInGo(seenByGo, kind), program.get(kind))));
    expected.put("Pin", Map.of()); // Go's reader calls it no stop, since the proc is kept.
    assertEquals(expected, goFound, "as Go's reader counts");
  }

  // What the JDK waits for by itself is up to chance: who is notified must get the monitor back,
  // the
  // JDK and JFR have locks of their own, and a thread at a socket may have to wait until the JDK's
  // updater has told the system of it (JDK 21).
  private static Map<String, Long> own(String kind, Map<String, Long> reasons, long waits) {
    Map<String, Long> own = new TreeMap<>(reasons);
    if (!"sync".equals(REASONS.get(kind))) {
      own.remove("sync");
    }
    own.computeIfPresent("network", (reason, count) -> Math.min(count, waits));
    return own;
  }

  private static Set<Long> wakers(Conversion conversion, String kind) {
    return conversion.census().stops(PROGRAM + kind).map(Census.Stop::waker).collect(toSet());
  }

  /** Facts of the checker: {@code stop FUNCTION REASON}. */
  private static Map<String, Long> stopsInGo(Map<String, Long> facts, String kind) {
    Map<String, Long> stops = new TreeMap<>();
    String prefix = "stop " + PROGRAM + kind + ".";
    facts.forEach(
        (name, count) -> {
          if (name.startsWith(prefix)) {
            stops.put(name.substring(name.indexOf(' ', prefix.length()) + 1), count);
          }
        });
    return stops;
  }
}
