package dev.loomtrace.perfetto;

import dev.loomtrace.base.ProtoBytes;
import dev.loomtrace.perfetto.Fields.Packet;
import java.io.IOException;
import java.io.OutputStream;

/** The file: packets one after the other, of which one is being written at a time. */
final class Packets {
  private static final int STATE_CLEARED = 1;
  private static final int NEEDS_STATE = 2;
  private static final int BUFFER = 1 << 16;

  private final OutputStream out;
  private final ProtoBytes bytes = new ProtoBytes(2 * BUFFER);
  private final int scheduler;
  private int start;
  private long shift;

  Packets(OutputStream out, Program program) {
    this.out = out;
    this.scheduler = program.schedulerSequence();
  }

  /** From now on, times are this much later in the file than in the trace. */
  void shift(long nanos) {
    shift = nanos;
  }

  /** A time of the trace as it is in the file. */
  long time(long time) {
    return time + shift;
  }

  /** Begins a packet without a time. */
  ProtoBytes begin(int sequence) {
    start = bytes.begin(Fields.TRACE_PACKET);
    bytes.number(Packet.SEQUENCE_ID, sequence);
    return bytes;
  }

  /** Begins a packet of a time of the trace. */
  ProtoBytes begin(int sequence, long time) {
    begin(sequence);
    bytes.number(Packet.TIMESTAMP, time(time));
    return bytes;
  }

  /** Begins the packet after which texts are numbered anew. */
  ProtoBytes beginCleared() {
    begin(scheduler);
    bytes.number(Packet.SEQUENCE_FLAGS, STATE_CLEARED);
    return bytes;
  }

  /** Begins a packet that has numbers of texts, or more texts. */
  ProtoBytes beginNumbered() {
    begin(scheduler);
    bytes.number(Packet.SEQUENCE_FLAGS, NEEDS_STATE);
    return bytes;
  }

  /** Ends the packet with the message in it that was begun first. */
  void end(int message) throws IOException {
    bytes.end(message);
    end();
  }

  /** Ends the packet. */
  void end() throws IOException {
    bytes.end(start);
    if (bytes.size() >= BUFFER) {
      flush();
    }
  }

  private void flush() throws IOException {
    bytes.writeTo(out);
    bytes.clear();
  }

  /** Writes what is left and closes the output. */
  void close() throws IOException {
    try (out) {
      flush();
    }
  }
}
