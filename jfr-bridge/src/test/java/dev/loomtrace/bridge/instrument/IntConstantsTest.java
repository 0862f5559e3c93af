package dev.loomtrace.bridge.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IntConstantsTest {
  @Test
  void areWhatTheClassDeclares() throws IOException {
    Map<String, Integer> constants = IntConstants.of("java.lang.Character");
    assertEquals(Character.MIN_RADIX, constants.get("MIN_RADIX"));
    assertEquals(Character.MAX_CODE_POINT, constants.get("MAX_CODE_POINT"));
    assertNull(constants.get("MAX_VALUE"), "a char");
    assertNull(constants.get("value"), "a field of its objects");
  }
}
