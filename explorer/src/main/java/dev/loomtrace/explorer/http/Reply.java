package dev.loomtrace.explorer.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.report.VisibleWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** What is sent. Immutable; its bytes are not to be changed by anyone. */
public final class Reply {
  private static final int OK = 200;
  private static final String CACHING = "Cache-Control";
  private static final JsonFactory JSON = new JsonFactory();

  private final int status;
  private final byte[] body;
  private final Map<String, String> headers;

  private Reply(int status, byte[] body, Map<String, String> headers) {
    this.status = status;
    this.body = body;
    this.headers = headers;
  }

  private static Reply of(int status, String type, byte[] body) {
    return new Reply(status, body, Map.of("Content-Type", type, CACHING, "no-store"));
  }

  /** Writes one value of JSON. */
  @FunctionalInterface
  public interface Content {
    /** Writes it. */
    void writeTo(JsonGenerator json) throws IOException;
  }

  /**
   * JSON. Names of a trace are exact in it, and what could steer a terminal is escaped, as in all
   * JSON of the command line.
   */
  public static Reply json(Content content) throws IOException {
    return json(OK, content);
  }

  private static Reply json(int status, Content content) throws IOException {
    return ofJson(status, jsonText(content));
  }

  /** The text of JSON. */
  public static String jsonText(Content content) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json =
        JSON.createGenerator(new VisibleWriter(text, VisibleWriter.Form.JSON))) {
      content.writeTo(json);
    }
    return text.toString();
  }

  /** JSON that is there already. */
  public static Reply ofJson(String json) {
    return ofJson(OK, json);
  }

  private static Reply ofJson(int status, String json) {
    return of(status, "application/json; charset=utf-8", json.getBytes(StandardCharsets.UTF_8));
  }

  /** Why there is no answer, as JSON. */
  static Reply of(Refusal refusal) throws IOException {
    return json(
        refusal.status(),
        json -> {
          json.writeStartObject();
          json.writeStringField("error", refusal.getMessage());
          if (refusal.progress().isPresent()) {
            json.writeNumberField("progress", refusal.progress().getAsDouble());
          }
          json.writeEndObject();
        });
  }

  /** A line of text: for those who have not shown that they may ask. */
  static Reply text(int status, String line) {
    return of(status, "text/plain; charset=utf-8", (line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes of a program's own making. */
  public static Reply bytes(byte[] body) {
    return of(OK, "application/octet-stream", body);
  }

  /** A file of the page. */
  static Reply file(String type, byte[] body) {
    return of(OK, type, body).with(CACHING, "no-cache");
  }

  /** Somewhere else is more. */
  static Reply seeOther(String location) {
    return new Reply(303, new byte[0], Map.of("Location", location, CACHING, "no-store"));
  }

  /** The same for all time: whoever has it need not ask again. */
  public Reply immutable() {
    return with(CACHING, "private, max-age=31536000, immutable");
  }

  Reply with(String header, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(header, value);
    return new Reply(status, body, more);
  }

  int status() {
    return status;
  }

  byte[] body() {
    return body;
  }

  Map<String, String> headers() {
    return headers;
  }
}
