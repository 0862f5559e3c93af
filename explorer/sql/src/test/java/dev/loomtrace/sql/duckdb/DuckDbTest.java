package dev.loomtrace.sql.duckdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.analysis.CriticalPath;
import dev.loomtrace.analysis.PathUnit;
import dev.loomtrace.analysis.WorldStops;
import dev.loomtrace.convert.Traces;
import dev.loomtrace.sql.SqlCsv;
import dev.loomtrace.sql.SqlDatabase;
import dev.loomtrace.sql.SqlDatabase.Format;
import dev.loomtrace.sql.SqlEngine;
import dev.loomtrace.sql.SqlQuery;
import dev.loomtrace.sql.SqlQueryException;
import dev.loomtrace.sql.SqlRows;
import dev.loomtrace.sql.SqlTable;
import dev.loomtrace.sql.SqlTrace;
import dev.loomtrace.testing.RandomTrace;
import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.store.SpanCursor;
import dev.loomtrace.timeline.store.SpanStore;
import dev.loomtrace.timeline.store.StoreCache;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.FrameOrigins;
import dev.loomtrace.trace.ListTraceReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables against the stores that they are made from. */
class DuckDbTest {
  @TempDir static Path folder;
  private static final List<SpanStore> STORES = new ArrayList<>();
  private static SqlDatabase database;

