package dev.loomtrace.explorer.trace;

import dev.loomtrace.sql.SqlDatabase;
import dev.loomtrace.sql.SqlEngine;
import dev.loomtrace.sql.SqlTrace;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Traces as databases, each from the first query about it on. For any number of threads; none is
 * made any more once this is closed.
 */
public final class Databases implements Closeable {
  private final Lock lock = new ReentrantLock();
  // Guarded by the lock.
  private final Map<LoadedTrace, SqlDatabase> open = new HashMap<>();
  private boolean closed;

  /** None yet. */
  public Databases() {}

  /** The database of a trace. */
  public SqlDatabase of(LoadedTrace trace, SqlEngine engine) throws IOException {
    lock.lock();
    try {
      if (closed) {
        throw new IOException("the server ends");
      }
      SqlDatabase database = open.get(trace);
      if (database == null) {
        String name = String.valueOf(trace.path().getFileName());
        database = engine.open(List.of(new SqlTrace(name, trace.store(), trace::units)));
        open.put(trace, database);
      }
      return database;
    } finally {
      lock.unlock();
    }
  }

  /** A trace is closed next, and so is its database. */
  public void forget(LoadedTrace trace) {
    SqlDatabase database;
    lock.lock();
    try {
      database = open.remove(trace);
    } finally {
      lock.unlock();
    }
    try {
      if (database != null) {
        database.close();
      }
    } catch (IOException e) {
      // It has nothing that could be lost.
    }
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      closed = true;
      for (SqlDatabase database : open.values()) {
        database.close();
      }
      open.clear();
    } finally {
      lock.unlock();
    }
  }
}
