package dev.loomtrace.gotrace.v1;

import dev.loomtrace.testing.GoJudge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Broken traces: those of the Go distribution, changed at random places. */
class V1MutationTest {
  private static final long SEED = Long.getLong("seed", 1);

  static List<Path> files() throws IOException {
    return V1TestdataTest.files();
  }

  @ParameterizedTest
  @MethodSource("files")
  void agreesWithGo(Path file) throws IOException {
    byte[] trace = Files.readAllBytes(file);
    int rounds = Integer.getInteger("rounds", trace.length > 100_000 ? 20 : 200);
    int bad = 0;
    int accepted = 0;
    try (GoJudge go = GoJudge.start()) {
      for (int round = 0; round < rounds; round++) {
        byte[] changed = mutate(trace, new Random(SEED * 1_000_003 + round));
        GoJudge.Verdict verdict = go.judge(changed);
        V1Text.Reading ours = V1Text.read(changed);
        if (verdict.accepted()) accepted++;
        if (verdict.accepted() != ours.accepted()
            || !V1Text.settled(verdict.text()).equals(V1Text.settled(ours.text()))) {
          bad++;
          System.out.println(
              "BAD "
                  + file.getFileName()
                  + " round "
                  + round
                  + " go: "
                  + verdict.fault()
                  + " ("
                  + verdict.text().length()
                  + ")  ours: "
                  + ours.fault()
                  + " ("
                  + ours.text().length()
                  + ")");
          Files.write(Path.of("/tmp/v1/bad-" + file.getFileName() + "-" + round), changed);
        }
      }
    }
    System.out.println(
        "SUM "
            + file.getFileName()
            + " rounds "
            + rounds
            + " accepted "
            + accepted
            + " bad "
            + bad);
  }

  static byte[] mutate(byte[] trace, Random random) {
    byte[] changed = trace.clone();
    int times = 1 + random.nextInt(3);
    for (int i = 0; i < times; i++) {
      int at = 16 + random.nextInt(changed.length - 16);
      switch (random.nextInt(5)) {
        case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> changed[at] = (byte) random.nextInt(256);
        case 2 -> changed[at]++;
        case 3 -> changed[at] = (byte) (random.nextBoolean() ? 0 : 0x7f);
        default -> {
          int other = 16 + random.nextInt(changed.length - 16);
          byte swap = changed[at];
          changed[at] = changed[other];
          changed[other] = swap;
        }
      }
    }
    return changed;
  }
}
