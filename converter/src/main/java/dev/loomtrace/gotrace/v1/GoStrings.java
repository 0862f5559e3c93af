package dev.loomtrace.gotrace.v1;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The strings that Go's reader gives ids of its own, after those of the file: messages of logs, and
 * all reasons. In a broken trace an id can be one of these, and it is not refused for that.
 */
final class GoStrings {
  private GoStrings() {}

  /** Those strings, in order of their ids. */
  static List<String> of(EventStore events) {
    Set<String> messages = new LinkedHashSet<>();
    for (int i = 0; i < events.takenBatches(); i++) {
      EventCursor batch = EventCursor.ofBatch(events, events.takenBatch(i));
      while (batch.advance()) {
        if (batch.type() == V1Type.USER_LOG) {
          messages.add(batch.message());
        }
      }
    }
    List<String> strings = new ArrayList<>(messages);
    strings.addAll(V1Reasons.OF_GOROUTINES);
    strings.addAll(V1Reasons.OF_STOPS);
    return strings;
  }
}
