package dev.loomtrace.sql.duckdb;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;

/** A table as a function of the database: gives the columns that a query needs, row by row. */
final class RelationFunction<R>
    implements DuckDBTableFunction<Object, RelationFunction.Scan<R>, RelationFunction.Worker<R>> {
  private final Relation<R> relation;
  private final List<OpenTrace> traces;

  RelationFunction(Relation<R> relation, List<OpenTrace> traces) {
    this.relation = relation;
    this.traces = List.copyOf(traces);
  }

  /** What one query reads: parts that its threads take from here. */
  static final class Scan<R> {
    private final Queue<Supplier<Rows<R>>> parts = new ConcurrentLinkedQueue<>();
    // Of the columns of the query: numbers of those of the table, or negative.
    private final int[] columns;

    private Scan(int[] columns) {
      this.columns = columns;
    }
  }

  /** What one thread of a query has. */
  static final class Worker<R> {
    private final List<ColumnBuffer> buffers = new ArrayList<>();
    private Rows<R> part;

    private R next(Scan<R> scan) {
      while (true) {
        R row = part == null ? null : part.next();
        if (row != null) {
          return row;
        }
        Supplier<Rows<R>> following = scan.parts.poll();
        if (following == null) {
          part = null;
          return null;
        }
        part = following.get();
      }
    }
  }

  @Override
  public Object bind(DuckDBTableFunctionBindInfo info) {
    relation.columns().forEach(column -> info.addResultColumn(column.name(), column.type()));
    return this;
  }

  @Override
  public Scan<R> init(DuckDBTableFunctionInitInfo info) {
    int[] columns = new int[Math.toIntExact(info.getColumnCount())];
    for (int i = 0; i < columns.length; i++) {
      long column = info.getColumnIndex(i);
      // What only counts rows asks for a column that there is not.
      columns[i] = column >= 0 && column < relation.columns().size() ? (int) column : -1;
    }
    Scan<R> scan = new Scan<>(columns);
    traces.forEach(trace -> scan.parts.addAll(relation.parts().apply(trace)));
    info.setMaxThreads(Math.max(1, scan.parts.size()));
    return scan;
  }

  @Override
  public Worker<R> localInit(DuckDBTableFunctionInitInfo info) {
    return new Worker<>();
  }

  @Override
  public long apply(DuckDBTableFunctionCallInfo info, DuckDBDataChunkWriter out) {
    Scan<R> scan = info.getInitData();
    Worker<R> worker = info.getLocalInitData();
    int capacity = (int) out.capacity();
    if (worker.buffers.isEmpty()) {
      for (int column : scan.columns) {
        worker.buffers.add(
            column < 0 ? null : new ColumnBuffer(relation.columns().get(column).type(), capacity));
      }
    }
    int rows = 0;
    while (rows < capacity) {
      R row = worker.next(scan);
      if (row == null) {
        break;
      }
      for (int i = 0; i < scan.columns.length; i++) {
        ColumnBuffer buffer = worker.buffers.get(i);
        if (buffer != null) {
          relation.columns().get(scan.columns[i]).value().put(row, buffer.at(rows));
        }
      }
      rows++;
    }
    for (int i = 0; i < scan.columns.length; i++) {
      if (worker.buffers.get(i) != null) {
        worker.buffers.get(i).writeTo(out.vector(i), rows);
      }
    }
    return rows;
  }
}
