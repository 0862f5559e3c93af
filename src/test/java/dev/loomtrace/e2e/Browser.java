package dev.loomtrace.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A real browser without a window. A test that asks for one where there is none is aborted. */
public final class Browser implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** A browser with an empty page. */
  public static Browser open(String... options) {
    Path browser = program("chromium", "chromium-browser", "google-chrome");
    Path controller = program("chromedriver");
    ChromeOptions all = new ChromeOptions();
    all.setBinary(browser.toFile());
    // Not without a sandbox by choice: tests may run as root, and then it has none.
    all.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage");
    all.addArguments("--window-size=1400,900");
    all.addArguments(options);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    all.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder().usingDriverExecutable(controller.toFile()).build();
    return new Browser(new ChromeDriver(service, all));
  }

  static Path program(String... names) {
    List<String> path = List.of(System.getenv("PATH").split(":", -1));
    Optional<Path> found =
        Stream.of(names)
            .flatMap(name -> path.stream().map(folder -> Path.of(folder, name)))
            .filter(Files::isExecutable)
            .findFirst();
    if (found.isEmpty()) {
      String missing = "no " + names[0] + " on the PATH: this needs a real browser";
      System.out.println("SKIPPED: " + missing);
      abort(missing);
    }
    return found.orElseThrow();
  }

  /** Opens an address. */
  public void go(String address) {
    driver.get(address);
  }

  /** The address that is shown. */
  public String address() {
    return driver.getCurrentUrl();
  }

  /** The first element that a selector of CSS finds, as soon as there is one that is shown. */
  public WebElement find(String selector) {
    return await(selector)
        .atMost(PATIENCE)
        .ignoreException(StaleElementReferenceException.class)
        .until(
            () ->
                driver.findElements(By.cssSelector(selector)).stream()
                    .filter(WebElement::isDisplayed)
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  /** The same of those that have a text in them. */
  public WebElement find(String selector, String text) {
    return await(selector + " with " + text)
        .atMost(PATIENCE)
        .ignoreException(StaleElementReferenceException.class)
        .until(
            () ->
                driver.findElements(By.cssSelector(selector)).stream()
                    .filter(element -> element.isDisplayed() && element.getText().contains(text))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  /** Whether a selector finds anything now. */
  public boolean has(String selector) {
    return !driver.findElements(By.cssSelector(selector)).isEmpty();
  }

  /** The text that the page shows. */
  public String text() {
    return driver.findElement(By.tagName("body")).getText();
  }

  /** Presses keys, wherever the focus is. */
  public void press(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
  }

  /** What the mouse does. */
  public Actions mouse() {
    return new Actions(driver);
  }

  /** Runs a script in the page; what it returns. */
  public Object run(String script, Object... arguments) {
    return ((JavascriptExecutor) driver).executeScript(script, arguments);
  }

  /** Writes a picture of the page. */
  public void picture(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
  }

  /**
   * What the browser complained about since the last time: errors of scripts, what a policy
   * forbade.
   */
  public List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
