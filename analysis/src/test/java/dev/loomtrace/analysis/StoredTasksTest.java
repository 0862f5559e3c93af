package dev.loomtrace.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.convert.Traces;
import dev.loomtrace.question.NoSuchUnitException;
import dev.loomtrace.question.PathQuestion;
import dev.loomtrace.question.Readings;
import dev.loomtrace.question.StoredTrace;
import dev.loomtrace.question.TaskUnits;
import dev.loomtrace.question.TraceSource;
import dev.loomtrace.question.UnitChoice;
import dev.loomtrace.report.Coverage;
import dev.loomtrace.report.PathAnswer;
import dev.loomtrace.report.TaskChoice;
import dev.loomtrace.testing.RandomTrace;
import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.timeline.store.BuildProgress;
import dev.loomtrace.timeline.store.ListCursor;
import dev.loomtrace.timeline.store.SpanStore;
import dev.loomtrace.timeline.store.StoreCache;
import dev.loomtrace.trace.EventSink;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.FrameOrigins;
import dev.loomtrace.trace.ListTraceReader;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.TraceEvent;
import dev.loomtrace.trace.TraceReader;
import dev.loomtrace.trace.TraceState;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store says of tasks is what reading the trace says. */
class StoredTasksTest {
  private static final Path FIXTURES = Path.of("..", "test-fixtures");
  private static final FrameOrigins ORIGINS = FrameOrigins.DEFAULT;

  @TempDir Path directory;

  /** A random trace in which several threads work on tasks of three names. */
  private Path random(long seed, int size) throws IOException {
    return random(seed, size, Long.MAX_VALUE);
  }

  /**
   * The same.
   *
   * @param ids how many ids there are for tasks: if there are few, they are used again after an end
   *     and without one
   */
  private Path random(long seed, int size, long ids) throws IOException {
    Random random = new Random(seed);
    List<TraceEvent> events = new ArrayList<>();
    List<Long> begun = new ArrayList<>(List.of(0L, 1L));
    Map<Long, Deque<Long>> regions = new HashMap<>();
    for (TraceEvent event : RandomTrace.of(seed, size, 3)) {
      events.add(
          switch (event) {
            case TraceEvent.TaskBegin e -> {
              long id = id(e.id(), ids);
              begun.add(id);
              yield new TraceEvent.TaskBegin(
                  e.time(), e.context(), e.stack(), id, id(e.parent(), ids), name(e.id()));
            }
            case TraceEvent.TaskEnd e ->
                new TraceEvent.TaskEnd(
                    e.time(),
                    e.context(),
                    e.stack(),
                    id(e.id(), ids),
                    id(e.parent(), ids),
                    name(e.id()));
            case TraceEvent.RegionBegin e -> {
              long task = begun.get(begun.size() - 1 - random.nextInt(Math.min(9, begun.size())));
              regions
                  .computeIfAbsent(e.context().goroutine(), key -> new ArrayDeque<>())
                  .push(task);
              yield new TraceEvent.RegionBegin(e.time(), e.context(), e.stack(), task, e.type());
            }
            case TraceEvent.RegionEnd e ->
                new TraceEvent.RegionEnd(
                    e.time(),
                    e.context(),
                    e.stack(),
                    regions.get(e.context().goroutine()).pop(),
                    e.type());
            default -> event;
          });
    }
    // A Go trace cannot have a task that begins twice.
    boolean again = ids < Long.MAX_VALUE;
    Path file = directory.resolve(seed + (again ? ".jfr" : ".trace"));
    try (ListTraceReader reader = new ListTraceReader(events);
        OutputStream out = Files.newOutputStream(file)) {
      if (again) {
        Traces.writeJfr(reader, out);
      } else {
        Traces.writeGo(reader, out);
      }
    }
    return file;
  }

  /** One of so many ids; those that are none stay so. */
  private static long id(long task, long ids) {
    return task <= EventView.BACKGROUND_TASK || task == EventView.NO_TASK || task < ids
        ? task
        : EventView.BACKGROUND_TASK + 1 + task % ids;
  }

  private static String name(long task) {
    return "task " + task % 3;
  }

