package dev.loomtrace.sql.duckdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.analysis.PathUnit;
import dev.loomtrace.analysis.PathUnits;
import dev.loomtrace.convert.Traces;
import dev.loomtrace.sql.SqlCsv;
import dev.loomtrace.sql.SqlDatabase;
import dev.loomtrace.sql.SqlTable;
import dev.loomtrace.sql.SqlTrace;
import dev.loomtrace.testing.RandomTrace;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.timeline.store.SpanStore;
import dev.loomtrace.timeline.store.StoreCache;
import dev.loomtrace.trace.FrameOrigins;
import dev.loomtrace.trace.ListTraceReader;
import dev.loomtrace.trace.TraceReader;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/sql.md says. */
class SqlGuideTest {
  private static final Path GUIDE = Path.of("..", "..", "docs", "sql.md");
  private static final Pattern QUERY = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);

  @Test
  void itsQueriesHaveAnswers(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("a.trace");
    try (ListTraceReader reader = new ListTraceReader(RandomTrace.of(3, 5_000, 2))) {
      Traces.writeGo(reader, Files.newOutputStream(file));
    }
    List<String> queries = new ArrayList<>();
    Matcher query = QUERY.matcher(Files.readString(GUIDE));
    while (query.find()) {
      queries.add(query.group(1));
    }
    assertEquals(11, queries.size());
    StoreCache cache = new StoreCache(folder.resolve("cache"), Long.MAX_VALUE);
    try (SpanStore store = cache.open(file);
        SqlDatabase database =
            new DuckDb().open(List.of(new SqlTrace("a", store, () -> units(file))))) {
      for (String each : queries) {
        StringWriter rows = new StringWriter();
        database.query(each, new SqlCsv(rows));
        assertTrue(rows.toString().lines().count() > 1, each);
      }
    }
  }

  static List<PathUnit> units(Path file) throws IOException {
    PathUnits units = PathUnits.ofTasks(any -> true, FrameOrigins.DEFAULT);
    Timeline timeline = new Timeline(units);
    try (TraceReader reader = Traces.open(file)) {
      while (reader.next()) {
        timeline.accept(reader);
      }
    }
    timeline.end();
    return units.whole();
  }

  @Test
  void itNamesAllTables() throws IOException {
    String guide = Files.readString(GUIDE);
    for (SqlTable table : new DuckDb().schema()) {
      assertTrue(guide.contains("`" + table.name() + "`"), table.name());
    }
  }
}
