package dev.loomtrace.jfr.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.event.EventNames;
import dev.loomtrace.jfr.JfrTraceReader;
import dev.loomtrace.jfr.operation.Operations;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventSink;
import dev.loomtrace.trace.LockOwner;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.TraceValidator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.StackTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events as no recorder writes them: one clear complaint, never a trace of nonsense. */
@Isolated("records its own JVM")
class CraftedEventsTest {
  private static final long THREAD = 1L << 31;
  private static final long WAITER = 9;

  /** JavaScript has numbers one apart up to here. */
  private static final long MAX_EXACT = 1L << 53;

  @TempDir Path directory;

  @Name(EventNames.VIRTUAL_THREAD_BLOCK)
  @StackTrace(false)
  static final class Recorded extends Event {}

  @Name(EventNames.VIRTUAL_THREAD_MONITOR_BLOCK)
  @StackTrace(false)
  static final class Block extends Event {
    long thread = THREAD;
    int state = EventNames.STATE_PARKED;
    long carrier = 1;
    long endCarrier = 1;
    long waker;
    long wakeDelay;
  }

  @Name(EventNames.VIRTUAL_THREAD_STATUS)
  @StackTrace(false)
  static final class Status extends Event {
    long thread = THREAD;
    int state = EventNames.STATE_PARKED;
    int reason = EventNames.REASON_SYNC;
    Class<?> blocker;
    long since;
    long timeout;
    long owner;
  }

  @Name(EventNames.TASK)
  @StackTrace(false)
  static final class Task extends Event {
    long id = 1;
    long owner = THREAD;
    String name = "crafted";
    boolean open = true;
  }

  @Name(EventNames.SCHEDULER)
  @StackTrace(false)
  static final class Scheduler extends Event {
    long parallelism;
  }

  // Fields of other types than the schema says.

  @Name(EventNames.SCHEDULER)
  @StackTrace(false)
  static final class WordyScheduler extends Event {
    String parallelism = "four";
  }

  @Name(EventNames.VIRTUAL_THREAD_STATUS)
  @StackTrace(false)
  static final class StatusWithThread extends Event {
    Thread thread = Thread.currentThread();
  }

  @Name(EventNames.LOG)
  @StackTrace(false)
  static final class NumericLog extends Event {
    long message = 7;
  }

  @Name(EventNames.VIRTUAL_THREAD_STATUS)
  @StackTrace(false)
  static final class WordyStatus extends Event {
    long thread = THREAD;
    int state = EventNames.STATE_PARKED;
    String blocker = "java.lang.Object";
    Thread task = Thread.currentThread();
  }

  private <E extends Event> List<TraceValidator.Fault> read(E event, Consumer<E> craft)
      throws IOException {
    return read(event, craft, view -> {});
  }

  private <E extends Event> List<TraceValidator.Fault> read(
      E event, Consumer<E> craft, EventSink sink) throws IOException {
    Path file = directory.resolve("crafted.jfr");
    try (Recording recording = new Recording()) {
      FlightRecorder.register(Recorded.class); // By that a recording is known to be ours.
      recording.enable(Block.class);
      recording.enable(event.getClass());
      recording.start();
      new Block().commit();
      craft.accept(event);
      event.commit();
      recording.stop();
      recording.dump(file);
    }
    TraceValidator validator = new TraceValidator();
    try (JfrTraceReader trace = new JfrTraceReader(Files.newInputStream(file))) {
      trace.copyTo(validator, sink);
    }
    return validator.faults();
  }

  private <E extends Event> void refuses(String complaint, E event, Consumer<E> craft) {
    MalformedTraceException e =
        assertThrows(MalformedTraceException.class, () -> read(event, craft));
    assertTrue(e.getMessage().contains(complaint), e::getMessage);
  }

