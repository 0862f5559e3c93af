package dev.loomtrace.tool;

import dev.loomtrace.analysis.StoredTasks;
import dev.loomtrace.report.Quantities;
import dev.loomtrace.sql.SqlCsv;
import dev.loomtrace.sql.SqlDatabase;
import dev.loomtrace.sql.SqlEngine;
import dev.loomtrace.sql.SqlJson;
import dev.loomtrace.sql.SqlQueryException;
import dev.loomtrace.sql.SqlSchemaText;
import dev.loomtrace.sql.SqlText;
import dev.loomtrace.sql.SqlTrace;
import dev.loomtrace.timeline.store.SpanStore;
import dev.loomtrace.timeline.store.StoreCache;
import dev.loomtrace.trace.MalformedTraceException;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Answers SQL about traces. */
@Command(
    name = "sql",
    description = {
      "Ask traces in SQL.",
      "",
      "What is asked is the last argument: one statement that reads, in the SQL of DuckDB. The",
      "tables are those that --schema lists: thread, thread_state, task, log, ...",
      "Nothing but the traces can be read, and nothing written but the file of -o."
    },
    footer = {
      "",
      "Examples:",
      "  loomtrace sql --schema",
      "  loomtrace sql rec.jfr \"SELECT reason, sum(dur) FROM thread_state GROUP BY 1 ORDER BY 2\"",
      "  loomtrace sql --output csv rec.jfr \"FROM wait_profile\" > waits.csv",
      "  loomtrace sql --output parquet -o tables rec.jfr    all tables, a file each"
    })
final class SqlCommand implements Callable<Integer> {
  /** How rows are shown. */
  enum Form {
    TABLE(Optional.empty()),
    CSV(Optional.of(SqlDatabase.Format.CSV)),
    JSON(Optional.of(SqlDatabase.Format.JSON)),
    PARQUET(Optional.of(SqlDatabase.Format.PARQUET)),
    DUCKDB(Optional.of(SqlDatabase.Format.DUCKDB));

    private final Optional<SqlDatabase.Format> format;

    Form(Optional<SqlDatabase.Format> format) {
      this.format = format;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  // What all queries have, and few names of files.
  private static final Pattern QUERY = Pattern.compile("[\\s(]");

  private final Console console;

  @Option(names = "--schema", description = "Print the tables and their columns.")
  private boolean schema;

  @Option(
      names = "--output",
      paramLabel = "FORM",
      defaultValue = "table",
      description =
          "What rows become: table, csv, json (an array), and with -o also parquet or duckdb (a"
              + " database). Default: ${DEFAULT-VALUE}")
  private Form form;

  @Option(
      names = "-o",
      paramLabel = "OUT",
      description =
          "A file that does not exist, for the rows; without a query a folder, for all tables.")
  private Path out;

  @Option(
      names = "--partition",
      paramLabel = "KEY=VALUE",
      description =
          "With --output parquet and without a query: write tables in parts, for many traces to be"
              + " one: OUT/TABLE/KEY=VALUE/date=DAY/FILE.parquet. OUT may exist. Repeatable.")
  private List<String> partition = new ArrayList<>();

  @Parameters(paramLabel = "FILE", description = "JFR recordings or Go traces, then the query.")
  private List<String> arguments = new ArrayList<>();

  @Spec private CommandSpec spec;

  SqlCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    SqlEngine engine =
        SqlEngine.installed()
            .orElseThrow(
                () ->
                    new UserDataException(
                        "the database is no part of this installation, which it would make ten"
                            + " times as large: docs/sql.md says how to add it"));
    if (schema) {
      SqlSchemaText.print(engine.schema(), console.out());
      return ExitCode.OK;
    }
    List<String> files = new ArrayList<>(arguments);
    Optional<String> query = query(files);
    if (files.isEmpty()) {
      throw misuse("expected FILE and a query");
    }
    if (query.isEmpty() && out == null) {
      throw misuse("expected a query after FILE");
    }
    if (out != null && form.format.isEmpty()) {
      throw misuse("-o needs --output csv, json, parquet or duckdb");
    }
    if (out == null && (form == Form.PARQUET || form == Form.DUCKDB)) {
      throw misuse("--output " + form + " needs a file: -o OUT");
    }
    if (!partition.isEmpty() && (form != Form.PARQUET || query.isPresent())) {
      throw misuse("--partition needs --output parquet, and no query");
    }
    return ask(engine, files, query);
  }

  private ParameterException misuse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** The last argument, if it is no file, and could be a query. */
  private static Optional<String> query(List<String> files) {
    if (files.isEmpty() || !QUERY.matcher(files.getLast()).find() || isFile(files.getLast())) {
      return Optional.empty();
    }
    return Optional.of(files.removeLast());
  }

  private static boolean isFile(String name) {
    try {
      return Files.exists(FileNames.existing(name));
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  private int ask(SqlEngine engine, List<String> files, Optional<String> query) throws IOException {
    List<SpanStore> stores = new ArrayList<>();
    try {
      List<SqlTrace> traces = new ArrayList<>();
      for (String file : files) {
        SpanStore store = open(file);
        stores.add(store);
        traces.add(
            new SqlTrace(
                Path.of(file).getFileName().toString(),
                store,
                () ->
                    AskedTrace.tasks(
                        new TraceFile(file), StoredTasks.of(store).orElseThrow(), console)));
      }
      try (SqlDatabase database = engine.open(traces)) {
        if (out == null) {
          show(database, query.orElseThrow());
        } else {
          long rows =
              partition.isEmpty()
                  ? database.write(query, form.format.orElseThrow(), out)
                  : database.writePartitions(out, partition);
          console.say("wrote " + out + ": " + Quantities.count(rows, "row"));
        }
      }
      return conclude(files, stores);
    } catch (SqlQueryException e) {
      List<String> lines = e.lines();
      lines.subList(0, lines.size() - 1).forEach(console::say);
      throw new UserDataException(lines.getLast(), e);
    } finally {
      for (SpanStore store : stores) {
        store.close();
      }
    }
  }

  private SpanStore open(String name) throws IOException {
    if (name.equals("-")) {
      throw misuse("the standard input cannot be read again and again: name a file");
    }
    Path path = FileNames.existing(name);
    if (Files.isDirectory(path)) {
      throw new UserDataException(name + ": is a directory");
    }
    try (StoreProgress progress = new StoreProgress(name, console)) {
      return StoreCache.ofUser().open(path, StoredTasks.FOLLOWER, progress);
    } catch (MalformedTraceException e) {
      throw new UserDataException(name + ": " + e.getMessage(), e);
    }
  }

  private void show(SqlDatabase database, String query) throws IOException {
    if (form == Form.TABLE) {
      SqlText text = new SqlText(console.out());
      database.query(query, text);
      text.end();
      return;
    }
    Writer writer = new OutputStreamWriter(console.data(), StandardCharsets.UTF_8);
    if (form == Form.CSV) {
      database.query(query, new SqlCsv(writer));
    } else {
      SqlJson.array(writer, rows -> database.query(query, rows));
    }
    writer.flush();
  }

  private int conclude(List<String> files, List<SpanStore> stores) {
    int code = ExitCode.OK;
    for (int i = 0; i < files.size(); i++) {
      if (stores.get(i).extent().fault().isPresent()) {
        console.say(files.get(i) + ": " + stores.get(i).extent().fault().get().message());
        console.say("the results are of what comes before that");
        code = ExitCode.SOFTWARE;
      }
    }
    return code;
  }
}
