package dev.loomtrace.benchmarks.overhead;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * What a JVM that is measured is told, a command a line, each answered with a line:
 *
 * <pre>
 * mode OFF-OR-SETTINGS   what is recorded from now on; answers ok
 * MEASURE ARGUMENTS      whatever it measures; answers with the result
 * </pre>
 */
final class Commands {
  /** Measures. */
  @FunctionalInterface
  interface Measurement {
    /** The result of a command that is given in words. */
    String of(String[] words) throws InterruptedException;
  }

  private Commands() {}

  /**
   * Obeys until the input ends.
   *
   * @param recording what to do when the recording is another than before
   */
  static void obey(Runnable recording, Measurement measurement)
      throws IOException, InterruptedException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    Recorder recorder = new Recorder();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", 3);
      if (words[0].equals("mode")) {
        recorder.mode(words[1]);
        recording.run();
        System.out.println("ok");
      } else {
        System.out.println(measurement.of(words));
      }
    }
  }
}
