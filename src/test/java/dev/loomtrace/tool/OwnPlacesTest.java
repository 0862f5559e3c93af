package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Places are the program's own code, whatever waits in its libraries. */
class OwnPlacesTest {
  private static final Path TRACE =
      Path.of("..", "test-fixtures", "cases", "places-sleep-net.trace");

  private static Set<String> found(String out, String line) {
    Set<String> functions = new TreeSet<>();
    Matcher matcher = Pattern.compile("(?m)^    " + line + " (\\S+)").matcher(out);
    while (matcher.find()) {
      functions.add(matcher.group(1));
    }
    return functions;
  }

  @Test
  void gosOwnPackagesAreLibraries() {
    String out = CommandRun.of("why", TRACE).succeeds().out();
    assertEquals(
        Set.of("main.backoff", "main.throttle", "main.fetch", "main.raw"), found(out, "at"));
    assertTrue(found(out, "calling").contains("time.Sleep"), out);
  }

  @Test
  void whoIsAskedSaysWhatIsHisOwn() {
    String out = CommandRun.of("why", "--app", "net.http", "--app", "time", TRACE).succeeds().out();
    assertTrue(found(out, "at").contains("time.Sleep"), out);
    assertTrue(found(out, "at").contains("net/http.(*persistConn).roundTrip"), out);
    assertTrue(!found(out, "at").contains("main.fetch"), out);
  }

  @Test
  void stacksAreShownWhole() {
    String out = CommandRun.of("why", "--stacks", TRACE).succeeds().out();
    assertTrue(out.contains("      main.backoff (/src/sample/sleep2/main.go:14)\n"), out);
    assertTrue(out.contains("      main.main (/src/sample/sleep2/main.go:26)\n"), out);
  }
}
