package dev.loomtrace.timeline.store;

import static dev.loomtrace.timeline.store.StoreFormat.LIST_BLOCK;
import static dev.loomtrace.timeline.store.StoreFormat.LIST_LAST_END;
import static dev.loomtrace.timeline.store.StoreFormat.LIST_LEAST_BEGIN;
import static dev.loomtrace.timeline.store.StoreFormat.LIST_RECORDS;
import static dev.loomtrace.timeline.store.StoreFormat.LIST_SIZES;

import dev.loomtrace.base.ByteStrings;
import dev.loomtrace.timeline.SpanView;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.ResourceKind;
import java.io.IOException;

/** The spans of one kind, in the order of their ends. */
final class ListWriter {
  private static final int FULL = 1 << 16;

  private final FileOutput out;
  private final IndexWriter index;
  private final DictionaryWriter dictionary;
  private final int number;
  private final Bytes block = new Bytes(FULL);
  private final long[] entry = new long[IndexWriter.NUMBERS];
  private int inBlock;
  private long count;
  private long firstEnd;
  private long lastEnd;

  ListWriter(FileOutput out, IndexWriter index, DictionaryWriter dictionary) {
    this.out = out;
    this.index = index;
    this.dictionary = dictionary;
    number = index.newTrack();
  }

  int number() {
    return number;
  }

  long count() {
    return count;
  }

  /** Place of the next span: the block's number and, in the low 32 bits, that within the block. */
  long next() {
    return inBlock < LIST_RECORDS && block.size() < FULL
        ? (long) index.blocks(number) << Integer.SIZE | inBlock
        : (long) (index.blocks(number) + 1) << Integer.SIZE;
  }

  void add(SpanView span) throws IOException {
    if (inBlock == LIST_RECORDS || block.size() >= FULL) {
      flush();
    }
    if (inBlock == 0) {
      lastEnd = span.end();
      firstEnd = span.end();
      entry[LIST_LEAST_BEGIN / Long.BYTES] = span.begin();
    }
    int place = dictionary.stack(span.place());
    boolean thread = span.thread() != Context.NO_GOROUTINE;
    boolean proc = span.proc() != Context.NO_PROC;
    boolean scope = span.scope() != ResourceKind.NONE;
    boolean message = !span.message().isEmpty();
    block.octet(
        (span.beganBefore() ? StoreFormat.BEGAN_BEFORE : 0)
            | (span.open() ? StoreFormat.OPEN : 0)
            | (thread ? StoreFormat.HAS_THREAD : 0)
            | (proc ? StoreFormat.HAS_RECORD_PROC : 0)
            | (place != 0 ? StoreFormat.HAS_RECORD_PLACE : 0)
            | (span.parent() != 0 ? StoreFormat.HAS_PARENT : 0)
            | (scope ? StoreFormat.HAS_SCOPE : 0)
            | (message ? StoreFormat.HAS_MESSAGE : 0));
    block.number(span.end() - lastEnd);
    block.number(span.duration());
    if (thread) {
      block.signed(span.thread());
    }
    if (proc) {
      block.signed(span.proc());
    }
    if (place != 0) {
      block.number(place);
    }
    block.number(span.id());
    if (span.parent() != 0) {
      block.signed(span.parent());
    }
    block.number(dictionary.text(span.name()));
    if (scope) {
      block.octet(span.scope().ordinal());
    }
    if (message) {
      byte[] text = ByteStrings.encode(span.message());
      block.number(text.length);
      block.append(text, text.length);
    }
    lastEnd = span.end();
    entry[LIST_LEAST_BEGIN / Long.BYTES] =
        Math.min(entry[LIST_LEAST_BEGIN / Long.BYTES], span.begin());
    inBlock++;
    count++;
  }

  void flush() throws IOException {
    if (inBlock == 0) {
      return;
    }
    entry[LIST_BLOCK / Long.BYTES] = out.position();
    entry[LIST_SIZES / Long.BYTES] = (long) block.size() << Integer.SIZE | inBlock;
    entry[LIST_LAST_END / Long.BYTES] = lastEnd;
    out.write(block.array(), block.size());
    index.add(number, firstEnd, entry);
    block.clear();
    inBlock = 0;
  }
}
