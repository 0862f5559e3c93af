package dev.loomtrace.gotrace.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.WaitReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GoReasonsTest {
  // What Go 1.26's runtime gives, by itself and through its reader of old traces.
  @ParameterizedTest
  @CsvSource({
    "unspecified,                  UNKNOWN",
    "forever,                      FOREVER",
    "network,                      SOCKET",
    "select,                       SELECT",
    "sync.(*Cond).Wait,            CONDITION",
    "sync,                         SYNCHRONIZER",
    "chan send,                    CHANNEL_SEND",
    "chan receive,                 CHANNEL_RECEIVE",
    "GC mark assist wait for work, GC_ASSIST",
    "GC background sweeper wait,   GC_SWEEP",
    "system goroutine wait,        SYSTEM",
    "preempted,                    PREEMPTED",
    "wait for debug call,          DEBUG_CALL",
    "wait until GC ends,           GC",
    "sleep,                        SLEEP",
    "GC weak to strong wait,       GC",
    "synctest,                     SIMULATED_TIME",
    "runtime.Gosched,              YIELD",
    "Thread.yield,                 YIELD",
    "of a later version,           UNKNOWN",
    "'',                           UNKNOWN",
  })
  void aTextBecomesItsReasonAndIsKept(String text, WaitReason reason) {
    WaitCause cause = GoReasons.cause(text);
    assertEquals(reason, cause.reason());
    assertEquals(text, cause.text());
    assertEquals(text, GoReasons.text(cause));
  }

  @ParameterizedTest
  @EnumSource(WaitReason.class)
  void aReasonIsWrittenByTheRecordedOne(WaitReason recorded) {
    String text = GoReasons.text(WaitCause.of(recorded));
    WaitCause refined = WaitCause.of(WaitReason.QUEUE_PUT, recorded, "a.B");
    assertEquals(text, GoReasons.text(refined));
  }

  @Test
  void waitsOfOneKindAreOneWordForGo() {
    assertEquals(
        GoReasons.text(WaitCause.of(WaitReason.LOCK)),
        GoReasons.text(WaitCause.of(WaitReason.PARKED)));
    assertEquals("", GoReasons.text(WaitCause.of(WaitReason.FILE)));
  }
}
