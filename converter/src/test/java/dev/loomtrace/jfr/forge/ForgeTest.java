package dev.loomtrace.jfr.forge;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Forged recordings, to the reader, the validator and the converter.
 *
 * <p>The long form: {@code mvn -pl converter -am test -Dtest=ForgeTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dforge.inputs=1000000 -Dforge.seed=7}; with {@code
 * -Dforge.first=N} it goes on from input N, which it prints as it goes.
 */
@Isolated("counts what the whole JVM allocates and computes")
class ForgeTest {
  private static final long INPUTS = Long.getLong("forge.inputs", 6_000);
  private static final long FIRST = Long.getLong("forge.first", 0);
  private static final long SEED = Long.getLong("forge.seed", 20261129L);
  private static final long PRINTED = 20_000;
  private static final int SHOWN_BYTES = 3000;

  @Test
  void doNoHarm() throws IOException, InterruptedException {
    System.out.println("forge seed " + SEED + ", inputs " + FIRST + " to " + (FIRST + INPUTS));
    Harm harm = new Harm(ForgedReading::read);
    AtomicReference<String> found = new AtomicReference<>();
    AtomicLong number = new AtomicLong(FIRST);
    // One worker, watched from here: an input that never ends shows by its number standing still.
    Thread worker =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  long cpu = cpu();
                  while (number.get() < FIRST + INPUTS && found.get() == null) {
                    long i = number.get();
                    Optional<String> what = harm.inThisThread(Forge.file(SEED, i).bytes());
                    what.ifPresent(words -> found.set(words));
                    if (what.isEmpty()) {
                      number.incrementAndGet();
                      if ((i + 1) % PRINTED == 0) {
                        System.out.println(
                            "forge: " + (i + 1) + " done, " + (cpu() - cpu) / 1_000_000 + " ms");
                      }
                    }
                  }
                });
    Watch watch = new Watch(worker, number);
    String stuck = watch.untilEnd();
    String what = stuck == null ? found.get() : stuck;
    assertTrue(what == null, () -> describe(number.get(), what));
  }

  private static long cpu() {
    return ((com.sun.management.OperatingSystemMXBean)
            java.lang.management.ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** The find, and the smallest file that still does it. */
  private static String describe(long number, String what) {
    ForgedFile file = Forge.file(SEED, number);
    Harm harm = new Harm(ForgedReading::read);
    String kind = kind(what);
    byte[] small =
        file.shrunk(bytes -> harm.of(bytes).map(ForgeTest::kind).filter(kind::equals).isPresent())
            .bytes();
    String kept = "";
    String folder = System.getProperty("forge.finds");
    if (folder != null) {
      try {
        kept = Files.write(Path.of(folder, "find-" + SEED + "-" + number + ".jfr"), small) + ", ";
      } catch (IOException e) {
        kept = e + ", ";
      }
    }
    String hex =
        small.length > SHOWN_BYTES ? small.length + " bytes" : HexFormat.of().formatHex(small);
    return "seed " + SEED + ", input " + number + ": " + what + "; " + kept + hex;
  }

  /** What two files have in common that do the same harm: numbers and offsets may differ. */
  private static String kind(String what) {
    return what.replaceAll("[0-9]+", "0");
  }
}
