package dev.loomtrace.timeline.store;

import dev.loomtrace.base.ByteStrings;
import dev.loomtrace.timeline.TraceExtent;
import dev.loomtrace.timeline.TraceFault;
import dev.loomtrace.timeline.store.StoreFormat.Section;
import dev.loomtrace.trace.Repairs;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How whole the trace of a store is: the section of repairs and the fault. */
record TraceNotes(Repairs repairs, Optional<TraceFault> fault, long covered) {
  /** Covered bytes that nobody counted. */
  static final long NOT_KNOWN = -1;

  private static final Repairs.Kind[] KINDS = Repairs.Kind.values();

  static Bytes encode(TraceExtent extent, long covered) {
    Bytes bytes = new Bytes(64);
    Repairs repairs = extent.repairs();
    bytes.number(repairs.counts().size());
    repairs
        .counts()
        .forEach(
            (kind, count) -> {
              bytes.number(kind.ordinal());
              bytes.number(count);
            });
    bytes.number(repairs.examples().size());
    for (Repairs.Example example : repairs.examples()) {
      bytes.number(example.kind().ordinal());
      bytes.signed(example.time());
      bytes.signed(example.goroutine());
    }
    bytes.octet(extent.fault().isPresent() ? 1 : 0);
    TraceFault fault = extent.fault().orElse(null);
    if (fault != null) {
      bytes.signed(fault.offset());
      byte[] text = ByteStrings.encode(fault.message());
      bytes.number(text.length);
      bytes.append(text, text.length);
    }
    bytes.signed(covered);
    return bytes;
  }

  static TraceNotes of(StoreFile file) {
    byte[] bytes = new byte[(int) file.size(Section.NOTES)];
    file.get(file.position(Section.NOTES), bytes, bytes.length);
    ByteCursor in = new ByteCursor();
    in.reset(bytes, 0);
    Map<Repairs.Kind, Long> counts = new EnumMap<>(Repairs.Kind.class);
    for (long i = in.number(); i > 0; i--) {
      Repairs.Kind kind = KINDS[(int) in.number()];
      counts.put(kind, in.number());
    }
    List<Repairs.Example> examples = new ArrayList<>();
    for (long i = in.number(); i > 0; i--) {
      Repairs.Kind kind = KINDS[(int) in.number()];
      long time = in.signed();
      examples.add(new Repairs.Example(kind, time, in.signed()));
    }
    Optional<TraceFault> fault = Optional.empty();
    if (in.octet() != 0) {
      long offset = in.signed();
      int length = (int) in.number();
      fault = Optional.of(new TraceFault(ByteStrings.decode(bytes, in.position(), length), offset));
      in.skip(length);
    }
    return new TraceNotes(new Repairs(counts, examples), fault, in.signed());
  }
}
