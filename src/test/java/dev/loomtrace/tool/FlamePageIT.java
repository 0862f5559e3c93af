package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.analysis.ProfileType;
import dev.loomtrace.analysis.StackProfile;
import dev.loomtrace.e2e.Browser;
import dev.loomtrace.report.ProfileFile;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.ThreadKind;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The flame graph's page as a file in a real browser, where nothing serves it. */
@Tag("parallel")
class FlamePageIT {
  // What is drawn: each frame's name and its share of the width, in thousandths.
  private static final String DRAWN =
      """
      const whole = document.getElementById('rows').clientWidth;
      return [...document.querySelectorAll('.frame')].map(frame =>
        frame.title.split(' \\u2014 ')[0] + ' '
            + Math.round(1000 * parseFloat(frame.style.width) / whole)).join(', ');
      """;
  private static final String HOSTILE = "</script><img src=x onerror=document.title='taken'>";

  @TempDir Path folder;
  private Browser browser;

  private static StackProfile.Row row(long nanos, String... outermostFirst) {
    List<Frame> frames =
        Stream.of(outermostFirst).map(name -> new Frame(0, name, "", 0)).toList().reversed();
    return new StackProfile.Row(frames, "", ThreadKind.VIRTUAL, false, 1, nanos);
  }

  private void open(Path page) {
    browser = Browser.open();
    browser.go(page.toUri().toString());
  }

  private void open(StackProfile.Row... rows) throws IOException {
    StringWriter html = new StringWriter();
    new ProfileFile(ProfileType.OFFCPU, List.of(rows), List.of()).html("test", html);
    open(Files.writeString(folder.resolve("page.html"), html.toString()));
  }

  @AfterEach
  void close() {
    if (browser != null) {
      browser.close();
    }
  }

  private String drawn() {
    return browser.run(DRAWN).toString();
  }

  private String status() {
    return browser.find("#status").getText();
  }

  @Test
  void zoomsAndSearches() throws IOException {
    open(
        row(600, "main", "read", "poll"),
        row(300, "main", "lock"),
        row(98, "other"),
        row(2, "tiny", "poll"));
    String all = "all 1000, main 900, other 98, tiny 2, read 600, lock 300, poll 2, poll 600";
    assertEquals(all, drawn());
    browser.find("#graph").click();
    browser.press(Keys.ESCAPE);
    assertEquals("all \u2014 1.00 us, 100.00 % of all", status());
    browser.press(Keys.ARROW_DOWN);
    assertEquals("main \u2014 900 ns, 90.00 % of all", status());
    browser.press(Keys.ARROW_RIGHT);
    assertEquals("other \u2014 98 ns, 9.80 % of all", status());
    browser.press(Keys.ARROW_LEFT, Keys.ENTER);
    assertEquals("all 1000, main 1000, read 667, lock 333, poll 667", drawn());
    assertEquals("main \u2014 900 ns, 90.00 % of all, 100.00 % of what is shown", status());
    browser.press("/");
    browser.press("POLL");
    assertEquals(
        "matched: 602 ns, 60.20 % of all, in 2 frames", browser.find("#matched").getText());
    browser.find("#reset").click();
    assertEquals(all, drawn());
    browser.find(".frame", "read").click();
    assertEquals("all 1000, main 1000, read 1000, poll 1000", drawn());
    assertEquals(List.of(), browser.complaints());
  }

  /** The same numbers as the folded stacks of the command line, and no markup from names. */
  @Test
  void showsWhatTheCommandSays() throws IOException {
    Path trace = Path.of("..", "test-fixtures", "cases", "places-sleep-net.trace");
    Path page = folder.resolve("waits.html");
    CommandRun.of("pprof", "--html", "-o", page, trace).succeeds();
    open(page);
    Matcher lines =
        Pattern.compile("(?m) (\\d+)$")
            .matcher(CommandRun.of("pprof", "--folded", trace).succeeds().out());
    long sum = lines.results().mapToLong(line -> Long.parseLong(line.group(1))).sum();
    assertTrue(sum > 0);
    assertEquals(
        sum,
        Long.parseLong(
            browser
                .run(
                    "return String(JSON.parse(document.getElementById('data').textContent).nodes[1])")
                .toString()));
    browser.find(".frame", "all");
    assertTrue(browser.text().contains("time.Sleep"), browser.text());
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void namesAreText() throws IOException {
    open(row(10, HOSTILE, "\u202e</title>"), row(5, "__proto__"));
    String names =
        Stream.of(drawn().split(", "))
            .map(name -> name.replaceAll(" \\d+$", ""))
            .collect(Collectors.joining(" | "));
    assertTrue(names.contains(HOSTILE) && names.contains("__proto__"), names);
    assertFalse(names.contains("\u202e"), names);
    assertFalse(browser.has("img"));
    assertEquals(List.of(), browser.complaints());
  }
}
