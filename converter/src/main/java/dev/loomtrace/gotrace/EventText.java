package dev.loomtrace.gotrace;

import dev.loomtrace.gotrace.text.TextBuffer;
import dev.loomtrace.trace.ClockSnapshot;
import dev.loomtrace.trace.EventSink;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ResourceKind;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.TraceEvent;
import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;

/**
 * Prints events as Go 1.26 does: byte for byte what {@code go tool trace -d=parsed} shows of the
 * same events.
 *
 * <p>Text of a trace that came from Go is that of its own events. Text of any other trace is what
 * Go would print after {@link GoTraceWriter} wrote it; what a thread waits for, which has no place
 * there, is left out. Strings that are not valid UTF-8 are printed as the bytes they are.
 *
 * <p>Each event ends with a line feed; one with stacks has an empty line after it. Wall clock times
 * are those of a time zone. Output is gathered, so flush or close when done. Not safe for use by
 * several threads.
 */
public final class EventText implements EventSink, Closeable, Flushable {
  // Few strings and stacks make up most of a text, so both are kept as the bytes they become, in
  // direct-mapped tables of a fixed size. Readers hand out the same object for the same id, so
  // looking at the object's identity is enough.
  private static final int CACHE_SIZE = 1 << 12;
  private static final int BUFFER_SIZE = 1 << 16;
  private static final int GREATEST_TEXT_KEPT = 256;

  private final OutputStream out;
  private final ZoneId zone;
  private final TextBuffer text = new TextBuffer();
  private final TextBuffer scratch = new TextBuffer();
  private final String[] strings = new String[CACHE_SIZE];
  private final byte[][] quotedStrings = new byte[CACHE_SIZE][];
  private final Stack[] stacks = new Stack[CACHE_SIZE];
  private final byte[][] printedStacks = new byte[CACHE_SIZE][];

  /**
   * Prints with wall clock times of the system's time zone, as Go does.
   *
   * @param out where the text goes; closed with this printer
   */
  public EventText(OutputStream out) {
    this(out, ZoneId.systemDefault());
  }

  /**
   * Prints with wall clock times of this time zone.
   *
   * @param out where the text goes; closed with this printer
   */
  public EventText(OutputStream out, ZoneId zone) {
    this.out = out;
    this.zone = zone;
  }

  /** The text of one event, without the line feed at its end. */
  public static String of(EventView event) {
    EventText printer = new EventText(OutputStream.nullOutputStream());
    printer.print(event);
    return printer.text.toString();
  }

  /** Prints an event and a line feed. */
  @Override
  public void accept(EventView event) throws IOException {
    print(event);
    text.octet('\n');
    if (text.size() >= BUFFER_SIZE) {
      drain();
    }
  }

  /** Hands on all that was printed. */
  @Override
  public void flush() throws IOException {
    drain();
    out.flush();
  }

  @Override
  public void close() throws IOException {
    try (out) {
      drain();
    }
  }

  private void drain() throws IOException {
    text.writeTo(out);
    text.clear();
  }

  private void print(EventView e) {
    text.raw("M=").number(e.thread());
    text.raw(" P=").number(e.proc());
    text.raw(" G=").number(e.goroutine());
    text.octet(' ').raw(e.kind().goName()).raw(" Time=").number(e.time());
    boolean stackEvenIfNone = false;
    switch (e.kind()) {
      case SYNC -> sync(e);
      case METRIC -> {
        name(GoProjection.metric(e.metricName()));
        text.raw(" Value=");
        value(e.metricValue());
      }
      case LABEL -> {
        text.raw(" Label=");
        quoted(e.label());
        text.raw(" Resource=");
        resource(e.labelledKind(), e.labelledId());
      }
      case STACK_SAMPLE -> stackEvenIfNone = true;
      case RANGE_BEGIN, RANGE_ACTIVE -> range(e);
      case RANGE_END -> {
        range(e);
        attributes(e.attributes());
      }
      case TASK_BEGIN, TASK_END -> {
        text.raw(" ID=").unsigned(e.task()).raw(" Parent=").unsigned(e.parentTask());
        type(e.type());
      }
      case REGION_BEGIN, REGION_END -> {
        text.raw(" Task=").unsigned(e.task());
        type(e.type());
      }
      case LOG -> log(e);
      case GO_TRANSITION -> goTransition(e);
      case PROC_TRANSITION -> procTransition(e);
      case EXPERIMENTAL -> experimental(e);
    }
    stack("\nStack=\n", GoProjection.stack(e), stackEvenIfNone);
  }

  private void sync(EventView e) {
    text.raw(" N=").number(e.syncNumber());
    if (e.clock().isPresent()) {
      ClockSnapshot clock = e.clock().get();
      text.raw(" Trace=").number(clock.traceTime());
      text.raw(" Mono=").unsigned(clock.monotonicTime());
      text.raw(" Wall=");
      wallTime(clock);
    }
  }

  private void log(EventView e) {
    text.raw(" Task=").unsigned(e.task());
    text.raw(" Category=");
    quoted(e.category());
    text.raw(" Message=");
    quoted(e.message());
  }

