package dev.loomtrace.tool;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.bridge.ChildJvm;
import dev.loomtrace.e2e.Browser;
import dev.loomtrace.e2e.program.Requests;
import dev.loomtrace.explorer.Explorer;
import dev.loomtrace.explorer.ExplorerOptions;
import dev.loomtrace.timeline.store.StoreCache;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.openqa.selenium.Keys;

/** What people do with the page, in a real browser, on recordings of a program that is known. */
@Tag("parallel")
@Execution(ExecutionMode.SAME_THREAD) // A browser takes what a processor has.
class ExplorerIT {
  private static final Path FIXTURES = Path.of("..", "test-fixtures", "cases");
  private static final List<String> VIEWS =
      List.of("overview", "units", "timeline", "waits", "carriers", "threads", "gc", "logs", "sql");

  @TempDir static Path folder;
  private static Path recording;
  private static Path trace;
  private static Path stock;
  private static long slow;

  private Explorer explorer;
  private Browser browser;

  @BeforeAll
  static void record() throws IOException {
    recording = folder.resolve("requests.jfr");
    ChildJvm.Result program = ChildJvm.record(25, recording, Requests.class);
    slow = program.get("slow");
    trace = folder.resolve("requests.trace");
    CommandRun.of("convert", recording, trace).succeeds();
    stock = folder.resolve("stock.jfr");
    ChildJvm.Result plain =
        ChildJvm.run(25, List.of("-XX:StartFlightRecording:filename=" + stock), Requests.class);
    assertEquals(0, plain.status(), plain::toString);
  }

  private void open(Path... files) throws IOException {
    explorer =
        Explorer.start(
            new ExplorerOptions(
                List.of(files),
                ExplorerOptions.LOOPBACK,
                0,
                new StoreCache(folder.resolve("cache"), Long.MAX_VALUE),
                "test",
                sentence -> {}));
    browser = Browser.open();
    browser.go(explorer.address());
  }

  @AfterEach
  void close() throws IOException {
    if (browser != null) {
      browser.close();
    }
    if (explorer != null) {
      explorer.close();
    }
  }

  private void assertNoComplaint() {
    assertEquals(List.of(), browser.complaints());
  }

  /** The first match in what a command prints. */
  private static String said(Pattern pattern, Object... command) {
    String out = CommandRun.of(command).succeeds().out();
    Matcher matcher = pattern.matcher(out);
    assertTrue(matcher.find(), out);
    return matcher.group(1);
  }

  /** "This request was slow": from the names of tasks to whom it waited for. */
  @Test
  void aSlowRequestToItsCause() throws IOException {
    String took =
        said(Pattern.compile(" took ([\\d.]+ \\w+)"), "why", "--task", "slow request", recording);
    open(recording);
    browser.find("h1", "requests.jfr");
    assertFalse(browser.address().contains("token"), browser.address());
    browser.find(".nav a", "Units").click();
    browser.find("main td a", "slow request").click();
    browser.find("main td a", "task ").click();
    String title = browser.find("h1", "slow request").getText();
    assertTrue(title.contains(" took " + took), title + ", the command line says " + took);
    browser.find("main", "blocked: lock");
    browser.find("main", "ended by");
    browser.find("a.button", "Show in timeline").click();
    browser.find(".tl-mode", "Critical path");
    browser.find(".tl-panel");
    assertTrue(browser.address().contains("crit=task."), browser.address());
    assertNoComplaint();
  }

  /** The same on the Go trace that the recording becomes, where nobody marked what is slow. */
  @Test
  void whatTheSlowOnesHaveThatTheOthersHaveNot() throws IOException {
    open(trace);
    browser.find(".nav a", "Units").click();
    browser.find("main td a", "request").click();
    browser.find("main", "others");
    browser.find("main", "of difference");
    assertNoComplaint();
  }

