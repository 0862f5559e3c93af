package dev.loomtrace;

import jdk.jfr.FlightRecorder;

/** Writes annotations into the recordings of JDK Flight Recorder. */
final class JfrJournal implements Journal {
  // Asked whether the event is on: JFR compiles that down to one load.
  private static final TaskEvent ANY_TASK = new TaskEvent();
  private static final RegionEvent ANY_REGION = new RegionEvent();
  private static final LogEvent ANY_LOG = new LogEvent();

  /**
   * Loaded when the first annotation is recorded, or with a flight recorder: until then JFR may not
   * have been started.
   */
  static final class Announcements {
    static {
      try {
        FlightRecorder.addPeriodicEvent(AnnotationsEvent.class, AnnotationsEvent::announceOpen);
      } catch (RuntimeException | Error e) { // Thrown on it would fail every later annotation.
        Report.failure("what is open can not be announced in recordings: " + e);
      }
    }

    private Announcements() {}

    static void ensure() {}
  }

  /** A task that is open; announced as long as its handle can be reached. */
  static final class OpenTask extends OpenSet.Node<Task> implements Entry {
    private final TaskEvent event;

    OpenTask(Task task, TaskEvent event) {
      super(task, OpenSet.ANNOUNCED);
      this.event = event;
    }

    @Override
    public void complete() {
      // Not the other way round: a chunk that ends in between would say nothing of the task. This
      // way it may announce a task that has just ended, which readers see from its id.
      try {
        event.commit();
      } catch (SecurityException e) {
        forbidden(e);
      }
      OpenSet.ANNOUNCED.remove(this);
    }

    @Override
    public void announce() {
      event.announce();
    }
  }

  record OpenRegion(RegionEvent event) implements Entry {
    @Override
    public void complete() {
      try {
        event.commit();
      } catch (SecurityException e) {
        forbidden(e);
      }
    }

    @Override
    public void announce() {
      event.announce();
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
  public Entry begin(Task task, long parent) {
    Announcements.ensure();
    TaskEvent event = new TaskEvent();
    event.id = task.id();
    event.parent = parent;
    event.name = task.name();
    event.owner = Thread.currentThread().threadId();
    OpenTask open = new OpenTask(task, event);
    event.begin();
    OpenSet.ANNOUNCED.add(open, task.id());
    return open;
  }

  @Override
  public Entry begin(Region region) {
    Announcements.ensure();
    RegionEvent event = new RegionEvent();
    event.taskId = region.task();
    event.name = region.name();
    event.owner = region.owner();
    event.begin();
    return new OpenRegion(event);
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

  // A security manager that came later, up to JDK 23: not the application's concern.
  private static void forbidden(SecurityException e) {
    Report.failure("annotations may not be recorded: " + e);
  }
}
