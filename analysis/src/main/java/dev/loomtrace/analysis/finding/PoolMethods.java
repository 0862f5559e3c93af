package dev.loomtrace.analysis.finding;

import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.Stack;
import java.util.Map;

/**
 * Knows methods in which threads wait for something that a pool has lent to others. This table is
 * the one place that does; semaphores are known by their own reason.
 */
final class PoolMethods {
  private static final Map<String, String> POOLS =
      Map.ofEntries(
          Map.entry("com.zaxxer.hikari.util/ConcurrentBag.borrow", "HikariPool"),
          Map.entry("com.zaxxer.hikari.pool/HikariPool.getConnection", "HikariPool"),
          Map.entry(
              "org.apache.commons.pool2.impl/GenericObjectPool.borrowObject", "GenericObjectPool"),
          Map.entry(
              "org.apache.commons.pool2.impl/GenericKeyedObjectPool.borrowObject",
              "GenericKeyedObjectPool"),
          Map.entry(
              "org.apache.tomcat.jdbc.pool/ConnectionPool.borrowConnection", "ConnectionPool"),
          Map.entry("io.agroal.pool/ConnectionPool.getConnection", "Agroal ConnectionPool"),
          Map.entry("com.mchange.v2.resourcepool/BasicResourcePool.checkoutResource", "c3p0"),
          Map.entry("org.apache.http.pool/AbstractConnPool.getPoolEntryBlocking", "HTTP ConnPool"),
          Map.entry("org.apache.hc.core5.pool/StrictConnPool.lease", "HTTP ConnPool"),
          Map.entry("database/sql.(*DB).conn", "database/sql"));

  private PoolMethods() {}

  /** The pool for which a thread with this stack waits; empty if it is for none. */
  static String pool(Stack stack) {
    for (Frame frame : stack.frames()) {
      String pool = POOLS.get(frame.function());
      if (pool != null) {
        return pool;
      }
    }
    return "";
  }
}