  private void goTransition(EventView e) {
    text.raw(" GoID=").number(e.resourceId());
    text.octet(' ').raw(GoProjection.state(e.goFrom()));
    text.raw("->").raw(GoProjection.state(e.goTo()));
    text.raw(" Reason=");
    quoted(GoProjection.reason(e));
    boolean created =
        e.goFrom() == GoState.NOT_EXIST
            && (e.goTo() == GoState.RUNNABLE || e.goTo() == GoState.WAITING);
    stack("\nTransitionStack=\n", GoProjection.goroutineStack(e), created);
  }

  private void procTransition(EventView e) {
    text.raw(" ProcID=").number(e.resourceId());
    text.octet(' ').raw(e.procFrom().toString()).raw("->").raw(e.procTo().toString());
    text.raw(" Reason=\"\"");
  }

  private void range(EventView e) {
    name(e.rangeName());
    text.raw(" Scope=");
    resource(e.scopeKind(), e.scopeId());
  }

  private void attributes(List<TraceEvent.RangeAttribute> attributes) {
    text.raw(" Attributes=[");
    for (int i = 0; i < attributes.size(); i++) {
      if (i > 0) {
        text.octet(' ');
      }
      quoted(attributes.get(i).name());
      text.octet('=');
      value(attributes.get(i).value());
    }
    text.octet(']');
  }

  private void experimental(EventView e) {
    text.raw(" Name=").raw(e.experimentalName()).raw(" Args=[");
    List<TraceEvent.Argument> arguments = e.experimentalArguments();
    for (int i = 0; i < arguments.size(); i++) {
      if (i > 0) {
        text.raw(", ");
      }
      text.raw(arguments.get(i).name()).octet('=');
      value(arguments.get(i).value());
    }
    text.octet(']');
  }

  private void name(String name) {
    text.raw(" Name=");
    quoted(name);
  }

  private void type(String type) {
    text.raw(" Type=");
    quoted(type);
  }

  private void value(long value) {
    text.raw("Value{Uint64(").unsigned(value).raw(")}");
  }

  private void resource(ResourceKind kind, long id) {
    text.raw(kind.toString());
    if (kind != ResourceKind.NONE) {
      text.octet('(').number(id).octet(')');
    }
  }

  /** RFC 3339 with as many decimals as are needed. */
  private void wallTime(ClockSnapshot clock) {
    ZonedDateTime time = clock.wallTime().atZone(zone);
    year(time.getYear());
    text.octet('-');
    twoDigits(time.getMonthValue());
    text.octet('-');
    twoDigits(time.getDayOfMonth());
    text.octet('T');
    twoDigits(time.getHour());
    text.octet(':');
    twoDigits(time.getMinute());
    text.octet(':');
    twoDigits(time.getSecond());
    fraction(time.getNano());
    offset(time.getOffset());
  }

  private void year(int year) {
    if (year < 0) {
      text.octet('-');
    }
    int absolute = Math.abs(year);
    for (int bound = 1000; bound > 1 && absolute < bound; bound /= 10) {
      text.octet('0');
    }
    text.number(absolute);
  }

  private void twoDigits(int value) {
    text.octet('0' + value / 10).octet('0' + value % 10);
  }

  private void fraction(int nanos) {
    if (nanos == 0) {
      return;
    }
    text.octet('.');
    int rest = nanos;
    for (int unit = 100_000_000; rest > 0; unit /= 10) {
      text.octet('0' + rest / unit);
      rest %= unit;
    }
  }

  private void offset(ZoneOffset offset) {
    int minutes = offset.getTotalSeconds() / 60;
    if (offset.getTotalSeconds() == 0) {
      text.octet('Z');
      return;
    }
    text.octet(minutes < 0 ? '-' : '+');
    twoDigits(Math.abs(minutes) / 60);
    text.octet(':');
    twoDigits(Math.abs(minutes) % 60);
  }

  // Go names a stack where its event can have one, even if there was none, for creations and
  // samples; and for all others only if there was one.
  @SuppressWarnings("ReferenceEquality") // equal stacks have equal texts, so a miss costs time only
  private void stack(String title, Stack stack, boolean evenIfNone) {
    if (stack.isNone() && !evenIfNone) {
      return;
    }
    text.raw(title);
    int slot = slot(stack.hashCode());
    if (stacks[slot] != stack) {
      stacks[slot] = stack;
      printedStacks[slot] = printed(stack);
    }
    text.bytes(printedStacks[slot]);
  }

  private byte[] printed(Stack stack) {
    scratch.clear();
    for (Frame frame : stack.frames()) {
      scratch.octet('\t').raw(frame.function()).raw(" @ 0x").hex(frame.pc()).octet('\n');
      scratch.raw("\t\t").raw(frame.file()).octet(':').unsigned(frame.line()).octet('\n');
    }
    return scratch.toBytes();
  }

  @SuppressWarnings("ReferenceEquality") // as above
  private void quoted(String string) {
    int slot = slot(string.hashCode());
    if (strings[slot] == string) {
      text.bytes(quotedStrings[slot]);
    } else if (string.length() > GREATEST_TEXT_KEPT) {
      text.quoted(string);
    } else {
      scratch.clear();
      strings[slot] = string;
      quotedStrings[slot] = scratch.quoted(string).toBytes();
      text.bytes(quotedStrings[slot]);
    }
  }

  private static int slot(int hash) {
    return (hash ^ (hash >>> 16)) & (CACHE_SIZE - 1);
  }
}
