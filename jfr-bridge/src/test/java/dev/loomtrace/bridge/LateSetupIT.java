package dev.loomtrace.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.loomtrace.event.EventNames;
import dev.loomtrace.testing.jvm.EachJdk;
import dev.loomtrace.testing.jvm.JavaRunTimes;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The scheduler of virtual threads is as the application sets it up, in its main method. */
@Tag("parallel")
class LateSetupIT {
  private static final Comparator<RecordedEvent> BY_START =
      Comparator.comparing(RecordedEvent::getStartTime);

  /** Neither of what is asked for is what the JVM takes by itself. */
  private static final String TWO_PROCESSORS = "-XX:ActiveProcessorCount=2";

  @TempDir Path directory;

  static Stream<Arguments> setups() {
    return JavaRunTimes.versions()
        .flatMap(version -> Stream.of("1", "3").map(wanted -> Arguments.of(version, wanted)));
  }

  @Tag(EachJdk.TAG)
  @ParameterizedTest
  @MethodSource("setups")
  void holdsWithoutARecording(int version, String wanted) {
    ChildJvm.Result result =
        ChildJvm.run(
            version,
            List.of("-javaagent:" + ChildJvm.agent(), TWO_PROCESSORS),
            LateSetup.class,
            wanted,
            "7");
    assertEquals("", result.err());
    assertHolds(result, wanted);
  }

  @Tag(EachJdk.TAG)
  @ParameterizedTest
  @MethodSource("setups")
  void holdsWithOneAndIsRecorded(int version, String wanted) {
    Path recording = directory.resolve("late.jfr");
    assertHolds(
        ChildJvm.record(version, recording, List.of(TWO_PROCESSORS), LateSetup.class, wanted, "7"),
        wanted);
    List<RecordedEvent> known = new ArrayList<>();
    List<RecordedEvent> lives = new ArrayList<>();
    Tally.forEach(
        recording,
        event -> {
          switch (event.getEventType().getName()) {
            case EventNames.SCHEDULER -> {
              if (event.getInt(EventNames.PARALLELISM) != 0) {
                known.add(event);
              }
            }
            case EventNames.VIRTUAL_THREAD_RUN -> lives.add(event);
            default -> {}
          }
        });
    Instant first = Collections.min(known, BY_START).getStartTime();
    Instant begun = Collections.min(lives, BY_START).getStartTime();
    assertFalse(first.isAfter(begun), "it is recorded when the first thread runs: " + known);
    for (RecordedEvent scheduler : known) {
      assertEquals(Integer.parseInt(wanted), scheduler.getInt(EventNames.PARALLELISM));
      assertEquals(7, scheduler.getInt(EventNames.MAX_POOL_SIZE));
    }
  }

  private static void assertHolds(ChildJvm.Result result, String wanted) {
    long parallelism = Long.parseLong(wanted);
    assertEquals(parallelism, result.get("parallelism"));
    assertEquals(parallelism, result.get("common"));
    if (parallelism == 1) { // A larger pool starts no more carriers than it has work for.
      assertEquals(1, result.get("carriers"));
    }
  }
}
