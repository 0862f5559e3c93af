package dev.loomtrace.perfetto;

import dev.loomtrace.base.ProtoBytes;
import dev.loomtrace.perfetto.Fields.Packet;
import dev.loomtrace.perfetto.Fields.Sample;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.Frame;
import java.io.IOException;
import java.util.List;

/** Samples of what threads execute. */
final class Samples {
  private static final String COUNTER = "CPU samples";

  private final Packets packets;
  private final Threads threads;
  private final Program program;

  Samples(Packets packets, Threads threads, Program program) {
    this.packets = packets;
    this.threads = threads;
    this.program = program;
  }

  /** Takes a sample; one of no thread that is shown has no place in the file. */
  void accept(EventView e) throws IOException {
    WrittenThread thread = threads.get(e.goroutine());
    if (thread == null || !thread.isShown()) {
      return;
    }
    ProtoBytes packet = packets.begin(program.trackSequence(), e.time());
    int sample = packet.begin(Packet.STACK_SAMPLE);
    int task = packet.begin(Sample.TASK_CONTEXT);
    packet.number(Sample.TASK_PID, program.pid());
    packet.number(Sample.TASK_TID, thread.tid());
    packet.end(task);
    int execution = packet.begin(Sample.EXECUTION_CONTEXT);
    if (thread.cpu() != null) {
      packet.number(Sample.EXECUTION_CPU, thread.cpu().number());
    }
    packet.number(Sample.EXECUTION_MODE, Sample.USER_MODE);
    packet.end(execution);
    int callstack = packet.begin(Sample.CALLSTACK);
    List<Frame> frames = e.stack().frames();
    for (int i = frames.size() - 1; i >= 0; i--) { // The outermost one is the first.
      frame(packet, frames.get(i));
    }
    packet.end(callstack);
    int counter = packet.begin(Sample.PRIMARY_DESCRIPTOR);
    packet.text(Sample.DESCRIPTOR_NAME, COUNTER);
    packet.number(Sample.DESCRIPTOR_UNIT, Sample.UNIT_COUNT);
    packet.end(counter);
    packet.number(Sample.PRIMARY_WEIGHT, 1);
    packets.end(sample);
  }

  private static void frame(ProtoBytes packet, Frame frame) {
    int start = packet.begin(Sample.FRAMES);
    packet.text(Sample.FRAME_FUNCTION, frame.function());
    if (!frame.file().isEmpty()) {
      packet.text(Sample.FRAME_FILE, frame.file());
    }
    if (frame.line() > 0) {
      packet.number(Sample.FRAME_LINE, frame.line());
    }
    packet.end(start);
  }
}
