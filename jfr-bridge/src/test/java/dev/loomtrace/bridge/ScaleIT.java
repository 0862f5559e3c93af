package dev.loomtrace.bridge;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.event.EventNames;
import dev.loomtrace.testing.jvm.EachJdk;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is lost when there are more threads than places for them. */
class ScaleIT {
  @TempDir Path directory;

  @EachJdk
  void moreThreadsThanPlaces(int version) {
    Crowding crowding =
        crowd(
            version,
            "-Xmx1500m",
            LongForm.choose("80000", "400000"),
            LongForm.choose("50000", "1000000"));
    crowding.assertExact();
  }

  // Even then no wait is lost; only who ended some of them, and that is counted.
  @Test
  void moreThreadsThanPlacesAndNoRoomForMore() {
    Crowding crowding = crowd(25, "-Xmx110m", "50000", "1000");
    assertAll(
        crowding::assertExact,
        () -> assertTrue(crowding.tally.recorder(EventNames.DETAILS_LOST) > 0, "it says so"));
  }

  private Crowding crowd(int version, String heap, String alive, String others) {
    Path recording = directory.resolve("crowd.jfr");
    Path samples = directory.resolve("parks");
    ChildJvm.Result program =
        ChildJvm.record(
            version,
            recording,
            List.of("-Djdk.pollerMode=1", heap),
            Crowd.class,
            alive,
            others,
            samples.toString());
    Crowding crowding =
        new Crowding(program, Tally.of(recording), ParkCheck.of(samples, recording));
    LongForm.report("crowd on JDK " + version + " " + heap, crowding);
    return crowding;
  }

  private record Crowding(ChildJvm.Result program, Tally tally, ParkCheck old) {
    void assertExact() {
      assertEquals(0, tally.events("jdk.DataLoss"));
      assertEquals(
          program.get("executions") - program.get("threads"),
          tally.blocks() - tally.state(EventNames.STATE_PINNED),
          "waits");
      assertEquals(
          program.get("threads"), tally.events(EventNames.VIRTUAL_THREAD_CREATE), "creates");
      assertEquals(program.get("threads"), tally.events(EventNames.VIRTUAL_THREAD_RUN), "ends");
      assertEquals(parks(), tally.blocker(Crowd.Place.class), "parks");
      assertEquals(0, tally.recorder(EventNames.ERRORS_SUPPRESSED), "errors suppressed");
      // While the table grows some may go without a place: that is counted.
      assertTrue(parksWithoutWaker() <= tally.recorder(EventNames.DETAILS_LOST), toString());
      assertEquals(program.get("old"), old.checked(), "those that saw the others come and go");
      assertEquals(0, old.wrongWakers(), old.toString());
      assertTrue(old.error(0.9) < 50_000, old.toString());
    }

    @Override
    public String toString() {
      return "%s\n%s\n%s\n%d parks without waker, %d details lost"
          .formatted(
              program.values(),
              tally,
              old,
              parksWithoutWaker(),
              tally.recorder(EventNames.DETAILS_LOST));
    }

    long parks() {
      return program.get("parked");
    }

    long parksWithoutWaker() {
      return parks() - tally.blockerAndWaker(Crowd.Place.class, program.get("waker"));
    }
  }
}
