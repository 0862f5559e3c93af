package dev.loomtrace.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.analysis.LifeBreakdown;
import dev.loomtrace.analysis.OpenWait;
import dev.loomtrace.analysis.OwnerThread;
import dev.loomtrace.analysis.TaskResult;
import dev.loomtrace.analysis.TraceSummary;
import dev.loomtrace.analysis.finding.Evidence;
import dev.loomtrace.analysis.finding.Finding;
import dev.loomtrace.analysis.finding.FindingKind;
import dev.loomtrace.analysis.finding.Findings;
import dev.loomtrace.analysis.finding.Measure;
import dev.loomtrace.bridge.ChildJvm;
import dev.loomtrace.convert.Traces;
import dev.loomtrace.e2e.program.Circle;
import dev.loomtrace.e2e.program.Ordered;
import dev.loomtrace.testing.jvm.EachJdk;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.FrameOrigins;
import dev.loomtrace.trace.TraceReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Who owns the locks that threads wait for, and deadlocks, of programs that know it. */
@Tag("parallel")
class LockOwnersIT {
  private static final int BEHIND = 3;
  private static final int DUMPS = 20;

  @TempDir Path directory;
  private ChildJvm.Result program;

  private Path circle(int version, String how, int circle, int behind) {
    Path recording = directory.resolve("circle.jfr");
    program =
        ChildJvm.record(
            version,
            recording,
            List.of("-Djdk.virtualThreadScheduler.parallelism=8"),
            Circle.class,
            how,
            Integer.toString(circle),
            Integer.toString(behind));
    return recording;
  }

  private static List<Finding> deadlocks(Path recording) throws IOException {
    return FindingsIT.findings(recording).stream()
        .filter(finding -> finding.kind() == FindingKind.DEADLOCK)
        .toList();
  }

  /** The only deadlock is that of the program's circle, in its order. */
  private void assertDeadlock(Path recording, int circle) throws IOException {
    List<Finding> all = FindingsIT.findings(recording);
    assertEquals(1, deadlocks(recording).size(), all::toString);
    Finding found = all.getFirst();
    assertEquals(FindingKind.DEADLOCK, found.kind(), all::toString);
    assertEquals(circle, found.count());
    assertEquals(BEHIND, found.measure(Measure.BEHIND));
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < circle; i++) {
      ids.add(program.get("circle" + i));
    }
    while (!ids.isEmpty() && !ids.getFirst().equals(found.evidence().getFirst().id())) {
      ids.add(ids.removeFirst());
    }
    assertEquals(ids, found.evidence().stream().map(Evidence::id).toList());
    for (Evidence row : found.evidence()) {
      assertEquals(
          "dev.loomtrace.e2e.program/Circle.want",
          row.place().map(place -> place.site().function()).orElse(""));
    }
  }

  @EachJdk
  void virtualThreadsThatWaitForEachOther(int version) throws IOException {
    assertDeadlock(circle(version, Circle.VIRTUAL, 2, BEHIND), 2);
    assertDeadlock(circle(version, Circle.VIRTUAL, 3, BEHIND), 3);
    assertDeadlock(circle(version, Circle.IN_MONITOR, 2, BEHIND), 2);
  }

  @EachJdk
  void platformThreadsThatWaitForEachOther(int version) throws IOException {
    assertDeadlock(circle(version, Circle.PLATFORM, 2, BEHIND), 2);
  }

  @EachJdk
  void whoWaitsForSomeTimeOnlyIsInNoDeadlock(int version) throws IOException {
    Path recording = circle(version, Circle.TIMED, 2, BEHIND);
    assertEquals(List.of(), deadlocks(recording));
    assertOwner("circle1", wait(recording, program.get("circle0")));
  }

  @EachJdk
  void theKeeperOfALock(int version) throws IOException {
    Path recording = circle(version, Circle.KEEPER, 1, 10);
    assertEquals(List.of(), deadlocks(recording));
    TraceSummary summary = new TraceSummary();
    try (TraceReader trace = Traces.open(recording)) {
      Timeline.read(trace, summary);
    }
    List<OpenWait> owned =
        summary.result().openWaits().stream().filter(w -> w.owner().isPresent()).toList();
    assertEquals(1, owned.size(), () -> summary.result().openWaits().toString());
    assertEquals(10, owned.getFirst().count());
    OpenWait.Owner owner = owned.getFirst().owner().get();
    assertEquals(10, owner.waits());
    assertEquals(1, owner.owners());
    assertEquals(program.get("circle0"), owner.thread().id());
    assertOwner("circle0", wait(recording, program.get("behind0")));
    assertEquals(Optional.empty(), wait(recording, program.get("circle0")).lockOwner());
  }

  private void assertOwner(String thread, TaskResult.Wait wait) {
    assertEquals(
        Optional.of(program.get(thread)), wait.lockOwner().map(OwnerThread::id), wait::toString);
  }

  /** The wait that a thread is in when the recording ends. */
  private static TaskResult.Wait wait(Path recording, long thread) throws IOException {
    LifeBreakdown lives = new LifeBreakdown(id -> id == thread, all -> true, FrameOrigins.DEFAULT);
    try (TraceReader trace = Traces.open(recording)) {
      Timeline.read(trace, lives);
    }
    List<TaskResult.Wait> open =
        lives.slowest().orElseThrow().waits().stream().filter(TaskResult.Wait::open).toList();
    assertEquals(1, open.size(), open::toString);
    return open.getFirst();
  }

  @EachJdk
  void aHealthyProgramHasNoDeadlock(int version) throws IOException {
    ChildJvm.Result healthy =
        ChildJvm.record(
            version,
            directory.resolve("ordered.jfr"),
            ",maxage=1s",
            List.of("-Djdk.virtualThreadScheduler.parallelism=4"),
            Ordered.class,
            directory.toString(),
            Integer.toString(DUMPS));
    assertTrue(healthy.get("taken") > 1000, healthy::out);
    int owners = 0;
    for (int i = 0; i < DUMPS; i++) {
      Findings findings = new Findings(FrameOrigins.DEFAULT);
      int atTheEnd = 0;
      try (TraceReader trace = Traces.open(directory.resolve("dump" + i + ".jfr"))) {
        Timeline timeline = new Timeline(findings);
        while (trace.next()) {
          timeline.accept(trace);
          if (trace.kind() == EventKind.SYNC) {
            atTheEnd = trace.lockOwners().size();
          }
        }
        timeline.end();
      }
      owners += atTheEnd;
      assertTrue(
          findings.result().stream().noneMatch(f -> f.kind() == FindingKind.DEADLOCK),
          () -> findings.result().toString());
    }
    assertTrue(owners >= DUMPS, "owners that were known at the end of dumps: " + owners);
  }
}
