package dev.loomtrace.explorer.api;

import dev.loomtrace.explorer.http.Refusal;
import dev.loomtrace.explorer.http.Reply;
import dev.loomtrace.explorer.http.Request;
import dev.loomtrace.explorer.trace.Answers;
import dev.loomtrace.explorer.trace.LoadedTrace;
import dev.loomtrace.explorer.trace.TraceEntry;
import dev.loomtrace.question.NoSuchUnitException;
import dev.loomtrace.question.StoredTrace;
import dev.loomtrace.timeline.store.DamagedStoreException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Answers the questions that the command line answers, too. It does not wait until the trace's
 * store is made: the answer comes from the file itself, unless the store has it.
 */
final class AnswersHandler {
  private static final Map<String, Parser> QUESTIONS =
      Map.of(
          "summary", AnswersApi::summary,
          "tasks", AnswersApi::tasks,
          "threads", AnswersApi::threads,
          "regions", AnswersApi::regions,
          "mmu", AnswersApi::mmu,
          "carriers", AnswersApi::carriers,
          "why", AnswersApi::why,
          "path", AnswersApi::path,
          "flame", AnswersApi::flame);

  // What a page asks for first.
  private static final String FIRST = "loomtrace summary";

  private final Answers answers;

  /** Reads the parameters of a question. */
  @FunctionalInterface
  private interface Parser {
    Asked of(Request request) throws Refusal;
  }

  AnswersHandler(Answers answers) {
    this.answers = answers;
  }

  /** The answer, if the question is one of these. */
  Optional<Reply> answer(TraceEntry entry, String name, Request request)
      throws Refusal, IOException {
    Parser parser = QUESTIONS.get(name);
    if (parser == null) {
      return Optional.empty();
    }
    Asked asked = parser.of(request);
    if (entry.state() == TraceEntry.State.FAILED) {
      throw Refusal.failed(entry.name() + ": " + entry.error());
    }
    entry.open();
    // One that is being made is there sooner than the file could be read once more.
    Optional<LoadedTrace> loaded =
        asked.isOfStore() ? entry.await(Long.MAX_VALUE) : Optional.empty();
    try {
      String answer =
          isFirst(asked)
              ? entry.readFirst(() -> answer(entry, asked, loaded))
              : answer(entry, asked, loaded);
      return Optional.of(Reply.ofJson(answer));
    } catch (NoSuchUnitException e) {
      throw Refusal.notFound(e.getMessage());
    }
  }

  private static boolean isFirst(Asked asked) {
    return asked.command().equals(FIRST);
  }

  private String answer(TraceEntry entry, Asked asked, Optional<LoadedTrace> loaded)
      throws IOException {
    try {
      return made(entry, asked, loaded);
    } catch (DamagedStoreException e) {
      if (loaded.isEmpty()) {
        throw e; // It was another one, which is gone.
      }
      entry.makeAnew(loaded.get());
      return made(entry, asked, Optional.empty()); // Of the file, which is as it was.
    }
  }

  private String made(TraceEntry entry, Asked asked, Optional<LoadedTrace> loaded)
      throws IOException {
    return answers.of(
        entry,
        asked.question(),
        isFirst(asked) ? Optional.of(FIRST) : Optional.empty(),
        trace -> {
          // Here, since this is no virtual thread: what of the store is asked first takes long.
          Optional<StoredTrace> stored =
              loaded.isPresent() ? Optional.of(loaded.get().stored()) : Optional.empty();
          return Reply.jsonText(asked.ask(trace, stored)::writeTo);
        });
  }
}
