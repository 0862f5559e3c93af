package dev.loomtrace.gotrace;

import dev.loomtrace.gotrace.text.EditableTrace;
import dev.loomtrace.gotrace.wire.WireType;
import dev.loomtrace.trace.MalformedTraceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Makes broken traces of whole ones: some by changing bytes, more by changing, moving and repeating
 * events, which reaches what is behind the checks of form.
 */
public final class TraceMutator {
  private static final int MOST_CHANGES = 4;

  private final Random random;
  private final List<byte[]> seeds;
  private final List<EditableTrace> editable = new ArrayList<>();

  /** Of these whole ones. */
  public TraceMutator(long seed, List<byte[]> seeds) throws IOException {
    this.random = new Random(seed);
    this.seeds = seeds;
    for (byte[] trace : seeds) {
      try {
        editable.add(EditableTrace.of(trace));
      } catch (MalformedTraceException e) {
        // Too broken for events; its bytes serve.
      }
    }
  }

  /** Another broken one. */
  public byte[] next() throws IOException {
    return random.nextInt(4) == 0 ? changedBytes() : changedEvents();
  }

  private byte[] changedEvents() throws IOException {
    EditableTrace trace = editable.get(random.nextInt(editable.size())).copy();
    List<EditableTrace.Item> items = trace.items();
    int changes = 1 + random.nextInt(MOST_CHANGES);
    for (int i = 0; i < changes && !items.isEmpty(); i++) {
      int place = random.nextInt(items.size());
      switch (random.nextInt(8)) {
        case 0 -> items.remove(place);
        case 1 -> items.add(random.nextInt(items.size()), items.get(place));
        case 2 -> items.add(random.nextInt(items.size()), items.remove(place));
        case 3 -> {
          if (place > 0) {
            EditableTrace.Item item = items.remove(place);
            items.add(place - 1, item);
          }
        }
        default -> changeNumber(items, place);
      }
    }
    return trace.toBytes();
  }

  private void changeNumber(List<EditableTrace.Item> items, int place) {
    EditableTrace.Item item = items.get(place);
    long[] numbers = item.numbers;
    // Clocks far out of range have texts that only Go's arithmetic gives.
    if (numbers.length == 0 || item.type() == WireType.CLOCK_SNAPSHOT) {
      return;
    }
    int i = random.nextInt(numbers.length);
    long[] others = items.get(random.nextInt(items.size())).numbers;
    numbers[i] =
        switch (random.nextInt(7)) {
          case 0 -> 0;
          case 1 -> -1;
          case 2 -> numbers[i] + 1;
          case 3 -> numbers[i] - 1;
          case 4 -> random.nextInt(8);
          case 5 -> random.nextLong() >>> random.nextInt(64);
          default -> others.length == 0 ? 1 : others[random.nextInt(others.length)];
        };
  }

  private byte[] changedBytes() {
    byte[] bytes = seeds.get(random.nextInt(seeds.size()));
    int changes = 1 + random.nextInt(MOST_CHANGES);
    for (int i = 0; i < changes && bytes.length > 17; i++) {
      // The header is left alone: without it there is little to test.
      int at = 16 + random.nextInt(bytes.length - 16);
      switch (random.nextInt(4)) {
        case 0 -> {
          bytes = bytes.clone();
          bytes[at] = (byte) random.nextInt();
        }
        case 1 -> bytes = Arrays.copyOf(bytes, at);
        case 2 -> bytes = spliced(bytes, at, at + random.nextInt(bytes.length - at));
        default -> {
          byte[] other = seeds.get(random.nextInt(seeds.size()));
          bytes = spliced(bytes, at, other);
        }
      }
    }
    return bytes;
  }

  private static byte[] spliced(byte[] bytes, int from, int to) {
    byte[] result = Arrays.copyOf(bytes, bytes.length - (to - from));
    System.arraycopy(bytes, to, result, from, bytes.length - to);
    return result;
  }

  private byte[] spliced(byte[] bytes, int at, byte[] other) {
    int from = random.nextInt(other.length);
    byte[] result = Arrays.copyOf(bytes, at + other.length - from);
    System.arraycopy(other, from, result, at, other.length - from);
    return result;
  }
}
