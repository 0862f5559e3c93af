package dev.loomtrace.annotation;

import dev.loomtrace.internal.ProblemLog;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import jdk.jfr.FlightRecorder;

/** Writes annotations into the recordings of JDK Flight Recorder. */
final class JfrJournal implements Journal {
  // Asked whether the event is on: JFR compiles that down to one load.
  private static final TaskEvent ANY_TASK = new TaskEvent();
  private static final RegionEvent ANY_REGION = new RegionEvent();
  private static final LogEvent ANY_LOG = new LogEvent();

  /**
   * Loaded when the first annotation is recorded, or with a flight recorder: JFR may not have been
   * started earlier.
   */
  static final class Announcements {
    static {
      try {
        FlightRecorder.addPeriodicEvent(AnnotationsEvent.class, AnnotationsEvent::announceOpen);
      } catch (RuntimeException | Error e) { // If it were thrown, all later annotations would fail.
        ProblemLog.failure("open tasks and regions cannot be announced in recordings: " + e);
      }
    }

    private Announcements() {}

    static void ensure() {}
  }

  /** An open task; announced as long as its handle is reachable. */
  static final class OpenTask extends OpenSet.Node<Object> implements TaskEntry {
    private static final VarHandle ATTRIBUTES;

    static {
      try {
        ATTRIBUTES =
            MethodHandles.lookup().findVarHandle(OpenTask.class, "attributes", Attributes.class);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    private final TaskEvent event;
    private volatile String externalId; // Null: none, without a write.
    private volatile Attributes attributes; // The same.
    private volatile String laterName; // The same: that of the event.

    OpenTask(Object handle, TaskEvent event) {
      super(handle, OpenSet.ANNOUNCED);
      this.event = event;
    }

    @Override
    public void identify(String externalId) {
      this.externalId = Attributes.externalId(externalId);
    }

    @Override
    public boolean describe(String... added) {
      while (true) {
        Attributes before = attributes;
        Attributes after = (before == null ? Attributes.NONE : before).with(added);
        if (ATTRIBUTES.compareAndSet(this, before, after)) {
          return after.hadRoom();
        }
      }
    }

    @Override
    public void rename(String name) {
      laterName = name;
    }

    @Override
    public void complete() {
      // Not the other way round: a chunk that ends in between would not have the task at all. This
      // way it may announce a task that has just ended, which readers see from its id.
      try {
        describe(event);
        event.commit();
      } catch (SecurityException e) {
        forbidden(e);
      }
      OpenSet.ANNOUNCED.remove(this);
    }

    @Override
    void announce() {
      TaskEvent copy = event.copy(); // The original may be completed at this moment.
      describe(copy);
      copy.open = true;
      copy.end();
      copy.commit();
    }

    private void describe(TaskEvent described) {
      Attributes now = attributes;
      if (now != null) {
        described.attributes = now.text();
      }
      described.externalId = externalId;
      String later = laterName;
      if (later != null) {
        described.name = later;
      }
    }
  }

  /** A region that a recording wants. */
  static final class RecordedRegion extends OpenRegion {
    private final RegionEvent event;

    RecordedRegion(RegionEvent event, OpenRegion outer) {
      super(event.name, outer);
      this.event = event;
    }

    @Override
    void complete() {
      try {
        event.commit();
      } catch (SecurityException e) {
        forbidden(e);
      }
    }

    @Override
    void announce() {
      RegionEvent copy = event.copy(); // The original may be completed at this moment.
      copy.open = true;
      copy.end();
      copy.commit();
    }
  }

  @Override
  public boolean tasks() {
    return ANY_TASK.isEnabled();
  }

  @Override
  public boolean regions() {
    return ANY_REGION.isEnabled();
  }

  @Override
  public boolean logs() {
    return ANY_LOG.isEnabled();
  }

  @Override
  public TaskEntry beginTask(Object handle, long id, long parent, String name) {
    Announcements.ensure();
    TaskEvent event = new TaskEvent();
    event.id = id;
    event.parent = parent;
    event.name = name;
    event.owner = Thread.currentThread().threadId();
    OpenTask open = new OpenTask(handle, event);
    event.begin();
    OpenSet.ANNOUNCED.add(open, id);
    return open;
  }

  @Override
  public OpenRegion beginRegion(long task, String name, long owner, OpenRegion outer) {
    Announcements.ensure();
    RegionEvent event = new RegionEvent();
    event.taskId = task;
    event.name = name;
    event.owner = owner;
    event.begin();
    return new RecordedRegion(event, outer);
  }

  @Override
  public void inherit(long task) {
    InheritanceEvent event = new InheritanceEvent();
    event.taskId = task;
    try {
      event.commit();
    } catch (SecurityException e) {
      forbidden(e);
    }
  }

  @Override
  public void log(long task, String category, String message) {
    LogEvent event = new LogEvent();
    event.taskId = task;
    event.category = category;
    event.message = message;
    try {
      event.commit();
    } catch (SecurityException e) {
      forbidden(e);
    }
  }

  // A security manager that was set later, up to JDK 23: not the application's concern.
  private static void forbidden(SecurityException e) {
    ProblemLog.failure("annotations may not be recorded: " + e);
  }
}
