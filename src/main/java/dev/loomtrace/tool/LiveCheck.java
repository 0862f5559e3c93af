package dev.loomtrace.tool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Has the agent examine a JVM from inside: it makes virtual threads wait in every way and checks
 * that all of it is recorded. The agent writes its findings to a file.
 */
final class LiveCheck {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String OPTION = "doctor=";

  private LiveCheck() {}

  /** Examines a JVM that runs. */
  static List<Finding> ofProcess(long pid) throws IOException {
    return examine(report -> new RunningJvm(pid).loadAgent(OPTION + report));
  }

  /** Examines a JVM that is started for it. */
  static List<Finding> of(JavaHome home) throws IOException, InterruptedException {
    Path agent = Installation.own().agent();
    return examine(
        report -> {
          Path log = Files.createTempFile("loomtrace-doctor", ".log");
          try {
            run(
                List.of(
                    home.java().toString(),
                    "-javaagent:" + agent + "=" + OPTION + report,
                    "-XX:-PrintWarnings",
                    "-version"),
                log);
            if (Files.size(report) == 0) {
              throw new UserDataException(
                  String.join(
                      "; ",
                      Files.readString(log, StandardCharsets.UTF_8).strip().lines().toList()));
            }
          } finally {
            Files.delete(log);
          }
        });
  }

  private interface Examiner {
    void writeTo(Path report) throws IOException, InterruptedException;
  }

  private static List<Finding> examine(Examiner examiner) throws IOException {
    Path report = Files.createTempFile("loomtrace-doctor", ".txt");
    try {
      examiner.writeTo(report);
      List<Finding> findings = new ArrayList<>();
      for (String line : Files.readAllLines(report)) {
        Optional<Finding> finding = Finding.parse(line);
        finding.ifPresent(findings::add);
      }
      return findings.isEmpty()
          ? List.of(
              new Finding(
                  Finding.Level.FAIL, "agent", "it did not write what it found to " + report))
          : findings;
    } catch (UserDataException e) {
      return List.of(new Finding(Finding.Level.FAIL, "agent", e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of(new Finding(Finding.Level.FAIL, "agent", "interrupted"));
    } finally {
      Files.deleteIfExists(report);
    }
  }

  private static void run(List<String> command, Path log) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    process.getOutputStream().close();
    if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly();
      throw new UserDataException("no answer within " + PATIENCE.toSeconds() + " s");
    }
  }
}
