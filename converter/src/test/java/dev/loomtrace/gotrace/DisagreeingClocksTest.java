package dev.loomtrace.gotrace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.gotrace.text.RawText;
import dev.loomtrace.testing.GoJudge;
import dev.loomtrace.testing.RandomTrace;
import dev.loomtrace.trace.ListTraceReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random traces whose threads have clocks that disagree. What depends on numbers is then read in
 * their order, and what depends on time in a wrong one; both as Go's reader does. {@code -Dseed=N}
 * asks for other traces.
 */
class DisagreeingClocksTest {
  private static final long SEED = Long.getLong("seed", 1);
  private static final int TRACES = 40;
  private static final Pattern BATCH =
      Pattern.compile("EventBatch gen=(\\d+) m=(\\d{1,9}) time=(\\d+)");

  @ParameterizedTest
  @ValueSource(ints = {1, 50, 5000, 1_000_000})
  void readsThemAsGoDoes(int most) throws IOException {
    int accepted = 0;
    try (GoJudge go = GoJudge.start()) {
      for (long seed = SEED * 1000; seed < SEED * 1000 + TRACES; seed++) {
        byte[] trace = disagreeing(seed, most);
        GoJudge.Verdict verdict = go.judge(trace);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        String fault = RawCasesTest.print(trace, text);
        String both = "seed " + seed + ": Go: " + verdict.fault() + "; ours: " + fault;
        assertEquals(verdict.accepted(), fault.isEmpty(), both);
        assertEquals(verdict.utf8(), text.toString(UTF_8), both);
        accepted += verdict.accepted() ? 1 : 0;
      }
    }
    assertTrue(accepted > 0, "nothing but refusals was compared");
  }

  private static byte[] disagreeing(long seed, int most) throws IOException {
    ByteArrayOutputStream trace = new ByteArrayOutputStream();
    // One generation: of a stop of the world that goes on in the next one, which Go's runtime never
    // does, Go's reader looks the reason up among the strings of the wrong generation.
    try (ListTraceReader reader = new ListTraceReader(RandomTrace.of(seed, 600, 1));
        GoTraceWriter writer = new GoTraceWriter(trace)) {
      reader.copyTo(writer);
    }
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    RawText.toText(new ByteArrayInputStream(trace.toByteArray()), text);
    Random random = new Random(seed);
    Map<String, Long> errors = new HashMap<>();
    String changed =
        BATCH
            .matcher(text.toString(UTF_8))
            .replaceAll(
                batch ->
                    moved(batch, errors.computeIfAbsent(batch.group(2), m -> clock(random, most))));
    ByteArrayOutputStream moved = new ByteArrayOutputStream();
    RawText.toTrace(new ByteArrayInputStream(changed.getBytes(UTF_8)), moved);
    return moved.toByteArray();
  }

  private static long clock(Random random, int most) {
    return random.nextLong(2L * most + 1) - most;
  }

  private static String moved(MatchResult batch, long by) {
    long time = Math.max(0, Long.parseLong(batch.group(3)) + by);
    return "EventBatch gen=" + batch.group(1) + " m=" + batch.group(2) + " time=" + time;
  }
}
