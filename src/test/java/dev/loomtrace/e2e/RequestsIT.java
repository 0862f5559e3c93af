package dev.loomtrace.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.Task;
import dev.loomtrace.bridge.ChildJvm;
import dev.loomtrace.e2e.program.request.HelidonServer;
import dev.loomtrace.e2e.program.request.JdkServer;
import dev.loomtrace.e2e.program.request.JettyServer;
import dev.loomtrace.e2e.program.request.TomcatServer;
import dev.loomtrace.e2e.program.request.UndertowServer;
import dev.loomtrace.e2e.program.request.VertxCrowd;
import dev.loomtrace.e2e.program.request.VertxHttp2Server;
import dev.loomtrace.e2e.program.request.VertxServer;
import dev.loomtrace.event.EventNames;
import dev.loomtrace.testing.jvm.Sample;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests of servers that have no spans are tasks by an option of the agent: one each, with its
 * name, as the program that asks and answers knows it.
 */
@Tag("parallel")
@Order(1) // of those that run two at a time: it takes longest
class RequestsIT {
  private static final Pattern ASKED =
      Pattern.compile("asked (\\w+) (/\\w+)(\\S*) (\\d+) (\\d+) (\\d+)");
  private static final long SLOW = 300_000_000;

  @TempDir Path directory;

  /** What the program knows of a request. */
  private record Asked(String method, String path, String rest, int status, long task, long nanos) {
    String name(Class<?> server) {
      if (server == HelidonServer.class && path.matches("/orders|/later")) { // It knows the route.
        return method + " " + path + (path.equals("/orders") ? "/{number}" : "/{id}");
      }
      if (isVertx(server) && path.matches("/orders|/later")) {
        return method + " " + path + (path.equals("/orders") ? "/:number" : "/:id");
      }
      return switch (path) {
        case "/orders" -> "GET /orders/{n}";
        case "/later" -> "POST /later/{id}";
        case "/missing" -> "GET (not found)";
        default -> method + " " + path;
      };
    }

    boolean failed() {
      return path.equals("/fail");
    }
  }

  private static final List<Class<?>> SERVERS =
      List.of(
          JdkServer.class,
          TomcatServer.class,
          VertxServer.class,
          JettyServer.class,
          UndertowServer.class,
          VertxHttp2Server.class,
          HelidonServer.class);

  static Stream<Arguments> servers() {
    List<Arguments> all = new ArrayList<>();
    for (int version : List.of(25, 21)) {
      // Helidon is the only one that is not for 21.
      SERVERS.stream()
          .limit(version == 21 ? 6 : 7)
          .forEach(server -> all.add(Arguments.of(version, server)));
    }
    return Sample.of(2, all);
  }

  static Stream<Class<?>> someServers() {
    return Sample.of(1, SERVERS);
  }

  private static boolean isVertx(Class<?> server) {
    return server == VertxServer.class || server == VertxHttp2Server.class;
  }

  private static List<Asked> asked(ChildJvm.Result result) {
    Matcher matcher = ASKED.matcher(result.out());
    return matcher
        .results()
        .map(
            line ->
                new Asked(
                    line.group(1),
                    line.group(2),
                    line.group(3),
                    Integer.parseInt(line.group(4)),
                    Long.parseLong(line.group(5)),
                    Long.parseLong(line.group(6))))
        .toList();
  }

  private static List<RecordedEvent> tasks(Path recording) throws IOException {
    return RecordingFile.readAllEvents(recording).stream()
        .filter(event -> event.getEventType().getName().equals(EventNames.TASK))
        .toList();
  }

