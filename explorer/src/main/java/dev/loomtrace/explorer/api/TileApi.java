package dev.loomtrace.explorer.api;

import dev.loomtrace.explorer.http.Refusal;
import dev.loomtrace.explorer.http.Reply;
import dev.loomtrace.explorer.http.Request;
import dev.loomtrace.explorer.trace.Bands;
import dev.loomtrace.explorer.trace.LoadedTrace;
import dev.loomtrace.explorer.trace.RowId;
import dev.loomtrace.timeline.SpanState;
import dev.loomtrace.timeline.store.Tile;
import dev.loomtrace.timeline.store.Track;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/** {@code tile}: how rows spent a stretch of time, in a form that is fast to read and to draw. */
final class TileApi {
  private static final int MAGIC = 0x3154544c; // "LTT1"
  private static final int BUCKETS_CUT = 8;
  private static final int BUCKETS = 1 << BUCKETS_CUT;
  private static final int MAX_LEVEL = 40;
  private static final SpanState[] STATES = SpanState.values();
  private static final int VALUES = STATES.length + 1;
  private static final int HEAD = 4 * Integer.BYTES;

  private TileApi() {}

  /** Nanoseconds of a row by bucket and state, and how many spans begin. */
  private interface Shares {
    long time(int bucket, SpanState state);

    long spans(int bucket);
  }

  static Reply tile(LoadedTrace trace, Request request) throws IOException, Refusal {
    List<RowId> rows = RowsApi.parsed(request.all("row"));
    int level = request.number("level", 0, 0, MAX_LEVEL);
    long index = request.number("index").orElse(0L);
    if (index < 0 || index >= 1L << level) {
      throw Refusal.wrong("'index' must be less than 2 to the power of 'level'");
    }
    long[] borders = trace.time().borders(index << BUCKETS_CUT, BUCKETS, level + BUCKETS_CUT);
    ByteBuffer out =
        ByteBuffer.allocate(
                HEAD + rows.size() * (2 * Integer.BYTES + BUCKETS * VALUES * Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(MAGIC).putInt(rows.size()).putInt(BUCKETS).putInt(0);
    for (RowId row : rows) {
      write(shares(trace, row, level, index, borders), borders, out);
    }
    byte[] bytes = new byte[out.flip().remaining()];
    out.get(bytes);
    Reply reply = Reply.bytes(bytes);
    Optional<String> version = request.text("v");
    return version.isPresent() && version.get().equals(trace.store().identity())
        ? reply.immutable()
        : reply;
  }

  private static Shares shares(LoadedTrace trace, RowId row, int level, long index, long[] borders)
      throws IOException, Refusal {
    return switch (row.kind()) {
      case CARRIER -> ofTrack(trace, RowJson.track(trace, row), borders);
      case THREAD -> ofTrack(trace, trace.threads().track(RowJson.threadOf(trace, row)), borders);
      case GROUP ->
          ofCells(trace.bands().of(RowJson.groupOf(trace, row), level, index, BUCKETS_CUT));
      case RANGES, COUNTER, TASKS -> throw Refusal.wrong("the row '" + row + "' has no tiles");
    };
  }

  private static Shares ofTrack(LoadedTrace trace, Track track, long[] borders) {
    Tile tile = trace.store().tile(List.of(track), borders);
    return new Shares() {
      @Override
      public long time(int bucket, SpanState state) {
        return tile.time(0, bucket, state);
      }

      @Override
      public long spans(int bucket) {
        return tile.spans(0, bucket);
      }
    };
  }

  private static Shares ofCells(Bands.Cells cells) {
    return new Shares() {
      @Override
      public long time(int bucket, SpanState state) {
        int first = cells.first() + bucket * cells.perBucket();
        return cells.band().time(first, first + cells.perBucket(), state);
      }

      @Override
      public long spans(int bucket) {
        int first = cells.first() + bucket * cells.perBucket();
        return cells.band().spans(first, first + cells.perBucket());
      }
    };
  }

  private static void write(Shares shares, long[] borders, ByteBuffer out) {
    int first = 0;
    while (first < BUCKETS && isEmpty(shares, first)) {
      first++;
    }
    int end = BUCKETS;
    while (end > first && isEmpty(shares, end - 1)) {
      end--;
    }
    out.putInt(end == first ? 0 : first).putInt(end - first);
    for (int bucket = first; bucket < end; bucket++) {
      double width = borders[bucket + 1] - borders[bucket];
      for (SpanState state : STATES) {
        out.putFloat(width == 0 ? 0 : (float) (shares.time(bucket, state) / width));
      }
      out.putFloat((float) shares.spans(bucket));
    }
  }

  private static boolean isEmpty(Shares shares, int bucket) {
    for (SpanState state : STATES) {
      if (shares.time(bucket, state) != 0) {
        return false;
      }
    }
    return shares.spans(bucket) == 0;
  }
}
