package dev.loomtrace.explorer.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.explorer.http.Refusal;
import dev.loomtrace.explorer.http.Request;
import dev.loomtrace.trace.EventView;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Optional;

/** Ids of tasks, which are unsigned. */
final class TaskIds {
  // What Go calls the task of a region that is in none.
  private static final long BACKGROUND = 0;

  private TaskIds() {}

  /** Whether an id is that of a task. */
  static boolean isTask(long id) {
    return id != EventView.NO_TASK && id != BACKGROUND;
  }

  /** Writes an id as a member. */
  static void write(JsonGenerator json, String name, long id) throws IOException {
    json.writeFieldName(name);
    write(json, id);
  }

  /** Writes an id. */
  static void write(JsonGenerator json, long id) throws IOException {
    if (id >= 0) {
      json.writeNumber(id);
    } else {
      json.writeNumber(new BigInteger(Long.toUnsignedString(id)));
    }
  }

  /**
   * The id that a parameter is.
   *
   * @throws Refusal if it is none
   */
  static Optional<Long> of(Request request, String name) throws Refusal {
    Optional<String> text = request.text(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Long.parseUnsignedLong(text.get()));
    } catch (NumberFormatException e) {
      throw Refusal.wrong("'" + name + "' is not an unsigned number of 64 bits");
    }
  }
}