  @BeforeAll
  static void open() throws IOException {
    StoreCache cache = new StoreCache(folder.resolve("cache"), Long.MAX_VALUE);
    List<SqlTrace> traces = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Path file = folder.resolve(i + ".trace");
      try (ListTraceReader reader = new ListTraceReader(RandomTrace.of(i, 5_000, 2))) {
        Traces.writeGo(reader, Files.newOutputStream(file));
      }
      STORES.add(cache.open(file));
      traces.add(new SqlTrace("trace " + i, STORES.get(i), () -> SqlGuideTest.units(file)));
    }
    database = SqlEngine.installed().orElseThrow().open(traces);
  }

  @AfterAll
  static void close() throws IOException {
    database.close();
    for (SpanStore store : STORES) {
      store.close();
    }
  }

  private static List<List<Object>> rows(String sql) throws IOException {
    List<List<Object>> rows = new ArrayList<>();
    database.query(
        sql,
        new SqlRows() {
          @Override
          public void columns(List<SqlTable.Column> columns) {
            // Their number is that of the values.
          }

          @Override
          public boolean row(List<Object> values) {
            rows.add(new ArrayList<>(values));
            return true;
          }
        });
    return rows;
  }

  private static Object value(String sql) throws IOException {
    return rows(sql).getFirst().getFirst();
  }

  private static Map<String, Long> timeByState(SpanStore store) {
    Map<String, Long> sums = new TreeMap<>();
    SpanCursor span = store.cursor();
    for (int i = 0; i < store.threads().size(); i++) {
      span.between(store.threads().get(i), Long.MIN_VALUE, Long.MAX_VALUE);
      while (span.next()) {
        sums.merge(OpenTrace.word(span.state()), span.duration(), Long::sum);
      }
    }
    return sums;
  }

  @Test
  void statesAreThoseOfTheStore() throws IOException {
    for (int i = 0; i < STORES.size(); i++) {
      Map<String, Long> sums = new TreeMap<>();
      for (List<Object> row :
          rows(
              "SELECT state, sum(dur)::BIGINT FROM thread_state WHERE trace_id = "
                  + i
                  + " GROUP BY 1")) {
        sums.put((String) row.get(0), (Long) row.get(1));
      }
      assertEquals(timeByState(STORES.get(i)), sums);
    }
  }

  @Test
  void allIsThereOnce() throws IOException {
    Map<String, SpanKind> lists =
        Map.of(
            "task", SpanKind.TASK,
            "region", SpanKind.REGION,
            "log", SpanKind.LOG,
            "counter", SpanKind.COUNTER,
            "sample", SpanKind.SAMPLE,
            "runtime_range", SpanKind.RANGE);
    for (Map.Entry<String, SpanKind> list : lists.entrySet()) {
      long expected = STORES.stream().mapToLong(store -> store.count(list.getValue())).sum();
      assertEquals(expected, value("SELECT count(*) FROM " + list.getKey()), list.getKey());
    }
    long threads = STORES.stream().mapToLong(store -> store.threads().size()).sum();
    assertEquals(threads, value("SELECT count(*) FROM thread"));
    assertEquals(threads, value("SELECT count(DISTINCT utid) FROM thread"));
    assertEquals(2L, value("SELECT count(*) FROM trace"));
  }

  /** Each of its spans lies in the life of its thread, and each wake ends a wait of it. */
  @Test
  void tablesFitEachOther() throws IOException {
    assertEquals(
        0L,
        value(
            "SELECT count(*) FROM thread_state s LEFT JOIN thread t USING (utid)"
                + " WHERE t.utid IS NULL OR s.trace_id <> t.trace_id"
                + " OR s.ts < t.ts OR s.ts + s.dur > t.ts + t.dur"));
    long wakes = (long) value("SELECT count(*) FROM wake");
    assertTrue(wakes > 0);
    assertEquals(
        wakes,
        value(
            "SELECT count(*) FROM wake w JOIN thread_state s ON s.utid = w.utid"
                + " AND s.ts + s.dur = w.ts AND s.waker_utid = w.waker_utid"
                + " AND s.state IN ('waiting', 'unknown', 'syscall', 'pinned')"));
    assertEquals(
        0L,
        value(
            "SELECT count(*) FROM thread_state s WHERE stack_id IS NOT NULL"
                + " AND stack_id NOT IN (SELECT stack_id FROM stack_frame)"));
  }

  /** The waits of a profile are all waits. */
  @Test
  void viewsAddUp() throws IOException {
    assertEquals(
        value(
            "SELECT sum(dur)::BIGINT FROM thread_state"
                + " WHERE state IN ('waiting', 'pinned', 'syscall') AND NOT is_idle"),
        value("SELECT sum(total_dur)::BIGINT FROM wait_profile"));
    for (View view : View.ALL) {
      rows("SELECT * FROM " + view.name() + " LIMIT 5");
    }
    assertTrue(View.ALL.size() >= 5);
  }

  /** What a query may take, and where it may put what does not fit. */
  @Test
  void memoryIsLimited() throws IOException {
    assertEquals("1.8 GiB", value("SELECT current_setting('memory_limit')"));
    assertEquals("", value("SELECT current_setting('temp_directory')"));
  }

  @Test
  void eachTableAndColumnIsDescribed() throws IOException {
    assertEquals(
        0L,
        value(
            "SELECT count(*) FROM duckdb_views() WHERE NOT internal"
                + " AND (comment IS NULL OR comment = '')"));
    long tables = new DuckDb().schema().size();
    assertEquals(tables, value("SELECT count(*) FROM duckdb_views() WHERE NOT internal"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ; ",
        "-- nothing",
        "INSERT INTO task VALUES (1)",
        "CREATE TABLE a AS SELECT 1",
        "COPY task TO 'stolen.csv'",
        "ATTACH 'stolen.duckdb'",
        "SET enable_external_access = true",
        "RESET lock_configuration",
        "INSTALL httpfs",
        "LOAD httpfs",
        "PRAGMA database_size",
        "CALL pragma_version()",
        "EXPORT DATABASE 'stolen'",
        "SELECT 1; SELECT 2",
        "SELECT 1; DROP VIEW task",
        "/* ; */ DROP VIEW task",
        "WITH a AS (SELECT 1) DELETE FROM task",
        "SELECT e'\\'' ; DROP VIEW task --'",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM glob('/*')",
        "FROM read_parquet('http://localhost/a.parquet')",
        "SELECT nothing FROM task",
        "SELEC 1",
        "SELECT 'open"
      })
  void whatIsNoQueryIsRefused(String sql) throws IOException {
    SqlQueryException refused = assertThrows(SqlQueryException.class, () -> rows(sql));
    assertFalse(refused.lines().isEmpty());
    assertEquals(2L, value("SELECT count(*) FROM trace"));
    rows("SELECT * FROM task LIMIT 1");
    try (Stream<Path> files = Files.list(Path.of(""))) {
      assertEquals(List.of(), files.filter(file -> file.toString().contains("stolen")).toList());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1;",
        " ( SELECT 1 ) ",
        "-- a comment; of two\nSELECT 1",
        "SELECT ';'",
        "SELECT \"a;b\" FROM (SELECT 1 AS \"a;b\")",
        "SELECT $$;$$",
        "WITH a AS (SELECT 1) SELECT * FROM a /* ; */ ; -- end",
        "FROM trace",
        "DESCRIBE task",
        "SHOW TABLES",
        "SUMMARIZE task",
        "EXPLAIN SELECT 1",
        "VALUES (1)"
      })
  void whatReadsIsAnswered(String sql) throws IOException {
    assertFalse(rows(sql).isEmpty());
  }

  @Test
  void aQueryMayBeEndedEarly() throws IOException {
    List<Object> first = new ArrayList<>();
    database.query(
        "SELECT ts FROM thread_state",
        new SqlRows() {
          @Override
          public void columns(List<SqlTable.Column> columns) {
            assertEquals("ts", columns.getFirst().name());
          }

          @Override
          public boolean row(List<Object> values) {
            first.add(values.getFirst());
            return false;
          }
        });
    assertEquals(1, first.size());
  }

  /** Row by row the segments of the path, which fill the task without a gap. */
  @Test
  void criticalPathsAreThoseOfTheAnalysis() throws IOException {
    List<String> expected = new ArrayList<>();
    long tasks = 0;
    for (int i = 0; i < STORES.size(); i++) {
      SpanStore store = STORES.get(i);
      long begin = store.extent().begin();
      WorldStops stops = WorldStops.of(store);
      for (PathUnit unit : SqlGuideTest.units(folder.resolve(i + ".trace"))) {
        CriticalPath path = CriticalPath.of(store, stops, FrameOrigins.DEFAULT, unit);
        tasks += path.segments().isEmpty() ? 0 : 1;
        int number = 0;
        for (CriticalPath.Segment each : path.segments()) {
          expected.add(
              List.of(
                      i,
                      unit.id(),
                      number++,
                      each.begin() - begin,
                      each.duration(),
                      each.thread() == Context.NO_GOROUTINE ? "none" : each.thread(),
                      each.depth(),
                      each.cause().reason().word(),
                      each.cause().resource(),
                      each.place().map(place -> place.site().function()).orElse(""))
                  .toString());
        }
      }
    }
    List<String> found = new ArrayList<>();
    for (List<Object> row :
        rows(
            "SELECT p.trace_id, task_id, segment, p.ts, p.dur, coalesce(tid::VARCHAR, 'none'),"
                + " depth, coalesce(reason, ''), coalesce(resource, ''), coalesce(function, '')"
                + " FROM critical_path p LEFT JOIN thread USING (utid)")) {
      found.add(row.toString());
    }
    Collections.sort(expected);
    Collections.sort(found);
    assertTrue(expected.size() > tasks && tasks > 20, "there is something to compare");
    assertEquals(expected, found);
    assertEquals(
        0L,
        value(
            "SELECT count(*) FROM (SELECT trace_id, task_id, sum(dur) AS dur, min(ts) AS ts,"
                + " count(*) AS segments, max(segment) AS last FROM critical_path GROUP BY ALL) p"
                + " JOIN task t USING (trace_id, task_id)"
                + " WHERE NOT t.began_before AND NOT t.is_open"
                + " AND (p.dur <> t.dur OR p.ts <> t.ts OR segments <> last + 1)"));
    assertEquals(
        tasks,
        value("SELECT count(*) FROM task WHERE dur > 0 AND NOT began_before AND NOT is_open"));
  }

  /** One that never ends, stopped before it runs, and while it does. */
  @Test
  void aQueryIsStopped() throws Exception {
    String endless =
        "WITH RECURSIVE a AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM a) SELECT max(x) FROM a";
    SqlRows nobody = new SqlCsv(new StringWriter());
    SqlQuery before = database.prepare(endless, SqlDatabase.ANY_LENGTH);
    before.stop();
    assertThrows(InterruptedIOException.class, () -> before.run(nobody));
    SqlQuery meanwhile = database.prepare(endless, SqlDatabase.ANY_LENGTH);
    CompletableFuture<Void> end = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    meanwhile.run(nobody);
                    end.complete(null);
                  } catch (IOException e) {
                    end.completeExceptionally(e);
                  }
                });
    while (thread.isAlive()) {
      meanwhile.stop();
      thread.join(10);
    }
    ExecutionException ended = assertThrows(ExecutionException.class, end::get);
    assertInstanceOf(InterruptedIOException.class, ended.getCause());
    assertEquals(2L, value("SELECT count(*) FROM trace"));
  }

  /** What a query makes up is longer than the memory that Java has. */
  @Test
  void longTextsAreCut() throws IOException {
    List<Object> values = new ArrayList<>();
    String sql =
        "SELECT repeat('x', 300000000) AS a, 7 AS b, list(range) AS c, '12345' AS d,"
            + " 'caf\u00e9\ud83d\ude00\ud83d\ude00' AS a, 'a'::BLOB FROM range(20000000)";
    List<String> names = new ArrayList<>();
    database
        .prepare(sql, 5)
        .run(
            new SqlRows() {
              @Override
              public void columns(List<SqlTable.Column> columns) {
                columns.forEach(column -> names.add(column.name() + " " + column.type()));
              }

              @Override
              public boolean row(List<Object> row) {
                values.addAll(row);
                return true;
              }
            });
    assertEquals(
        List.of("a VARCHAR", "b INTEGER", "c BIGINT[]", "d VARCHAR", "a VARCHAR"),
        names.subList(0, 5));
    assertEquals(
        List.of("xxxxx\u2026", 7, "[0, 1\u2026", "12345", "caf\u00e9\ud83d\ude00\u2026", "a"),
        values);
  }

  @Test
  void theOrderOfRowsIsTheQuerys() throws IOException {
    List<List<Object>> rows =
        rows("SELECT range::VARCHAR AS t, range FROM range(300000) ORDER BY range DESC");
    for (int i = 0; i < rows.size(); i++) {
      assertEquals(299_999L - i, rows.get(i).get(1));
    }
  }

  @Test
  void whatIsWrongIsSaidInItsOwnWords() {
    SqlQueryException refused =
        assertThrows(SqlQueryException.class, () -> rows("SELECT * FROM read_csv('/etc/passwd')"));
    assertTrue(refused.getMessage().startsWith("Permission Error: "), refused.getMessage());
    refused = assertThrows(SqlQueryException.class, () -> rows("SELECT $1"));
    assertTrue(refused.getMessage().contains("parameters"), refused.getMessage());
  }

  /** Where a file may be written, no other can be read or written by the query. */
  @ParameterizedTest
  @EnumSource(value = Format.class)
  void aWritingQueryReachesNothingElse(Format format) throws IOException {
    Path place = Files.createDirectory(folder.resolve("with " + format));
    Path secret = Files.writeString(place.resolve("secret.csv"), "a\n1\n");
    Path out = place.resolve("out");
    Path evil = place.resolve("evil");
    for (String sql :
        List.of(
            "FROM read_csv('" + secret + "')",
            "FROM read_text('" + secret + "')",
            "FROM glob('" + place + "/*')",
            "EXPLAIN ANALYZE COPY (SELECT 1) TO '" + evil + "'",
            "SELECT 1) TO '" + evil + "' (FORMAT csv); COPY (SELECT 1",
            "SELECT error('stop') FROM thread")) {
      assertThrows(
          SqlQueryException.class, () -> database.write(Optional.of(sql), format, out), sql);
      try (Stream<Path> files = Files.list(place)) {
        assertEquals(List.of(secret), files.toList(), sql);
      }
    }
    assertThrows(
        IOException.class,
        () -> database.write(Optional.of("FROM task"), format, place.resolve("no/out")));
    assertTrue(database.write(Optional.of("FROM task"), format, out) > 0);
    assertThrows(IOException.class, () -> database.write(Optional.of("FROM task"), format, secret));
    assertEquals("a\n1\n", Files.readString(secret));
  }

  /** Two traces of one name would be one file: nothing is written. */
  @Test
  void partsAreWrittenAllOrNone() throws IOException {
    Path twice = folder.resolve("twice");
    try (SqlDatabase same =
        new DuckDb()
            .open(
                List.of(
                    new SqlTrace("a", STORES.getFirst(), List::of),
                    new SqlTrace("a", STORES.getLast(), List::of)))) {
      assertThrows(IOException.class, () -> same.writePartitions(twice, List.of()));
    }
    for (List<String> keys :
        List.of(List.of("date=a"), List.of("x=1", "X=2"), List.of("utid=1"), List.of("a=b/c"))) {
      assertThrows(IOException.class, () -> database.writePartitions(twice, keys), keys::toString);
    }
    assertFalse(Files.exists(twice));
  }

  @Test
  void allTablesAreWrittenAndReadAgain() throws Exception {
    long expected = 0;
    for (Relation<?> relation : Schema.TABLES) {
      expected += (long) value("SELECT count(*) FROM " + relation.name());
    }
    Path tables = folder.resolve("tables");
    assertEquals(expected, database.write(Optional.empty(), Format.PARQUET, tables));
    Path copy = folder.resolve("copy.duckdb");
    assertEquals(expected, database.write(Optional.empty(), Format.DUCKDB, copy));
    assertTrue(Files.size(copy) > 0);
    try (var connection = java.sql.DriverManager.getConnection("jdbc:duckdb:" + copy);
        var statement = connection.createStatement();
        var difference =
            statement.executeQuery(
                "SELECT count(*) FROM (SELECT ts, dur, utid, state, reason FROM thread_state"
                    + " EXCEPT ALL SELECT ts, dur, utid, state, reason FROM read_parquet('"
                    + tables.resolve("thread_state.parquet")
                    + "'))")) {
      assertTrue(difference.next());
      assertEquals(0, difference.getLong(1));
    }
    assertThrows(IOException.class, () -> database.write(Optional.empty(), Format.DUCKDB, copy));
  }

  @Test
  void partsAreReadAsOne() throws Exception {
    Path lake = folder.resolve("lake");
    List<String> keys = List.of("service=shop", "host=a.b");
    database.writePartitions(lake, keys);
    assertThrows(IOException.class, () -> database.writePartitions(lake, keys));
    assertThrows(IOException.class, () -> database.writePartitions(lake, List.of("a=../b")));
    try (var connection = java.sql.DriverManager.getConnection("jdbc:duckdb:");
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT count(*), count(DISTINCT trace_name), min(service), min(host), min(date)"
                    + " FROM read_parquet('"
                    + lake
                    + "/thread_state/**/*.parquet', hive_partitioning = true)")) {
      assertTrue(rows.next());
      assertEquals(value("SELECT count(*) FROM thread_state"), rows.getLong(1));
      assertEquals(2, rows.getLong(2));
      assertEquals("shop", rows.getString(3));
      assertEquals("a.b", rows.getString(4));
      assertEquals("1970-01-01", rows.getString(5));
    }
  }

  @Test
  void aQuerysRowsAreWritten() throws IOException {
    Path file = folder.resolve("it's.csv");
    long rows = database.write(Optional.of("SELECT utid FROM thread -- all"), Format.CSV, file);
    assertEquals(rows + 1, Files.readAllLines(file).size());
    // Where files may be written, queries still read none.
    Path other = folder.resolve("other.csv");
    assertThrows(
        SqlQueryException.class,
        () -> database.write(Optional.of("FROM read_text('/etc/passwd')"), Format.CSV, other));
    assertFalse(Files.exists(other));
  }

  @Test
  void csvIsQuotedWhereItMustBe() throws IOException {
    StringWriter out = new StringWriter();
    database.query("SELECT 1 AS a, 'x,\"y' AS b, NULL AS c, '' AS d, true AS e", new SqlCsv(out));
    assertEquals("a,b,c,d,e\r\n1,\"x,\"\"y\",,\"\",true\r\n", out.toString());
  }
}
