package dev.loomtrace.perfetto;

import dev.loomtrace.base.ProtoBytes;
import dev.loomtrace.perfetto.Fields.Packet;
import dev.loomtrace.perfetto.Fields.Track;
import dev.loomtrace.perfetto.Fields.TrackEvent;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * The tracks of the file and the events on them. A thread has a track as soon as something happens
 * on it. What belongs to no thread is on lanes: tracks of one name, as many as overlap.
 */
final class Tracks {
  /** The category of slices that are ranges of the run time. */
  static final String RUNTIME = "runtime";

  /** No track. */
  static final long NONE = 0;

  private static final int MOST_NAMES = 10_000;
  private static final String OTHER_NAMES = "other names";
  private static final int SIZE_BYTES = 3;
  private static final int COUNT = 2;

  private final Packets packets;
  private final Program program;
  private final Map<String, PriorityQueue<Lane>> lanes = new HashMap<>();
  private final Map<String, Long> counters = new HashMap<>();
  private int open;

  Tracks(Packets packets, Program program) {
    this.packets = packets;
    this.program = program;
  }

  /** A track for what belongs to no thread. */
  static final class Lane {
    private final long track;
    private final String name;
    private long freeSince = Long.MIN_VALUE;

    private Lane(long track, String name) {
      this.track = track;
      this.name = name;
    }

    long track() {
      return track;
    }
  }

  /**
   * What else is known of a slice.
   *
   * @param name of the number
   * @param value unsigned
   */
  record Detail(String name, long value) {
    /** Nothing. */
    static final Detail[] NONE = {};

    /** That it began before what the file shows, and nobody knows when. */
    static final Detail[] OLDER = {new Detail("began before what is shown", 1)};

    /** That it began so many nanoseconds before what the file shows. */
    static Detail[] older(long nanos) {
      return nanos == 0
          ? NONE
          : new Detail[] {OLDER[0], new Detail("nanoseconds before it", nanos)};
    }
  }

  /** The track of the process. */
  long process() {
    return program.track();
  }

  /** A number that no other arrows of the file have. */
  long newFlow() {
    return program.numbers().flow();
  }

  /** The file begins. */
  void begin(String process) throws IOException {
    ProtoBytes packet = packets.begin(program.trackSequence());
    int descriptor = packet.begin(Packet.TRACK_DESCRIPTOR);
    packet.number(Track.UUID, process());
    int of = packet.begin(Track.PROCESS);
    packet.number(Track.PROCESS_PID, program.pid());
    packet.text(Track.PROCESS_NAME, process);
    packet.end(of);
    packet.end(descriptor);
    packets.end();
  }

  /** The track of a thread that is shown. */
  long of(WrittenThread thread) throws IOException {
    if (!thread.takeTrack()) {
      ProtoBytes packet = packets.begin(program.trackSequence());
      int descriptor = packet.begin(Packet.TRACK_DESCRIPTOR);
      packet.number(Track.UUID, thread.tid());
      int of = packet.begin(Track.THREAD);
      packet.number(Track.THREAD_PID, program.pid());
      packet.number(Track.THREAD_TID, thread.tid());
      packet.end(of);
      packet.end(descriptor);
      packets.end();
    }
    return thread.tid();
  }

  /** A lane of this name that is free from {@code begin} on; it is taken until it is freed. */
  Lane take(String name, long begin) throws IOException {
    String kept = lanes.size() < MOST_NAMES || lanes.containsKey(name) ? name : OTHER_NAMES;
    PriorityQueue<Lane> free =
        lanes.computeIfAbsent(
            kept, key -> new PriorityQueue<>(Comparator.comparingLong(lane -> lane.freeSince)));
    Lane first = free.peek();
    return first != null && first.freeSince < begin
        ? free.remove()
        : new Lane(describe(kept, 0), kept);
  }

  /** A lane is free again. */
  void free(Lane lane, long since) {
    lane.freeSince = since;
    lanes.get(lane.name).add(lane);
  }

  /**
   * The track of a counter.
   *
   * @return {@link #NONE} if there are too many
   */
  long counter(String name) throws IOException {
    Long track = counters.get(name);
    if (track == null) {
      if (counters.size() >= MOST_NAMES) {
        return NONE;
      }
      track = describe(name, name.endsWith(":bytes") ? SIZE_BYTES : COUNT);
      counters.put(name, track);
    }
    return track;
  }

  private long describe(String name, int counterUnit) throws IOException {
    long track = program.numbers().track();
    ProtoBytes packet = packets.begin(program.trackSequence());
    int descriptor = packet.begin(Packet.TRACK_DESCRIPTOR);
    packet.number(Track.UUID, track);
    packet.number(Track.PARENT_UUID, process());
    packet.text(Track.NAME, name);
    if (counterUnit != 0) {
      int counter = packet.begin(Track.COUNTER);
      packet.number(Track.COUNTER_UNIT, counterUnit);
      packet.end(counter);
    }
    packet.end(descriptor);
    packets.end();
    return track;
  }

  /**
   * Writes the begin of a slice.
   *
   * @param flow number of the arrows that lead to it or from it; 0: none
   * @param details what else is known of it
   */
  void begin(long track, long time, String category, String name, long flow, Detail... details)
      throws IOException {
    ProtoBytes packet = event(track, time, TrackEvent.SLICE_BEGIN);
    named(packet, category, name, flow, details);
    end();
  }

  /** Writes the end of the slice that was begun last of those that are open. */
  void end(long track, long time, Detail... details) throws IOException {
    annotate(event(track, time, TrackEvent.SLICE_END), details);
    end();
  }

  /** Writes something that happens at a time. */
  void instant(long track, long time, String category, String name, long flow, Detail... details)
      throws IOException {
    ProtoBytes packet = event(track, time, TrackEvent.INSTANT);
    named(packet, category, name, flow, details);
    end();
  }

  /** Writes the value of a counter. */
  void value(long track, long time, long value) throws IOException {
    event(track, time, TrackEvent.COUNTER).number(TrackEvent.COUNTER_VALUE, value);
    end();
  }

  private ProtoBytes event(long track, long time, int type) {
    ProtoBytes packet = packets.begin(program.trackSequence(), time);
    open = packet.begin(Packet.TRACK_EVENT);
    packet.number(TrackEvent.TYPE, type);
    packet.number(TrackEvent.TRACK_UUID, track);
    return packet;
  }

  private void end() throws IOException {
    packets.end(open);
  }

  private static void named(
      ProtoBytes packet, String category, String name, long flow, Detail... details) {
    packet.text(TrackEvent.CATEGORIES, category);
    packet.text(TrackEvent.NAME, name);
    if (flow != 0) {
      packet.fixed64(TrackEvent.FLOW_IDS, flow);
    }
    annotate(packet, details);
  }

  private static void annotate(ProtoBytes packet, Detail... details) {
    for (Detail detail : details) {
      int annotation = packet.begin(TrackEvent.DEBUG_ANNOTATIONS);
      packet.text(TrackEvent.ANNOTATION_NAME, detail.name());
      packet.number(TrackEvent.ANNOTATION_UINT, detail.value());
      packet.end(annotation);
    }
  }
}
