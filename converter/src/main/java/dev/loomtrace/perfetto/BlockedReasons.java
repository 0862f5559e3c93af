package dev.loomtrace.perfetto;

import dev.loomtrace.base.ProtoBytes;
import dev.loomtrace.perfetto.Fields.Interned;
import dev.loomtrace.perfetto.Fields.Packet;
import dev.loomtrace.trace.FrameOrigins;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.WaitCause;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Texts that say why a thread is blocked, and their numbers in the file. */
final class BlockedReasons {
  /** The number of no text. */
  static final int NONE = 0;

  private static final int MOST_TEXTS = 20_000;
  private static final int MOST_KEYS = 20_000;

  private final Packets packets;
  private final Map<Key, Integer> known = new HashMap<>();
  private final Map<String, Integer> texts = new HashMap<>();

  BlockedReasons(Packets packets) {
    this.packets = packets;
  }

  private record Key(GoState state, WaitCause cause, Stack stack) {}

  /** Begins the numbering. */
  void begin() throws IOException {
    packets.beginCleared();
    packets.end();
  }

  /** Whether there are so many that they should be numbered anew, when no bundle is open. */
  boolean isFull() {
    return texts.size() >= MOST_TEXTS;
  }

  /** Begins the numbering again. */
  void restart() throws IOException {
    known.clear();
    texts.clear();
    begin();
  }

  /**
   * The number of the text for a thread in this state; {@link #NONE} if there is nothing to say.
   */
  int number(GoState state, WaitCause cause, Stack stack) throws IOException {
    Key key = new Key(state, cause, stack);
    Integer number = known.get(key);
    if (number == null) {
      String text = text(state, cause, stack);
      number = text.isEmpty() ? NONE : ofText(text);
      if (known.size() >= MOST_KEYS) {
        known.clear(); // Stacks of another part are other objects.
      }
      known.put(key, number);
    }
    return number;
  }

  private int ofText(String text) throws IOException {
    Integer number = texts.get(text);
    if (number == null) {
      number = texts.size() + 1;
      texts.put(text, number);
      ProtoBytes packet = packets.beginNumbered();
      int interned = packet.begin(Packet.INTERNED_DATA);
      int symbol = packet.begin(Interned.KERNEL_SYMBOLS);
      packet.number(Interned.IID, number);
      packet.text(Interned.STR, text);
      packet.end(symbol);
      packet.end(interned);
      packets.end();
    }
    return number;
  }

  private static String text(GoState state, WaitCause cause, Stack stack) {
    StringBuilder text = new StringBuilder();
    switch (state) {
      case SYSCALL -> text.append("system call");
      case PINNED -> text.append("pinned");
      default -> {
        // A wait needs no word that says so.
      }
    }
    if (!cause.word().isEmpty()) {
      text.append(text.isEmpty() ? "" : ": ").append(cause.word());
    }
    String resource = cause.resource().substring(cause.resource().lastIndexOf('.') + 1);
    if (!resource.isEmpty() && text.indexOf(resource) < 0) {
      text.append(" on ").append(resource);
    }
    FrameOrigins.DEFAULT
        .site(stack)
        .map(Threads::function)
        .filter(function -> !function.isEmpty())
        .ifPresent(
            function -> text.append(text.isEmpty() ? "" : " ").append("in ").append(function));
    return text.toString();
  }
}
