package dev.loomtrace.jfr.decode;

import dev.loomtrace.jfr.chunk.Chunk;
import dev.loomtrace.jfr.chunk.ChunkType;
import dev.loomtrace.jfr.operation.ThreadInfo;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decodes the events of the JDK's own that say who was on a processor, and how that is known. */
final class CpuEvents {
  private static final String SAMPLE = "jdk.ExecutionSample";
  private static final Pattern PERIOD = Pattern.compile("(\\d{1,9}) ?(ns|us|ms|s)");

  private final Pools pools;
  private final Totals totals;
  private final CpuLoads loads;
  private final Samples samples;
  private long sampleType;

  CpuEvents(Pools pools, Totals totals, CpuLoads loads, Samples samples) {
    this.pools = pools;
    this.totals = totals;
    this.loads = loads;
    this.samples = samples;
  }

  /** A chunk begins. */
  void begin(Chunk chunk) {
    ChunkType type = chunk.type(SAMPLE);
    sampleType = type == null ? -1 : type.id();
  }

  /** What to do with events of a type; null if it is none of these. */
  EventHandler handler(ChunkType type) {
    return switch (type.name()) {
      case "jdk.ThreadCPULoad" -> load(type);
      case "jdk.ActiveSetting" -> setting(type);
      case "jdk.ContainerConfiguration" -> {
        int count = type.field("effectiveCpuCount");
        yield event -> totals.available(event.number(count));
      }
      case "jdk.IntFlag" -> flag(type);
      default -> null;
    };
  }

  private EventHandler load(ChunkType type) {
    int start = type.field("startTime");
    int eventThread = type.field("eventThread");
    int user = type.field("user");
    int system = type.field("system");
    return event -> {
      ThreadInfo thread = pools.thread(event, eventThread);
      if (thread != null && !thread.virtual() && !thread.internal()) {
        double share = event.decimal(user) + event.decimal(system);
        loads.load(thread.id(), event.number(start), share);
      } else {
        type.leaveOut();
      }
    };
  }

  private EventHandler setting(ChunkType type) {
    int id = type.field("id");
    int name = type.field("name");
    int value = type.field("value");
    return event -> {
      if (event.number(id) == sampleType && pools.text(event, name).equals("period")) {
        samples.period(nanos(pools.text(event, value)));
      }
    };
  }

  /** Nanoseconds of a setting's time; 0 if it is none. */
  private static long nanos(String text) {
    Matcher matcher = PERIOD.matcher(text);
    if (!matcher.matches()) {
      return 0;
    }
    long unit =
        switch (matcher.group(2)) {
          case "s" -> 1_000_000_000;
          case "ms" -> 1_000_000;
          case "us" -> 1_000;
          default -> 1;
        };
    return Long.parseLong(matcher.group(1)) * unit;
  }

  private EventHandler flag(ChunkType type) {
    int name = type.field("name");
    int value = type.field("value");
    return event -> {
      if (pools.text(event, name).equals("ActiveProcessorCount")) {
        totals.available(event.number(value));
      }
    };
  }
}
