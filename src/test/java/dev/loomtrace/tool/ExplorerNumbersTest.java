package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.explorer.Explorer;
import dev.loomtrace.explorer.ExplorerOptions;
import dev.loomtrace.timeline.store.StoreCache;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every number of an answer is the command line's for the same question. */
@Isolated("records its own JVM")
class ExplorerNumbersTest {
  private static final Path CASES = Path.of("..", "test-fixtures", "cases");
  private static final int FILES = 5;

  @TempDir private static Path folder;
  private static List<Path> files;
  private static Explorer explorer;
  private static HttpClient client;

  @BeforeAll
  static void show() throws Exception {
    files =
        List.of(
            SampleRecording.in(folder),
            stock(),
            CASES.resolve("places-sleep-net.trace"),
            CASES.resolve("flight-task-longer-than-window.trace"),
            CASES.resolve("hostile-names.trace"));
    assertEquals(FILES, files.size());
    StoreCache cache = new StoreCache(folder.resolve("cache"), Long.MAX_VALUE);
    explorer =
        Explorer.start(
            new ExplorerOptions(files, ExplorerOptions.LOOPBACK, 0, cache, "test", any -> {}));
    assertTrue(explorer.await(1, TimeUnit.MINUTES));
    client = HttpClient.newHttpClient();
  }

  @AfterAll
  static void close() throws IOException {
    client.close();
    explorer.close();
  }

