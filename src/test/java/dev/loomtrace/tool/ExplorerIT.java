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
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** What people do with the page, in a real browser, on recordings of a program that is known. */
@Tag("parallel")
@Order(1) // of those that run two at a time: it takes longest
@Execution(ExecutionMode.SAME_THREAD) // A browser takes what a processor has.
class ExplorerIT {
  private static final Path FIXTURES = Path.of("..", "test-fixtures", "cases");
  private static final List<String> VIEWS =
      List.of("overview", "units", "timeline", "waits", "carriers", "threads", "gc", "logs", "sql");

  private static final Set<String> DRAWN =
      Set.of("svg", "title", "g", "clipPath", "path", "rect", "text", "image");

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

  /** What the timeline saves as a drawing. */
  private String drawing() {
    browser.run(
        "window.saved = []; const real = URL.createObjectURL;"
            + " URL.createObjectURL = blob => { saved.push(blob); return real.call(URL, blob); }");
    browser.find(".tl-bar button", "SVG").click();
    return (String) browser.run("return saved[0].text()");
  }

  private static List<Element> elements(String drawing) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      NodeList all =
          factory
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(drawing)))
              .getElementsByTagName("*");
      return IntStream.range(0, all.getLength()).mapToObj(i -> (Element) all.item(i)).toList();
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new AssertionError(drawing, e);
    }
  }

  /** A drawing has the names of rows as text, and nothing that could run or be fetched. */
  @Test
  void hostileNamesAreTextInADrawing() throws IOException {
    open(FIXTURES.resolve("hostile-names.trace"));
    browser.find("h1", "hostile-names.trace");
    browser.run("location.hash = '#f=0&view=timeline'");
    browser.find(".tl-bar");
    await().until(() -> browser.has(".tl-label"));
    String drawing = drawing();
    StringBuilder texts = new StringBuilder();
    for (Element element : elements(drawing)) {
      assertTrue(DRAWN.contains(element.getTagName()), element.getTagName() + " in " + drawing);
      NamedNodeMap attributes = element.getAttributes();
      for (int i = 0; i < attributes.getLength(); i++) {
        String name = attributes.item(i).getNodeName();
        String value = attributes.item(i).getNodeValue();
        assertFalse(name.startsWith("on"), name);
        if (name.endsWith("href")) {
          assertTrue(value.startsWith("data:image/png;base64,"), value);
        }
      }
      if (element.getTagName().equals("text")) {
        texts.append(element.getTextContent()).append('\n');
      }
    }
    assertTrue(texts.indexOf("[31mred") >= 0, texts::toString);
    assertEquals(
        true,
        browser.run(
            "const image = new Image(); image.src = URL.createObjectURL(saved[0]);"
                + " return image.decode().then(() => image.naturalWidth > 300)"));
    assertNoComplaint();
  }

  @Test
  void whateverIsDrawnIsTextInADrawing() throws IOException {
    open(FIXTURES.resolve("hostile-names.trace"));
    browser.find("h1", "hostile-names.trace");
    String hostile = "</text><script>alert(1)</script>&amp;'\"]]>\ud83d\ude00@\u0000\u001b\uffff";
    String drawing =
        (String)
            browser.run(
                // Half a character does not come through from here.
                "const text = arguments[0].replace('@', '\\ud83d');"
                    + " return import('/page/timeline/svgbrush.js').then(({SvgBrush}) => {"
                    + " const ruler = document.createElement('canvas').getContext('2d');"
                    + " const brush = new SvgBrush(ruler, 'red\" onload=\"alert(1)');"
                    + " brush.fillStyle = brush.paper; brush.fillText(text, 1, 2);"
                    + " brush.save(); brush.clip(); brush.fillRect(1, 2, 3, 4); brush.restore();"
                    + " return brush.file(10, 20, text); })",
                hostile);
    String expected =
        "</text><script>alert(1)</script>&amp;'\"]]>\ud83d\ude00\ufffd\ufffd\ufffd\ufffd";
    List<Element> drawn = elements(drawing);
    assertEquals(
        List.of("svg", "title", "text", "clipPath", "path", "g", "rect"),
        drawn.stream().map(Element::getTagName).toList());
    assertEquals(expected, drawn.get(1).getTextContent());
    assertEquals(expected, drawn.get(2).getTextContent());
    assertEquals("red\" onload=\"alert(1)", drawn.get(2).getAttribute("fill"));
    assertFalse(drawn.get(2).hasAttribute("onload"));
    assertNoComplaint();
  }

  private Instant startOf(int file) {
    return Instant.parse(
        (String)
            browser.run(
                "return fetch('/api/f/"
                    + file
                    + "/extent').then(answer => answer.json())"
                    + ".then(extent => extent.startWall)"));
  }

  private long shown(String member) {
    Matcher matcher = Pattern.compile("[#&]" + member + "=(\\d+)").matcher(browser.address());
    assertTrue(matcher.find(), browser.address());
    return Long.parseLong(matcher.group(1));
  }

  /** Files side by side: the same time of the wall clock in each, also by a link. */
  @Test
  void aPictureThatThereIsNoTimeForComesInTheNextFrame() throws IOException {
    open(trace);
    assertEquals(
        "none none incomplete|there there complete|stale 1 incomplete|new 2 complete",
        browser.run(
            "return import('/page/timeline/painted.js').then(({Painted}) => {"
                + " const painted = new Painted();"
                + " const tile = {first: 0, count: 1, most: 1,"
                + "   data: Float32Array.of(0, 1, 0, 0, 0, 0, 1)};"
                + " const get = (key, scale) => painted.get(key, tile, 10, scale);"
                + " const is = picture => picture === undefined ? 'none' : 'there';"
                + " const whole = () => painted.incomplete ? 'incomplete' : 'complete';"
                // A few are painted in any frame.
                + " const rush = frame => { painted.begin(0);"
                + "   for (let i = 0; !painted.incomplete && i < 1000; i++) get(frame + i, 1); };"
                + " rush('first');"
                + " const first = [is(get('a', 1)), is(get('b', 1)), whole()];"
                + " painted.begin(0);"
                + " const second = [is(get('a', 1)), is(get('b', 1)), whole()];"
                + " rush('third');"
                + " const third = ['stale', get('a', 2).scale, whole()];"
                + " painted.begin(Infinity);"
                + " for (let i = 0; i < 100; i++) get('fourth' + i, 2);"
                + " const fourth = ['new', get('a', 2).scale, whole()];"
                + " return [first, second, third, fourth].map(each => each.join(' ')).join('|');"
                + " })"));
  }

  @Test
  void anotherFileAtTheSameTime() throws IOException {
    open(recording, trace, stock);
    browser.find("h1", "requests.jfr");
    // Well within it, however fast the machine was: what ends later is shown from earlier on.
    long from = 100_000_000;
    long to = 400_000_000;
    browser.run("location.hash = '#f=0&view=timeline&from=" + from + "&to=" + to + "'");
    browser.find("select.clock option[value=wall]").click();
    await().until(() -> browser.address().contains("clock=wall"));
    Instant start = startOf(0);
    long by = Duration.between(startOf(1), start).toNanos();
    browser.find("select.file option[value='1']").click();
    await().until(() -> browser.address().contains("f=1") && browser.address().contains("from="));
    assertEquals(Math.max(0, from + by), shown("from"));
    assertEquals(to + by, shown("to"));
    browser.find(".tl-bar");
    assertEquals("wall", browser.run("return document.querySelector('select.clock').value"));
    assertAxisSays(startOf(1));

    String address = browser.address();
    browser.go("about:blank");
    browser.go(address);
    browser.find(".tl-bar");
    await()
        .until(
            () ->
                "wall".equals(browser.run("return document.querySelector('select.clock').value")));
    assertAxisSays(startOf(1));

    // It was recorded after the other one.
    browser.find("select.file option[value='2']").click();
    await().until(() -> browser.address().contains("f=2"));
    browser.find(".tl-bar");
    assertFalse(browser.address().contains("from="), browser.address());
    assertNoComplaint();
  }

  /** The times on the axis are where they belong, to a pixel. */
  private void assertAxisSays(Instant start) {
    List<Element> drawn = elements(drawing());
    long from = shown("from");
    long to = shown("to");
    double left = 0;
    double width = Double.parseDouble(drawn.getFirst().getAttribute("width"));
    int said = 0;
    for (Element element : drawn) {
      if (element.getAttribute("transform").startsWith("translate(")) {
        left = Double.parseDouble(element.getAttribute("transform").split("[( ]", -1)[1]);
      }
      if (element.getTagName().equals("text")
          && element.getTextContent().matches("\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?")) {
        said++;
        LocalTime time = LocalTime.parse(element.getTextContent());
        LocalTime begin = start.atZone(ZoneOffset.UTC).toLocalTime();
        double nanosPerPixel = (to - from) / (width - left);
        double expected = (Duration.between(begin, time).toNanos() - from) / nanosPerPixel;
        double x = Double.parseDouble(element.getAttribute("x")) - 4;
        assertEquals(expected, x, 1.1, element.getTextContent());
      }
    }
    assertTrue(said >= 2, "times on the axis");
  }

  /** A head says how its table is sorted, and sorts it; that of a list in parts asks for it. */
  @Test
  void tablesAreSortedByTheirHeads() throws IOException {
    open(recording);
    browser.run("location.hash = '#f=0&view=threads'");
    browser.find("main table[aria-label='Threads'] th[aria-sort=descending]", "waiting");
    browser.find("main table[aria-label='Groups of threads'] th[aria-sort=descending]", "running");
    browser.find("main table[aria-label='Threads'] th button", "first seen").click();
    browser.find("main table[aria-label='Threads'] th[aria-sort=ascending]", "first seen");
    String first = browser.find("main table[aria-label='Threads'] td:first-child").getText();
    browser.find("main table[aria-label='Threads'] th button", "first seen").click();
    browser.find("main table[aria-label='Threads'] th[aria-sort=descending]", "first seen");
    String last = browser.find("main table[aria-label='Threads'] td:first-child").getText();
    assertFalse(last.equals(first), first);
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
    // Gaps between digits are not copied; an identifier has none.
    browser.run(
        "location.hash = '#f=0&view=sql&q=' + encodeURIComponent(arguments[0])",
        "SELECT 1234567 AS n, 7654321 AS utid");
    WebElement number = browser.find("main table td", "1234567");
    assertEquals(2, number.findElements(By.className("thousand")).size());
    WebElement id = browser.find("main table td", "7654321");
    assertEquals(0, id.findElements(By.className("thousand")).size());
    browser.run("location.hash = '#f=0&view=sql&q=' + encodeURIComponent('SELECT x FROM task')");
    browser.find("main .notice.bad", "x");
    // The server refused it, and that is all the browser has to complain about.
    assertTrue(browser.complaints().stream().allMatch(line -> line.contains("400")));
  }
}
