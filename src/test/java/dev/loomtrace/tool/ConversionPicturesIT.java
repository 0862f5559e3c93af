package dev.loomtrace.tool;

import dev.loomtrace.e2e.Browser;
import dev.loomtrace.explorer.Explorer;
import dev.loomtrace.explorer.ExplorerOptions;
import dev.loomtrace.testing.GoTools;
import dev.loomtrace.timeline.store.StoreCache;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import one.convert.Arguments;
import one.convert.JfrToFlame;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Makes the pictures of docs/conversion.md, of the trace and the recording that it is about. */
@Tag("slow")
@EnabledIfSystemProperty(named = "conversion.pictures", matches = "true")
class ConversionPicturesIT {
  private static final Path PICTURES = Path.of("..", "docs", "pictures");
  private static final Path INPUTS = Path.of("..", "test-fixtures", "conversion");

  @TempDir Path folder;

  private static void picture(Browser browser, String name)
      throws IOException, InterruptedException {
    Thread.sleep(3_000); // What is drawn fades in.
    browser.picture(PICTURES.resolve(name + ".png"));
  }

  /**
   * What async-profiler's converter and the explorer draw of a Go trace that became a recording.
   */
  @Test
  void ofAGoTraceAsARecording() throws IOException, InterruptedException {
    Path recording = folder.resolve("till.jfr");
    CommandRun.of("convert", INPUTS.resolve("till.trace"), recording).succeeds();
    Path flames = folder.resolve("till.html");
    JfrToFlame.convert(recording.toString(), flames.toString(), new Arguments());
    try (Browser browser = Browser.open("--window-size=1000,400")) {
      browser.go(flames.toUri().toString());
      picture(browser, "conversion-flames");
    }
    ExplorerOptions options =
        new ExplorerOptions(
            List.of(recording),
            ExplorerOptions.LOOPBACK,
            0,
            new StoreCache(folder.resolve("cache"), Long.MAX_VALUE),
            "0.1.0",
            sentence -> {});
    try (Explorer explorer = Explorer.start(options);
        Browser browser = Browser.open()) {
      browser.go(explorer.address());
      browser.run("location.hash = '#f=0&view=timeline'");
      browser.find(".tl");
      picture(browser, "conversion-explorer");
    }
  }

  /** What {@code go tool trace} says of the tasks of a recording that became a Go trace. */
  @Test
  void ofARecordingAsAGoTrace() throws IOException, InterruptedException {
    Path trace = folder.resolve("shop.trace");
    CommandRun.of("convert", INPUTS.resolve("shop.jfr"), trace).succeeds();
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    String address = "127.0.0.1:" + port;
    Process server =
        new ProcessBuilder(GoTools.traceTool().toString(), "-http=" + address, trace.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("server.txt").toFile())
            .start();
    try (Browser browser = Browser.open("--window-size=1000,400")) {
      Thread.sleep(3_000); // It serves when it has read the trace.
      browser.go("http://" + address + "/usertasks");
      browser.find("table", "card");
      picture(browser, "conversion-go-tool-trace");
    } finally {
      server.destroy();
    }
  }
}
