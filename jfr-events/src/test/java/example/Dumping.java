package example;

import dev.loomtrace.FlightRecorder;
import dev.loomtrace.Log;
import java.nio.file.Path;
import java.time.Duration;

/** Dumps to one file again and again, and prints the number of each that was written. */
public final class Dumping {
  private Dumping() {}

  /**
   * Runs it.
   *
   * @param args the file; how often
   */
  public static void main(String[] args) throws Exception {
    Path file = Path.of(args[0]);
    int count = Integer.parseInt(args[1]);
    FlightRecorder recorder =
        new FlightRecorder(FlightRecorder.Config.builder().minDumpInterval(Duration.ZERO).build());
    recorder.start();
    for (int i = 0; i < count; i++) {
      Log.log("", "message " + i);
      recorder.dump(file, Integer.toString(i)).get();
      System.out.println(i);
    }
  }
}
