package example;

import dev.loomtrace.FlightRecorder;
import dev.loomtrace.Log;
import dev.loomtrace.Region;
import dev.loomtrace.Settings;
import dev.loomtrace.Task;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Uses every annotation and prints the outcome; run in all kinds of run times. */
@SuppressWarnings("try")
public final class Annotated {
  private Annotated() {}

  /** Takes the file to dump to. */
  public static void main(String[] arguments) throws Exception {
    System.out.println("module=" + Task.class.getModule().isNamed());
    System.out.println("enabled=" + Task.isEnabled());
    FlightRecorder recorder = new FlightRecorder();
    recorder.start();
    System.out.println("recorder=" + recorder.isEnabled());
    System.out.println("settings=" + !Settings.alwaysOn().values().isEmpty());
    Task open = Task.begin("open");
    annotate();
    try {
      recorder.dump(Path.of(arguments[0]), "example").join();
      System.out.println("dump=true");
    } catch (CompletionException e) {
      System.out.println("dump=" + e.getCause().getMessage());
    }
    open.end();
    recorder.close();
    System.out.println("end=" + Task.isEnabled());
  }

  private static void annotate() throws Exception {
    try (Task task = Task.begin("checkout");
        Region region = Region.begin("price");
        ExecutorService threads = Task.wrapExecutor(Executors.newVirtualThreadPerTaskExecutor())) {
      Log.log("sku", "42");
      Log.log("sku", () -> "4" + 3);
      System.out.println("inherited=" + (threads.submit(Task::current).get() == task));
      Task.run("run", () -> Region.run("inside", () -> {}));
      try (Task.Scope scope = task.attach()) {
        System.out.println("current=" + Task.call("call", () -> Task.current().name()));
      }
    }
  }
}
