package dev.loomtrace.explorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.analysis.CriticalPath;
import dev.loomtrace.analysis.GroupNames;
import dev.loomtrace.analysis.WorldStops;
import dev.loomtrace.explorer.Client.Json;
import dev.loomtrace.timeline.Span;
import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.SpanState;
import dev.loomtrace.timeline.store.ListCursor;
import dev.loomtrace.timeline.store.SpanCursor;
import dev.loomtrace.timeline.store.SpanStore;
import dev.loomtrace.timeline.store.Tile;
import dev.loomtrace.timeline.store.Track;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.FrameOrigins;
import dev.loomtrace.trace.ResourceKind;
import dev.loomtrace.trace.ThreadKind;
import java.io.IOException;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the routes of the timeline say of a random trace, compared with its store. */
class TimelineApiTest {
  private static final SpanState[] STATES = SpanState.values();
  private static final int BUCKETS = 256;

  @TempDir private static Path folder;
  private static Shown shown;
  private static Client client;
  private static SpanStore store;
  private static long begin;
  private static long duration;

  @BeforeAll
  static void start() throws IOException {
    Path file = Shown.random(folder, 7, 9000);
    shown = Shown.of(folder.resolve("cache"), file);
    client = shown.client();
    store = shown.store(file);
    begin = store.extent().begin();
    duration = store.extent().end() - begin;
  }

  @AfterAll
  static void stop() throws IOException {
    store.close();
    shown.close();
  }

  private static List<Track> threads() {
    List<Track> tracks = new ArrayList<>();
    for (int i = 0; i < store.threads().size(); i++) {
      tracks.add(store.threads().get(i));
    }
    return tracks;
  }

  private static Map<String, List<Track>> groups() {
    Map<String, List<Track>> groups = new TreeMap<>();
    for (Track track : threads()) {
      groups.computeIfAbsent(GroupNames.of(track), key -> new ArrayList<>()).add(track);
    }
    return groups;
  }

  private static List<Span> spans(Track track, long from, long to) {
    List<Span> spans = new ArrayList<>();
    SpanCursor cursor = store.cursor();
    cursor.between(track, from, to);
    while (cursor.next()) {
      spans.add(cursor.span());
    }
    return spans;
  }

  private static List<Span> list(SpanKind kind) {
    List<Span> spans = new ArrayList<>();
    ListCursor cursor = store.listCursor();
    cursor.between(kind, Long.MIN_VALUE, Long.MAX_VALUE);
    while (cursor.next()) {
      spans.add(cursor.span());
    }
    return spans;
  }

  private static String rowOf(Track track) {
    List<Track> lives = store.threads().of(track.id());
    for (int life = 0; life < lives.size(); life++) {
      if (lives.get(life).begin() == track.begin()) {
        return "t:" + track.id() + (life == 0 ? "" : "." + life);
      }
    }
    throw new AssertionError("no life of " + track);
  }

  @Test
  void saysHowFarTheTraceReaches() throws IOException {
    Json extent = client.ask("extent");
    assertEquals(duration, extent.number("durationNanos"));
    assertEquals(store.extent().events(), extent.number("events"));
    assertEquals("go", extent.text("kind"));
    assertEquals(store.threads().size(), extent.number("threads"));
    assertEquals(store.procs().size(), extent.number("carriers"));
    assertEquals(store.identity(), extent.text("hash"));
    assertTrue(extent.text("hash").matches("[0-9a-f]{48}"), extent.text("hash"));
    assertTrue(extent.text("startWall").matches("\\d{4,}-\\d\\d-\\d\\dT.*Z"));
    assertFalse(extent.has("fault"));
  }

