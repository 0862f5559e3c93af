package dev.loomtrace.gotrace.v1;

import dev.loomtrace.trace.RangeKind;
import java.util.List;

/** Why the world is stopped, by the numbers that a version of Go writes. */
final class StopReasons {
  private static final String UNKNOWN = RangeKind.stopTheWorldName("");

  /** {@code stwReasonStrings} of Go 1.21; other versions write the two of the garbage collector. */
  private static final List<String> GO_1_21 =
      List.of(
          "",
          "GC mark termination",
          "GC sweep termination",
          "write heap dump",
          "goroutine profile",
          "goroutine profile cleanup",
          "all goroutine stack trace",
          "read mem stats",
          "AllThreadsSyscall",
          "GOMAXPROCS",
          "start trace",
          "stop trace",
          "CountPagesInUse (test)",
          "ReadMetricsSlow (test)",
          "ReadMemStatsSlow (test)",
          "PageCachePagesLeaked (test)",
          "ResetDebugLog (test)");

  private static final int FIRST_NAMED = 21;

  private final List<String> names;

  /** The reasons of Go 1.{@code minor}. */
  StopReasons(int minor) {
    List<String> reasons = minor < FIRST_NAMED ? GO_1_21.subList(1, 3) : GO_1_21;
    names = reasons.stream().map(RangeKind::stopTheWorldName).toList();
  }

  /** Name of a range during which the world is stopped for this reason. */
  String rangeName(long reason) {
    return reason >= 0 && reason < names.size() ? names.get((int) reason) : UNKNOWN;
  }
}
