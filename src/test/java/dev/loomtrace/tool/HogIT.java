package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.JsonValues;
import dev.loomtrace.bridge.ChildJvm;
import dev.loomtrace.e2e.program.Hog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who keeps the only carrier is named, with how long the others waited, as they have logged it. */
class HogIT {
  private static final double TOLERANCE = 0.02;

  @TempDir Path directory;

  @Test
  void theHogIsNamed() throws IOException {
    Attempts.expectFaultless(directory, HogIT::faults);
  }

  private static List<String> faults(Path folder) throws IOException {
    Path recording = folder.resolve("hog.jfr");
    ChildJvm.Result program =
        Attempts.record(
            recording,
            List.of(
                "-Djdk.virtualThreadScheduler.parallelism=1",
                "-Djdk.virtualThreadScheduler.maxPoolSize=1"),
            Hog.class);
    String out = CommandRun.of("carriers", "--json", recording).succeeds().out();
    Map<?, ?> answer = JsonValues.object(out);
    assertEquals(true, answer.get("known"));
    assertEquals(1L, answer.get("carriers"));
    Map<?, ?> use = (Map<?, ?>) answer.get("use");
    assertEquals(answer.get("totalNanos"), use.get("carrierNanos"), "one carrier");
    assertEquals(
        use.get("carrierNanos"),
        (Long) use.get("runningNanos")
            + (Long) use.get("pinnedNanos")
            + (Long) use.get("idleNanos"));
    List<?> holds = (List<?>) answer.get("holds");
    assertTrue(!holds.isEmpty(), out);
    Map<?, ?> hold = (Map<?, ?>) holds.getFirst();
    assertEquals(program.get("hog"), hold.get("thread"), out);
    List<String> faults = new ArrayList<>();
    compare("kept", program.get("kept"), (Long) hold.get("longestNanos"), faults);
    compare("waited", program.get("waited"), (Long) hold.get("causedNanos"), faults);
    if (!hold.get("placeFrom").equals("samples")
        || !((Map<?, ?>) hold.get("site")).get("function").toString().contains("Hog.spin")) {
      faults.add(hold.toString());
    }
    String text = CommandRun.of("carriers", recording).succeeds().out();
    assertTrue(text.contains("there it was seen to execute") || !faults.isEmpty(), text);
    victim(program, recording, faults);
    return faults;
  }

  /** One that waited is told who had the carrier, nearly all of the time. */
  private static void victim(ChildJvm.Result program, Path recording, List<String> faults)
      throws IOException {
    String[] why = {"why", "--thread", String.valueOf(program.get("victim"))};
    String out = CommandRun.of(why[0], why[1], why[2], "--json", recording).succeeds().out();
    Map<?, ?> answer = JsonValues.object(out);
    Map<?, ?> carriers = (Map<?, ?>) answer.get("carriersMeanwhile");
    Map<?, ?> states = (Map<?, ?>) answer.get("nanosByState");
    assertEquals(states.get("runnable"), carriers.get("waitedNanos"), out);
    assertEquals(1L, carriers.get("carriers"), out);
    long sum = (Long) carriers.get("idleNanos") + (Long) carriers.get("othersNanos");
    List<?> groups = (List<?>) carriers.get("groups");
    for (Object group : groups) {
      sum += (Long) ((Map<?, ?>) group).get("totalNanos");
    }
    assertEquals(carriers.get("carrierNanos"), sum, out);
    Map<?, ?> hog = (Map<?, ?>) groups.getFirst();
    assertEquals(program.get("hog"), hog.get("thread"), out);
    assertEquals(false, hog.get("several"), out);
    compare("victim", program.get("victimWaited"), (Long) hog.get("totalNanos"), faults);
    Map<?, ?> place = (Map<?, ?>) ((List<?>) hog.get("places")).getFirst();
    if (!place.get("placeFrom").equals("samples")
        || !((Map<?, ?>) place.get("site")).get("function").toString().contains("Hog.spin")) {
      faults.add(hog.toString());
    }
    String text = CommandRun.of(why[0], why[1], why[2], recording).succeeds().out();
    assertTrue(text.contains("\nwho had the only carrier or processor while it waited for it\n"));
    String named = "virtual thread " + program.get("hog") + " (";
    assertTrue(text.substring(text.indexOf("who had")).contains(named), text);
    byte[] bytes = Files.readAllBytes(recording);
    String piped = CommandRun.withInput(bytes, why[0], why[1], why[2], "-").succeeds().out();
    assertEquals(text, piped);
  }

  private static void compare(String what, long logged, long said, List<String> faults) {
    if (Math.abs(said - logged) > TOLERANCE * logged) {
      faults.add(what + ": " + said + " of " + logged + " ns");
    }
  }
}
