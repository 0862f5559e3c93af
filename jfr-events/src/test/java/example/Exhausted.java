package example;

import dev.loomtrace.FlightRecorder;
import dev.loomtrace.Log;
import dev.loomtrace.Region;
import dev.loomtrace.Task;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Uses up its file descriptors, if it is told to, and requests a dump; then releases them, requests
 * another, and uses what a broken class of the JDK would make fail.
 */
@SuppressWarnings("try")
public final class Exhausted {
  private static final AtomicInteger MARKS = new AtomicInteger();

  /** Their initialisation is in the JVM's log: what is between them happened during the dump. */
  private static final class Before {
    static {
      MARKS.incrementAndGet();
    }
  }

  private static final class After {
    static {
      MARKS.incrementAndGet();
    }
  }

  private Exhausted() {}

  /**
   * Runs it.
   *
   * @param args the file to dump to; whether to use up descriptors; milliseconds to stay so
   */
  public static void main(String[] args) throws Exception {
    Path file = Path.of(args[0]);
    FlightRecorder recorder =
        new FlightRecorder(
            FlightRecorder.Config.builder()
                .minDumpInterval(Duration.ZERO)
                .window(Duration.ofSeconds(1))
                .build());
    recorder.start();
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    List<Class<?>> marks = List.of(Before.class, After.class);
    List<InputStream> open = new ArrayList<>();
    if (Boolean.parseBoolean(args[1])) {
      useUp(open);
    }
    lookup.ensureInitialized(marks.get(0));
    String outcome = dump(recorder, file);
    lookup.ensureInitialized(marks.get(1));
    System.out.println("dump=" + outcome);
    try (Task task = Task.begin("task");
        Region region = Region.begin("region")) {
      Log.log("category", "message");
    }
    Thread.sleep(Long.parseLong(args[2]));
    for (InputStream in : open) {
      in.close();
    }
    System.out.println("dump=" + dump(recorder, file));
    System.out.println("uuid=" + UUID.randomUUID().version());
    System.out.println("digest=" + MessageDigest.getInstance("SHA-256").getDigestLength());
    recorder.stop();
    System.out.println("survived");
  }

  private static void useUp(List<InputStream> open) {
    try {
      while (true) {
        open.add(new FileInputStream("/dev/null"));
      }
    } catch (IOException e) {
      // As many as the process may have.
    }
  }

  private static String dump(FlightRecorder recorder, Path file) throws InterruptedException {
    try {
      recorder.dump(file, "example").get();
      return "written";
    } catch (ExecutionException e) {
      return e.getCause().getMessage();
    }
  }
}
