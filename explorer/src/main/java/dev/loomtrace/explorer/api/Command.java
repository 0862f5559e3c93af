package dev.loomtrace.explorer.api;

import dev.loomtrace.explorer.http.Refusal;
import dev.loomtrace.explorer.http.Request;
import dev.loomtrace.report.ShellWord;
import java.util.Optional;

/** Words of a command line from parameters that are named as its options are. */
final class Command {
  private final Request request;
  private final StringBuilder words;
  private int choices;

  Command(Request request, String command) {
    this.request = request;
    words = new StringBuilder("loomtrace ").append(command);
  }

  /** An option with a value, if it is there. */
  Command one(String name) throws Refusal {
    Optional<String> value = request.text(name);
    if (value.isPresent()) {
      add(name, value.get());
    }
    return this;
  }

  /** An option that may be there several times. */
  Command all(String name) {
    for (String value : request.all(name)) {
      add(name, value);
    }
    return this;
  }

  private void add(String name, String value) {
    choices++;
    words.append(" --").append(name).append(' ').append(ShellWord.quoted(value));
  }

  /** An option without a value, if it is there. */
  Command flag(String name) throws Refusal {
    if (request.flag(name)) {
      choices++;
      words.append(" --").append(name);
    }
    return this;
  }

  /** How many options are there. */
  int choices() {
    return choices;
  }

  /** All of it. */
  String words() {
    return words.toString();
  }
}
