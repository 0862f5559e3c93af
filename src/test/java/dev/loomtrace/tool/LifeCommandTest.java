package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What is said of a program that has no tasks. */
@Isolated("records its own JVM")
class LifeCommandTest {
  @TempDir static Path folder;
  private static Path recording;
  private static long id;

  @BeforeAll
  static void record() throws IOException, InterruptedException {
    recording = folder.resolve("errand.jfr");
    try (Recording running = new Recording()) {
      running.setSettings(Settings.full().values());
      running.start();
      Thread errand = new Thread(LifeCommandTest::run, "errand");
      errand.start();
      errand.join();
      id = errand.threadId();
      // Begins another chunk.
      FlightRecorder.getFlightRecorder().takeSnapshot().close();
      running.stop();
      running.dump(recording);
    }
  }

  private static void run() {
    try {
      Thread.sleep(40);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whyExplainsAThreadInstead() {
    String out = CommandRun.of("why", recording).succeeds().out();
    assertTrue(out.startsWith(recording + " has no tasks, so this is the life of a thread"), out);
    String json = CommandRun.of("why", "--json", recording).succeeds().out();
    assertTrue(json.contains("\"insteadOfTask\" : true"), json);
    assertEquals(
        "loomtrace: "
            + recording
            + ": no task named 'x'; the program must begin tasks (dev.loomtrace.Task) to have some;"
            + " without them: loomtrace why --slowest-thread",
        CommandRun.of("why", "--task", "x", recording).fails(1));
  }

  @Test
  void tasksListsThreadsInstead() {
    String out = CommandRun.of("tasks", recording).succeeds().out();
    assertTrue(out.startsWith(recording + " has no tasks: "), out);
    assertTrue(out.contains("\nerrand "), out);
    String json = CommandRun.of("tasks", "--json", recording).succeeds().out();
    assertTrue(json.contains("\"group\" : \"errand\""), json);
  }

  @Test
  void aThreadHasAnIdANameAndAGroup() {
    String title = "thread " + id + " (errand) took ";
    for (String[] option :
        new String[][] {
          {"--thread", Long.toString(id)}, {"--thread", "errand"}, {"--group", "errand"}
        }) {
      String out = CommandRun.of("why", option[0], option[1], recording).succeeds().out();
      assertTrue(out.startsWith(title), out);
      assertTrue(out.contains("blocked: sleep"), out);
      assertTrue(out.contains("LifeCommandTest.run ("), out);
    }
    String json = CommandRun.of("why", "--thread", id, "--json", recording).succeeds().out();
    assertTrue(json.contains("\"kind\" : \"platform\""), json);
    assertTrue(json.contains("\"insteadOfTask\" : false"), json);
  }

  @Test
  void saysThatThereIsNone() {
    String where = "loomtrace: " + recording + ": ";
    String list = "; 'loomtrace threads' lists them";
    assertEquals(
        where + "no thread 999999" + list,
        CommandRun.of("why", "--thread", "999999", recording).fails(1));
    assertEquals(
        where + "no thread named 'x'" + list,
        CommandRun.of("why", "--thread", "x", recording).fails(1));
    assertEquals(
        where + "no group of threads named 'x'" + list,
        CommandRun.of("why", "--group", "x", recording).fails(1));
    CommandRun.of("why", "--thread", "x", "--task", "y", recording).fails(2);
  }

  @Test
  void tellsWhatCameBeforeTheCut() throws IOException {
    byte[] whole = Files.readAllBytes(recording);
    Path cut = Files.write(folder.resolve("cut.jfr"), Arrays.copyOf(whole, whole.length - 1));
    CommandRun run = CommandRun.of("why", "--thread", "errand", cut);
    run.fails(1);
    assertTrue(run.err().contains("the results are of what comes before that"), run.err());
    assertTrue(run.out().startsWith("thread " + id + " (errand) took "), run.out());
  }
}
