package example;

import dev.loomtrace.FlightRecorder;
import dev.loomtrace.Log;
import dev.loomtrace.Region;
import dev.loomtrace.Task;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;

/** Annotates and dumps under a security manager, up to JDK 23. */
@SuppressWarnings("try")
public final class Secured {
  private Secured() {}

  /**
   * Runs it.
   *
   * @param args the file to dump to; whether the manager comes late
   */
  public static void main(String[] args) throws Exception {
    FlightRecorder recorder =
        new FlightRecorder(FlightRecorder.Config.builder().window(Duration.ofSeconds(1)).build());
    if (Boolean.parseBoolean(args[1])) {
      recorder.start();
      Class<?> type = Class.forName("java.lang.SecurityManager");
      Method set = System.class.getMethod("setSecurityManager", type);
      set.invoke(null, type.getConstructor().newInstance());
      Thread.sleep(1500); // A chunk is started meanwhile.
    }
    if (!recorder.isEnabled()) {
      recorder.start();
    }
    try (Task task = Task.begin("task");
        Region region = Region.begin("region")) {
      Log.log("category", "message");
    }
    String outcome =
        recorder
            .dump(Path.of(args[0]), "example")
            .handle((written, failure) -> failure == null ? "written" : "refused")
            .join();
    recorder.stop();
    System.out.println(outcome);
  }
}
