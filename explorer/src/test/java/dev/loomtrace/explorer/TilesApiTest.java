package dev.loomtrace.explorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.timeline.SpanState;
import dev.loomtrace.timeline.store.Tile;
import dev.loomtrace.timeline.store.Track;
import java.io.IOException;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What tiles say of a random trace, compared with its store. */
class TilesApiTest extends RandomTraceShown {
  private static final SpanState[] STATES = SpanState.values();
  private static final int BUCKETS = 256;

  /** Row by row the first bucket, and seven numbers of each bucket from there on. */
  private record Tiles(List<Integer> first, List<float[]> values) {
    float value(int row, int bucket, int which) {
      int at = (bucket - first.get(row)) * 7;
      return at < 0 || at >= values.get(row).length ? 0 : values.get(row)[at + which];
    }
  }

  private Tiles tile(int level, long index, List<String> rows) throws IOException {
    StringBuilder path = new StringBuilder("/api/f/0/tile?level=" + level + "&index=" + index);
    for (String row : rows) {
      path.append(Client.path("", "row", row).replace('?', '&'));
    }
    HttpResponse<byte[]> response = client.get(path.toString());
    assertEquals(
        200, response.statusCode(), () -> new String(response.body(), StandardCharsets.UTF_8));
    ByteBuffer in = ByteBuffer.wrap(response.body()).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(0x3154544c, in.getInt());
    assertEquals(rows.size(), in.getInt());
    assertEquals(BUCKETS, in.getInt());
    assertEquals(0, in.getInt());
    Tiles tiles = new Tiles(new ArrayList<>(), new ArrayList<>());
    for (int row = 0; row < rows.size(); row++) {
      int first = in.getInt();
      int count = in.getInt();
      assertTrue(first >= 0 && count >= 0 && first + count <= BUCKETS);
      float[] values = new float[count * 7];
      for (int i = 0; i < values.length; i++) {
        values[i] = in.getFloat();
      }
      tiles.first().add(first);
      tiles.values().add(values);
    }
    assertFalse(in.hasRemaining());
    return tiles;
  }

  private long[] borders(int level, long index) {
    long[] borders = new long[BUCKETS + 1];
    for (int bucket = 0; bucket <= BUCKETS; bucket++) {
      borders[bucket] =
          begin
              + BigInteger.valueOf(duration)
                  .multiply(BigInteger.valueOf(index * BUCKETS + bucket))
                  .shiftRight(level + 8)
                  .longValueExact();
    }
    return borders;
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "4, 9", "5, 3", "6, 40", "9, 300", "13, 8000", "40, 1000000000000"})
  void tilesAreTheSumsOfTheStore(int level, long index) throws IOException {
    long[] borders = borders(level, index);
    assertEquals(
        begin
            + BigInteger.valueOf(duration)
                .multiply(BigInteger.valueOf(index))
                .shiftRight(level)
                .longValueExact(),
        borders[0]);
    List<Track> tracks = threads().subList(0, 50);
    Tile truth = store.tile(tracks, borders);
    Tiles told = tile(level, index, tracks.stream().map(this::rowOf).toList());
    for (int row = 0; row < tracks.size(); row++) {
      for (int bucket = 0; bucket < BUCKETS; bucket++) {
        double width = borders[bucket + 1] - borders[bucket];
        for (SpanState state : STATES) {
          float share = width == 0 ? 0 : (float) (truth.time(row, bucket, state) / width);
          assertEquals(share, told.value(row, bucket, state.ordinal()));
        }
        assertEquals((float) truth.spans(row, bucket), told.value(row, bucket, 6));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "4, 9", "5, 3", "6, 40", "9, 300", "13, 8000", "40, 1000000000000"})
  void tilesOfGroupsAreTheSumsOfTheirThreads(int level, long index) throws IOException {
    long[] borders = borders(level, index);
    List<String> names = List.copyOf(groups().keySet());
    Tiles told = tile(level, index, names.stream().map(name -> "g:" + name).toList());
    for (int row = 0; row < names.size(); row++) {
      List<Track> members = groups().get(names.get(row));
      Tile truth = store.tile(members, borders);
      for (int bucket = 0; bucket < BUCKETS; bucket++) {
        double width = borders[bucket + 1] - borders[bucket];
        long spans = 0;
        for (int member = 0; member < members.size(); member++) {
          spans += truth.spans(member, bucket);
        }
        assertEquals((float) spans, told.value(row, bucket, 6));
        for (SpanState state : STATES) {
          long sum = 0;
          for (int member = 0; member < members.size(); member++) {
            sum += truth.time(member, bucket, state);
          }
          float threads = width == 0 ? 0 : (float) (sum / width);
          assertEquals(threads, told.value(row, bucket, state.ordinal()));
        }
      }
    }
  }

  @Test
  void tilesOfCarriersAreTheSumsOfTheStore() throws IOException {
    for (int i = 0; i < store.procs().size(); i++) {
      Track proc = store.procs().get(i);
      Tile truth = store.tile(List.of(proc), borders(3, 2));
      Tiles told = tile(3, 2, List.of("p:" + proc.id()));
      for (int bucket = 0; bucket < BUCKETS; bucket++) {
        double width = truth.begin(bucket + 1) - truth.begin(bucket);
        for (SpanState state : STATES) {
          float share = width == 0 ? 0 : (float) (truth.time(0, bucket, state) / width);
          assertEquals(share, told.value(0, bucket, state.ordinal()));
        }
      }
    }
  }

  @Test
  void tilesAreKeptByTheHashOfTheTrace() throws IOException {
    String path =
        "/api/f/0/tile?row=g:x&level=0&index=0".replace("g:x", rowOf(threads().getFirst()));
    assertEquals("no-store", client.get(path).headers().firstValue("Cache-Control").orElseThrow());
    assertEquals(
        "no-store",
        client.get(path + "&v=other").headers().firstValue("Cache-Control").orElseThrow());
    assertEquals(
        "private, max-age=31536000, immutable",
        client
            .get(path + "&v=" + store.identity())
            .headers()
            .firstValue("Cache-Control")
            .orElseThrow());
    client.refusal(400, "tile", "row", "x:ranges", "level", 0, "index", 0);
    client.refusal(404, "tile", "row", "g:no such group", "level", 0, "index", 0);
    client.refusal(400, "tile", "row", rowOf(threads().getFirst()), "level", 41, "index", 0);
  }
}