  private static Map<String, Long> counts(Stream<String> names) {
    return names.collect(
        Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
  }

  private ChildJvm.Result run(int version, String options, Class<?> main, Path recording) {
    ChildJvm.Result result =
        ChildJvm.run(
            version,
            List.of(
                "-javaagent:" + ChildJvm.agent() + "=" + options,
                "-XX:StartFlightRecording:filename=" + recording,
                "-Xlog:jfr+startup=error"),
            main);
    assertEquals(0, result.status(), result.err() + result.out());
    return result;
  }

  @Tag(Sample.TAG)
  @ParameterizedTest
  @MethodSource("servers")
  void eachRequestIsATaskWithItsName(int version, Class<?> main) throws IOException {
    Path recording = directory.resolve("requests.jfr");
    check(run(version, "requests=on", main, recording), main, recording);
  }

  private void check(ChildJvm.Result result, Class<?> main, Path recording) throws IOException {
    List<Asked> asked = asked(result);
    assertEquals(201, asked.size(), result.out());
    List<RecordedEvent> tasks = tasks(recording);
    assertEquals(
        List.of(), tasks.stream().filter(task -> task.getBoolean(EventNames.OPEN)).toList());
    assertEquals(
        counts(asked.stream().map(each -> each.name(main))),
        counts(tasks.stream().map(task -> task.getString(EventNames.NAME))));

    Map<Long, RecordedEvent> byId =
        tasks.stream().collect(Collectors.toMap(task -> task.getLong(EventNames.ID), t -> t));
    long known = 0;
    for (Asked each : asked) {
      if (each.task() != 0) {
        RecordedEvent task = byId.get(each.task());
        assertNotNull(task, each + " was handled in another task");
        assertEquals(each.name(main), task.getString(EventNames.NAME));
        assertTrue(task.getDuration().toNanos() >= each.nanos(), each + " but " + task);
        assertTrue(attributes(task).contains("http.response.status_code=200"), task::toString);
        known++;
      }
    }
    // All but those that fail or are not found tell, also those that another thread answers.
    assertEquals(asked.stream().filter(each -> each.status() == 200).count(), known);
    long sum = tasks.stream().mapToLong(task -> task.getDuration().toNanos()).sum();
    assertTrue(sum <= result.get("elapsed"), sum + " ns of " + result.get("elapsed"));
    assertEquals(
        counts(asked.stream().filter(Asked::failed).map(each -> each.name(main))),
        counts(
            tasks.stream()
                .filter(task -> attributes(task).contains("error.type="))
                .map(task -> task.getString(EventNames.NAME))));
    // These answer for what was thrown, and do not say what.
    boolean silent = main == HelidonServer.class || main == UndertowServer.class || isVertx(main);
    String type = silent ? "500" : "java.lang.IllegalStateException";
    assertEquals(
        asked.stream().filter(Asked::failed).count(),
        tasks.stream().filter(task -> attributes(task).contains("error.type=" + type)).count());
    assertFalse(result.err().contains("loomtrace: "), result.err());
  }

  private static String attributes(RecordedEvent task) {
    return String.valueOf(task.getString(EventNames.ATTRIBUTES));
  }

  @Tag(Sample.TAG)
  @ParameterizedTest
  @MethodSource("someServers")
  void aSlowOneIsDumped(Class<?> main) throws IOException {
    Path folder = directory.resolve("dumps");
    run(
        25,
        "requests=on,trigger=task(GET /slow)>300ms,every=1h,dir=" + folder,
        main,
        directory.resolve("requests.jfr"));
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> dumps = files.toList();
      assertEquals(1, dumps.size(), dumps::toString);
      List<RecordedEvent> slow =
          tasks(dumps.get(0)).stream()
              .filter(task -> task.getString(EventNames.NAME).equals("GET /slow"))
              .filter(task -> !task.getBoolean(EventNames.OPEN))
              .toList();
      assertEquals(1, slow.size());
      assertTrue(slow.get(0).getDuration().toNanos() > SLOW, slow::toString);
    }
  }

  /** The oldest Vert.x that is known, with what it needs and no more. */
  static Stream<Class<?>> serversOfVertx() {
    return Sample.of(1, List.of(VertxHttp2Server.class, VertxServer.class));
  }

  @Tag(Sample.TAG)
  @ParameterizedTest
  @MethodSource("serversOfVertx")
  void eachRequestOfVertx4IsATask(Class<?> main) throws Exception {
    List<String> classes = new ArrayList<>();
    for (Class<?> type : List.of(main, Task.class)) {
      classes.add(
          Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
    }
    try (Stream<Path> jars = Files.list(Path.of(System.getProperty("loomtrace.vertx4")))) {
      jars.map(Path::toString).forEach(classes::add);
    }
    Path recording = directory.resolve("requests.jfr");
    ChildJvm.Result result =
        ChildJvm.runOn(
            String.join(File.pathSeparator, classes),
            25,
            List.of(
                "-javaagent:" + ChildJvm.agent() + "=requests=vertx",
                "-XX:StartFlightRecording:filename=" + recording),
            main);
    assertEquals(0, result.status(), result.err() + result.out());
    check(result, main, recording);
  }

  @Tag("slow")
  @Test
  void noneIsLostOrDoubledInACrowd() throws IOException {
    Path recording = directory.resolve("requests.jfr");
    ChildJvm.Result result = run(25, "requests=vertx", VertxCrowd.class, recording);
    assertEquals(5_000, result.get("answered"));
    assertEquals(5_000, result.get("tasks"));
    List<RecordedEvent> tasks = tasks(recording);
    assertEquals(
        Map.of("GET /orders/:number", 5_000L),
        counts(tasks.stream().map(task -> task.getString(EventNames.NAME))));
    assertEquals(
        List.of(), tasks.stream().filter(task -> task.getBoolean(EventNames.OPEN)).toList());
  }

  /** Only what is asked for, and nothing without the option. */
  @Tag("slow")
  @Test
  void eachServerIsSwitchedOnAlone() throws IOException {
    Path recording = directory.resolve("requests.jfr");
    run(25, "requests=tomcat", JdkServer.class, recording);
    assertEquals(List.of(), tasks(recording));
    run(25, "virtual-only", JdkServer.class, recording);
    assertEquals(List.of(), tasks(recording));
  }
}
