package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.report.Text;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScreenTest {
  @Test
  void believesTheLauncherAndTheEnvironment() {
    assertEquals(Screen.NONE, Screen.of("", "", Map.of()));
    assertEquals(new Screen(true, true, true, 100), Screen.of("out,err", "100", Map.of()));
    assertEquals(
        new Screen(true, false, false, 90),
        Screen.of("out", "100", Map.of("NO_COLOR", "1", "COLUMNS", "90")));
    assertEquals(
        new Screen(false, true, false, 90), Screen.of(",err", "", Map.of("COLUMNS", "90")));
  }

  @Test
  void takesNoImpossibleWidth() {
    assertEquals(Text.UNLIMITED, Screen.of("out", "0", Map.of()).columns());
    assertEquals(Text.UNLIMITED, Screen.of("out", "", Map.of("COLUMNS", "-1")).columns());
    assertEquals(40, Screen.of("out", "3", Map.of("COLUMNS", "wide")).columns());
  }
}
