package dev.loomtrace.bridge;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.event.EventNames;
import dev.loomtrace.testing.jvm.EachJdk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The block profile that a sample of the stacks makes, against the truth: where each wait was,
 * which this program's waits say by the class that they are parked on.
 */
class SamplingIT {
  private static final Duration THRESHOLD = Duration.ofMillis(10);
  private static final String EVENT = EventNames.VIRTUAL_THREAD_LONG_BLOCK;

  @TempDir Path directory;

  @EachJdk
  void namesEachPlaceByItsShare(int version) {
    Profile profile = profile(version, "100 ms");
    // Some hundred of the short waits have a stack, so shares are known to some percent.
    assertAll(
        profile.toString(),
        () -> assertEquals(profile.truth.keySet(), profile.estimate.keySet()),
        () -> assertTrue(profile.distance() < 0.12, "shares are right"),
        () -> assertTrue(profile.shortStacks < profile.shortWaits / 2, "most are without"),
        () -> assertEquals(0, profile.misplaced, "the stack is of the place"));
    LongForm.report("sampling on JDK " + version, profile);
    if (LongForm.isChosen()) { // To be compared with it.
      LongForm.report("long waits only on JDK " + version, profile(version, "off"));
    }
  }

  @Test
  void offMeansLongWaitsOnly() {
    Profile profile = profile(25, "off");
    assertEquals(0, profile.shortStacks, profile.toString());
    assertTrue(profile.stacks > 0, profile.toString());
  }

  @Tag("slow")
  @Test
  void hasLengthsByReason() {
    Profile profile = profile(25, "off; network 1 ms");
    assertEquals(0, profile.shortStacks, profile.toString());
    assertTrue(profile(25, "off; sync 1 ms").shortStacks > 0, "parks are sync");
  }

  private Profile profile(int version, String sampling) {
    Path recording = directory.resolve("places.jfr");
    String how = ",+%s#sampling=%s".formatted(EVENT, sampling);
    String millis = LongForm.choose("1500", "20000");
    ChildJvm.record(version, recording, how, List.of(), Places.class, "40", millis);
    return Profile.of(recording);
  }

  /** Waiting time by place: what it was, and what the waits with stacks say. */
  private static final class Profile {
    private final Map<String, Double> truth = new TreeMap<>();
    private final Map<String, Double> estimate = new TreeMap<>();
    private long waits;
    private long stacks;
    private long shortWaits;
    private long shortStacks;
    private long misplaced;

    static Profile of(Path recording) {
      Profile profile = new Profile();
      Tally.forEach(recording, profile::add);
      return profile;
    }

    private void add(RecordedEvent event) {
      RecordedClass blocker = Tally.isBlock(event) ? event.getClass(EventNames.BLOCKER) : null;
      if (blocker == null || !blocker.getName().startsWith(Places.class.getName())) {
        return;
      }
      String place = blocker.getName();
      boolean withStack = event.getEventType().getName().equals(EVENT);
      waits++;
      shortWaits += event.getDuration().compareTo(THRESHOLD) < 0 ? 1 : 0;
      truth.merge(place, (double) event.getDuration().toNanos(), Double::sum);
      if (withStack) {
        stacks++;
        shortStacks += event.getDuration().compareTo(THRESHOLD) < 0 ? 1 : 0;
        estimate.merge(place, (double) event.getDuration(EventNames.WEIGHT).toNanos(), Double::sum);
        misplaced += place.equals(top(event)) ? 0 : 1;
      }
    }

    // The innermost frame that is not the JDK's.
    private static String top(RecordedEvent event) {
      for (RecordedFrame frame : event.getStackTrace().getFrames()) {
        String type = frame.getMethod().getType().getName();
        if (!type.startsWith("java.")
            && !type.startsWith("jdk.")
            && !type.startsWith("dev.loomtrace.bridge.boot.")) {
          return type;
        }
      }
      return "";
    }

    /** How much of the waiting time the estimate gives to the wrong place; 0 none, 1 all. */
    double distance() {
      double all = sum(truth);
      double estimated = sum(estimate);
      double difference = 0;
      for (Map.Entry<String, Double> place : truth.entrySet()) {
        double share = estimate.getOrDefault(place.getKey(), 0.0) / estimated;
        difference += Math.abs(place.getValue() / all - share);
      }
      return difference / 2;
    }

    private static double sum(Map<String, Double> times) {
      return times.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder();
      text.append(
          String.format(
              "%,d waits, %,d with stack (%.1f %%), wrong place: %.1f %% of the time%n",
              waits, stacks, 100.0 * stacks / waits, 100 * distance()));
      truth.forEach(
          (place, time) ->
              text.append(
                  String.format(
                      "  %-45s %5.1f %%, estimated %5.1f %%%n",
                      place,
                      100 * time / sum(truth),
                      100 * estimate.getOrDefault(place, 0.0) / sum(estimate))));
      return text.toString();
    }
  }
}
