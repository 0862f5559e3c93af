package dev.loomtrace.gotrace.text;

import dev.loomtrace.base.ByteStrings;
import dev.loomtrace.gotrace.wire.GoVersion;
import dev.loomtrace.gotrace.wire.WireOutput;
import dev.loomtrace.gotrace.wire.WireType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A trace as a list of raw events, to be changed and written again with batches of right sizes. */
public final class EditableTrace {
  private static final int SIZE_OF_BATCH = 3;

  /** One raw event. */
  public static final class Item {
    final WireType type;

    /** The numbers; may be changed. */
    public final long[] numbers;

    final byte[] data;

    Item(WireType type, long[] numbers, byte[] data) {
      this.type = type;
      this.numbers = numbers;
      this.data = data;
    }

    /** The type. */
    public WireType type() {
      return type;
    }

    Item copy() {
      return new Item(type, numbers.clone(), data);
    }

    void writeTo(WireOutput out) {
      out.octet(type.code());
      for (long number : numbers) {
        out.number(number);
      }
      if (type.hasData()) {
        out.number(data.length);
        out.bytes(data);
      }
    }
  }

  private final GoVersion version;
  private final List<Item> items = new ArrayList<>();

  private EditableTrace(GoVersion version) {
    this.version = version;
  }

  /** The trace of these bytes. */
  public static EditableTrace of(byte[] trace) throws IOException {
    return read(RawTraceReader.open(new ByteArrayInputStream(trace)));
  }

  /** The trace of a raw text; sizes of batches may be wrong in it. */
  public static byte[] bytesOfText(String text) throws IOException {
    return read(RawTextReader.open(new ByteArrayInputStream(ByteStrings.encode(text)))).toBytes();
  }

  private static EditableTrace read(RawSource source) throws IOException {
    EditableTrace trace = new EditableTrace(source.version());
    while (source.next()) {
      RawEvent event = source.event();
      long[] numbers = new long[event.count()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = event.number(i);
      }
      trace.items.add(new Item(event.type(), numbers, event.data()));
    }
    return trace;
  }

  /** A copy that can be changed on its own. */
  public EditableTrace copy() {
    EditableTrace copy = new EditableTrace(version);
    items.forEach(item -> copy.items.add(item.copy()));
    return copy;
  }

  /** The same generations without marks of their ends, as Go 1.25 wrote them. */
  public EditableTrace asGo125() {
    EditableTrace older = new EditableTrace(GoVersion.GO_1_25);
    items.stream()
        .filter(item -> item.type != WireType.END_OF_GENERATION)
        .forEach(item -> older.items.add(item.copy()));
    return older;
  }

  /** The same with frequencies alone in place of clock snapshots, as Go 1.23 wrote them. */
  public EditableTrace asGo123() {
    EditableTrace older = new EditableTrace(GoVersion.GO_1_23);
    asGo125().items.stream()
        .filter(item -> item.type != WireType.SYNC && item.type != WireType.CLOCK_SNAPSHOT)
        .forEach(older.items::add);
    return older;
  }

  /** The events; may be changed. */
  public List<Item> items() {
    return items;
  }

  /** The bytes of the trace; each batch has the size of what follows up to the next one. */
  public byte[] toBytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    version.writeHeader(bytes);
    WireOutput contents = new WireOutput();
    Item batch = null;
    for (Item item : items) {
      boolean structure =
          item.type == WireType.EVENT_BATCH
              || item.type == WireType.EXPERIMENTAL_BATCH
              || item.type == WireType.END_OF_GENERATION;
      if (structure) {
        flush(batch, contents, bytes);
        batch = item.type == WireType.EVENT_BATCH ? item : null;
      }
      if (item.type != WireType.EVENT_BATCH) {
        item.writeTo(contents);
      }
    }
    flush(batch, contents, bytes);
    return bytes.toByteArray();
  }

  private static void flush(Item batch, WireOutput contents, ByteArrayOutputStream bytes)
      throws IOException {
    if (batch != null) {
      WireOutput header = new WireOutput();
      batch.numbers[SIZE_OF_BATCH] = contents.size();
      batch.writeTo(header);
      header.writeTo(bytes);
    }
    contents.writeTo(bytes);
    contents.clear();
  }
}
