package dev.loomtrace.explorer.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.explorer.trace.Queries.StoppedException;
import dev.loomtrace.sql.SqlQuery;
import dev.loomtrace.sql.SqlRows;
import dev.loomtrace.sql.SqlTable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Queries that never end, beside those that do. */
class QueriesTest {
  private static final SqlRows NOBODY =
      new SqlRows() {
        @Override
        public void columns(List<SqlTable.Column> columns) {}

        @Override
        public boolean row(List<Object> values) {
          return true;
        }
      };

  private final Queries queries = new Queries();
  // As those who ask.
  private final ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor();

  /** Ends when it is stopped, as one that the database is busy with. */
  private static final class Endless implements SqlQuery {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    @Override
    public void run(SqlRows rows) throws IOException {
      assertFalse(Thread.currentThread().isVirtual(), "it would keep a carrier");
      begun.countDown();
      try {
        stopped.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new InterruptedIOException();
    }

    @Override
    public void stop() {
      stopped.countDown();
    }
  }

  private static final class Quick implements SqlQuery {
    private Thread thread;

    @Override
    public void run(SqlRows rows) {
      thread = Thread.currentThread();
    }

    @Override
    public void stop() {}
  }

  @AfterEach
  void close() {
    queries.close();
    askers.shutdownNow();
  }

  private Future<Void> ask(SqlQuery query, String key, int seconds) {
    return askers.submit(
        () -> {
          queries.run(query, Optional.of(key), seconds, NOBODY);
          return null;
        });
  }

  private static String failure(Future<Void> query) {
    Throwable cause = assertThrows(ExecutionException.class, query::get).getCause();
    return assertInstanceOf(StoppedException.class, cause).getMessage();
  }

  @Test
  void aQueryRuns() throws IOException {
    Quick query = new Quick();
    queries.run(query, Optional.empty(), 10, NOBODY);
    assertFalse(query.thread.isVirtual());
  }

  @Test
  void oneThatTakesTooLongIsStopped() {
    assertTrue(failure(ask(new Endless(), "a", 1)).contains("after 1 s"));
  }

  @Test
  void oneIsStoppedByItsKey() throws Exception {
    Endless query = new Endless();
    Future<Void> asked = ask(query, "a", 600);
    query.begun.await();
    assertFalse(queries.stop("b"));
    assertTrue(queries.stop("a"));
    assertEquals("the query was stopped", failure(asked));
    assertFalse(queries.stop("a"), "it is gone");
  }

  @Test
  void aNewOneOfTheSameKeyEndsTheOldOne() throws Exception {
    Endless old = new Endless();
    Future<Void> asked = ask(old, "a", 600);
    old.begun.await();
    queries.run(new Quick(), Optional.of("a"), 600, NOBODY);
    assertEquals("the query was stopped", failure(asked));
  }

  /** Two run at a time; the third one has its turn, or its time is over. */
  @Test
  void othersWaitForTheirTurn() throws Exception {
    Endless one = new Endless();
    Endless two = new Endless();
    Future<Void> first = ask(one, "one", 600);
    Future<Void> second = ask(two, "two", 600);
    one.begun.await();
    two.begun.await();
    Quick quick = new Quick();
    Future<Void> third = ask(quick, "third", 600);
    assertFalse(third.isDone());
    assertTrue(failure(ask(new Quick(), "late", 1)).contains("after 1 s"), "it had no turn");
    assertTrue(queries.stop("one"));
    third.get();
    assertTrue(queries.stop("two"));
    assertEquals("the query was stopped", failure(first));
    assertEquals("the query was stopped", failure(second));
  }
}
