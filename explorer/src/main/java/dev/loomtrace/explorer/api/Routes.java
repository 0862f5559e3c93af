package dev.loomtrace.explorer.api;

import dev.loomtrace.explorer.http.Handler;
import dev.loomtrace.explorer.http.Refusal;
import dev.loomtrace.explorer.http.Reply;
import dev.loomtrace.explorer.http.Request;
import dev.loomtrace.explorer.http.StaticFiles;
import dev.loomtrace.explorer.trace.Answers;
import dev.loomtrace.explorer.trace.Databases;
import dev.loomtrace.explorer.trace.LoadedTrace;
import dev.loomtrace.explorer.trace.Queries;
import dev.loomtrace.explorer.trace.TraceEntry;
import dev.loomtrace.explorer.trace.TraceList;
import dev.loomtrace.timeline.store.DamagedStoreException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which question is asked by which path, and the files of the page. */
public final class Routes implements Handler {
  private static final Pattern OF_FILE = Pattern.compile("/api/f/(\\d{1,9})/([a-z]+)");

  private final TraceList entries;
  private final Optional<LiveApi> live;
  private final FilesApi files;
  private final StaticFiles page;
  private final AnswersHandler answers;
  private final Map<String, TraceHandler> questions;

  /**
   * All of them.
   *
   * @param entries the files
   * @param live what there is besides if they are of a recording that goes on
   * @param answers to questions of whole traces
   * @param databases for queries about the traces
   * @param queries that run
   * @param page the files of the page
   * @param version of the program
   */
  public Routes(
      TraceList entries,
      Optional<LiveApi> live,
      Answers answers,
      Databases databases,
      Queries queries,
      StaticFiles page,
      String version) {
    SqlApi sql = new SqlApi(databases, queries);
    this.entries = entries;
    this.live = live;
    this.answers = new AnswersHandler(answers);
    this.files = new FilesApi(this.entries, version, live.isPresent());
    this.page = page;
    questions =
        Map.ofEntries(
            Map.entry("extent", ExtentApi::extent),
            Map.entry("rows", RowsApi::rows),
            Map.entry("members", RowsApi::members),
            Map.entry("row", RowsApi::row),
            Map.entry("tile", TileApi::tile),
            Map.entry("spans", SpansApi::spans),
            Map.entry("counter", CounterApi::counter),
            Map.entry("at", AtApi::at),
            Map.entry("critical", CriticalApi::critical),
            Map.entry("wakes", WakesApi::wakes),
            Map.entry("selection", SelectionApi::selection),
            Map.entry("search", SearchApi::search),
            Map.entry("logs", LogsApi::logs),
            Map.entry("units", UnitsApi::units),
            Map.entry("sql", sql::query),
            Map.entry("stop", sql::stop),
            Map.entry("schema", sql::schema));
  }

  @Override
  public Reply answer(Request request) throws Refusal, IOException {
    Optional<Reply> file = page.of(request.path());
    if (file.isPresent()) {
      return file.get();
    }
    if (request.path().equals("/api/files")) {
      return files.files();
    }
    if (live.isPresent()) {
      Optional<Reply> answer = live.get().answer(request);
      if (answer.isPresent()) {
        return answer.get();
      }
    }
    Matcher ofFile = OF_FILE.matcher(request.path());
    if (!ofFile.matches()) {
      throw nothingThere();
    }
    int number = Integer.parseInt(ofFile.group(1));
    TraceEntry entry =
        entries.of(number).orElseThrow(() -> Refusal.notFound("there is no file " + number));
    Optional<Reply> answer = answers.answer(entry, ofFile.group(2), request);
    if (answer.isPresent()) {
      return answer.get();
    }
    TraceHandler question = questions.get(ofFile.group(2));
    if (question == null) {
      throw nothingThere();
    }
    return answer(entry, question, request);
  }

  private static Refusal nothingThere() {
    return Refusal.notFound("there is nothing at this address");
  }

  private static Reply answer(TraceEntry entry, TraceHandler question, Request request)
      throws Refusal, IOException {
    LoadedTrace trace = loaded(entry);
    try {
      return question.answer(trace, request);
    } catch (DamagedStoreException e) {
      entry.makeAnew(trace);
      throw Refusal.notYet(entry.name() + " is read again: " + e.getMessage(), entry.progress());
    }
  }

  private static LoadedTrace loaded(TraceEntry entry) throws Refusal, IOException {
    Optional<LoadedTrace> trace = entry.await(TraceEntry.A_MOMENT);
    if (trace.isPresent()) {
      return trace.get();
    }
    if (entry.state() == TraceEntry.State.FAILED) {
      throw Refusal.failed(entry.name() + ": " + entry.error());
    }
    throw Refusal.notYet(entry.name() + " is still being read", entry.progress());
  }
}
