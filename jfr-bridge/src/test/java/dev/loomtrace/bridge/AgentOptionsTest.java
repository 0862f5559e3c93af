package dev.loomtrace.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgentOptionsTest {
  @Test
  void noneIsFine() {
    for (String text : new String[] {null, "", " "}) {
      AgentOptions options = AgentOptions.of(text);
      assertFalse(options.help() || options.off());
      assertEquals(Optional.empty(), options.doctor());
      assertEquals(List.of(), options.complaints());
    }
  }

  @Test
  void theDoctorsFileMayHaveCommasAndEqualsSigns() {
    AgentOptions options = AgentOptions.of("help,doctor=a,b=c,off");
    assertTrue(options.help());
    assertFalse(options.off());
    assertEquals(Optional.of(Path.of("a,b=c,off")), options.doctor());
    assertEquals(List.of(), options.complaints());
  }

  @Test
  void whatIsNotKnownIsNamed() {
    AgentOptions options = AgentOptions.of("off, nonsense");
    assertTrue(options.off());
    assertEquals(List.of("unknown option 'nonsense' (try help)"), options.complaints());
  }
}
