package dev.loomtrace.gotrace.v1;

import dev.loomtrace.gotrace.wire.GoVersion;
import dev.loomtrace.trace.RangeKind;
import java.util.List;

/** Why goroutines stop, and why the world is stopped; the latter by the numbers of a Go version. */
final class Reasons {
  static final String FOREVER = "forever";
  static final String PREEMPTED = "preempted";
  static final String YIELDED = "runtime.Gosched";
  static final String SLEEP = "sleep";
  static final String SEND = "chan send";
  static final String RECEIVE = "chan receive";
  static final String NETWORK = "network";
  static final String SYNC = "sync";
  static final String CONDITION = "sync.(*Cond).Wait";
  static final String SELECT = "select";
  static final String UNKNOWN = "";
  static final String ASSIST = "GC mark assist wait for work";

  /** Why goroutines stop, in the order in which Go's reader numbers the reasons. */
  static final List<String> OF_GOROUTINES =
      List.of(
          FOREVER, PREEMPTED, YIELDED, SLEEP, SEND, RECEIVE, NETWORK, SYNC, CONDITION, SELECT,
          UNKNOWN, ASSIST);

  /** Why the world is stopped, by the numbers of Go 1.21. */
  static final List<String> OF_STOPS =
      List.of(
          UNKNOWN,
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

  private static final String STOPPED = RangeKind.stopTheWorldName(UNKNOWN);

  private final List<String> rangeNames;

  /** Those of a version. Before Go 1.21 there are two stops, both of the garbage collector. */
  Reasons(GoVersion version) {
    boolean onlyTwo = version.compareTo(GoVersion.GO_1_21) < 0;
    List<String> reasons = onlyTwo ? OF_STOPS.subList(1, 3) : OF_STOPS;
    rangeNames = reasons.stream().map(RangeKind::stopTheWorldName).toList();
  }

  /** Name of a range during which the world is stopped for the reason of this number. */
  String stopName(long number) {
    return number >= 0 && number < rangeNames.size() ? rangeNames.get((int) number) : STOPPED;
  }
}
