package dev.loomtrace.bridge;

import dev.loomtrace.event.EventNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/** Counts of a recording's events, by the JDK's own reader. */
final class Tally {
  private final Map<String, Long> counts = new TreeMap<>();
  private RecordedEvent scheduler;

  private Tally() {}

  /** Reads a recording once; it may be larger than the memory. */
  static Tally of(Path recording) {
    Tally tally = new Tally();
    forEach(recording, tally::add);
    return tally;
  }

  /** Hands over each event, one at a time. */
  static void forEach(Path recording, Consumer<RecordedEvent> action) {
    try (RecordingFile file = new RecordingFile(recording)) {
      while (file.hasMoreEvents()) {
        action.accept(file.readEvent());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(RecordedEvent event) {
    String name = event.getEventType().getName();
    count(name);
    if (isBlock(event)) {
      count("block");
      int state = event.getInt(EventNames.STATE);
      int reason = event.getInt(EventNames.REASON);
      int kind = event.getInt(EventNames.WAKE_KIND);
      count("state " + state);
      RecordedClass blocker = event.getClass(EventNames.BLOCKER);
      if (blocker != null) {
        count("blocker " + blocker.getName());
        if (event.getLong(EventNames.WAKER) != 0) {
          count("waker " + event.getLong(EventNames.WAKER) + " blocker " + blocker.getName());
        }
      }
      count("reason " + reason);
      count("state " + state + " kind " + kind);
      count("reason " + reason + " kind " + kind);
    } else if (name.equals(EventNames.VIRTUAL_THREAD_RUN)
        && event.getLong(EventNames.THREAD) != 0) {
      count("life without wait");
    } else if (name.equals(EventNames.SCHEDULER)) {
      scheduler = event;
    }
  }

  private void count(String what) {
    counts.merge(what, 1L, Long::sum);
  }

  /** Number of events of this name. */
  long events(String name) {
    return counts.getOrDefault(name, 0L);
  }

  /** Number of threads that their carriers recorded, since they had never waited. */
  long livesWithoutWait() {
    return events("life without wait");
  }

  /** Number of waits. */
  long blocks() {
    return events("block");
  }

  /** Number of waits in this state. */
  long state(int state) {
    return events("state " + state);
  }

  /** Number of waits with this reason. */
  long reason(int reason) {
    return events("reason " + reason);
  }

  /** Number of waits in this state that ended in this way. */
  long stateAndKind(int state, int kind) {
    return events("state " + state + " kind " + kind);
  }

  /** Number of waits with this reason that ended in this way. */
  long reasonAndKind(int reason, int kind) {
    return events("reason " + reason + " kind " + kind);
  }

  /** Number of waits for an object of this class. */
  long blocker(Class<?> type) {
    return events("blocker " + type.getName());
  }

  /** Number of waits for an object of this class that this thread ended. */
  long blockerAndWaker(Class<?> type, long waker) {
    return events("waker " + waker + " blocker " + type.getName());
  }

  /** A counter of the recorder, as it was last. */
  long recorder(String counter) {
    return scheduler.getLong(counter);
  }

  static boolean isBlock(RecordedEvent event) {
    String name = event.getEventType().getName();
    return name.equals(EventNames.VIRTUAL_THREAD_BLOCK)
        || name.equals(EventNames.VIRTUAL_THREAD_LONG_BLOCK)
        || name.equals(EventNames.VIRTUAL_THREAD_MONITOR_BLOCK);
  }

  static boolean isPlatformBlock(RecordedEvent event) {
    String name = event.getEventType().getName();
    return name.equals(EventNames.PLATFORM_THREAD_BLOCK)
        || name.equals(EventNames.PLATFORM_THREAD_LONG_BLOCK);
  }

  /**
   * Java's number of the thread that committed an event; 0: unknown. JFR may write what it knows of
   * a thread into the chunk before the event's own, when one ends between the two.
   */
  static long committer(RecordedEvent event) {
    RecordedThread thread = event.getThread();
    return thread == null ? 0 : thread.getJavaThreadId();
  }

  static long nanos(Instant instant) {
    return instant.getEpochSecond() * 1_000_000_000 + instant.getNano();
  }

  @Override
  public String toString() {
    Map<String, Long> own = new TreeMap<>(counts);
    own.keySet().removeIf(name -> name.startsWith("jdk.") || name.startsWith("waker "));
    return own.toString();
  }
}