  /** "What is this thread doing?": search, its spans, its stack; by keys alone. */
  @Test
  void aThreadByKeysAlone() throws IOException {
    open(recording);
    browser.find("h1", "requests.jfr");
    browser.press("/");
    browser.press(Long.toString(slow));
    browser.find("#hits .pick", Long.toString(slow));
    browser.press(Keys.ENTER);
    browser.find(".tl-panel", Long.toString(slow));
    String first = browser.find(".tl-panel").getText();
    browser.press("]");
    await().until(() -> !browser.find(".tl-panel").getText().equals(first));
    String second = browser.find(".tl-panel").getText();
    browser.press("[");
    await().until(() -> browser.find(".tl-panel").getText().equals(first));
    assertNotEquals(first, second);
    browser.press("?");
    browser.find("dialog", "follow to whoever ended the wait");
    browser.press(Keys.ESCAPE);
    browser.press("1");
    browser.find("h1", "requests.jfr");
    assertNoComplaint();
  }

  /** "Look at this": the address is the place, and back is back. */
  @Test
  void theAddressIsThePlace() throws IOException {
    open(recording, trace);
    browser.find("h1", "requests.jfr");
    browser.press("/");
    browser.press(Long.toString(slow));
    browser.find("#hits .pick", Long.toString(slow));
    browser.press(Keys.ENTER);
    String shown = browser.find(".tl-panel", Long.toString(slow)).getText();
    String address = browser.address();
    assertTrue(address.contains("thread=" + slow), address);
    browser.go("about:blank");
    browser.go(address);
    await().until(() -> browser.find(".tl-panel").getText().equals(shown));
    browser.find(".nav a", "Logs").click();
    browser.find("h1", "Logs");
    browser.run("history.back()");
    await().until(() -> browser.find(".tl-panel").getText().equals(shown));
    assertNoComplaint();
  }

  /** "The service is slow", of a recording without the agent: it says what is missing. */
  @Test
  void aStockRecordingSaysWhatIsMissing() throws IOException {
    open(stock);
    browser.find("h1", "stock.jfr");
    browser.find("main", "recorded without Loomtrace's agent");
    for (String view : VIEWS) {
      browser.run("location.hash = '#f=0&view=" + view + "'");
      browser.find(".nav a[aria-current=page][data-view=" + view + "]");
      await().until(() -> !browser.text().contains("Loading"));
      assertFalse(browser.has("main .notice.bad"), () -> view + ": " + browser.text());
    }
    assertNoComplaint();
  }

  @Test
  void darkIsDark() throws IOException {
    open(recording);
    browser.find("h1", "requests.jfr");
    Object light = brightness();
    browser.press("t");
    await().until(() -> !brightness().equals(light));
    assertNoComplaint();
  }

  private Object brightness() {
    return browser.run("return getComputedStyle(document.body).backgroundColor");
  }

  /** Names of a trace are text, whatever they look like; nothing of them runs. */
  @Test
  void hostileNamesAreText() throws IOException {
    open(FIXTURES.resolve("hostile-names.trace"));
    browser.find("h1", "hostile-names.trace");
    browser.run("window.before = document.querySelectorAll('script').length");
    for (String view : VIEWS) {
      browser.run("location.hash = '#f=0&view=" + view + "'");
      browser.find(".nav a[aria-current=page][data-view=" + view + "]");
      await().until(() -> !browser.text().contains("Loading"));
      assertEquals(
          List.of(0L, 0L),
          browser.run(
              "return [document.querySelectorAll('main script, main iframe, main img').length,"
                  + " document.querySelectorAll('script').length - window.before]"),
          view);
    }
    assertNoComplaint();
  }

  @Test
  void sqlIsAnsweredOrSaysWhatIsWrong() throws IOException {
    open(recording);
    browser.run("location.hash = '#f=0&view=sql'");
    browser.find("main table td", "running");
    String query = "SELECT count(*) AS n FROM task WHERE name = 'slow request'";
    browser.run("location.hash = '#f=0&view=sql&q=' + encodeURIComponent(arguments[0])", query);
    browser.find("main table th", "n");
    browser.find("main table td", "1");
    browser.run("location.hash = '#f=0&view=sql&q=' + encodeURIComponent('SELECT x FROM task')");
    browser.find("main .notice.bad", "x");
    // The server refused it, and that is all the browser has to complain about.
    assertTrue(browser.complaints().stream().allMatch(line -> line.contains("400")));
  }
}