  @Test
  void hasARowForAllButThreads() throws IOException {
    List<String> ids = client.ask("rows").list("rows").stream().map(row -> row.text("id")).toList();
    assertEquals(ids.size(), new HashSet<>(ids).size());
    List<String> order = List.of("x", "c", "p", "k", "g");
    List<String> letters = ids.stream().map(id -> id.substring(0, 1)).distinct().toList();
    assertEquals(order, letters);
    Set<String> expected =
        new HashSet<>(List.of("x:ranges", "c:running threads", "c:runnable threads"));
    list(SpanKind.COUNTER).forEach(counter -> expected.add("c:" + counter.name()));
    list(SpanKind.TASK).forEach(task -> expected.add("k:" + task.name()));
    groups().keySet().forEach(group -> expected.add("g:" + group));
    for (int i = 0; i < store.procs().size(); i++) {
      expected.add("p:" + store.procs().get(i).id());
    }
    assertEquals(expected, new HashSet<>(ids));
    for (String id : ids) {
      assertEquals(id, client.ask("row", "id", id).list("rows").getFirst().text("id"));
    }
  }

  @Test
  void rowsOfGroupsAddUpTheirThreads() throws IOException {
    for (Map.Entry<String, List<Track>> group : groups().entrySet()) {
      Json row = client.ask("row", "id", "g:" + group.getKey()).list("rows").getFirst();
      Json members = client.ask("members", "group", group.getKey(), "limit", 10000);
      assertEquals(group.getValue().size(), members.number("total"));
      assertEquals(group.getValue().size(), row.number("members"));
      assertEquals(group.getValue().stream().mapToLong(Track::spans).sum(), row.number("spans"));
      for (String sum : List.of("runningNanos", "waitingNanos", "runnableNanos")) {
        assertEquals(
            members.list("rows").stream().mapToLong(member -> member.number(sum)).sum(),
            row.number(sum),
            sum);
      }
    }
  }

  @Test
  void rowsOfThreadsAreTheirLives() throws IOException {
    Json all = client.ask("members", "limit", 10000, "sort", "id");
    List<Json> rows = all.list("rows");
    assertEquals(store.threads().size(), rows.size());
    for (int i = 0; i < rows.size(); i++) {
      Track track = store.threads().get(i);
      assertEquals(rowOf(track), rows.get(i).text("id"));
      assertEquals(track.begin() - begin, rows.get(i).number("begin"));
      assertEquals(track.end() - begin, rows.get(i).number("end"));
      assertEquals(track.spans(), rows.get(i).number("spans"));
      assertEquals("goroutine", rows.get(i).text("threadKind"));
      assertEquals(GroupNames.of(track), rows.get(i).text("group"));
      long waiting = 0;
      for (Span span : spans(track, Long.MIN_VALUE, Long.MAX_VALUE)) {
        boolean waits = span.state() == SpanState.WAITING || span.state() == SpanState.PINNED;
        waiting += waits ? span.duration() : 0;
      }
      assertEquals(waiting, rows.get(i).number("waitingNanos"));
    }
  }

  @Test
  void membersAreSortedFilteredAndCut() throws IOException {
    for (String sort :
        List.of("begin", "waiting", "running", "runnable", "duration", "kind", "id")) {
      List<Json> rows = client.ask("members", "sort", sort, "limit", 10000).list("rows");
      long before = Long.MIN_VALUE;
      for (Json row : rows) {
        long key =
            switch (sort) {
              case "waiting", "running", "runnable" -> -row.number(sort + "Nanos");
              case "kind" ->
                  ThreadKind.valueOf(row.text("threadKind").toUpperCase(Locale.ROOT)).ordinal();
              case "duration" -> row.number("begin") - row.number("end");
              case "id" -> row.number("thread");
              default -> row.number("begin");
            };
        assertTrue(key >= before, sort);
        before = key;
      }
      List<Json> part = client.ask("members", "sort", sort, "offset", 3, "limit", 5).list("rows");
      assertEquals(rows.subList(3, 8), part);
      List<Json> reversed =
          client
              .ask("members", "sort", sort, "reverse", true, "offset", 3, "limit", 5)
              .list("rows");
      assertEquals(rows.reversed().subList(3, 8), reversed);
    }
    Track one = store.threads().get(store.threads().size() / 2);
    Json found = client.ask("members", "filter", one.id(), "limit", 1000);
    assertTrue(found.list("rows").stream().anyMatch(row -> row.text("id").equals(rowOf(one))));
    assertTrue(found.number("total") < store.threads().size());
    assertEquals(0, client.ask("members", "filter", "no such name").number("total"));
    client.refusal(404, "members", "group", "no such group");
    client.refusal(400, "members", "sort", "colour");
  }

