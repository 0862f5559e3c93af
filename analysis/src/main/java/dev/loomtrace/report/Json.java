package dev.loomtrace.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import dev.loomtrace.analysis.CodePlace;
import dev.loomtrace.analysis.OwnerThread;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.Repairs;
import dev.loomtrace.trace.Stack;
import java.io.IOException;
import java.io.Writer;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;

/**
 * Writes JSON. Times and spans of time are integers, in nanoseconds; names of members end in {@code
 * Nanos} where nothing else says so. Texts are exact, and what could steer a terminal is escaped in
 * them; what is half a character, and so no text, becomes U+FFFD.
 */
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /** Writes one value. */
  @FunctionalInterface
  interface Content {
    /** Writes it. */
    void writeTo(JsonGenerator json) throws IOException;
  }

  /** Writes a document: indented, with a line feed at its end. */
  static void document(Writer out, Content content) throws IOException {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(indenter);
    printer.indentArraysWith(indenter);
    try (JsonGenerator json = generator(out, printer)) {
      content.writeTo(json);
    }
    out.write('\n');
  }

  /** A generator of lines: each value that is written to its root is followed by a line feed. */
  static JsonGenerator lines(Writer out) throws IOException {
    return generator(out, new MinimalPrettyPrinter("\n"));
  }

  private static JsonGenerator generator(Writer out, PrettyPrinter printer) throws IOException {
    JsonGenerator json = FACTORY.createGenerator(new VisibleWriter(out, VisibleWriter.Form.JSON));
    json.setPrettyPrinter(printer);
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    return json;
  }

  /**
   * The name of a constant as the name of a member: {@code STARTS_ADDED} is {@code startsAdded}.
   */
  static String name(Enum<?> constant) {
    String[] words = constant.name().toLowerCase(Locale.ROOT).split("_", -1);
    StringBuilder name = new StringBuilder(words[0]);
    for (int i = 1; i < words.length; i++) {
      name.append(Character.toUpperCase(words[i].charAt(0))).append(words[i], 1, words[i].length());
    }
    return name.toString();
  }

  /** Writes who owns the lock that is waited for, as a member {@code lockOwner}. */
  static void owner(JsonGenerator json, OwnerThread owner) throws IOException {
    json.writeObjectFieldStart("lockOwner");
    json.writeNumberField("goroutine", owner.id());
    if (owner.kind().isPresent()) {
      json.writeStringField("threadKind", name(owner.kind().get()));
    }
    json.writeStringField("name", owner.name());
    json.writeNumberField("seenNanosBeforeEnd", owner.ago());
    json.writeEndObject();
  }

  /**
   * Writes a place in the code, as members {@code site} and, if there is one, {@code called}.
   *
   * @param stack its whole stack, as a member of that name; {@link Stack#NONE} is left out
   */
  static void place(JsonGenerator json, CodePlace place, Stack stack) throws IOException {
    frame(json, "site", place.site());
    if (place.called().isPresent()) {
      frame(json, "called", place.called().get());
    }
    if (!stack.isNone()) {
      json.writeArrayFieldStart("stack");
      for (Frame frame : stack.frames()) {
        json.writeStartObject();
        frame(json, frame);
        json.writeEndObject();
      }
      json.writeEndArray();
    }
  }

  private static void frame(JsonGenerator json, String name, Frame frame) throws IOException {
    json.writeObjectFieldStart(name);
    frame(json, frame);
    json.writeEndObject();
  }

  private static void frame(JsonGenerator json, Frame frame) throws IOException {
    json.writeStringField("function", frame.function());
    json.writeStringField("file", frame.file());
    json.writeNumberField("line", frame.line());
  }

  /** Writes an unsigned number. */
  static void unsigned(JsonGenerator json, String name, long value) throws IOException {
    if (value >= 0) {
      json.writeNumberField(name, value);
    } else {
      json.writeFieldName(name);
      json.writeNumber(new BigInteger(Long.toUnsignedString(value)));
    }
  }

  /** Writes what was repaired, by kind, as a member {@code repairs}. */
  static void repairs(JsonGenerator json, Repairs repairs) throws IOException {
    json.writeObjectFieldStart("repairs");
    for (Map.Entry<Repairs.Kind, Long> repair : repairs.counts().entrySet()) {
      json.writeNumberField(name(repair.getKey()), repair.getValue());
    }
    json.writeEndObject();
  }
}
