package dev.loomtrace.sql;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** A database that reads traces. For any number of threads. */
public interface SqlEngine {
  /**
   * The one that the thread's context class loader finds, or else the loader of this class; empty
   * if there is none.
   */
  static Optional<SqlEngine> installed() {
    return installed(Thread.currentThread().getContextClassLoader());
  }

  /** The one that a class loader finds, or else the loader of this class; empty if none does. */
  static Optional<SqlEngine> installed(ClassLoader loader) {
    return find(loader).or(() -> find(SqlEngine.class.getClassLoader()));
  }

  private static Optional<SqlEngine> find(ClassLoader loader) {
    // What the loader has may be of another copy of this interface.
    return ServiceLoader.load(SqlEngine.class, loader).stream()
        .filter(provider -> SqlEngine.class.isAssignableFrom(provider.type()))
        .map(ServiceLoader.Provider::get)
        .findFirst();
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
