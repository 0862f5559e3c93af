package dev.loomtrace.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.testing.GoTools;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A profile as {@code go tool pprof -raw} prints it. */
final class PprofText {
  private static final Pattern SAMPLE = Pattern.compile("\\s*(\\d+)\\s+(\\d+): ([\\d ]*)");
  private static final Pattern LOCATION =
      Pattern.compile("\\s*(\\d+): 0x[0-9a-f]+ (?:M=\\d+ )?(.*?)(?: s=\\d+.*)?");
  private static Path tool;

  private PprofText() {}

  private static synchronized Path tool() {
    if (tool == null) {
      GoTools.requireGo();
      // The tool is built when it is first used; -n says where it is then.
      GoTools.run(List.of("go", "tool", "pprof", "-h"), null);
      tool = Path.of(GoTools.run(List.of("go", "tool", "-n", "pprof"), null).out().strip());
    }
    return tool;
  }

  /** By the lines of each stack, leaf first, how often and how many nanoseconds. */
  static Map<String, String> stacks(Path profile) {
    GoTools.Answer raw = GoTools.run(List.of(tool().toString(), "-raw", profile.toString()), null);
    assertEquals(0, raw.status(), raw.err());
    Map<String, String> locations = new HashMap<>();
    raw.out()
        .lines()
        .map(LOCATION::matcher)
        .filter(Matcher::matches)
        .forEach(location -> locations.put(location.group(1), location.group(2)));
    Map<String, long[]> sums = new TreeMap<>();
    raw.out()
        .lines()
        .map(SAMPLE::matcher)
        .filter(Matcher::matches)
        .forEach(
            sample -> {
              StringBuilder stack = new StringBuilder();
              for (String id : sample.group(3).strip().split(" +", -1)) {
                stack.append(locations.getOrDefault(id, "")).append('\n');
              }
              long[] sum = sums.computeIfAbsent(stack.toString(), key -> new long[2]);
              sum[0] += Long.parseLong(sample.group(1));
              sum[1] += Long.parseLong(sample.group(2));
            });
    Map<String, String> result = new TreeMap<>();
    sums.forEach((stack, sum) -> result.put(stack, sum[0] + " " + sum[1]));
    return result;
  }
}