  private SpanStore store(Path trace) throws IOException {
    return new StoreCache(directory.resolve("cache"), Long.MAX_VALUE)
        .open(trace, StoredTasks.FOLLOWER, BuildProgress.NONE);
  }

  private record File(Path path) implements TraceSource {
    @Override
    public String label() {
      return path.toString();
    }

    @Override
    public Coverage read(EventSink... sinks) throws IOException {
      try (TraceReader trace = Traces.open(path)) {
        return Readings.all(trace, label(), Files.size(path), sinks);
      }
    }

    @Override
    public void readAgain(BooleanSupplier enough, EventSink sink) throws IOException {
      try (TraceReader trace = Traces.open(path)) {
        Readings.until(trace, enough, sink);
      }
    }
  }

  private static PathUnits read(Path trace, Predicate<TraceState.Task> wanted) throws IOException {
    PathUnits units = PathUnits.ofTasks(wanted, ORIGINS);
    Timeline timeline = new Timeline(units);
    new File(trace).read(timeline);
    timeline.end();
    return units;
  }

  private static List<String> told(List<PathUnit> units) {
    return units.stream().map(unit -> unit + " " + unit.stretches()).toList();
  }

  /** Compares all that a store says with what reading says; what there was to compare. */
  private Map<String, Long> compare(Path trace) throws IOException {
    Set<String> names = new HashSet<>(Set.of("no such name", ""));
    Set<Long> ids = new HashSet<>(Set.of(-1L));
    try (SpanStore store = store(trace)) {
      Map<String, Long> seen = compareUnits(store, trace, names, ids);
      compareAnswers(store, trace, names, ids, true);
      return seen;
    }
  }

  /** Compares the units; what there was to compare. Adds the names and ids of tasks. */
  private static Map<String, Long> compareUnits(
      SpanStore store, Path trace, Set<String> names, Set<Long> ids) throws IOException {
    Map<String, Long> seen = new TreeMap<>();
    StoredTasks tasks = StoredTasks.of(store).orElseThrow();
    PathUnits all = read(trace, any -> true);
    assertEquals(told(all.whole()), told(tasks.whole(any -> true).orElseThrow()));
    assertEquals(all.cut(), tasks.found(any -> true).orElseThrow().cut());
    Map<Long, PathUnit> first = new HashMap<>();
    all.whole().forEach(unit -> first.putIfAbsent(unit.id(), unit));
    ListCursor span = store.listCursor();
    span.between(SpanKind.TASK, Long.MIN_VALUE, Long.MAX_VALUE);
    long number = 0;
    while (span.next()) {
      assertEquals(number++, span.number());
      names.add(span.name());
      ids.add(span.id());
    }
    for (long id : ids) {
      List<PathUnit> expected = Stream.ofNullable(first.get(id)).toList();
      assertEquals(told(expected), told(tasks.unit(id).orElseThrow()));
    }
    for (String name : names) {
      Predicate<TraceState.Task> wanted = task -> task.type().equals(name);
      PathUnits named = read(trace, wanted);
      FoundUnits found = tasks.found(wanted).orElseThrow();
      assertEquals(told(named.whole()), told(found.whole()), name);
      assertEquals(named.cut(), found.cut(), name);
    }
    seen.merge("whole", (long) all.whole().size(), Long::sum);
    seen.merge("cut", all.cut(), Long::sum);
    long most = all.whole().stream().mapToLong(unit -> unit.stretches().size()).max().orElse(0);
    seen.merge("most stretches", most, Math::max);
    return seen;
  }

  /**
   * Compares answers.
   *
   * @param all whether the store has all of them
   */
  private static void compareAnswers(
      SpanStore store, Path trace, Set<String> names, Set<Long> ids, boolean all)
      throws IOException {
    List<UnitChoice> choices = new ArrayList<>();
    choices.add(UnitChoice.of(TaskChoice.SLOWEST));
    names.forEach(name -> choices.add(UnitChoice.of(TaskChoice.named(name))));
    ids.stream().limit(5).forEach(id -> choices.add(UnitChoice.of(TaskChoice.ofId(id))));
    Set<String> groups = new HashSet<>();
    for (int i = 0; i < store.threads().size(); i++) {
      groups.add(GroupNames.of(store.threads().get(i)));
    }
    groups.stream().limit(4).forEach(group -> choices.add(UnitChoice.ofGroup(group)));
    for (UnitChoice choice : choices) {
      for (PathSelection selection : List.of(PathSelection.ALL, PathSelection.between(0.5, 1))) {
        compare(store, trace, new PathQuestion(choice, selection, false, 5, ORIGINS), all);
        compare(store, trace, new PathQuestion(choice, selection, true, 5, ORIGINS), all);
      }
    }
  }

