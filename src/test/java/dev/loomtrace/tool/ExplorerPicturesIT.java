package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.e2e.Browser;
import dev.loomtrace.explorer.Explorer;
import dev.loomtrace.explorer.ExplorerOptions;
import dev.loomtrace.timeline.store.StoreCache;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Makes the pictures of docs/explorer.md, from what the demo recorded. */
@Tag("slow")
@EnabledIfSystemProperty(named = "explorer.pictures", matches = "true")
class ExplorerPicturesIT {
  private static final Path PICTURES = Path.of("..", "docs", "pictures");

  @TempDir Path folder;

  private Browser browser;

  @Test
  void areOfTheDemo() throws IOException, InterruptedException {
    Path program = Path.of(System.getProperty("loomtrace.home"), "bin", "loomtrace");
    Process demo =
        new ProcessBuilder(program.toString(), "demo", "--out", folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("demo.txt").toFile())
            .start();
    assertEquals(0, demo.waitFor());
    ExplorerOptions options =
        new ExplorerOptions(
            List.of(folder.resolve("slow.jfr")),
            ExplorerOptions.LOOPBACK,
            0,
            new StoreCache(folder.resolve("cache"), Long.MAX_VALUE),
            "0.1.0",
            sentence -> {});
    try (Explorer explorer = Explorer.start(options);
        Browser opened = Browser.open()) {
      browser = opened;
      browser.go(explorer.address());
      take("overview", "view=overview", "h1", "slow.jfr");
      take("timeline", "view=timeline", ".tl", "Checkout.handle");
      take("units", "view=units&kind=task&name=checkout", "main", "of difference");
      browser.find("main td a", "task ").click();
      browser.find("h1", "checkout");
      browser.find("a.button", "Show in timeline").click();
      browser.find(".tl-panel", "In order");
      picture("critical-path");
      assertEquals(List.of(), browser.complaints());
    }
  }

  private void take(String name, String place, String selector, String text)
      throws IOException, InterruptedException {
    browser.run("location.hash = '#f=0&" + place + "'");
    browser.find(selector, text);
    picture(name);
  }

  private void picture(String name) throws IOException, InterruptedException {
    Thread.sleep(1_500); // What is drawn fades in.
    browser.picture(PICTURES.resolve(name + ".png"));
  }
}
