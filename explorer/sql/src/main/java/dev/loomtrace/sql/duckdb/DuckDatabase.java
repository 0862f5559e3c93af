package dev.loomtrace.sql.duckdb;

import dev.loomtrace.sql.SqlDatabase;
import dev.loomtrace.sql.SqlQuery;
import dev.loomtrace.sql.SqlQueryException;
import dev.loomtrace.sql.SqlTrace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    root = connect(List.of());
  }

  /**
   * A new database over the traces.
   *
   * @param files those that may be read and written, and no other
   */
  private DuckDBConnection connect(List<Path> files) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
    properties.setProperty("autoinstall_known_extensions", "false");
    properties.setProperty("autoload_known_extensions", "false");
    // Not by the DriverManager, which knows only drivers of the application's class loader.
    DuckDBConnection connection =
        new DuckDBDriver().connect("jdbc:duckdb:", properties).unwrap(DuckDBConnection.class);
    try (Statement statement = connection.createStatement()) {
      for (Relation<?> relation : Schema.TABLES) {
        define(relation, connection, statement);
      }
      for (View view : View.ALL) {
        statement.execute(view.statement());
        describe(statement, "VIEW " + view.name(), view.description());
      }
      String allowed =
          files.stream().map(file -> quoted(file.toString())).collect(Collectors.joining(", "));
      statement.execute("SET allowed_paths = [" + allowed + "]");
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
  public SqlQuery prepare(String sql, int longest) throws SqlQueryException {
    return new DuckQuery(root, Statements.reading(sql), longest);
  }

  @Override
  public long write(Optional<String> sql, Format format, Path file) throws IOException {
    Path absolute = file.toAbsolutePath();
    if (Files.exists(absolute, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(file + " exists already");
    }
    Path folder = absolute.getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new IOException(file + ": there is no folder " + folder);
    }
    String reading = sql.isPresent() ? Statements.reading(sql.get()) : "";
    if (format == Format.DUCKDB) {
      return written(
          ofDatabase(absolute), statement -> writeDatabase(statement, absolute, reading));
    }
    if (sql.isPresent()) {
      return written(
          List.of(absolute), statement -> copy(statement, "(" + reading + "\n)", absolute, format));
    }
    Map<Path, String> tables = new LinkedHashMap<>();
    for (Relation<?> relation : Schema.TABLES) {
      tables.put(absolute.resolve(relation.name() + suffix(format)), relation.name());
    }
    Files.createDirectory(absolute);
    try {
      return written(tables, format);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(absolute);
      throw e;
    }
  }

  /** A database's file, and those beside it in which its latest changes are for a while. */
  private static List<Path> ofDatabase(Path file) {
    return Stream.of("", ".wal", ".wal.checkpoint", ".wal.recovery")
        .map(suffix -> file.resolveSibling(file.getFileName() + suffix))
        .toList();
  }

  @Override
  public long writePartitions(Path folder, List<String> keys) throws IOException {
    Path absolute = folder.toAbsolutePath();
    String partition = Partition.path(keys);
    Map<Path, String> tables = new LinkedHashMap<>();
    for (OpenTrace trace : traces) {
      for (Relation<?> relation : Schema.TABLES) {
        Path place = absolute.resolve(relation.name()).resolve(partition);
        Path file = place.resolve(Partition.day(trace)).resolve(Partition.fileName(trace));
        if (Files.exists(file)) {
          throw new IOException(file + " exists already");
        }
        String rows =
            "(SELECT * EXCLUDE (trace_id), "
                + quoted(trace.name())
                + " AS trace_name FROM "
                + relation.name()
                + " WHERE trace_id = "
                + trace.number()
                + ")";
        if (tables.put(file, rows) != null) {
          throw new IOException(
              "two of the traces are called " + trace.name() + ", and would be one file");
        }
      }
    }
    for (Path file : tables.keySet()) {
      Files.createDirectories(file.getParent());
    }
    return written(tables, Format.PARQUET);
  }

  private long written(Map<Path, String> tables, Format format) throws IOException {
    return written(
        List.copyOf(tables.keySet()),
        statement -> {
          long rows = 0;
          for (Map.Entry<Path, String> table : tables.entrySet()) {
            rows += copy(statement, table.getValue(), table.getKey(), format);
          }
          return rows;
        });
  }

  private interface Writing {
    long rows(Statement statement) throws SQLException;
  }

  /** Writes files that do not exist, all of them or none. */
  private long written(List<Path> files, Writing writing) throws IOException {
    boolean done = false;
    try (DuckDBConnection connection = connect(files);
        Statement statement = connection.createStatement()) {
      long rows = writing.rows(statement);
      done = true;
      return rows;
    } catch (SQLException e) {
      throw DuckQuery.wrong(e);
    } finally {
      if (!done) {
        for (Path file : files) {
          Files.deleteIfExists(file);
        }
      }
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