  private static void compare(SpanStore store, Path trace, PathQuestion question, boolean all)
      throws IOException {
    StoredTrace stored = new StoredTrace(trace.toString(), store, WorldStops.of(store));
    Optional<PathAnswer> found = question.ask(stored);
    Optional<PathAnswer> read;
    try {
      read = Optional.of(question.ask(new File(trace)));
    } catch (NoSuchUnitException e) {
      read = Optional.empty();
    }
    if (all) {
      assertEquals(read.isPresent(), found.isPresent(), question::toString);
    }
    if (found.isPresent()) {
      assertEquals(json(read.get()), json(found.get()), question::toString);
      assertEquals(read.get().remarks(), found.get().remarks(), question::toString);
    }
  }

  private static String json(PathAnswer answer) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      answer.json(json);
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void ofRandomTraces(long seed) throws IOException {
    Map<String, Long> seen = compare(random(seed, 2500));
    // Else little was compared.
    assertTrue(seen.get("whole") > 10, seen::toString);
    assertTrue(seen.get("cut") > 5, seen::toString);
    assertTrue(seen.get("most stretches") > 5, seen::toString);
  }

  /** The others are in the store all the same, and what is not there is never taken for cut. */
  @Test
  void ofCoursesThatAreTooLong() throws IOException {
    Path trace = random(7, 4000);
    PathUnits all = read(trace, any -> true);
    Map<Long, Integer> lengths = new HashMap<>();
    all.whole().forEach(unit -> lengths.put(unit.id(), unit.stretches().size()));
    long longest = lengths.values().stream().mapToInt(length -> length).max().orElseThrow();
    int kept = 0;
    int left = 0;
    try (SpanStore store =
        new StoreCache(directory.resolve("small"), Long.MAX_VALUE)
            .open(
                trace,
                out -> new CourseSink(out, new CourseRoom((int) longest / 2, Long.MAX_VALUE)),
                BuildProgress.NONE)) {
      StoredTasks tasks = StoredTasks.of(store).orElseThrow();
      assertTrue(tasks.whole(any -> true).isEmpty());
      assertTrue(tasks.found(any -> true).isEmpty());
      for (PathUnit unit : all.whole()) {
        Optional<List<PathUnit>> found = tasks.unit(unit.id());
        Optional<FoundUnits> same = tasks.found(task -> task.id() == unit.id());
        List<String> told = told(List.of(unit));
        assertEquals(found.isPresent(), same.isPresent());
        if (found.isPresent()) {
          kept++;
          assertEquals(told, told(found.get()));
          assertEquals(told, told(same.get().whole()));
        } else {
          left++;
          assertTrue(lengths.get(unit.id()) >= longest / 2, told::toString);
        }
        assertEquals(told, told(TaskUnits.of(tasks, new File(trace), unit.id()).stream().toList()));
      }
      assertEquals(told(all.whole()), told(TaskUnits.all(tasks, new File(trace))));
      Set<String> names = new HashSet<>(Set.of("task 0", "task 1", "task 2"));
      compareAnswers(store, trace, names, Set.of(), false);
    }
    assertTrue(kept > 10 && left > 0, kept + " kept, " + left + " left out");
  }

  /** A course that takes what others need ends; those that are short need nothing of it. */
  @Test
  void roomIsSharedByThoseThatAreLong() {
    CourseRoom room = new CourseRoom(1000, 100);
    TaskCourse first = new TaskCourse(room);
    TaskCourse second = new TaskCourse(room);
    int ofFirst = fill(first);
    assertTrue(ofFirst > 40 && ofFirst < 70, "" + ofFirst);
    TaskCourse small = new TaskCourse(room);
    for (int i = 0; i < 20; i++) {
      small.follow(i, i);
    }
    assertFalse(small.isTooLong());
    // The first one gave back what it had.
    int ofSecond = fill(second);
    assertTrue(ofSecond > 30 && ofSecond <= ofFirst, ofSecond + " after " + ofFirst);
    small.end();
    small.end();
    assertEquals(ofFirst, fill(new TaskCourse(room)));
    assertEquals(3, fill(new TaskCourse(new CourseRoom(3, 100))));
  }

