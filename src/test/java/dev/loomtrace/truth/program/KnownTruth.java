package dev.loomtrace.truth.program;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/**
 * Plays scenes, one after the other, each up to some times until the machine was quiet enough for
 * its truth to be known closely, and prints what is known of each. A task is called by its scene,
 * its kind of thread, and its round: {@code sleep/virtual/1}.
 */
public final class KnownTruth {
  // Half of what an answer may be off.
  private static final long MAX_SLACK = 3_000_000;

  private KnownTruth() {}

  /** All scenes. */
  public static List<String> names() {
    return scenes().map(Scene::name).toList();
  }

  private static Stream<Scene> scenes() {
    return Stream.of(
            LockScenes.all(),
            HandOverScenes.all(),
            OutsideScenes.all(),
            SchedulingScenes.all(),
            TaskScenes.all())
        .flatMap(List::stream);
  }

  /**
   * Arguments: {@code plain}, {@code cut} (a new chunk begins in the middle of each task) or {@code
   * older} (the threads are older than the recording, which the program makes itself); how often a
   * scene is played at most; which scenes, as a regular expression; for {@code older} the
   * recording.
   *
   * @throws Exception if a scene fails
   */
  public static void main(String[] args) throws Exception {
    boolean cutting = args[0].equals("cut");
    int rounds = Integer.parseInt(args[1]);
    Pattern wanted = Pattern.compile(args[2]);
    List<Attempt> attempts = new ArrayList<>();
    scenes()
        .filter(scene -> wanted.matcher(scene.name()).matches())
        .filter(scene -> scene.cut() != (cutting ? Scene.Cut.NEVER : Scene.Cut.ALWAYS))
        .forEach(
            scene -> {
              for (boolean virtual : new boolean[] {true, false}) {
                if (scene.kinds().include(virtual)) {
                  attempts.add(new Attempt(scene, virtual, cutting));
                }
              }
            });
    List<Stage> played = new ArrayList<>();
    if (args[0].equals("older")) {
      for (Attempt attempt : attempts) {
        attempt.prepare(rounds);
      }
      try (Recording recording = new Recording(Configuration.getConfiguration("default"))) {
        recording.start();
        for (Attempt attempt : attempts) {
          attempt.play(rounds, played);
        }
        recording.dump(Path.of(args[3]));
      }
    } else {
      for (Attempt attempt : attempts) {
        attempt.play(rounds, played);
      }
    }
    played.forEach(stage -> stage.ledger().print());
    System.out.flush();
    System.exit(0); // Some scenes never end.
  }

  /** A scene with one kind of thread. */
  private record Attempt(Scene scene, boolean virtual, boolean cutting, List<Stage> prepared) {
    Attempt(Scene scene, boolean virtual, boolean cutting) {
      this(scene, virtual, cutting, new ArrayList<>());
    }

    void prepare(int rounds) {
      while (prepared.size() < rounds) {
        String kind = virtual ? "virtual" : "platform";
        String task = scene.name() + "/" + kind + "/" + (prepared.size() + 1);
        prepared.add(new Stage(task, virtual, cutting));
      }
    }

    /** Plays it until it is known closely; what is known best is kept. */
    void play(int rounds, List<Stage> played) throws Exception {
      Stage best = null;
      for (int round = 1; round <= rounds && (best == null || slack(best) > MAX_SLACK); round++) {
        prepare(round);
        Stage stage = prepared.get(round - 1);
        try {
          scene.play().on(stage);
          if (best == null || slack(stage) < slack(best)) {
            best = stage;
          }
        } catch (Disturbed e) {
          System.err.println(stage.task() + ": " + e.getMessage());
        } catch (IllegalStateException e) {
          if (!(e.getCause() instanceof Disturbed)) {
            throw e;
          }
          System.err.println(stage.task() + ": " + e.getCause().getMessage());
        }
      }
      if (best == null) {
        System.out.println(
            "unmeasured\t" + scene.name() + "/" + (virtual ? "virtual" : "platform"));
      } else {
        played.add(best);
      }
    }

    private static long slack(Stage stage) {
      return stage.ledger().slack();
    }
  }
}
