package dev.loomtrace.explorer.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.explorer.http.Reply;
import dev.loomtrace.explorer.trace.TraceEntry;
import dev.loomtrace.explorer.trace.TraceList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Map;

/** {@code files}: which files there are, and how far each is. */
final class FilesApi {
  private final TraceList entries;
  private final String version;
  private final boolean live;

  /**
   * Of these.
   *
   * @param live whether there are newer ones now and then, in place of those before
   */
  FilesApi(TraceList entries, String version, boolean live) {
    this.entries = entries;
    this.version = version;
    this.live = live;
  }

  Reply files() throws IOException {
    return Reply.json(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("files");
          for (Map.Entry<Integer, TraceEntry> entry : entries.shown().entrySet()) {
            file(json, entry.getKey(), entry.getValue());
          }
          json.writeEndArray();
          json.writeStringField("version", version);
          json.writeBooleanField("live", live);
          json.writeEndObject();
        });
  }

  private static void file(JsonGenerator json, int id, TraceEntry entry) throws IOException {
    TraceEntry.State state = entry.state();
    json.writeStartObject();
    json.writeNumberField("id", id);
    json.writeStringField("name", entry.name());
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(entry.path(), BasicFileAttributes.class);
      json.writeNumberField("bytes", attributes.size());
      json.writeStringField("modified", attributes.lastModifiedTime().toInstant().toString());
    } catch (IOException e) {
      // It is gone; what was read of it is still there.
    }
    json.writeStringField("state", state.name().toLowerCase(Locale.ROOT));
    if (state == TraceEntry.State.READING) {
      json.writeNumberField("progress", entry.progress());
    }
    if (state == TraceEntry.State.FAILED) {
      json.writeStringField("error", entry.error());
    }
    json.writeEndObject();
  }
}
