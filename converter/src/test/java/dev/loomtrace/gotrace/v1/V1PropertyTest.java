package dev.loomtrace.gotrace.v1;

import static org.junit.jupiter.api.Assertions.assertNull;

import dev.loomtrace.testing.GoJudge;
import dev.loomtrace.testing.jvm.Sample;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random programs' traces. {@code -Dseed=N} asks for those of another seed. */
class V1PropertyTest {
  private static final long SEED = Long.getLong("seed", 1);

  @Tag(Sample.TAG)
  @ParameterizedTest
  @CsvSource({"11, 1", "19, 1", "21, 1", "11, 40", "19, 40", "21, 40"})
  void readsRandomProgramsAsGoDoes(int minor, int longestStep) throws IOException {
    try (GoJudge go = GoJudge.start()) {
      for (long i : Sample.seeds(10, 30).toList()) {
        long seed = SEED * 1000 + i;
        byte[] trace = RandomV1Trace.of(seed, minor, 1500, longestStep);
        V1Text.Reading ours = V1Text.read(trace);
        assertNull(ours.fault(), "seed " + seed);
        V1Judged.assertSame("seed " + seed, go, trace, ours);
      }
    }
  }
}