  /** Row by row the first bucket, and seven numbers of each bucket from there on. */
  private record Tiles(List<Integer> first, List<float[]> values) {
    float value(int row, int bucket, int which) {
      int at = (bucket - first.get(row)) * 7;
      return at < 0 || at >= values.get(row).length ? 0 : values.get(row)[at + which];
    }
  }

  private static Tiles tile(int level, long index, List<String> rows) throws IOException {
    StringBuilder path = new StringBuilder("/api/f/0/tile?level=" + level + "&index=" + index);
    for (String row : rows) {
      path.append(Client.path("", "row", row).replace('?', '&'));
    }
    HttpResponse<byte[]> response = client.get(path.toString());
    assertEquals(
        200, response.statusCode(), () -> new String(response.body(), StandardCharsets.UTF_8));
    ByteBuffer in = ByteBuffer.wrap(response.body()).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(0x3154544c, in.getInt());
    assertEquals(rows.size(), in.getInt());
    assertEquals(BUCKETS, in.getInt());
    assertEquals(0, in.getInt());
    Tiles tiles = new Tiles(new ArrayList<>(), new ArrayList<>());
    for (int row = 0; row < rows.size(); row++) {
      int first = in.getInt();
      int count = in.getInt();
      assertTrue(first >= 0 && count >= 0 && first + count <= BUCKETS);
      float[] values = new float[count * 7];
      for (int i = 0; i < values.length; i++) {
        values[i] = in.getFloat();
      }
      tiles.first().add(first);
      tiles.values().add(values);
    }
    assertFalse(in.hasRemaining());
    return tiles;
  }

