package dev.loomtrace;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs a program in a run time of its own. */
final class ChildJvm {
  private static final String SKIPPED =
      "SKIPPED: no JDK or run time of version 21 found; name one in LOOMTRACE_JDK21";

  /** What a program printed, and how it ended. */
  record Result(int status, List<String> out, String err) {}

  private ChildJvm() {}

  /** The library's classes. */
  static Path classes() {
    return Path.of(System.getProperty("loomtrace.classes"));
  }

  /** The tests' classes. */
  static Path testClasses() {
    return Path.of(System.getProperty("loomtrace.testClasses"));
  }

  /** Home of a run time of this version, 21 or this one's; skips the test if there is none. */
  static Path home(int version) throws IOException {
    Path own = Path.of(System.getProperty("java.home"));
    if (version == Runtime.version().feature()) {
      return own;
    }
    List<Path> candidates = new ArrayList<>();
    String named = System.getenv("LOOMTRACE_JDK" + version);
    if (named != null) {
      candidates.add(Path.of(named));
    }
    try (Stream<Path> siblings = Files.list(own.getParent())) {
      candidates.addAll(siblings.sorted().collect(Collectors.toList()));
    }
    for (Path candidate : candidates) {
      Path release = candidate.resolve("release");
      if (Files.isRegularFile(release)
          && Files.readString(release).contains("JAVA_VERSION=\"" + version + ".")) {
        return candidate;
      }
    }
    System.err.println(SKIPPED);
    abort(SKIPPED);
    throw new AssertionError("not reached");
  }

  /** Runs {@code java} with options and arguments. */
  static Result run(int version, List<String> command) throws IOException, InterruptedException {
    return run(List.of(), version, command);
  }

  /** The same through a program that is given the command line. */
  static Result run(List<String> prefix, int version, List<String> command)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(prefix);
    all.add(home(version).resolve("bin/java").toString());
    all.addAll(command);
    Path err = Files.createTempFile("loomtrace", ".err");
    try {
      Process process = new ProcessBuilder(all).redirectError(err.toFile()).start();
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), out.lines().toList(), Files.readString(err));
    } finally {
      Files.delete(err);
    }
  }
}
