package dev.loomtrace.recorder;

import java.io.IOException;
import java.util.Map;

/** Starts recordings that keep a window. */
public final class Recorder {
  private Recorder() {}

  /**
   * Starts to record.
   *
   * @param settings JFR's settings: {@code event#setting}, value
   * @return takes requests for dumps, until it is closed
   * @throws IOException if it cannot record now
   * @throws LinkageError if this run time has no module {@code jdk.jfr}
   */
  public static DumpQueue start(
      Map<String, String> settings, Limits limits, Annotations annotations) throws IOException {
    if (DumpQueue.isJvmEnding()) {
      throw new IOException("the JVM is ending"); // JFR, started then, may never return.
    }
    Window window = JfrWindow.open(settings, limits, annotations);
    try {
      DumpQueue queue = DumpQueue.open(window, limits);
      Rehearsal.run(queue);
      annotations.rehearse();
      return queue;
    } catch (RuntimeException | Error e) {
      window.close(); // Else it would record forever: no thread could be started, for example.
      throw e;
    }
  }
}
