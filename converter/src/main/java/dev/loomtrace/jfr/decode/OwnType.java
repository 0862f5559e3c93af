package dev.loomtrace.jfr.decode;

import dev.loomtrace.event.EventSchema;
import dev.loomtrace.event.EventSpec;
import dev.loomtrace.event.FieldSpec;
import dev.loomtrace.jfr.chunk.ChunkType;
import dev.loomtrace.trace.MalformedTraceException;

/** An event type of ours as a chunk declares it, held against the schema. */
final class OwnType {
  private final ChunkType type;
  private final EventSpec spec;

  private OwnType(ChunkType type, EventSpec spec) {
    this.type = type;
    this.spec = spec;
  }

  /** Null if the type is none of ours. */
  static OwnType of(ChunkType type) {
    EventSpec spec = EventSchema.event(type.name());
    return spec == null ? null : new OwnType(type, spec);
  }

  String name() {
    return type.name();
  }

  /**
   * Index of a field; -1 if it counts as absent: the chunk's type does not have it, or refers to
   * something else than the schema says, or the event has no such field by the schema, whatever the
   * chunk says.
   *
   * @throws MalformedTraceException if a number or a text is declared as something else. Without it
   *     the event would say something that nobody recorded
   */
  int field(String name) throws MalformedTraceException {
    FieldSpec field = spec.field(name);
    int index = type.field(name);
    if (field == null || index < 0) {
      return -1;
    }
    if (field.type().pooled()) {
      return type.refersTo(index, field.type().jfrName()) ? index : -1;
    }
    boolean fits = field.type().isNumber() ? type.isNumber(index) : type.isText(index);
    if (!fits) {
      throw MalformedTraceException.at(
          MalformedTraceException.NO_OFFSET,
          "",
          "%s of %s is declared as %s, expected %s"
              .formatted(
                  name,
                  type.name(),
                  type.declared(index),
                  field.type().isNumber() ? "a number" : "a string"));
    }
    return index;
  }
}
