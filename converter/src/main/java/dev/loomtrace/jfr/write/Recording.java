package dev.loomtrace.jfr.write;

import dev.loomtrace.event.EventNames;
import dev.loomtrace.event.EventSchema;
import dev.loomtrace.event.EventSpec;
import dev.loomtrace.jfr.chunk.AnnotationDescription;
import dev.loomtrace.jfr.chunk.ChunkWriter;
import dev.loomtrace.jfr.chunk.FieldDescription;
import dev.loomtrace.jfr.chunk.JavaPools;
import dev.loomtrace.jfr.chunk.TypeDescription;
import dev.loomtrace.jfr.chunk.ValueOutput;
import dev.loomtrace.jfr.chunk.WrittenTypes;
import dev.loomtrace.jfr.model.ModelTypes;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The file that a trace is written into, and the types of its events. */
public final class Recording {
  private static final WrittenTypes TYPES = types();

  private final ChunkWriter file;
  private int chunk;

  /**
   * A recording.
   *
   * @param out where it goes; closed with {@link #close}
   */
  public Recording(OutputStream out) {
    file = new ChunkWriter(out);
  }

  private static WrittenTypes types() {
    List<TypeDescription> types = new ArrayList<>(ModelTypes.all());
    types.addAll(JdkTypes.all());
    for (String name : List.of(EventNames.TASK, EventNames.REGION, EventNames.LOG)) {
      types.add(ofSchema(EventSchema.event(name)));
    }
    return new WrittenTypes(types);
  }

  private static TypeDescription ofSchema(EventSpec event) {
    List<FieldDescription> fields =
        event.fields().stream()
            .map(
                field ->
                    new FieldDescription(
                        field.name(),
                        field.type().jfrName(),
                        field.type().pooled(),
                        false,
                        annotations(field.annotations())))
            .toList();
    List<AnnotationDescription> annotations = annotations(event.annotations());
    return new TypeDescription(event.name(), TypeDescription.EVENT, false, annotations, fields);
  }

  private static List<AnnotationDescription> annotations(Map<String, List<String>> all) {
    return all.entrySet().stream()
        .map(entry -> new AnnotationDescription(entry.getKey(), entry.getValue()))
        .toList();
  }

  static int type(String name) {
    return TYPES.id(name);
  }

  /** Begins a chunk at a time of the trace, and says when that was by the wall clock. */
  public void begin(long time, long wallNanos) {
    file.begin(TYPES, new ChunkWriter.ChunkStart(wallNanos, time, 1_000_000_000));
    chunk++;
  }

  /** Ends the chunk. */
  public void end(long nanos) throws IOException {
    file.end(nanos);
  }

  /** Closes the output. */
  public void close() throws IOException {
    file.close();
  }

  /** Number of the chunk, from 1 on. */
  int chunk() {
    return chunk;
  }

  JavaPools pools() {
    return file.pools();
  }

  ValueOutput event(int type) {
    return file.event(type);
  }

  void endEvent() throws IOException {
    file.endEvent();
  }
}
