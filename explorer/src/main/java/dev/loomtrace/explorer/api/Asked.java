package dev.loomtrace.explorer.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.question.PathQuestion;
import dev.loomtrace.question.ProfileQuestion;
import dev.loomtrace.question.Question;
import dev.loomtrace.question.StoredTrace;
import dev.loomtrace.question.TraceSource;
import dev.loomtrace.report.Answer;
import dev.loomtrace.report.ShellWord;
import dev.loomtrace.report.SummaryAnswer;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A question of a whole trace, and the command that asks the same. Immutable. */
final class Asked {
  private final String command;
  private final Object question;
  private final Maker maker;
  // The same of a store, if it is a question for that.
  private final Optional<Finder> finder;

  /** Reads the trace, and says how to write what was found. */
  @FunctionalInterface
  private interface Maker {
    Writer ask(TraceSource trace) throws IOException;
  }

  /** Says how to write what a store has, if it has what is asked for. */
  private interface Finder {
    Optional<Writer> ask(StoredTrace trace);
  }

  /** Writes an answer. */
  @FunctionalInterface
  interface Writer {
    /** Writes it as one value. */
    void writeTo(JsonGenerator json) throws IOException;
  }

  private Asked(String command, Object question, Maker maker, Optional<Finder> finder) {
    this.finder = finder;
    this.command = command;
    this.question = question;
    this.maker = maker;
  }

  /**
   * A question.
   *
   * @param command the command without the file
   */
  static Asked of(String command, Question<? extends Answer> question) {
    return new Asked(
        command,
        question,
        trace -> writer(question.ask(trace), line(command, trace.label())),
        Optional.empty());
  }

  /** A question that a store can answer, too. */
  static Asked of(String command, PathQuestion question) {
    return new Asked(
        command,
        question,
        trace -> writer(question.ask(trace), line(command, trace.label())),
        Optional.of(
            trace ->
                question.ask(trace).map(found -> writer(found, line(command, trace.label())))));
  }

  private static Writer writer(Answer answer, String line) {
    return json -> {
      json.writeStartObject();
      json.writeFieldName("answer");
      answer.json(json);
      json.writeArrayFieldStart("remarks");
      for (String remark : answer.remarks()) {
        json.writeString(remark);
      }
      // The text of a summary has them among its lines.
      if (answer instanceof SummaryAnswer) {
        for (String gap : answer.coverage().gaps()) {
          json.writeString(gap);
        }
      }
      json.writeEndArray();
      json.writeStringField("command", line);
      json.writeEndObject();
    };
  }

  /** A question for a profile; its answer is a flame graph. */
  static Asked of(String command, ProfileQuestion question) {
    return new Asked(
        command,
        question,
        trace -> {
          ProfileQuestion.Profile profile = question.ask(trace);
          return json -> profile.file().flame(json, profile.estimated());
        },
        Optional.empty());
  }

  private static String line(String command, String file) {
    return command + " " + ShellWord.quoted(file);
  }

  /** The command without the file. */
  String command() {
    return command;
  }

  /** What is asked: equal objects have equal answers, and so have equal texts of commands. */
  Object question() {
    return List.of(command, question);
  }

  /** Whether a store may have the answer. */
  boolean isOfStore() {
    return finder.isPresent();
  }

  /**
   * The answer: from the store if that has it, else the trace is read.
   *
   * @param stored the trace's store, if it is there
   */
  Writer ask(TraceSource trace, Optional<StoredTrace> stored) throws IOException {
    Optional<Writer> found =
        finder.isPresent() && stored.isPresent()
            ? finder.get().ask(stored.get())
            : Optional.empty();
    return found.isPresent() ? found.get() : maker.ask(trace);
  }
}
