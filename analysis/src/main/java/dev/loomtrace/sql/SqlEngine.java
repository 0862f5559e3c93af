package dev.loomtrace.sql;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** A database that reads traces. For any number of threads. */
public interface SqlEngine {
  /** The one that the thread's context class loader finds, if there is one. */
  static Optional<SqlEngine> installed() {
    return installed(Thread.currentThread().getContextClassLoader());
  }

  /** The one that a class loader finds, if there is one. */
  static Optional<SqlEngine> installed(ClassLoader loader) {
    return ServiceLoader.load(SqlEngine.class, loader).findFirst();
  }

  /**
   * Opens traces as one database, without reading them.
   *
   * @param traces stay open, and are not closed by it
   * @throws IOException if there can be no database
   */
  SqlDatabase open(List<SqlTrace> traces) throws IOException;

  /** The tables and views that each database has, in order. */
  List<SqlTable> schema();
}