  private static long[] borders(int level, long index) {
    long[] borders = new long[BUCKETS + 1];
    for (int bucket = 0; bucket <= BUCKETS; bucket++) {
      borders[bucket] =
          begin
              + BigInteger.valueOf(duration)
                  .multiply(BigInteger.valueOf(index * BUCKETS + bucket))
                  .shiftRight(level + 8)
                  .longValueExact();
    }
    return borders;
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "4, 9", "5, 3", "6, 40", "9, 300", "13, 8000", "40, 1000000000000"})
  void tilesAreTheSumsOfTheStore(int level, long index) throws IOException {
    long[] borders = borders(level, index);
    assertEquals(
        begin
            + BigInteger.valueOf(duration)
                .multiply(BigInteger.valueOf(index))
                .shiftRight(level)
                .longValueExact(),
        borders[0]);
    List<Track> tracks = threads().subList(0, 50);
    Tile truth = store.tile(tracks, borders);
    Tiles told = tile(level, index, tracks.stream().map(TimelineApiTest::rowOf).toList());
    for (int row = 0; row < tracks.size(); row++) {
      for (int bucket = 0; bucket < BUCKETS; bucket++) {
        double width = borders[bucket + 1] - borders[bucket];
        for (SpanState state : STATES) {
          float share = width == 0 ? 0 : (float) (truth.time(row, bucket, state) / width);
          assertEquals(share, told.value(row, bucket, state.ordinal()));
        }
        assertEquals((float) truth.spans(row, bucket), told.value(row, bucket, 6));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "4, 9", "5, 3", "6, 40", "9, 300", "13, 8000", "40, 1000000000000"})
  void tilesOfGroupsAreTheSumsOfTheirThreads(int level, long index) throws IOException {
    long[] borders = borders(level, index);
    List<String> names = List.copyOf(groups().keySet());
    Tiles told = tile(level, index, names.stream().map(name -> "g:" + name).toList());
    for (int row = 0; row < names.size(); row++) {
      List<Track> members = groups().get(names.get(row));
      Tile truth = store.tile(members, borders);
      for (int bucket = 0; bucket < BUCKETS; bucket++) {
        double width = borders[bucket + 1] - borders[bucket];
        long spans = 0;
        for (int member = 0; member < members.size(); member++) {
          spans += truth.spans(member, bucket);
        }
        assertEquals((float) spans, told.value(row, bucket, 6));
        for (SpanState state : STATES) {
          long sum = 0;
          for (int member = 0; member < members.size(); member++) {
            sum += truth.time(member, bucket, state);
          }
          float threads = width == 0 ? 0 : (float) (sum / width);
          assertEquals(threads, told.value(row, bucket, state.ordinal()));
        }
      }
    }
  }

  @Test
  void tilesOfCarriersAreTheSumsOfTheStore() throws IOException {
    for (int i = 0; i < store.procs().size(); i++) {
      Track proc = store.procs().get(i);
      Tile truth = store.tile(List.of(proc), borders(3, 2));
      Tiles told = tile(3, 2, List.of("p:" + proc.id()));
      for (int bucket = 0; bucket < BUCKETS; bucket++) {
        double width = truth.begin(bucket + 1) - truth.begin(bucket);
        for (SpanState state : STATES) {
          float share = width == 0 ? 0 : (float) (truth.time(0, bucket, state) / width);
          assertEquals(share, told.value(0, bucket, state.ordinal()));
        }
      }
    }
  }

  @Test
  void tilesAreKeptByTheHashOfTheTrace() throws IOException {
    String path =
        "/api/f/0/tile?row=g:x&level=0&index=0".replace("g:x", rowOf(threads().getFirst()));
    assertEquals("no-store", client.get(path).headers().firstValue("Cache-Control").orElseThrow());
    assertEquals(
        "no-store",
        client.get(path + "&v=other").headers().firstValue("Cache-Control").orElseThrow());
    assertEquals(
        "private, max-age=31536000, immutable",
        client
            .get(path + "&v=" + store.identity())
            .headers()
            .firstValue("Cache-Control")
            .orElseThrow());
    client.refusal(400, "tile", "row", "x:ranges", "level", 0, "index", 0);
    client.refusal(404, "tile", "row", "g:no such group", "level", 0, "index", 0);
    client.refusal(400, "tile", "row", rowOf(threads().getFirst()), "level", 41, "index", 0);
  }

  private static void compare(Span span, Json told) {
    assertEquals(span.begin() - begin, told.number("begin"));
    assertEquals(span.end() - begin, told.number("end"));
    assertEquals(span.open(), told.has("open"));
    assertEquals(span.beganBefore(), told.has("beganBefore"));
  }

  @Test
  void spansOfThreadsAreThoseOfTheStore() throws IOException {
    Random random = new Random(3);
    for (Track track : threads()) {
      long from = random.nextLong(duration);
      long to = random.nextLong(from, duration + 1);
      List<Span> truth = spans(track, begin + from, begin + to);
      Json answer = client.ask("spans", "row", rowOf(track), "from", from, "to", to);
      assertEquals(truth.size(), answer.list("spans").size());
      for (int i = 0; i < truth.size(); i++) {
        Span span = truth.get(i);
        Json told = answer.list("spans").get(i);
        compare(span, told);
        assertEquals(span.state().name().toLowerCase(Locale.ROOT), told.text("state"));
        assertEquals(span.cause().word(), told.has("reason") ? told.text("reason") : "");
        assertEquals(
            span.waker().thread(),
            told.has("waker") && told.get("waker").has("thread")
                ? told.get("waker").number("thread")
                : Context.NO_GOROUTINE);
        assertEquals(span.proc(), told.has("proc") ? told.number("proc") : Context.NO_PROC);
        assertFalse(told.text("label").isEmpty());
      }
      List<Span> regions =
          list(SpanKind.REGION).stream()
              .filter(region -> region.thread() == track.id())
              .filter(region -> region.begin() < track.end() && region.end() > track.begin())
              .filter(region -> region.begin() < begin + to)
              .filter(region -> region.end() > begin + from || region.begin() >= begin + from)
              .toList();
      assertEquals(
          regions.stream().map(Span::name).toList(),
          answer.list("regions").stream().map(region -> region.text("name")).toList());
    }
  }

  @Test
  void spansAreCutAtTheLimit() throws IOException {
    Track longest =
        threads().stream().max((a, b) -> Long.compare(a.spans(), b.spans())).orElseThrow();
    int spans = (int) longest.spans();
    assertTrue(spans > 10);
    Json some = client.ask("spans", "row", rowOf(longest), "limit", spans - 1);
    assertEquals(spans - 1, some.list("spans").size());
    assertTrue(some.flag("more"));
    Json all = client.ask("spans", "row", rowOf(longest), "limit", 20000);
    assertEquals(spans, all.list("spans").size());
    assertFalse(all.flag("more"));
    client.refusal(400, "spans", "row", rowOf(longest), "from", 5, "to", 4);
    client.refusal(400, "spans", "row", "c:running threads");
    client.refusal(400, "spans");
  }

  @Test
  void spansOfOtherRowsAreThoseOfTheStore() throws IOException {
    List<Span> ranges = list(SpanKind.RANGE);
    List<Json> told = client.ask("spans", "row", "x:ranges", "limit", 20000).list("spans");
    assertEquals(ranges.size(), told.size());
    for (int i = 0; i < ranges.size(); i++) {
      compare(ranges.get(i), told.get(i));
      assertEquals(ranges.get(i).name(), told.get(i).text("label"));
      boolean ofThread = ranges.get(i).scope() == ResourceKind.GOROUTINE;
      assertEquals(ofThread, told.get(i).has("thread"));
      if (ofThread) {
        // It is called as in its own row.
        Track owner = store.threads().at(ranges.get(i).id(), ranges.get(i).begin()).orElseThrow();
        Json row = client.ask("row", "id", rowOf(owner)).list("rows").getFirst();
        assertEquals(row.text("label"), told.get(i).text("name"));
      }
    }
    Map<String, List<Span>> tasks = new TreeMap<>();
    list(SpanKind.TASK)
        .forEach(task -> tasks.computeIfAbsent(task.name(), key -> new ArrayList<>()).add(task));
    assertFalse(tasks.isEmpty());
    for (Map.Entry<String, List<Span>> named : tasks.entrySet()) {
      List<Json> found =
          client.ask("spans", "row", "k:" + named.getKey(), "limit", 20000).list("spans");
      assertEquals(
          named.getValue().stream().map(Span::id).toList(),
          found.stream().map(task -> task.number("task")).toList());
    }
    for (int i = 0; i < store.procs().size(); i++) {
      Track proc = store.procs().get(i);
      List<Span> truth = spans(proc, begin, begin + duration);
      List<Json> found = client.ask("spans", "row", "p:" + proc.id(), "limit", 20000).list("spans");
      assertEquals(
          truth.stream().map(Span::thread).toList(),
          found.stream().map(span -> span.number("thread")).toList());
    }
  }

  @Test
  void saysWhatAThreadDidAtAMoment() throws IOException {
    Random random = new Random(5);
    SpanCursor cursor = store.cursor();
    int stacks = 0;
    for (int i = 0; i < 200; i++) {
      Track track = threads().get(random.nextInt(threads().size()));
      if (track.end() == track.begin()) {
        continue;
      }
      long time = random.nextLong(track.begin(), track.end());
      assertTrue(cursor.seek(track, time));
      Json at = client.ask("at", "thread", rowOf(track).substring(2), "time", time - begin);
      compare(cursor.span(), at.get("span"));
      assertEquals(
          cursor.place().frames().stream().map(frame -> frame.function()).toList(),
          at.get("span").list("stack").stream().map(frame -> frame.text("function")).toList());
      stacks += cursor.place().isNone() ? 0 : 1;
      assertEquals(rowOf(track), at.get("thread").text("id"));
      long before = cursor.begin();
      long after = cursor.end();
      if (at.has("previous")) {
        Json previous =
            client.ask("at", "thread", rowOf(track).substring(2), "time", at.number("previous"));
        assertEquals(before - begin, previous.get("span").number("end"));
      } else {
        assertEquals(track.begin(), before);
      }
      if (at.has("next")) {
        Json next =
            client.ask("at", "thread", rowOf(track).substring(2), "time", at.number("next"));
        assertEquals(after - begin, next.get("span").number("begin"));
      }
    }
    assertTrue(stacks > 0);
    client.refusal(404, "at", "thread", 123456789, "time", 0);
    client.refusal(404, "at", "thread", "x", "time", 0);
    client.refusal(400, "at", "thread", threads().getFirst().id());
  }

  @Test
  void criticalPathsAreThoseOfTheAnalysis() throws IOException {
    WorldStops stops = WorldStops.of(store);
    Random random = new Random(9);
    int deep = 0;
    for (Track track : threads()) {
      if (track.end() == track.begin()) {
        continue;
      }
      long from = random.nextLong(track.begin(), track.end());
      long to = random.nextLong(from, track.end()) + 1;
      CriticalPath truth =
          CriticalPath.ofThread(store, stops, FrameOrigins.DEFAULT, track.id(), from, to);
      Json told =
          client.ask(
              "critical",
              "thread",
              rowOf(track).substring(2),
              "from",
              from - begin,
              "to",
              to - begin);
      List<Json> segments = told.list("segments");
      assertEquals(truth.segments().size(), segments.size());
      long at = from - begin;
      List<Long> threads = new ArrayList<>();
      for (int i = 0; i < segments.size(); i++) {
        assertEquals(at, segments.get(i).number("begin"));
        at = segments.get(i).number("end");
        assertEquals(truth.segments().get(i).thread(), segments.get(i).number("thread"));
        assertEquals(truth.segments().get(i).depth(), segments.get(i).number("depth"));
        deep += truth.segments().get(i).depth() > 0 ? 1 : 0;
        if (!threads.contains(segments.get(i).number("thread"))) {
          threads.add(segments.get(i).number("thread"));
        }
      }
      assertEquals(to - begin, at);
      assertEquals(
          threads,
          told.list("threads").stream().map(row -> row.number("thread")).distinct().toList());
    }
    assertTrue(deep > 0, "they wait for each other");
  }

  @Test
  void criticalPathsOfTasksAreAsLongAsThey() throws IOException {
    int whole = 0;
    for (Span task : list(SpanKind.TASK)) {
      if (task.open() || task.beganBefore()) {
        client.refusal(404, "critical", "task", Long.toUnsignedString(task.id()));
        continue;
      }
      whole++;
      List<Json> segments =
          client.ask("critical", "task", Long.toUnsignedString(task.id())).list("segments");
      long at = task.begin() - begin;
      for (Json segment : segments) {
        assertEquals(at, segment.number("begin"));
        at = segment.number("end");
      }
      assertEquals(task.end() - begin, at);
    }
    assertTrue(whole > 0);
    client.refusal(404, "critical", "task", 987654321);
  }

  @Test
  void wakesAreKnownToBothSides() throws IOException {
    Map<Long, Set<String>> wakes = new TreeMap<>();
    Set<Long> ids = new HashSet<>();
    threads().forEach(track -> ids.add(track.id()));
    for (Track track : threads()) {
      for (Json wake :
          client.ask("wakes", "thread", rowOf(track).substring(2), "limit", 20000).list("wakes")) {
        wakes
            .computeIfAbsent(track.id(), key -> new HashSet<>())
            .add(wake.number("time") + " " + wake.number("from") + " " + wake.number("to"));
      }
    }
    int count = 0;
    for (Track track : threads()) {
      for (Span span : spans(track, Long.MIN_VALUE, Long.MAX_VALUE)) {
        long waker = span.waker().thread();
        if (span.state() == SpanState.WAITING
            && waker != Context.NO_GOROUTINE
            && span.end() < begin + duration) {
          String wake = (span.end() - begin) + " " + waker + " " + track.id();
          assertTrue(wakes.get(track.id()).contains(wake), wake);
          assertTrue(!ids.contains(waker) || wakes.get(waker).contains(wake), wake);
          count++;
        }
      }
    }
    assertTrue(count > 20, "they wake each other: " + count);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2})
  void selectionsAreTheSumsOfTheStore(long seed) throws IOException {
    Random random = new Random(seed);
    long from = seed == 0 ? 0 : random.nextLong(duration);
    long to = seed == 0 ? duration : random.nextLong(from, duration) + 1;
    Json told = client.ask("selection", "from", from, "to", to);
    Tile tile = store.tile(threads(), new long[] {begin + from, begin + to});
    long all = 0;
    for (SpanState state : STATES) {
      long sum = 0;
      for (int row = 0; row < threads().size(); row++) {
        sum += tile.time(row, 0, state);
      }
      String word = state.name().toLowerCase(Locale.ROOT);
      assertEquals(sum, told.get("nanosByState").number(word));
      boolean waits = state == SpanState.WAITING || state == SpanState.PINNED;
      all += waits ? sum : 0;
    }
    List<Json> waits = told.list("waits");
    assertTrue(waits.size() < 50, "so that they are all of them");
    assertEquals(all, waits.stream().mapToLong(wait -> wait.number("totalNanos")).sum());
    assertFalse(told.has("waitsLeftOut"));
    for (Json wait : waits) {
      // The longest is where it says.
      Json at = client.ask("at", "thread", wait.number("thread"), "time", wait.number("time"));
      assertEquals(wait.text("label"), at.get("span").text("label"));
      assertTrue(wait.number("longestNanos") <= wait.number("totalNanos"));
    }
    String group = groups().keySet().iterator().next();
    Json ofGroup = client.ask("selection", "from", from, "to", to, "row", "g:" + group);
    Tile groupTile = store.tile(groups().get(group), new long[] {begin + from, begin + to});
    long running = 0;
    for (int row = 0; row < groups().get(group).size(); row++) {
      running += groupTile.time(row, 0, SpanState.RUNNING);
    }
    assertEquals(running, ofGroup.get("nanosByState").number("running"));
    assertTrue(ofGroup.list("top").stream().allMatch(row -> row.text("group").equals(group)));
  }

  @Test
  void countersAreWhatWasMeasured() throws IOException {
    Map<String, List<Span>> counters = new TreeMap<>();
    list(SpanKind.COUNTER)
        .forEach(one -> counters.computeIfAbsent(one.name(), key -> new ArrayList<>()).add(one));
    assertFalse(counters.isEmpty());
    for (Map.Entry<String, List<Span>> counter : counters.entrySet()) {
      Json told = client.ask("counter", "name", counter.getKey(), "buckets", 10);
      List<Json> times = told.list("times");
      assertTrue(times.size() <= 11);
      for (String which : List.of("min", "max", "last")) {
        assertEquals(times.size(), told.list(which).size());
      }
      long min = counter.getValue().stream().mapToLong(Span::id).min().orElseThrow();
      assertEquals(min, told.list("min").stream().mapToLong(Json::number).min().orElseThrow());
      long max = counter.getValue().stream().mapToLong(Span::id).max().orElseThrow();
      assertEquals(max, told.list("max").stream().mapToLong(Json::number).max().orElseThrow());
      // The value of before holds at the start of a stretch.
      Span last = counter.getValue().getLast();
      Json later =
          client.ask("counter", "name", counter.getKey(), "from", last.begin() - begin + 1);
      assertEquals(last.id(), later.list("last").getFirst().number());
    }
    client.refusal(404, "counter", "name", "no such counter");
  }

  @Test
  void countersOfThreadsAddUp() throws IOException {
    Json told = client.ask("counter", "name", "running threads", "buckets", 10000);
    List<Json> times = told.list("times");
    double sum = 0;
    for (int i = 0; i < times.size(); i++) {
      long end = i + 1 < times.size() ? times.get(i + 1).number() : duration;
      sum +=
          ((Number) told.list("last").get(i).value()).doubleValue() * (end - times.get(i).number());
    }
    long running = client.ask("selection").get("nanosByState").number("running");
    assertEquals(
        (double) running, sum, duration * 0.001, "each is rounded to a thousandth of a thread");
    Json part =
        client.ask(
            "counter",
            "name",
            "runnable threads",
            "from",
            duration / 3,
            "to",
            duration / 3 + duration / 100,
            "buckets",
            20);
    assertTrue(part.list("times").size() > 9 && part.list("times").size() <= 20);
  }

  @Test
  void findsEverythingByItsText() throws IOException {
    Set<String> kinds = new HashSet<>();
    for (String q : List.of("1", "a", "e", "o")) {
      for (Json hit : client.ask("search", "q", q, "limit", 60).list("hits")) {
        kinds.add(hit.text("kind"));
        if (hit.has("row")) {
          assertEquals(
              hit.text("row"),
              client.ask("row", "id", hit.text("row")).list("rows").getFirst().text("id"));
        }
        if (hit.has("time")) {
          assertTrue(hit.number("time") <= duration);
        }
      }
    }
    assertEquals(Set.of("thread", "group", "task", "function", "region", "log"), kinds);
    Track track = threads().getLast();
    assertTrue(
        client.ask("search", "q", track.id()).list("hits").stream()
            .anyMatch(hit -> hit.has("row") && hit.text("row").equals(rowOf(track))));
    assertEquals(List.of(), client.ask("search", "q", "no such thing").list("hits"));
    client.refusal(400, "search", "q", " ");
    client.refusal(400, "search");
  }

  @Test
  void logsAreThoseOfTheStore() throws IOException {
    List<Span> truth = list(SpanKind.LOG);
    Json told = client.ask("logs", "limit", 10000);
    assertEquals(truth.size(), told.number("total"));
    assertEquals(
        truth.stream().map(Span::message).toList(),
        told.list("logs").stream().map(log -> log.text("text")).toList());
    Json some = client.ask("logs", "offset", 2, "limit", 3);
    assertEquals(told.list("logs").subList(2, 5), some.list("logs"));
    assertTrue(some.flag("more"));
    String part = truth.get(truth.size() / 2).message();
    Json found = client.ask("logs", "q", part.toUpperCase(Locale.ROOT), "limit", 10000);
    assertTrue(found.list("logs").stream().anyMatch(log -> log.text("text").equals(part)));
    Span middle = truth.get(truth.size() / 2);
    Json before = client.ask("logs", "to", middle.begin() - begin, "limit", 10000);
    assertEquals(
        truth.stream().filter(log -> log.begin() < middle.begin()).count(), before.number("total"));
  }

  @Test
  void unitsAreSortedByHowLongTheyTook() throws IOException {
    Json tasks = client.ask("units", "kind", "task");
    List<Span> truth = list(SpanKind.TASK);
    assertEquals(truth.size(), tasks.number("total"));
    assertFalse(tasks.flag("more"));
    long before = Long.MAX_VALUE;
    Map<Long, Span> byId = new TreeMap<>();
    truth.forEach(task -> byId.put(task.id(), task));
    for (int i = 0; i < truth.size(); i++) {
      long taken = tasks.list("durations").get(i).number();
      assertTrue(taken <= before);
      before = taken;
      Span task = byId.get(tasks.list("ids").get(i).number());
      assertEquals(task.duration(), taken);
      assertEquals(task.begin() - begin, tasks.list("begins").get(i).number());
      assertEquals(task.open() || task.beganBefore(), tasks.list("cut").get(i).value());
    }
    assertNotEquals(0, truth.size());
    String group = groups().keySet().iterator().next();
    assertEquals(
        groups().get(group).size(),
        client.ask("units", "kind", "thread", "name", group).number("total"));
    Json regions = client.ask("units", "kind", "region");
    assertEquals(list(SpanKind.REGION).size(), regions.number("total"));
    assertEquals(
        list(SpanKind.REGION).stream().map(Span::thread).sorted().toList(),
        regions.list("threads").stream().map(Json::number).sorted().toList());
    client.refusal(404, "units", "kind", "thread", "name", "no such group");
    client.refusal(400, "units", "kind", "colour");
  }
}
