package dev.loomtrace.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.core.io.DefaultResourceLoader;

/**
 * The example of docs/spring.md, as it is there: compiled, started with its properties, and asked
 * until its long request has come.
 */
class GuideTest {
  private static final Path GUIDE = Path.of("..", "..", "docs", "spring.md");
  private static final int FAST_REQUESTS = 1_000;
  private static final Duration LONG_REQUEST = Duration.ofSeconds(5);

  @TempDir Path temporary;

  private static String block(String language) throws IOException {
    Matcher matcher =
        Pattern.compile("^```" + language + "\\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL)
            .matcher(Files.readString(GUIDE));
    assertTrue(matcher.find(), language);
    return matcher.group(1);
  }

  /** Compiles it, and returns the folder of its classes. */
  private Path compiled() throws IOException {
    Path source = temporary.resolve("TestApplication.java");
    Files.writeString(source, "package example;\n" + block("java"));
    Path classes = Files.createDirectories(temporary.resolve("classes"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    List<String> options =
        List.of(
            "-cp", System.getProperty("java.class.path"), "-d", classes.toString(), "-proc:none");
    boolean done =
        compiler
            .getTask(
                messages,
                null,
                null,
                options,
                null,
                compiler.getStandardFileManager(null, null, null).getJavaFileObjects(source))
            .call();
    assertTrue(done, messages.toString());
    return classes;
  }

  @Test
  void theLongRequestIsDumped() throws Exception {
    Path folder = temporary.resolve("dumps");
    Properties properties = new Properties();
    properties.load(new StringReader(block("properties")));
    try (URLClassLoader loader = new URLClassLoader(new URL[] {compiled().toUri().toURL()})) {
      SpringApplication application =
          new SpringApplication(
              new DefaultResourceLoader(loader), loader.loadClass("example.TestApplication"));
      application.setDefaultProperties(properties);
      try (Running running =
              Running.start(
                  application,
                  // What a machine that is busy made slow before is not to be the only dump.
                  "loomtrace.flight-recorder.every=1s",
                  "loomtrace.flight-recorder.dir=" + folder);
          ExecutorService clients = Executors.newFixedThreadPool(50)) {
        Callable<Integer> request = () -> running.get("/test").statusCode();
        for (Future<Integer> answer :
            clients.invokeAll(Collections.nCopies(FAST_REQUESTS, request))) {
          assertEquals(200, answer.get());
        }
        Awaitility.await()
            .atMost(Duration.ofMinutes(3))
            .until(
                () -> {
                  assertEquals(200, request.call());
                  return longRequests(folder) > 0;
                });
      }
    }
  }

  /** Long requests that are whole in a dump. */
  private static long longRequests(Path folder) throws IOException {
    long found = 0;
    for (Path dump : Running.dumps(folder)) {
      for (RecordedEvent event : RecordingFile.readAllEvents(dump)) {
        if (event.getEventType().getName().equals("loomtrace.Task")
            && event.getString("name").equals("http get /test")
            && !event.getBoolean("open")
            && event.getDuration().compareTo(LONG_REQUEST) >= 0) {
          found++;
        }
      }
    }
    return found;
  }
}
