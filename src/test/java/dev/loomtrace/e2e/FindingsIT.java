package dev.loomtrace.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.analysis.finding.Evidence;
import dev.loomtrace.analysis.finding.Finding;
import dev.loomtrace.analysis.finding.FindingKind;
import dev.loomtrace.analysis.finding.Findings;
import dev.loomtrace.analysis.finding.Measure;
import dev.loomtrace.analysis.finding.Severity;
import dev.loomtrace.bridge.ChildJvm;
import dev.loomtrace.convert.Traces;
import dev.loomtrace.e2e.program.Faults;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.trace.FrameOrigins;
import dev.loomtrace.trace.TraceReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults of real programs are found, with their places, and as long as the programs say. */
class FindingsIT {
  private static final String PROGRAM = "dev.loomtrace.e2e.program/Faults.";
  private static final List<String> ONE_CARRIER =
      List.of(
          "-Djdk.virtualThreadScheduler.parallelism=1",
          "-Djdk.virtualThreadScheduler.maxPoolSize=1");

  // What programs measure is longer: they see what comes after a wait as well.
  private static final double LEAST = 0.7;
  // The short waits at a place are estimated, from a sample of them.
  private static final double MOST = 1.05;

  @TempDir Path directory;
  private ChildJvm.Result program;

  private List<Finding> findings(int version, List<String> options, String fault)
      throws IOException {
    Path recording = directory.resolve("fault.jfr");
    program = ChildJvm.record(version, recording, options, Faults.class, fault);
    return findings(recording);
  }

  /** What is wrong in a recording. */
  static List<Finding> findings(Path recording) throws IOException {
    Findings findings = new Findings(FrameOrigins.DEFAULT);
    try (TraceReader trace = Traces.open(recording)) {
      Timeline.read(trace, findings);
    }
    return findings.result();
  }

  /** The only finding of its kind that is severe, at that place, as long as the program says. */
  private Finding found(
      List<Finding> all, FindingKind kind, Severity severity, String place, String measured) {
    List<Finding> of =
        all.stream()
            .filter(finding -> finding.kind() == kind && finding.severity() == severity)
            .toList();
    assertEquals(1, of.size(), all::toString);
    Finding found = of.getFirst();
    assertEquals(
        place.isEmpty() ? Optional.empty() : Optional.of(PROGRAM + place),
        found.place().map(at -> at.site().function()),
        found::toString);
    long own = program.get(measured);
    assertTrue(
        found.nanos() <= MOST * own && found.nanos() >= LEAST * own,
        () -> "the program says " + own + ": " + found);
    return found;
  }

  @Test
  void queuesForALockAndForAPool() throws IOException {
    List<Finding> all = findings(25, List.of(), "queues");
    found(all, FindingKind.LOCK_CONVOY, Severity.HIGH, "takeLock", "locked");
    found(all, FindingKind.POOL_EXHAUSTED, Severity.HIGH, "takePermit", "pooled");
  }

  @Test
  void aThreadThatKeepsTheCarrier() throws IOException {
    List<Finding> all = findings(25, ONE_CARRIER, "hog");
    Finding hog = found(all, FindingKind.CARRIER_HOG, Severity.HIGH, "keepCarrier", "ran");
    assertEquals(Evidence.Role.RAN_AT, hog.evidence().getLast().role(), hog::toString);
  }

  @Test
  void aThreadThatIsPinned() throws IOException {
    List<Finding> all = findings(21, ONE_CARRIER, "pin");
    found(all, FindingKind.PINNING, Severity.HIGH, "sleepInMonitor", "slept");
  }

  @Test
  void aPeerThatIsSlowAtTimes() throws IOException {
    List<Finding> all = findings(25, List.of(), "peer");
    found(all, FindingKind.SLOW_PEER, Severity.MEDIUM, "ask", "slow");
  }

  @Test
  @Tag("slow")
  void aQueueThatGrows() throws IOException {
    List<Finding> all = findings(25, List.of(), "backlog");
    assertEquals(List.of(FindingKind.TASK_BACKLOG), all.stream().map(Finding::kind).toList());
    Finding found = all.getFirst();
    assertEquals("order", found.what());
    assertEquals(Faults.ORDERS, found.measure(Measure.CREATED));
    assertEquals(program.get("done"), found.measure(Measure.ENDED));
  }

  @Test
  void aCollectorThatStopsTheWorld() throws IOException {
    List<Finding> all =
        findings(25, List.of("-XX:+UseSerialGC", "-Xmx400m"), "collections").stream()
            .filter(finding -> finding.kind() == FindingKind.PAUSES)
            .toList();
    assertEquals(1, all.size());
    assertTrue(all.getFirst().severity().compareTo(Severity.MEDIUM) >= 0, all::toString);
    assertTrue(
        all.getFirst().nanos() >= LEAST * program.get("collected"),
        () -> program.get("collected") + " " + all);
  }
}
