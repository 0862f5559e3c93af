package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.bridge.ChildJvm;
import dev.loomtrace.e2e.Firefox;
import dev.loomtrace.e2e.program.Requests;
import dev.loomtrace.explorer.Explorer;
import dev.loomtrace.explorer.ExplorerOptions;
import dev.loomtrace.timeline.store.StoreCache;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * That the page works in the other browser as well: all views, and the way from a slow request to
 * its timeline. With {@code -Dfirefox.pictures=FOLDER} it writes a picture of each view.
 */
@Tag("parallel")
@Tag("slow")
@Execution(ExecutionMode.SAME_THREAD) // A browser takes what a processor has.
class ExplorerInFirefoxIT {
  private static final List<String> VIEWS =
      List.of("overview", "units", "timeline", "waits", "carriers", "threads", "gc", "logs", "sql");

  @TempDir private Path folder;

  @Test
  void allViewsAndAWay() throws IOException {
    Optional<Path> pictures =
        Optional.ofNullable(System.getProperty("firefox.pictures")).map(Path::of);
    try (Firefox browser = Firefox.open()) {
      Path recording = folder.resolve("requests.jfr");
      ChildJvm.record(25, recording, Requests.class);
      try (Explorer explorer =
          Explorer.start(
              new ExplorerOptions(
                  List.of(recording),
                  ExplorerOptions.LOOPBACK,
                  0,
                  new StoreCache(folder.resolve("cache"), Long.MAX_VALUE),
                  "test",
                  sentence -> {}))) {
        browser.go(explorer.address());
        browser.until("document.querySelector('h1')?.textContent.includes('requests.jfr')");
        for (String view : VIEWS) {
          browser.run("(location.hash = '#f=0&view=" + view + "', '')");
          browser.until(
              "document.querySelector('.nav a[aria-current=page][data-view=" + view + "]')");
          browser.until("!document.querySelector('main').textContent.includes('Loading')");
          assertEquals("null", browser.run("document.querySelector('main .notice.bad')"), view);
          if (pictures.isPresent()) {
            browser.picture(pictures.get().resolve(view + ".png"));
          }
        }
        browser.click(".nav a", "Units");
        browser.click("main td a", "slow request");
        browser.click("main td a", "task ");
        browser.click("a.button", "Show in timeline");
        browser.until("document.querySelector('.tl-mode')?.textContent.includes('Critical path')");
        browser.until("document.querySelector('.tl-panel:not([hidden])')");
        String address = browser.run("location.href");
        assertTrue(address.contains("crit=task."), address);
        browser.run(
            "(window.saved = [], window.real = URL.createObjectURL,"
                + " URL.createObjectURL = blob => (saved.push(blob), real.call(URL, blob)), '')");
        browser.click(".tl-bar button", "SVG");
        String drawing = browser.run("saved[0].text()");
        assertTrue(drawing.contains("<text"), drawing);
        if (pictures.isPresent()) {
          browser.picture(pictures.get().resolve("critical-path.png"));
        }
        assertEquals(List.of(), browser.complaints());
      }
    }
  }
}
