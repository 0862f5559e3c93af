package dev.loomtrace.tool;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import dev.loomtrace.trace.Frame;
import java.io.IOException;
import java.io.Writer;
import java.math.BigInteger;
import java.util.Locale;

/**
 * Writes JSON to the standard output. Times and spans of time are integers, in nanoseconds; names
 * of members end in {@code Nanos} where nothing else says so.
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

  /** Writes a document for programs and people: indented, with a line feed at its end. */
  static void document(Console console, Content content) throws IOException {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(indenter);
    printer.indentArraysWith(indenter);
    try (JsonGenerator json = generator(console)) {
      json.setPrettyPrinter(printer);
      content.writeTo(json);
    }
    console.json().write('\n');
  }

  /** A generator of lines: each value that is written to its root is followed by a line feed. */
  static JsonGenerator lines(Writer out) throws IOException {
    JsonGenerator json = FACTORY.createGenerator(out);
    json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    return json;
  }

  private static JsonGenerator generator(Console console) throws IOException {
    JsonGenerator json = FACTORY.createGenerator(console.json());
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

  /** Writes a place in the code, as a member of that name. */
  static void site(JsonGenerator json, Frame frame) throws IOException {
    json.writeObjectFieldStart("site");
    json.writeStringField("function", frame.function());
    json.writeStringField("file", frame.file());
    json.writeNumberField("line", frame.line());
    json.writeEndObject();
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
}
