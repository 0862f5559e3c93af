package dev.loomtrace.gotrace.v1;

import dev.loomtrace.gotrace.wire.GoReasons;
import dev.loomtrace.gotrace.wire.GoVersion;
import dev.loomtrace.trace.RangeKind;
import java.util.List;

/** Why goroutines stop, and why the world is stopped; the latter by the numbers of a Go version. */
final class V1Reasons {
  /** Why goroutines stop, in the order in which Go's reader numbers the reasons. */
  static final List<String> OF_GOROUTINES =
      List.of(
          GoReasons.FOREVER,
          GoReasons.PREEMPTED,
          GoReasons.YIELDED,
          GoReasons.SLEEP,
          GoReasons.SEND,
          GoReasons.RECEIVE,
          GoReasons.NETWORK,
          GoReasons.SYNC,
          GoReasons.CONDITION,
          GoReasons.SELECT,
          GoReasons.UNKNOWN,
          GoReasons.ASSIST);

  /** Why the world is stopped, by the numbers of Go 1.21. */
  static final List<String> OF_STOPS =
      List.of(
          GoReasons.UNKNOWN,
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

  private static final String STOPPED = RangeKind.stopTheWorldName(GoReasons.UNKNOWN);

  private final List<String> rangeNames;

  /** Those of a version. Before Go 1.21 there are two stops, both of the garbage collector. */
  V1Reasons(GoVersion version) {
    boolean onlyTwo = version.compareTo(GoVersion.GO_1_21) < 0;
    List<String> reasons = onlyTwo ? OF_STOPS.subList(1, 3) : OF_STOPS;
    rangeNames = reasons.stream().map(RangeKind::stopTheWorldName).toList();
  }

  /** Name of a range during which the world is stopped for the reason of this number. */
  String stopName(long number) {
    return number >= 0 && number < rangeNames.size() ? rangeNames.get((int) number) : STOPPED;
  }
}
