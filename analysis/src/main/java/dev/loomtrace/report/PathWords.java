package dev.loomtrace.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.analysis.PathLink;
import dev.loomtrace.analysis.PathState;
import dev.loomtrace.analysis.PathStory;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.WaitCause;
import java.io.IOException;

/** What is said of who had to act, and of what they did. */
final class PathWords {
  private PathWords() {}

  /** A step, whoever of a group it leads to. */
  static String words(PathLink link) {
    return words(link, owner(link).isEmpty() ? "a thread" : owner(link))
        + ": meanwhile"
        + (link.repeated() ? " (several times in a row)" : "");
  }

  /** The group that a step leads to, in short; empty if it has no name. */
  static String owner(PathLink link) {
    return Visible.name(link.owner().substring(link.owner().lastIndexOf('/') + 1));
  }

  /**
   * A step.
   *
   * @param owner whom it leads to
   */
  static String words(PathLink link, String owner) {
    return switch (link.kind()) {
      case WAIT ->
          wait(link.cause())
              + link.place().map(place -> " at " + at(place.site())).orElse("")
              + ", until "
              + owner
              + " ended that";
      case HAND_OFF -> "had no work, until " + owner + " gave it some";
      case START -> "had not begun, until " + owner + " started it";
      case OMITTED -> "… waited in further ways";
    };
  }

  /** What the one did at whom a chain ends. */
  static String words(PathStory story) {
    return switch (story.state()) {
      case BLOCKED ->
          wait(story.cause()) + story.place().map(place -> " at " + at(place.site())).orElse("");
      case HAND_OFF -> "had no work: hand-off, unknown by whom";
      case RUNNING -> "was " + StateWords.RUNNING.words();
      case RUNNABLE -> "was " + StateWords.RUNNABLE.words();
      case PINNED -> "was " + StateWords.PINNED.words();
      case STOPPED -> "was stopped: " + StateWords.STOPPED.words();
      case UNKNOWN -> "was " + StateWords.UNKNOWN.words();
      case BEFORE -> "was " + StateWords.BEFORE.words();
    };
  }

  private static String wait(WaitCause cause) {
    return "waited ("
        + (cause.word().isEmpty() ? "reason unknown" : Visible.name(cause.word()))
        + (cause.resource().isEmpty() ? "" : " on " + Visible.name(cause.resource()))
        + ")";
  }

  private static String at(Frame frame) {
    String line = frame.line() > 0 ? ":" + frame.line() : "";
    return Visible.name(PlaceText.inShort(frame)) + line;
  }

  /** Writes a step, as members of the object that is being written. */
  static void json(JsonGenerator json, PathLink link) throws IOException {
    json.writeStringField("step", Json.name(link.kind()));
    if (link.kind() == PathLink.Kind.WAIT) {
      cause(json, link.cause());
    }
    if (link.place().isPresent()) {
      Json.place(json, link.place().get(), Stack.NONE);
    }
    json.writeStringField("owner", link.owner());
    json.writeBooleanField("repeated", link.repeated());
  }

  /** Writes what the one did at whom a chain ends, as members of the object. */
  static void json(JsonGenerator json, PathStory story) throws IOException {
    json.writeStringField("state", Json.name(story.state()));
    if (story.state() == PathState.BLOCKED) {
      cause(json, story.cause());
    }
    if (story.place().isPresent()) {
      Json.place(json, story.place().get(), Stack.NONE);
    }
  }

  private static void cause(JsonGenerator json, WaitCause cause) throws IOException {
    json.writeStringField("reason", cause.word());
    json.writeStringField("resource", cause.resource());
  }
}
