package dev.loomtrace.sql.duckdb;

import dev.loomtrace.sql.SqlDatabase;
import dev.loomtrace.sql.SqlQueryException;
import dev.loomtrace.sql.SqlRows;
import dev.loomtrace.sql.SqlTable;
import dev.loomtrace.sql.SqlTrace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.duckdb.DuckDBFunctions;

/**
 * A database in memory that has nothing but functions over traces. It is locked before the first
 * query of a user: no file, no network, no extension, no setting can be reached from one.
 */
final class DuckDatabase implements SqlDatabase {
  private static final String FUNCTION = "scan_";

  // A query that needs more ends with an error: it has no folder to put anything in.
  private static final String MEMORY = "2GB";

  private final List<OpenTrace> traces;
  private final DuckDBConnection root;

  DuckDatabase(List<SqlTrace> traces) throws SQLException {
    List<OpenTrace> opened = new ArrayList<>();
    for (SqlTrace trace : traces) {
      opened.add(new OpenTrace(opened.size(), trace));
    }
    this.traces = List.copyOf(opened);
    root = connect(Optional.empty());
  }

  /**
   * A new database over the traces.
   *
   * @param folder where files may be read and written; empty: nowhere
   */
  private DuckDBConnection connect(Optional<Path> folder) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
    properties.setProperty("autoinstall_known_extensions", "false");
    properties.setProperty("autoload_known_extensions", "false");
    DuckDBConnection connection =
        DriverManager.getConnection("jdbc:duckdb:", properties).unwrap(DuckDBConnection.class);
    try (Statement statement = connection.createStatement()) {
      for (Relation<?> relation : Schema.TABLES) {
        define(relation, connection, statement);
      }
      for (View view : View.ALL) {
        statement.execute(view.statement());
        describe(statement, "VIEW " + view.name(), view.description());
      }
      if (folder.isPresent()) {
        statement.execute("SET allowed_directories = [" + quoted(folder.get() + "/") + "]");
      }
      statement.execute("SET memory_limit = '" + MEMORY + "'");
      statement.execute("SET temp_directory = ''");
      statement.execute("SET enable_external_access = false");
      statement.execute("SET lock_configuration = true");
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private <R> void define(Relation<R> relation, Connection connection, Statement statement)
      throws SQLException {
    DuckDBFunctions.tableFunction()
        .withName(FUNCTION + relation.name())
        .withProjectionPushdown()
        .withFunction(new RelationFunction<>(relation, traces))
        .register(connection);
    String name = relation.name();
    statement.execute("CREATE VIEW " + name + " AS SELECT * FROM " + FUNCTION + name + "()");
    describe(statement, "VIEW " + name, relation.description());
    for (Column<R> column : relation.columns()) {
      describe(statement, "COLUMN " + name + "." + column.name(), column.description());
    }
  }

  private static void describe(Statement statement, String what, String description)
      throws SQLException {
    statement.execute("COMMENT ON " + what + " IS " + quoted(description));
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  @Override
  public void query(String sql, SqlRows rows) throws IOException {
    String reading = Statements.reading(sql);
    try (Connection connection = root.duplicate();
        Statement statement = connection.createStatement()) {
      statement.execute("BEGIN TRANSACTION READ ONLY");
      try (ResultSet found = statement.executeQuery(reading)) {
        hand(found, rows);
      }
    } catch (SQLException e) {
      throw wrong(e);
    }
  }

  private static void hand(ResultSet found, SqlRows rows) throws SQLException, IOException {
    ResultSetMetaData data = found.getMetaData();
    int count = data.getColumnCount();
    List<SqlTable.Column> columns = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      columns.add(new SqlTable.Column(data.getColumnName(i), data.getColumnTypeName(i), ""));
    }
    rows.columns(columns);
    boolean wanted = true;
    while (wanted && found.next()) {
      List<Object> values = new ArrayList<>(count);
      for (int i = 1; i <= count; i++) {
        values.add(value(found.getObject(i)));
      }
      wanted = rows.row(values);
    }
  }

  /** Numbers, truths and null as they are, everything else as text. */
  private static Object value(Object value) {
    return value == null || value instanceof Number || value instanceof Boolean
        ? value
        : value.toString();
  }

  private static IOException wrong(SQLException e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    return new SqlQueryException(message.strip());
  }

  @Override
  public long write(Optional<String> sql, Format format, Path file) throws IOException {
    if (Files.exists(file)) {
      throw new IOException(file + " exists already");
    }
    Path absolute = file.toAbsolutePath();
    boolean folder = sql.isEmpty() && format != Format.DUCKDB;
    if (folder) {
      Files.createDirectory(absolute);
    }
    Path reached = folder ? absolute : absolute.getParent();
    String reading = sql.isPresent() ? Statements.reading(sql.get()) : "";
    try (DuckDBConnection connection = connect(Optional.of(reached));
        Statement statement = connection.createStatement()) {
      if (format == Format.DUCKDB) {
        return writeDatabase(statement, absolute, reading);
      }
      if (sql.isPresent()) {
        return copy(statement, "(" + reading + "\n)", absolute, format);
      }
      long rows = 0;
      for (Relation<?> relation : Schema.TABLES) {
        String name = relation.name();
        rows += copy(statement, name, absolute.resolve(name + suffix(format)), format);
      }
      return rows;
    } catch (SQLException e) {
      throw wrong(e);
    }
  }

  @Override
  public long writePartitions(Path folder, List<String> keys) throws IOException {
    Path absolute = folder.toAbsolutePath();
    Files.createDirectories(absolute);
    String partition = Partition.path(keys);
    long rows = 0;
    try (DuckDBConnection connection = connect(Optional.of(absolute));
        Statement statement = connection.createStatement()) {
      for (OpenTrace trace : traces) {
        for (Relation<?> relation : Schema.TABLES) {
          Path place = absolute.resolve(relation.name()).resolve(partition);
          Path file = Files.createDirectories(place.resolve(Partition.day(trace)));
          file = file.resolve(Partition.fileName(trace));
          if (Files.exists(file)) {
            throw new IOException(file + " exists already");
          }
          rows +=
              copy(
                  statement,
                  "(SELECT * EXCLUDE (trace_id), "
                      + quoted(trace.name())
                      + " AS trace_name FROM "
                      + relation.name()
                      + " WHERE trace_id = "
                      + trace.number()
                      + ")",
                  file,
                  Format.PARQUET);
        }
      }
      return rows;
    } catch (SQLException e) {
      throw wrong(e);
    }
  }

  private static String suffix(Format format) {
    return switch (format) {
      case CSV -> ".csv";
      case JSON -> ".json";
      case PARQUET -> ".parquet";
      case DUCKDB -> ".duckdb";
    };
  }

  private static long copy(Statement statement, String what, Path file, Format format)
      throws SQLException {
    String options =
        switch (format) {
          case CSV -> "(FORMAT csv, HEADER)";
          case JSON -> "(FORMAT json, ARRAY true)";
          default -> "(FORMAT parquet, COMPRESSION zstd)";
        };
    return statement.executeLargeUpdate(
        "COPY " + what + " TO " + quoted(file.toString()) + " " + options);
  }

  private static long writeDatabase(Statement statement, Path file, String reading)
      throws SQLException {
    statement.execute("ATTACH " + quoted(file.toString()) + " AS written");
    long rows = 0;
    if (reading.isEmpty()) {
      for (Relation<?> relation : Schema.TABLES) {
        rows += create(statement, relation.name(), "FROM " + relation.name());
      }
    } else {
      rows = create(statement, "result", reading);
    }
    statement.execute("DETACH written");
    return rows;
  }

  private static long create(Statement statement, String name, String query) throws SQLException {
    statement.execute("CREATE TABLE written." + name + " AS " + query);
    try (ResultSet count = statement.executeQuery("SELECT count(*) FROM written." + name)) {
      count.next();
      return count.getLong(1);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      root.close();
    } catch (SQLException e) {
      throw new IOException("the database cannot be closed: " + e.getMessage(), e);
    }
  }
}
