package dev.loomtrace.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.event.CodeTable;
import dev.loomtrace.event.EventSchema;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WaitReasonTest {
  @Test
  void eachCodeOfTheContractIsOneReason() {
    Set<Integer> codes = new HashSet<>();
    for (CodeTable.Code code : EventSchema.REASONS.codes()) {
      codes.add(code.value());
      assertEquals(code.value(), WaitReason.ofCode(code.value()).code(), code.name());
    }
    assertEquals(
        Arrays.stream(WaitReason.values()).map(WaitReason::code).collect(Collectors.toSet()),
        codes);
  }

  @Test
  void codesOfNobodyAreUnknown() {
    for (int code : new int[] {-1, WaitReason.values().length, Integer.MAX_VALUE}) {
      assertEquals(WaitReason.UNKNOWN, WaitReason.ofCode(code));
    }
  }

  @Test
  void eachReasonHasAWordOfItsOwn() {
    Set<String> words = new HashSet<>();
    for (WaitReason reason : WaitReason.values()) {
      assertTrue(words.add(reason.word()), reason.toString());
    }
  }

  @Test
  void whoIsParkedIsNamedByTheClass() {
    assertEquals("parked", WaitCause.of(WaitReason.PARKED).word());
    assertEquals("parked (Object)", WaitCause.of(WaitReason.PARKED, "java.lang.Object").word());
    assertEquals("parked (Gate)", WaitCause.of(WaitReason.PARKED, "Gate").word());
    assertEquals("lock", WaitCause.of(WaitReason.LOCK, "a.B").word());
  }

  @Test
  void aTextStandsForAReasonThatIsNotKnown() {
    assertEquals("wait for Godot", WaitCause.ofText(WaitReason.UNKNOWN, "wait for Godot").word());
    assertEquals("", WaitCause.NONE.word());
  }
}
