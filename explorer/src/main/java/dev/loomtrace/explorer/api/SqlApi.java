package dev.loomtrace.explorer.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.explorer.http.Refusal;
import dev.loomtrace.explorer.http.Reply;
import dev.loomtrace.explorer.http.Request;
import dev.loomtrace.explorer.trace.Databases;
import dev.loomtrace.explorer.trace.LoadedTrace;
import dev.loomtrace.explorer.trace.Queries;
import dev.loomtrace.sql.SqlDatabase;
import dev.loomtrace.sql.SqlEngine;
import dev.loomtrace.sql.SqlJson;
import dev.loomtrace.sql.SqlQuery;
import dev.loomtrace.sql.SqlQueryException;
import dev.loomtrace.sql.SqlRows;
import dev.loomtrace.sql.SqlTable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** {@code sql}: what a query finds in a trace; {@code schema}: what it can ask about. */
final class SqlApi {
  private static final int USUAL_ROWS = 1_000;
  private static final int MAX_ROWS = 10_000;
  private static final int MAX_QUERY = 20_000;
  private static final int USUAL_SECONDS = 60;
  private static final int MAX_SECONDS = 600;
  private static final int LONGEST_TEXT = 10_000;
  // A page is shown so much, and not more.
  private static final long MAX_CHARACTERS = 16_000_000;

  private final Databases databases;
  private final Queries queries;

  /** Of whoever starts the explorer; the server's threads have another. */
  private final ClassLoader loader = Thread.currentThread().getContextClassLoader();

  SqlApi(Databases databases, Queries queries) {
    this.databases = databases;
    this.queries = queries;
  }

  private SqlEngine engine() throws Refusal {
    Optional<SqlEngine> engine = SqlEngine.installed(loader);
    if (engine.isEmpty()) {
      throw Refusal.notFound(
          "the database for SQL is no part of this installation: docs/sql.md says how to add it");
    }
    return engine.get();
  }

  /** The rows of a query, as arrays. */
  Reply query(LoadedTrace trace, Request request) throws Refusal, IOException {
    String sql = request.needed("q");
    if (sql.length() > MAX_QUERY) {
      throw Refusal.wrong("the query has more than " + MAX_QUERY + " characters");
    }
    int most = request.number("limit", USUAL_ROWS, 1, MAX_ROWS);
    int seconds = request.number("seconds", USUAL_SECONDS, 1, MAX_SECONDS);
    Optional<String> key = request.text("key");
    SqlDatabase database = databases.of(trace, engine());
    long begin = System.nanoTime();
    try {
      SqlQuery query = database.prepare(sql, LONGEST_TEXT);
      return Reply.json(
          json -> {
            json.writeStartObject();
            Written rows = new Written(json, most);
            queries.run(query, key, seconds, rows);
            rows.end();
            json.writeBooleanField("more", rows.more);
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
            json.writeNumberField("millis", millis);
            json.writeEndObject();
          });
    } catch (SqlQueryException e) {
      throw Refusal.wrong(e.getMessage());
    } catch (Queries.StoppedException e) {
      throw Refusal.failed(e.getMessage());
    }
  }

  /** Stops the query that came with a key. */
  Reply stop(LoadedTrace trace, Request request) throws Refusal, IOException {
    boolean stopped = queries.stop(request.needed("key"));
    return Reply.json(
        json -> {
          json.writeStartObject();
          json.writeBooleanField("stopped", stopped);
          json.writeEndObject();
        });
  }

  /** Writes rows as arrays of their values. */
  private static final class Written implements SqlRows {
    private final JsonGenerator json;
    private final int most;
    private int rows;
    private long characters;
    private boolean begun;
    private boolean more;

    private Written(JsonGenerator json, int most) {
      this.json = json;
      this.most = most;
    }

    @Override
    public void columns(List<SqlTable.Column> columns) throws IOException {
      SqlApi.columns(json, columns);
      json.writeArrayFieldStart("rows");
      begun = true;
    }

    @Override
    public boolean row(List<Object> values) throws IOException {
      more = rows == most || characters > MAX_CHARACTERS;
      if (!more) {
        rows++;
        for (Object value : values) {
          characters += value instanceof String text ? text.length() : 1;
        }
        json.writeStartArray();
        for (Object value : values) {
          SqlJson.value(json, value);
        }
        json.writeEndArray();
      }
      return !more;
    }

    private void end() throws IOException {
      if (begun) {
        json.writeEndArray();
      }
    }
  }

  private static void columns(JsonGenerator json, List<SqlTable.Column> columns)
      throws IOException {
    json.writeArrayFieldStart("columns");
    for (SqlTable.Column column : columns) {
      json.writeStartObject();
      json.writeStringField("name", column.name());
      json.writeStringField("type", column.type());
      json.writeStringField("description", column.description());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** All tables and views. */
  Reply schema(LoadedTrace trace, Request request) throws Refusal, IOException {
    SqlEngine engine = engine();
    return Reply.json(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("tables");
          for (SqlTable table : engine.schema()) {
            json.writeStartObject();
            json.writeStringField("name", table.name());
            json.writeStringField("description", table.description());
            json.writeStringField("definition", table.definition());
            columns(json, table.columns());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }
}
