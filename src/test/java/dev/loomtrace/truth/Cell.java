package dev.loomtrace.truth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.Settings;
import dev.loomtrace.bridge.ChildJvm;
import dev.loomtrace.truth.program.KnownTruth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A cell of the matrix: in what the scenes are played, and how they are recorded. Virtual and
 * platform threads play in each.
 *
 * @param version the JDK's
 * @param carriers how many threads carry the virtual ones
 * @param run the program's first argument: {@code plain}, {@code cut} or {@code older}; or {@code
 *     always-on}, which is {@code plain} with Loomtrace's own settings
 */
record Cell(int version, int carriers, String run) {
  private static final String ALWAYS_ON = "always-on";

  /**
   * Plays scenes and compares all answers with the truth.
   *
   * @param scenes which, as a regular expression
   * @param rounds how often a scene is played at most, until the machine is quiet enough
   * @param directory where the recordings go
   */
  List<Check> play(String scenes, int rounds, Path directory) throws IOException {
    Path recording = directory.resolve("truth-" + this + ".jfr");
    List<String> options =
        new ArrayList<>(
            List.of(
                // All of a collection is a pause.
                "-XX:+UseSerialGC",
                "-Xmx1g",
                "-Djdk.virtualThreadScheduler.parallelism=" + carriers,
                "-Djdk.virtualThreadScheduler.maxPoolSize=" + carriers));
    String[] arguments = {
      alwaysOn() ? "plain" : run, String.valueOf(rounds), scenes, recording.toString()
    };
    ChildJvm.Result result;
    if (run.equals("older")) {
      options.add("-javaagent:" + ChildJvm.agent());
      result = ChildJvm.run(version, options, KnownTruth.class, arguments);
      assertEquals(0, result.status(), () -> result.err() + result.out());
    } else {
      String how = alwaysOn() ? ",settings=" + settings(directory) : "";
      result = ChildJvm.record(version, recording, how, options, KnownTruth.class, arguments);
    }
    List<Truth> truths = Truth.of(result.out());
    return run.equals("cut") ? judgeCut(recording, truths) : judgeWhole(recording, truths);
  }

  /** Whether it is recorded with Loomtrace's own settings, and not with the JDK's. */
  boolean alwaysOn() {
    return run.equals(ALWAYS_ON);
  }

  private static Path settings(Path directory) throws IOException {
    Settings settings = Settings.alwaysOn();
    return Files.writeString(directory.resolve(settings.fileName()), settings.text());
  }

  private List<Check> judgeWhole(Path recording, List<Truth> truths) throws IOException {
    Judge judge = new Judge(this, run.equals("older") ? Form.OLDER : Form.WHOLE);
    Answers answers = Answers.of(recording);
    for (Truth truth : truths) {
      judge.compare(truth.task(), truth.whole(), answers.of(truth.task()));
    }
    return judge.checks();
  }

  private List<Check> judgeCut(Path recording, List<Truth> truths) throws IOException {
    Chunks chunks = Chunks.of(recording);
    List<Check> checks = new ArrayList<>();
    for (Truth truth : truths) {
      int first = chunks.after(truth.cuts().get(0).dayNanos());
      int second = chunks.after(truth.cuts().get(1).dayNanos());
      for (Form form : List.of(Form.BORDER, Form.WINDOW, Form.DUMP, Form.INSIDE)) {
        if (!form.open() && !truth.ends()) {
          continue;
        }
        Path part = recording.resolveSibling("part-" + this + ".jfr");
        chunks.write(
            form.late() ? first : first - 1,
            !form.open() ? second : form.late() ? second - 1 : first - 1,
            part);
        Judge judge = new Judge(this, form);
        Expected expected = truth.in(form, chunks.began(first), chunks.began(second));
        judge.compare(truth.task(), expected, Answers.of(part).of(truth.task()));
        checks.addAll(judge.checks());
        Files.delete(part);
      }
    }
    return checks;
  }

  @Override
  public String toString() {
    return version + "-" + carriers + "-" + run;
  }
}
