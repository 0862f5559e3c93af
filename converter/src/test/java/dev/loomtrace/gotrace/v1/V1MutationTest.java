package dev.loomtrace.gotrace.v1;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.testing.GoJudge;
import dev.loomtrace.trace.MalformedTraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Traces that were changed at random: Go's reader and ours agree on each, and nothing but our
 * exceptions escapes. {@code -Dseed=N} asks for other changes, {@code -Drounds=N} for N times as
 * many.
 */
class V1MutationTest {
  private static final long SEED = Long.getLong("seed", 1);
  private static final int ROUNDS = Integer.getInteger("rounds", 1);
  private static final int HEADER = 16;

  private static GoJudge go;

  @BeforeAll
  static void callJudge() {
    go = GoJudge.start();
  }

  @AfterAll
  static void dismissJudge() {
    if (go != null) {
      go.close();
    }
  }

  static List<Path> files() throws IOException {
    return V1TestdataTest.files();
  }

  @ParameterizedTest
  @MethodSource("files")
  void agreesWithGoOnChangedFiles(Path file) throws IOException {
    byte[] trace = Files.readAllBytes(file);
    int rounds = (trace.length > 100_000 ? 2 : 20) * ROUNDS;
    for (int round = 0; round < rounds; round++) {
      assertAgreement(file.getFileName() + " " + SEED + " " + round, trace, round);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {11, 19, 21})
  void agreesWithGoOnChangedPrograms(int minor) throws IOException {
    int accepted = 0;
    for (int round = 0; round < 150 * ROUNDS; round++) {
      byte[] trace = RandomV1Trace.of(SEED * 1_000_000 + round, minor, 60, 40);
      accepted += assertAgreement("go 1." + minor + " " + SEED + " " + round, trace, round);
    }
    // Else nothing was compared but refusals.
    assertTrue(accepted > 0);
  }

  @Test
  void agreesWithGoOnPrefixes() throws IOException {
    for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
      byte[] trace = RandomV1Trace.of(seed, 21, 40, 40);
      for (int length = HEADER; length < trace.length; length++) {
        assertAgreement("prefix " + length + " of seed " + seed, Arrays.copyOf(trace, length));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void prefixesAreRefusedCleanlyOrRead(Path file) throws IOException {
    byte[] trace = Files.readAllBytes(file);
    int step = Math.max(1, trace.length / (trace.length > 100_000 ? 20 : 500));
    for (int length = 0; length < trace.length; length += step) {
      byte[] prefix = Arrays.copyOf(trace, length);
      try {
        V1Text.Reading ours = V1Text.read(prefix);
        if (ours.accepted()) {
          // Some files end with what they can do without.
          assertAgreement("prefix " + length + " of " + file.getFileName(), prefix);
        } else {
          V1Judged.assertFault("", ours);
        }
      } catch (MalformedTraceException e) {
        assertTrue(length < HEADER, e.getMessage());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {11, 19, 21})
  void nothingElseEscapes(int minor) throws IOException {
    for (int round = 0; round < 2000 * ROUNDS; round++) {
      byte[] trace = RandomV1Trace.of(SEED * 7_000_000 + round, minor, 30, 40);
      byte[] changed = change(trace, new Random(SEED * 31 + round));
      V1Text.Reading ours = V1Text.read(changed);
      if (!ours.accepted()) {
        V1Judged.assertFault("", ours);
      }
    }
  }

  private static int assertAgreement(String which, byte[] trace, int round) throws IOException {
    return assertAgreement(which, change(trace, new Random(SEED * 1_000_003 + round)));
  }

  private static int assertAgreement(String which, byte[] trace) throws IOException {
    V1Text.Reading ours = V1Text.read(trace);
    V1Judged.assertSame(which, go, trace, ours);
    return ours.accepted() ? 1 : 0;
  }

  private static byte[] change(byte[] trace, Random random) {
    byte[] changed = trace.clone();
    int times = 1 + random.nextInt(3);
    for (int i = 0; i < times; i++) {
      changed = changeOnce(changed, random);
    }
    return changed;
  }

  private static byte[] changeOnce(byte[] trace, Random random) {
    int at = HEADER + random.nextInt(trace.length - HEADER);
    int length = Math.min(1 + random.nextInt(20), trace.length - at);
    switch (random.nextInt(8)) {
      case 0 -> trace[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> trace[at] = (byte) random.nextInt(256);
      case 2 -> trace[at]++;
      case 3 -> trace[at]--;
      case 4 -> trace[at] = (byte) (random.nextBoolean() ? 0xff : 0x7f);
      case 5 -> {
        // Taken out.
        byte[] shorter = Arrays.copyOf(trace, trace.length - length);
        System.arraycopy(trace, at + length, shorter, at, trace.length - at - length);
        return shorter.length > HEADER ? shorter : trace;
      }
      case 6 -> {
        // Put in twice.
        byte[] longer = Arrays.copyOf(trace, trace.length + length);
        System.arraycopy(trace, at, longer, at + length, trace.length - at);
        return longer;
      }
      default -> {
        int other = HEADER + random.nextInt(trace.length - HEADER);
        byte swapped = trace[at];
        trace[at] = trace[other];
        trace[other] = swapped;
      }
    }
    return trace;
  }
}