  /** How many stretches there is room for. */
  private static int fill(TaskCourse course) {
    int count = 0;
    for (; !course.isTooLong(); count++) {
      course.follow(count, count);
    }
    return count - 1;
  }

  /** Ids that are used again, after an end and without one. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void ofTasksThatBeginTwice(long seed) throws IOException {
    Path trace = random(seed, 2500, 23);
    Set<Long> open = new HashSet<>();
    Set<Long> ended = new HashSet<>();
    int[] again = {0, 0};
    new File(trace)
        .read(
            event -> {
              switch (event.kind()) {
                case TASK_BEGIN -> {
                  again[0] += open.add(event.task()) ? 0 : 1;
                  again[1] += ended.contains(event.task()) ? 1 : 0;
                }
                case TASK_END -> {
                  open.remove(event.task());
                  ended.add(event.task());
                }
                default -> {
                  // Of no task's life.
                }
              }
            });
    assertTrue(again[0] > 5 && again[1] > 5, () -> Arrays.toString(again));
    Map<String, Long> seen = compare(trace);
    assertTrue(seen.get("whole") > 10, seen::toString);
    assertTrue(seen.get("cut") > 5, seen::toString);
  }

  /** More than there are in a block of them. */
  @Test
  void ofManyTasks() throws IOException {
    Path trace = random(4, 60_000);
    try (SpanStore store = store(trace)) {
      Map<String, Long> seen = compareUnits(store, trace, new HashSet<>(), new HashSet<>());
      assertTrue(seen.get("whole") > 512, seen::toString);
    }
  }

  /** Flight recorders' tasks that are older, recordings of JVMs. */
  @Test
  void ofKnownTraces() throws IOException {
    long whole = 0;
    long cut = 0;
    for (String folder : List.of("cases", "conversion")) {
      List<Path> files;
      try (Stream<Path> all = Files.list(FIXTURES.resolve(folder))) {
        files = all.filter(StoredTasksTest::isTrace).sorted().toList();
      }
      assertFalse(files.isEmpty(), folder);
      for (Path file : files) {
        Map<String, Long> seen = compare(file);
        whole += seen.get("whole");
        cut += seen.get("cut");
      }
    }
    assertTrue(whole > 10 && cut > 0, whole + " whole, " + cut + " cut");
  }

  private static boolean isTrace(Path file) {
    if (!file.toString().endsWith(".trace") && !file.toString().endsWith(".jfr")) {
      return false;
    }
    try (TraceReader trace = Traces.open(file)) {
      return trace.next();
    } catch (MalformedTraceException e) {
      return false;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** It says where it breaks off, and what part that is. */
  @Test
  void ofATraceThatBreaksOff() throws IOException {
    byte[] whole = Files.readAllBytes(random(5, 4000));
    Path broken = directory.resolve("broken.trace");
    Files.write(broken, Arrays.copyOf(whole, whole.length * 2 / 3));
    assertTrue(compare(broken).get("whole") > 5);
    try (SpanStore store = store(broken)) {
      assertTrue(store.extent().fault().isPresent());
      assertTrue(store.covered() > 0 && store.covered() < store.traceSize());
    }
  }

  /** A store that was made for something else is made anew for this. */
  @Test
  void aStoreWithoutThemIsMadeAnew() throws IOException {
    Path trace = random(6, 500);
    StoreCache cache = new StoreCache(directory.resolve("cache"), Long.MAX_VALUE);
    try (SpanStore store = cache.open(trace)) {
      assertTrue(StoredTasks.of(store).isEmpty());
    }
    store(trace).close();
    try (SpanStore store = cache.open(trace)) {
      assertTrue(StoredTasks.of(store).isPresent());
    }
  }
}
