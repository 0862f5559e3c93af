package dev.loomtrace.testing.jvm;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Java run times on this machine, for tests that start JVMs of other versions. */
public final class JavaRunTimes {
  private static final String ALL = "25,21";
  private static final String VERSIONS =
      Boolean.getBoolean("loomtrace.long") ? ALL : System.getProperty("loomtrace.jdks", ALL);

  private JavaRunTimes() {}

  /**
   * The versions that tests of each JDK use now: 25, or 21 in a run of the slow tests, or both in
   * the long form (CONTRIBUTING.md).
   */
  public static Stream<Integer> versions() {
    return Stream.of(VERSIONS.split(",", -1)).map(Integer::valueOf);
  }

  /** Home of a run time of this version; skips the test, loudly, if there is none. */
  public static Path home(int version) {
    Path own = Path.of(System.getProperty("java.home"));
    if (version == Runtime.version().feature()) {
      return own;
    }
    List<Path> candidates = new ArrayList<>();
    String variable = "LOOMTRACE_JDK" + version;
    String named = System.getenv(variable);
    if (named != null) {
      candidates.add(Path.of(named));
    }
    try (Stream<Path> siblings = Files.list(own.getParent())) {
      siblings.sorted().forEach(candidates::add);
      for (Path candidate : candidates) {
        Path release = candidate.resolve("release");
        if (Files.isRegularFile(release)
            && Files.readString(release).contains("JAVA_VERSION=\"" + version + ".")) {
          return candidate;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String skipped =
        "SKIPPED: no JDK or run time of version " + version + " found; name one in " + variable;
    System.err.println(skipped);
    abort(skipped);
    throw new AssertionError("not reached");
  }
}
