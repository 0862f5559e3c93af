package example;

import dev.loomtrace.FlightRecorder;
import dev.loomtrace.Task;

/** An application whose packaging left out what is not a class. */
public final class Unpacked {
  private Unpacked() {}

  /** Starts a flight recorder nevertheless. */
  public static void main(String[] arguments) {
    try (FlightRecorder recorder = new FlightRecorder()) {
      recorder.start();
      System.out.println("enabled=" + recorder.isEnabled());
      Task.run("task", () -> System.out.println("ran"));
    }
  }
}