  /** A recording with the JDK's own settings, of threads that wait for each other. */
  private static Path stock() throws Exception {
    Path file = folder.resolve("stock.jfr");
    try (Recording recording = new Recording(Configuration.getConfiguration("profile"))) {
      recording.start();
      CountDownLatch late = new CountDownLatch(1);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        threads.add(Thread.ofPlatform().name("waiter-", i).start(() -> await(late)));
      }
      System.gc();
      Thread.sleep(50);
      late.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
      recording.stop();
      recording.dump(file);
    }
    return file;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What the server says, by pointers. */
  private static Map<String, String> asked(int file, String question) throws Exception {
    String address = explorer.address();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address).resolve("/api/f/" + file + "/" + question))
            .header("Authorization", "Bearer " + address.substring(address.indexOf('=') + 1))
            .build();
    HttpResponse<String> response =
        client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    assertTrue(List.of(200, 404).contains(response.statusCode()), question + response.body());
    return TraceCommandsTest.flat(response.body());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /**
   * What the server says to a question is what a command says.
   *
   * @param line the command without the file, words separated by single spaces
   * @return the numbers, by pointers; none if neither of them has an answer
   */
  private static Map<String, String> same(int file, String question, String... line)
      throws Exception {
    List<Object> words = new ArrayList<>(Arrays.asList((Object[]) line));
    words.add(1, "--json");
    words.add(files.get(file));
    CommandRun command = CommandRun.of(words.toArray());
    Map<String, String> asked = asked(file, question);
    if (asked.containsKey("/error")) {
      assertEquals(1, command.code(), question + ": " + asked);
      assertTrue(command.err().contains(files.get(file) + ": " + asked.get("/error")), question);
      return Map.of();
    }
    Map<String, String> answer = new TreeMap<>();
    asked.forEach(
        (pointer, value) -> {
          if (pointer.startsWith("/answer/")) {
            answer.put(pointer.substring("/answer".length()), value);
          }
        });
    Map<String, String> expected = TraceCommandsTest.flat(command.out());
    Map<String, String> found = new TreeMap<>(answer);
    found.entrySet().removeAll(expected.entrySet());
    expected.entrySet().removeAll(answer.entrySet());
    assertEquals(expected, found, question);
    return answer;
  }

  /** The values at all pointers like this one, where a star is any number. */
  private static List<String> values(Map<String, String> answer, String like) {
    String pattern = like.replace("*", "\\d+");
    return answer.keySet().stream()
        .filter(pointer -> pointer.matches(pattern))
        .map(answer::get)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void answersAreTheCommandsOwn(int file) throws Exception {
    int numbers = 0;
    for (String command : List.of("summary", "tasks", "threads", "regions", "mmu", "carriers")) {
      numbers += same(file, command, command).size();
    }
    for (String command : List.of("tasks", "threads", "regions", "mmu")) {
      numbers += same(file, command + "?top=3", command, "--top", "3").size();
    }
    numbers += same(file, "why", "why").size();
    numbers += same(file, "why?slowest-thread=true", "why", "--slowest-thread").size();
    numbers += same(file, "path", "path").size();
    numbers += same(file, "path?tail=true", "path", "--tail").size();
    numbers += same(file, "path?between=p50,p100", "path", "--between", "p50,p100").size();
    assertTrue(numbers > 300, "only " + numbers + " numbers were compared");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void answersAboutUnitsAreTheCommandsOwn(int file) throws Exception {
    Map<String, String> tasks = asked(file, "tasks");
    for (String name : values(tasks, "/answer/types/*/type")) {
      same(file, "why?task=" + encoded(name), "why", "--task", name);
      same(file, "path?task=" + encoded(name), "path", "--task", name);
      same(file, "path?tail=true&task=" + encoded(name), "path", "--task", name, "--tail");
    }
    List<String> ids = values(tasks, "/answer/slowest/*/id");
    for (String id : ids.subList(0, Math.min(3, ids.size()))) {
      same(file, "why?task-id=" + id, "why", "--task-id", id);
      same(file, "path?task-id=" + id, "path", "--task-id", id);
    }
    Map<String, String> threads = asked(file, "threads");
    List<String> groups = values(threads, "/answer/groups/*/group");
    assertTrue(!groups.isEmpty());
    for (String group : groups.subList(0, Math.min(5, groups.size()))) {
      same(file, "threads?group=" + encoded(group), "threads", "--group", group);
      same(file, "why?group=" + encoded(group), "why", "--group", group);
      same(file, "path?group=" + encoded(group), "path", "--group", group);
    }
  }

  /** What a page lists of units is what the tables count of them. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void unitsAreThoseOfTheTables(int file) throws Exception {
    Map<String, String> tasks = asked(file, "tasks");
    for (int i = 0; tasks.containsKey("/answer/types/" + i + "/type"); i++) {
      String at = "/answer/types/" + i;
      units(file, "task", tasks.get(at + "/type"), tasks.get(at + "/ended"), tasks, at);
    }
    Map<String, String> threads = asked(file, "threads");
    for (int i = 0; threads.containsKey("/answer/groups/" + i + "/group"); i++) {
      String at = "/answer/groups/" + i;
      units(file, "thread", threads.get(at + "/group"), threads.get(at + "/whole"), threads, at);
    }
  }

  private static void units(
      int file, String kind, String name, String whole, Map<String, String> table, String at)
      throws Exception {
    if (name.indexOf('\uFFFD') >= 0) {
      return; // A name that is no text cannot be in an address.
    }
    Map<String, String> units = asked(file, "units?kind=" + kind + "&name=" + encoded(name));
    List<Long> durations = new ArrayList<>();
    for (int i = 0; units.containsKey("/durations/" + i); i++) {
      if (units.get("/cut/" + i).equals("false")) {
        durations.add(Long.valueOf(units.get("/durations/" + i)));
      }
    }
    Collections.sort(durations);
    int cut = values(units, "/cut/*").size() - durations.size();
    long counted = Long.parseLong(whole);
    if (counted != durations.size()) {
      // Tasks that began before the trace and ended in it are cut, and counted.
      assertTrue(kind.equals("task") && counted <= durations.size() + cut, kind + " " + name);
      return;
    }
    for (Map.Entry<String, Double> each :
        Map.of("/medianNanos", 0.5, "/p90Nanos", 0.9, "/p99Nanos", 0.99).entrySet()) {
      String told = table.get(at + each.getKey());
      if (told != null && !durations.isEmpty()) {
        int rank = Math.max(1, (int) Math.ceil(each.getValue() * durations.size()));
        long exact = durations.get(rank - 1);
        long most = exact + exact / 32;
        long value = Long.parseLong(told);
        assertTrue(
            value >= exact && value <= most,
            kind + " " + name + " " + each.getKey() + ": " + value + ", exactly " + exact);
      }
    }
  }
}
