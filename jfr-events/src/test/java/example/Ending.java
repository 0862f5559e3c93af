package example;

import dev.loomtrace.FlightRecorder;
import dev.loomtrace.Log;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Ends while a dump is pending. */
public final class Ending {
  /** Messages that it logs. */
  public static final int MESSAGES = 2000;

  private Ending() {}

  /**
   * Runs it.
   *
   * @param args the file to dump to; how to end; milliseconds until then
   */
  public static void main(String[] args) throws Exception {
    Path file = Path.of(args[0]);
    FlightRecorder recorder =
        new FlightRecorder(FlightRecorder.Config.builder().minDumpInterval(Duration.ZERO).build());
    recorder.start();
    for (int i = 0; i < MESSAGES; i++) {
      Log.log("", "message " + i);
    }
    String how = args[1];
    if (how.equals("hook")) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> dumpAndWait(recorder, file)));
      return;
    }
    if (how.equals("start")) {
      recorder.stop();
      Runtime.getRuntime().addShutdownHook(new Thread(recorder::start));
      return;
    }
    CompletableFuture<Path> dump = recorder.dump(file, "example");
    Thread.sleep(Long.parseLong(args[2]));
    switch (how) {
      case "return" -> {}
      case "exit" -> System.exit(0);
      case "halt" -> Runtime.getRuntime().halt(0);
      case "stop" -> recorder.stop();
      case "terminate" -> terminate();
      default -> throw new IllegalArgumentException(how + dump);
    }
  }

  private static void dumpAndWait(FlightRecorder recorder, Path file) {
    System.out.println(
        recorder
            .dump(file, "example")
            .handle((written, failure) -> failure == null ? "written" : failure.getMessage())
            .join());
  }

  private static void terminate() throws IOException, InterruptedException {
    new ProcessBuilder("kill", Long.toString(ProcessHandle.current().pid())).start().waitFor();
    Thread.sleep(Long.MAX_VALUE);
  }
}
