package dev.loomtrace.e2e;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.Settings;
import dev.loomtrace.bridge.ChildJvm;
import dev.loomtrace.convert.Traces;
import dev.loomtrace.e2e.program.Notified;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.TraceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each wait in Object.wait is ended by whom the program says, across chunks too. */
@Tag("parallel")
class NotifiedIT {
  private static final String PROGRAM = "dev.loomtrace.e2e.program/Notified$";
  private static final Pattern NOTIFIED = Pattern.compile("(virtual|platform)_notified_(\\d+)");
  private static final int ROUNDS = 40;

  // In each round: three that wait alone, and a group of ten.
  private static final int WAITERS = 13;

  @TempDir Path directory;

  static List<Settings> settings() {
    return List.of(Settings.alwaysOn(), Settings.full());
  }

  @ParameterizedTest
  @MethodSource("settings")
  void whoNotifiedIsNamed(Settings settings) throws IOException {
    Path recording = directory.resolve("notified.jfr");
    Path file = Files.writeString(directory.resolve(settings.fileName()), settings.text());
    ChildJvm.Result program =
        ChildJvm.record(
            25,
            recording,
            ",settings=" + file,
            List.of("-Djdk.virtualThreadScheduler.parallelism=4"),
            Notified.class,
            Integer.toString(ROUNDS),
            "7");
    Conversion conversion = Conversion.of(recording);
    conversion.assertExact();
    assertTrue(conversion.census().parts() > 2, "borders of chunks are among it");
    check(program, conversion.census());
    checkClasses(conversion.census());
    Census inGo = new Census();
    try (TraceReader trace = Traces.open(conversion.trace())) {
      trace.copyTo(inGo);
    }
    check(program, inGo);
  }

  private static void check(ChildJvm.Result program, Census census) {
    Map<Long, List<String>> expected = new TreeMap<>();
    Map<Long, List<String>> found = new TreeMap<>();
    program
        .values()
        .forEach(
            (name, notifier) -> {
              Matcher matcher = NOTIFIED.matcher(name);
              if (matcher.matches()) {
                // Of a platform thread nobody knows whether it runs, so only its name is certain.
                boolean virtual = matcher.group(1).equals("virtual");
                long waiter = Long.parseLong(matcher.group(2));
                expected.put(
                    waiter,
                    List.of(virtual ? notifier + " " + PROGRAM + "Notifier.run" : "ringer"));
                found.put(
                    waiter,
                    waits(census.life(waiter).stops().stream())
                        .map(w -> (virtual ? w.waker() + " " : "") + w.wakerName())
                        .toList());
              }
            });
    assertEquals(ROUNDS * WAITERS, expected.size());
    assertEquals(expected, found);
    List<String> timers =
        waits(census.stops(PROGRAM + "Impatient")).map(Census.Stop::wakerName).toList();
    assertEquals(Collections.nCopies(ROUNDS, "jvm.timer"), timers);
    checkTalk(census, program.get("asks"), "Answers", program.get("answers"));
    checkTalk(census, program.get("answers"), "Asks", program.get("asks"));
  }

  private static Stream<Census.Stop> waits(Stream<Census.Stop> stops) {
    return stops.filter(stop -> stop.reason().equals("sync.(*Cond).Wait"));
  }

  // Who notifies and waits at once may have stopped when the other one is made to go on.
  private static void checkTalk(Census census, long waiter, String other, long otherId) {
    List<Census.Stop> waits = waits(census.life(waiter).stops().stream()).toList();
    assertFalse(waits.isEmpty());
    for (Census.Stop wait : waits) {
      assertEquals(PROGRAM + other + ".run", wait.wakerName(), wait::toString);
      assertTrue(wait.waker() == otherId || wait.waker() == Context.NO_GOROUTINE, wait::toString);
    }
  }

  // The class of a wait across borders may come too late: its start has been recorded.
  private static void checkClasses(Census census) {
    for (String kind : List.of("Waiter", "Impatient", "Asks", "Answers")) {
      String on = kind.endsWith("s") ? "Talk" : "Spot";
      Set<String> details =
          waits(census.stops(PROGRAM + kind))
              .filter(stop -> stop.borders() == 0)
              .map(Census.Stop::detail)
              .collect(toSet());
      assertEquals(
          Set.of("object wait on dev.loomtrace.e2e.program.Notified$" + on), details, kind);
    }
  }
}
