package dev.loomtrace.sql.duckdb;

import dev.loomtrace.sql.SqlQuery;
import dev.loomtrace.sql.SqlQueryException;
import dev.loomtrace.sql.SqlRows;
import dev.loomtrace.sql.SqlTable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.duckdb.DuckDBConnection;

/** A query of the database, on a connection of its own. */
final class DuckQuery implements SqlQuery {
  // Values of these types have a size that no query can choose, and a form that Java knows.
  private static final Set<String> SIMPLE =
      Set.of(
          "BOOLEAN",
          "TINYINT",
          "SMALLINT",
          "INTEGER",
          "BIGINT",
          "HUGEINT",
          "UTINYINT",
          "USMALLINT",
          "UINTEGER",
          "UBIGINT",
          "FLOAT",
          "DOUBLE",
          "DATE",
          "TIMESTAMP",
          "TIMESTAMP_S",
          "TIMESTAMP_MS",
          "TIMESTAMP_NS");
  private static final String DECIMAL = "DECIMAL";
  private static final String ELLIPSIS = "\u2026";

  private static final String DRIVERS_OWN = "Invalid Input Error: Attempting to execute";
  private static final String REASON = "\nError: ";

  private final DuckDBConnection root;
  private final String sql;
  private final int longest;
  private final Lock lock = new ReentrantLock();
  // Both guarded by the lock. Null while it does not run.
  private Statement running;
  private boolean stopped;

  /**
   * A query.
   *
   * @param sql one statement that reads, without a semicolon at its end
   * @param longest how many characters of a text are handed on
   */
  DuckQuery(DuckDBConnection root, String sql, int longest) {
    this.root = root;
    this.sql = sql;
    this.longest = longest;
  }

  @Override
  public void run(SqlRows rows) throws IOException {
    try (Connection connection = root.duplicate();
        Statement statement = connection.createStatement()) {
      runs(statement);
      statement.execute("BEGIN TRANSACTION READ ONLY");
      List<SqlTable.Column> columns = columns(connection);
      try (ResultSet found = statement.executeQuery(bounded(columns))) {
        hand(found, columns.isEmpty() ? columns(found.getMetaData()) : columns, rows);
      }
    } catch (SQLException e) {
      if (isStopped()) {
        throw stopped();
      }
      throw wrong(e);
    } finally {
      runs(null);
    }
  }

  /** What is wrong with a query, in the words of the database. */
  static IOException wrong(SQLException e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    // Where the driver found out late, it puts a sentence about itself first.
    int reason = message.startsWith(DRIVERS_OWN) ? message.indexOf(REASON) : -1;
    return new SqlQueryException(
        (reason < 0 ? message : message.substring(reason + REASON.length())).strip());
  }

  private void runs(Statement statement) throws InterruptedIOException {
    lock.lock();
    try {
      if (statement != null && stopped) {
        throw stopped();
      }
      running = statement;
    } finally {
      lock.unlock();
    }
  }

  private boolean isStopped() {
    lock.lock();
    try {
      return stopped;
    } finally {
      lock.unlock();
    }
  }

  private static InterruptedIOException stopped() {
    return new InterruptedIOException("the query was stopped");
  }

  @Override
  public void stop() {
    lock.lock();
    try {
      stopped = true;
      if (running != null) {
        running.cancel();
      }
    } catch (SQLException e) {
      // It has ended.
    } finally {
      lock.unlock();
    }
  }

  /** The columns that it will have; none if the database does not say before it runs. */
  private List<SqlTable.Column> columns(Connection connection) throws SQLException {
    if (Statements.explains(sql)) {
      return List.of();
    }
    try (PreparedStatement prepared = connection.prepareStatement(sql)) {
      ResultSetMetaData data = prepared.getMetaData();
      return data == null ? List.of() : columns(data);
    }
  }

  private static List<SqlTable.Column> columns(ResultSetMetaData data) throws SQLException {
    List<SqlTable.Column> columns = new ArrayList<>();
    for (int i = 1; i <= data.getColumnCount(); i++) {
      columns.add(new SqlTable.Column(data.getColumnName(i), data.getColumnTypeName(i), ""));
    }
    return columns;
  }

  /**
   * The same query with texts that are no longer than they may be: what Java is never handed takes
   * none of its memory. Lists and whatever else is not simple come as the database writes them.
   */
  private String bounded(List<SqlTable.Column> columns) {
    if (columns.stream().allMatch(column -> isSimple(column.type()))) {
      return sql;
    }
    List<String> names = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      String name = "c" + i;
      names.add(name);
      String text = name + "::VARCHAR";
      values.add(
          isSimple(columns.get(i).type())
              ? name
              : longest == Integer.MAX_VALUE ? text : "left(" + text + ", " + (longest + 1L) + ")");
    }
    return "SELECT "
        + String.join(", ", values)
        + " FROM ("
        + sql
        + "\n) AS found("
        + String.join(", ", names)
        + ")";
  }

  private static boolean isSimple(String type) {
    return SIMPLE.contains(type) || (type.startsWith(DECIMAL) && type.endsWith(")"));
  }

  private void hand(ResultSet found, List<SqlTable.Column> columns, SqlRows rows)
      throws SQLException, IOException {
    rows.columns(columns);
    boolean wanted = true;
    while (wanted && found.next()) {
      if (isStopped()) {
        throw stopped();
      }
      List<Object> values = new ArrayList<>(columns.size());
      for (int i = 1; i <= columns.size(); i++) {
        values.add(value(found.getObject(i)));
      }
      wanted = rows.row(values);
    }
  }

  /** Numbers, truths and null as they are, everything else as text. */
  private Object value(Object value) {
    if (value == null || value instanceof Number || value instanceof Boolean) {
      return value;
    }
    String text = value.toString();
    if (text.length() <= longest) {
      return text;
    }
    // Characters of the database are code points.
    int end = text.offsetByCodePoints(0, Math.min(longest, text.codePointCount(0, text.length())));
    return end == text.length() ? text : text.substring(0, end) + ELLIPSIS;
  }
}
