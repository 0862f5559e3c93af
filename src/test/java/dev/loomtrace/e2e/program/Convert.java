package dev.loomtrace.e2e.program;

import dev.loomtrace.convert.Traces;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventSink;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.Repairs;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Converts a recording, and looks at its own memory where the trace's parts begin. */
public final class Convert {
  private static final class Watch implements EventSink {
    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    private final List<Long> used = new ArrayList<>();
    private long events;

    @Override
    public void accept(EventView event) {
      events++;
      if (event.kind() == EventKind.SYNC) {
        memory.gc();
        used.add(memory.getHeapMemoryUsage().getUsed());
      }
    }

    long most(int from, int to) {
      return used.subList(from, to).stream().mapToLong(Long::longValue).max().orElse(0);
    }
  }

  private Convert() {}

  /** Arguments: the recording and the trace. */
  public static void main(String[] args) throws IOException {
    Watch watch = new Watch();
    long begin = System.nanoTime();
    Repairs repairs = Traces.convertToGo(Path.of(args[0]), Path.of(args[1]), watch);
    int parts = watch.used.size();
    Threads.say("millis", (System.nanoTime() - begin) / 1_000_000);
    Threads.say("events", watch.events);
    Threads.say("parts", parts);
    Threads.say("scheduling", repairs.total(Repairs.Group.SCHEDULING));
    // The first part is converted when no other is in memory yet.
    Threads.say("mostInFirstHalf", watch.most(1, parts / 2));
    Threads.say("mostInSecondHalf", watch.most(parts / 2, parts));
  }
}
