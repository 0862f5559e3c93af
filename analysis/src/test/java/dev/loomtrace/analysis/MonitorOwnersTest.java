package dev.loomtrace.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.analysis.finding.Evidence;
import dev.loomtrace.analysis.finding.Finding;
import dev.loomtrace.analysis.finding.FindingKind;
import dev.loomtrace.analysis.finding.Findings;
import dev.loomtrace.analysis.finding.Measure;
import dev.loomtrace.convert.Traces;
import dev.loomtrace.testing.HangingProgram;
import dev.loomtrace.testing.JavaPrograms;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.FrameOrigins;
import dev.loomtrace.trace.LockOwner;
import dev.loomtrace.trace.TraceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Who has the monitors that threads wait for, and deadlocks, in recordings that the JVM makes
 * without the agent; of programs that know it.
 */
class MonitorOwnersTest {
  @TempDir private Path folder;
  private final Map<String, Long> ids = new HashMap<>();
  private final List<LockOwner> last = new ArrayList<>();
  private int everKnown;

  private List<Finding> run(int version, String settings, String what) throws IOException {
    Path file = folder.resolve("hang.jfr");
    String option = "-XX:StartFlightRecording:filename=" + file + ",settings=" + settings;
    JavaPrograms.run(version, List.of(option), HangingProgram.class, List.of(what), folder);
    for (String line : Files.readAllLines(folder.resolve("out.txt"))) {
      int equals = line.indexOf('=');
      if (equals > 0 && !line.contains(" ")) {
        ids.put(line.substring(0, equals), Long.valueOf(line.substring(equals + 1)));
      }
    }
    Findings findings = new Findings(FrameOrigins.DEFAULT);
    try (TraceReader trace = Traces.open(file)) {
      Timeline timeline = new Timeline(findings);
      while (trace.next()) {
        timeline.accept(trace);
        if (trace.kind() == EventKind.SYNC) {
          last.clear();
          last.addAll(trace.lockOwners());
          everKnown += last.size();
        }
      }
      timeline.end();
    }
    return findings.result();
  }

  private long id(String thread) {
    return ids.get(thread);
  }

  /** Waiters and owners at the end, as the program knows them. */
  private void assertOwners(String... pairs) {
    Set<String> expected = new TreeSet<>();
    for (int i = 0; i < pairs.length; i += 2) {
      expected.add(id(pairs[i]) + " waits for " + id(pairs[i + 1]));
    }
    Set<String> found = new TreeSet<>();
    last.forEach(owner -> found.add(owner.waiter() + " waits for " + owner.owner()));
    assertEquals(expected, found, ids::toString);
  }

  private void assertDeadlock(List<Finding> all, int circle) {
    List<Finding> found =
        all.stream().filter(finding -> finding.kind() == FindingKind.DEADLOCK).toList();
    assertEquals(1, found.size(), all::toString);
    assertEquals(circle, found.getFirst().count());
    assertEquals(1, found.getFirst().measure(Measure.BEHIND));
    Set<Long> expected = new TreeSet<>();
    for (int i = 0; i < circle; i++) {
      expected.add(id("circle" + i));
    }
    List<Evidence> rows = found.getFirst().evidence();
    assertEquals(expected, new TreeSet<>(rows.stream().map(Evidence::id).toList()));
    for (Evidence row : rows) {
      assertTrue(
          row.place().orElseThrow().site().function().contains("HangingProgram"), row::toString);
    }
  }

  private static void assertNoDeadlock(List<Finding> all) {
    assertTrue(all.stream().noneMatch(f -> f.kind() == FindingKind.DEADLOCK), all::toString);
  }

  @ParameterizedTest
  @CsvSource({"25, default"})
  void deadlocksOfMonitors(int version, String settings) throws IOException {
    assertDeadlock(run(version, settings, HangingProgram.TWO_MONITORS), 2);
    assertOwners("circle0", "circle1", "circle1", "circle0", "behind", "circle1");
    assertDeadlock(run(version, settings, HangingProgram.THREE_MONITORS), 3);
    assertOwners(
        "circle0", "circle1", "circle1", "circle2", "circle2", "circle0", "behind", "circle2");
    assertDeadlock(run(version, settings, HangingProgram.MIXED), 2);
    assertOwners("circle0", "circle1", "circle1", "circle0", "behind", "circle1");
  }

  @ParameterizedTest
  @CsvSource({"25, default"})
  void hangsThatAreNone(int version, String settings) throws IOException {
    assertNoDeadlock(run(version, settings, HangingProgram.TIMED));
    assertEquals(3, last.size(), last::toString);
    assertNoDeadlock(run(version, settings, HangingProgram.KEEPER));
    assertOwners("wanter0", "keeper", "wanter1", "keeper", "wanter2", "keeper");
    assertNoDeadlock(run(version, settings, HangingProgram.WAITER));
    assertOwners("having", "waiter", "behind", "having");
    // They are parked for what the other one only synchronizes on, and go on when it is completed.
    assertNoDeadlock(run(version, settings, HangingProgram.FUTURES));
    assertOwners("behind", "gets0");
  }

  @ParameterizedTest
  @CsvSource({"25, default"})
  void aHealthyProgram(int version, String settings) throws IOException {
    assertNoDeadlock(run(version, settings, HangingProgram.HEALTHY));
    assertTrue(everKnown > 0);
  }

  /** With the settings {@code profile}, the JVM dumps threads every minute only. */
  @Tag("slow")
  @ParameterizedTest
  @CsvSource({"17, default", "21, default"})
  void ofEachJvm(int version, String settings) throws IOException {
    deadlocksOfMonitors(version, settings);
    hangsThatAreNone(version, settings);
    everKnown = 0;
    aHealthyProgram(version, settings);
  }
}