  @Test
  void takesWhatIsInOrder() throws IOException {
    assertEquals(List.of(), read(new Block(), event -> {}));
    assertEquals(List.of(), read(new Status(), event -> {}));
    assertEquals(List.of(), read(new Task(), event -> {}));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, Operations.JAVA_THREADS, Long.MAX_VALUE})
  void refusesThreadsThatNoJvmHas(long id) {
    String complaint = "thread " + id;
    refuses(complaint, new Block(), event -> event.thread = id);
    refuses(complaint, new Block(), event -> event.carrier = id);
    refuses(complaint, new Block(), event -> event.endCarrier = id);
    refuses(complaint, new Block(), event -> event.waker = id);
    refuses(complaint, new Task(), event -> event.owner = id);
    refuses(complaint, new Status(), event -> waits(event, id));
  }

  private static void waits(Status event, long owner) {
    event.thread = WAITER; // Of another nothing else is told.
    event.since = 1;
    event.owner = owner;
  }

  private List<LockOwner> owners(Consumer<Status> craft) throws IOException {
    List<LockOwner> last = new ArrayList<>();
    EventSink syncs =
        view -> {
          if (view.kind() == EventKind.SYNC) {
            last.clear();
            last.addAll(view.lockOwners());
          }
        };
    assertEquals(List.of(), read(new Status(), craft, syncs));
    return last;
  }

  @Test
  void whoOwnsALockIsThereAtTheEnd() throws IOException {
    List<LockOwner> all = owners(event -> waits(event, 7));
    assertEquals(1, all.size());
    assertEquals(WAITER, all.getFirst().waiter());
    assertEquals(7, all.getFirst().owner());
    assertFalse(all.getFirst().limited());
    Consumer<Status> limited =
        event -> {
          waits(event, 7);
          event.state = EventNames.STATE_TIMED_PARKED;
        };
    assertTrue(owners(limited).getFirst().limited());
    assertEquals(List.of(), owners(event -> waits(event, 0)), "not known");
    assertEquals(List.of(), owners(event -> waits(event, WAITER)), "nobody waits for itself");
    Consumer<Status> vague =
        event -> {
          waits(event, 7);
          event.since = 0;
        };
    assertEquals(List.of(), owners(vague), "since when it waits is not known");
  }

  /** As of a JVM that has made a million threads a second for days, or for as long as any lasts. */
  @ParameterizedTest
  @ValueSource(longs = {1L << 40, Operations.JAVA_THREADS - 3})
  void takesThreadsThatAJvmMayHave(long id) throws IOException {
    Set<Long> goroutines = new TreeSet<>();
    Set<Long> machines = new TreeSet<>();
    Consumer<Block> craft =
        event -> {
          event.thread = id;
          event.carrier = id + 1;
          event.endCarrier = id + 2;
          event.waker = id + 2;
        };
    EventSink ids =
        view -> {
          goroutines.add(view.context().goroutine());
          machines.add(view.context().thread());
        };
    assertEquals(List.of(), read(new Block(), craft, ids));
    assertTrue(goroutines.contains(id), goroutines::toString);
    assertTrue(Collections.max(goroutines) < MAX_EXACT, goroutines::toString);
    assertTrue(Collections.max(machines) < MAX_EXACT, machines::toString);
    assertTrue(Collections.max(machines) > id, "machines of carriers that are not described");
  }

  @Test
  void refusesTasksThatNobodyCounts() {
    refuses("task -1", new Task(), event -> event.id = -1);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE / 2})
  void refusesTimesThatNoClockShows(long ticks) {
    refuses(ticks + " ticks", new Status(), event -> event.since = ticks);
  }

  @Test
  void takesNoMoreCarriersThanAPoolCanHave() throws IOException {
    assertEquals(List.of(), read(new Scheduler(), event -> event.parallelism = Long.MAX_VALUE));
    assertEquals(List.of(), read(new Scheduler(), event -> event.parallelism = -1));
  }

  @Test
  void refusesNumbersAndTextsThatAreDeclaredAsSomethingElse() {
    refuses(
        "parallelism of loomtrace.Scheduler is declared as java.lang.String, expected a number",
        new WordyScheduler(),
        event -> {});
    refuses(
        "thread of loomtrace.VirtualThreadStatus is declared as java.lang.Thread",
        new StatusWithThread(),
        event -> {});
    refuses(
        "message of loomtrace.Log is declared as long, expected a string",
        new NumericLog(),
        event -> {});
  }

  @Test
  void takesAReferenceToSomethingElseForNone() throws IOException {
    assertEquals(List.of(), read(new WordyStatus(), event -> {}));
  }
}
