package dev.loomtrace.jfr.model;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.jfr.chunk.Chunk;
import dev.loomtrace.jfr.chunk.ChunkValue;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.WaitReason;
import java.util.HashMap;
import java.util.Map;

/** The words of a chunk's vocabularies as constants, and causes made of them. */
final class WordTable {
  private static final int MAX_CAUSES = 1000;

  private final LongMap<Enum<?>> words = new LongMap<>();
  private final Map<String, WaitCause> causes = new HashMap<>();
  private final ChunkValue word;

  WordTable(Chunk chunk) {
    word = chunk.newCursor();
  }

  /**
   * The constant that a field refers to.
   *
   * @param absent what it is if the field refers to none, or to one that is not known
   */
  <E extends Enum<E>> E word(ChunkValue event, int field, E absent) throws MalformedTraceException {
    // By where the word lies, so that all vocabularies have one table.
    int at = event.reference(field);
    if (at == 0) {
      return absent;
    }
    Class<E> type = absent.getDeclaringClass();
    Enum<?> known = words.get(at);
    if (known == null) {
      event.follow(field, word);
      known = constant(type, word.text(0), absent);
      words.put(at, known);
    }
    return type.isInstance(known) ? type.cast(known) : absent;
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String name, E absent) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(name)) {
        return constant;
      }
    }
    return absent;
  }

  /** The cause of a reason and a text, one object for each. */
  WaitCause cause(WaitReason reason, String text) {
    if (text.isEmpty()) {
      return WaitCause.of(reason);
    }
    WaitCause known = causes.get(text);
    if (known == null || known.reason() != reason) {
      known = WaitCause.ofText(reason, text);
      if (causes.size() < MAX_CAUSES) {
        causes.put(text, known);
      }
    }
    return known;
  }
}
