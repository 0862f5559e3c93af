package dev.loomtrace.event;

import dev.loomtrace.event.CodeTable.Code;
import dev.loomtrace.event.EventSpec.Recorder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All of Loomtrace's events: the one description that writers, readers, settings and documentation
 * are made from or compared with.
 *
 * <p>Compatibility: names and codes are never reused for another meaning, and no field changes its
 * type. A reader takes a field that is missing as 0 or null, and a code that it does not know as
 * unknown.
 *
 * <p>Unlike {@link EventNames} this is loaded when it is used, so code inside the JVM that is
 * recorded keeps to the constants.
 */
public final class EventSchema {
  /** When the thing that the event is about began, in ticks: a field of every event. */
  public static final String START_TIME = "startTime";

  /** How long it lasted, in ticks: a field of every event. */
  public static final String DURATION = "duration";

  /** The thread that committed the event: a field of every event. */
  public static final String EVENT_THREAD = "eventThread";

  /** The stack of that thread; null where the event has none: a field of every event. */
  public static final String STACK_TRACE = "stackTrace";

  private static final String FIRST_RELEASE = "0.1.0";
  private static final String OWN_THREAD = "the thread that the event is about";

  /** What a thread was doing when it stopped or was looked at. */
  public static final CodeTable STATES =
      new CodeTable(
          "State codes",
          "STATE_",
          List.of(
              new Code(EventNames.STATE_UNKNOWN, "UNKNOWN", "Not known."),
              new Code(EventNames.STATE_PARKED, "PARKED", "Parked without a timeout."),
              new Code(
                  EventNames.STATE_TIMED_PARKED,
                  "TIMED_PARKED",
                  "Parked with a timeout; sleeping included."),
              new Code(
                  EventNames.STATE_YIELDED,
                  "YIELDED",
                  "Gave way by `Thread.yield`: runnable all the time."),
              new Code(
                  EventNames.STATE_MONITOR_ENTER, "MONITOR_ENTER", "Waits to enter a monitor."),
              new Code(
                  EventNames.STATE_MONITOR_WAIT,
                  "MONITOR_WAIT",
                  "In `Object.wait` without a timeout."),
              new Code(
                  EventNames.STATE_MONITOR_TIMED_WAIT,
                  "MONITOR_TIMED_WAIT",
                  "In `Object.wait` with a timeout."),
              new Code(
                  EventNames.STATE_STARTED, "STARTED", "Status only: started, never mounted yet."),
              new Code(EventNames.STATE_RUNNABLE, "RUNNABLE", "Status only: waits for a carrier."),
              new Code(
                  EventNames.STATE_RUNNING,
                  "RUNNING",
                  "Status only: mounted on its carrier, or a platform thread that runs or may run."),
              new Code(
                  EventNames.STATE_PINNED,
                  "PINNED",
                  "Parked while pinned to its carrier, which waits with it: no unmount.")));

  /** Why a thread stopped. */
  public static final CodeTable REASONS =
      new CodeTable(
          "Reason codes",
          "REASON_",
          List.of(
              new Code(EventNames.REASON_UNKNOWN, "UNKNOWN", "Not known."),
              new Code(
                  EventNames.REASON_SYNC,
                  "SYNC",
                  "Parked, with a blocker of which no more is known or with none: a lock or another"
                      + " synchronizer. Readers recognize it by the class, `blocker`."),
              new Code(
                  EventNames.REASON_CONDITION,
                  "CONDITION",
                  "A condition of a lock, or a queue that uses one."),
              new Code(EventNames.REASON_SLEEP, "SLEEP", "`Thread.sleep`."),
              new Code(
                  EventNames.REASON_NETWORK,
                  "NETWORK",
                  "A socket: connect, accept, read, write, or a selector's poll."),
              new Code(EventNames.REASON_YIELD, "YIELD", "`Thread.yield`."),
              new Code(EventNames.REASON_MONITOR, "MONITOR", "Entering a monitor."),
              new Code(EventNames.REASON_WAIT, "WAIT", "`Object.wait`."),
              new Code(
                  EventNames.REASON_FUTURE,
                  "FUTURE",
                  "The result of a future or of a `CompletableFuture`."),
              new Code(
                  EventNames.REASON_JOIN,
                  "JOIN",
                  "The end of another virtual thread (`Thread.join`), or of the threads of a"
                      + " scope."),
              new Code(EventNames.REASON_QUEUE_TAKE, "QUEUE_TAKE", "Taking from a queue."),
              new Code(
                  EventNames.REASON_QUEUE_PUT,
                  "QUEUE_PUT",
                  "Putting into a queue. The agent does not distinguish it from taking."),
              new Code(
                  EventNames.REASON_FILE,
                  "FILE",
                  "A file or another system call. The agent does not record it: readers give it to"
                      + " the JDK's own events."),
              new Code(
                  EventNames.REASON_SYSTEM,
                  "SYSTEM",
                  "The JDK's own waiting: pollers, timers, cleaners."),
              new Code(
                  EventNames.REASON_LOCK,
                  "LOCK",
                  "A lock. This code and those after it are for writers that know more than the"
                      + " agent, which records SYNC and the class."),
              new Code(EventNames.REASON_LATCH, "LATCH", "A latch that others count down."),
              new Code(EventNames.REASON_SEMAPHORE, "SEMAPHORE", "Permits of a semaphore."),
              new Code(
                  EventNames.REASON_PHASER, "PHASER", "The others at a barrier or of a phase."),
              new Code(EventNames.REASON_EXCHANGER, "EXCHANGER", "The other side of an exchange."),
              new Code(
                  EventNames.REASON_EXECUTOR_CLOSE,
                  "EXECUTOR_CLOSE",
                  "The end of an executor's tasks."),
              new Code(EventNames.REASON_SCOPE, "SCOPE", "The threads of a structured scope."),
              new Code(
                  EventNames.REASON_CLASS_INITIALIZATION,
                  "CLASS_INITIALIZATION",
                  "Another thread that initializes a class."),
              new Code(
                  EventNames.REASON_SYNCHRONIZER,
                  "SYNCHRONIZER",
                  "A lock, wait group or semaphore, not known which."),
              new Code(
                  EventNames.REASON_CHANNEL_SEND,
                  "CHANNEL_SEND",
                  "A receiver of a channel, or room in it."),
              new Code(
                  EventNames.REASON_CHANNEL_RECEIVE,
                  "CHANNEL_RECEIVE",
                  "Something to receive from a channel."),
              new Code(EventNames.REASON_SELECT, "SELECT", "Any of several channels."),
              new Code(
                  EventNames.REASON_COROUTINE,
                  "COROUTINE",
                  "The coroutine that the thread switched to."),
              new Code(EventNames.REASON_FOREVER, "FOREVER", "Nothing that can happen."),
              new Code(EventNames.REASON_DEBUG_CALL, "DEBUG_CALL", "A debugger's call."),
              new Code(
                  EventNames.REASON_SIMULATED_TIME,
                  "SIMULATED_TIME",
                  "The other threads of a test in simulated time."),
              new Code(
                  EventNames.REASON_GC_ASSIST,
                  "GC_ASSIST",
                  "Work that the collector makes a thread do before it may allocate."),
              new Code(EventNames.REASON_GC, "GC", "A step or the end of a garbage collection."),
              new Code(
                  EventNames.REASON_GC_SWEEP,
                  "GC_SWEEP",
                  "The runtime's sweeper has nothing to sweep."),
              new Code(
                  EventNames.REASON_PREEMPTED,
                  "PREEMPTED",
                  "The thread's turn was over; runnable all the time."),
              new Code(
                  EventNames.REASON_UNTOLD,
                  "UNTOLD",
                  "No event tells what the thread does: it runs, or waits for less than the"
                      + " threshold.")));

  /** How a waiting thread was made runnable. */
  public static final CodeTable WAKE_KINDS =
      new CodeTable(
          "Wake kinds",
          "WAKE_",
          List.of(
              new Code(EventNames.WAKE_UNKNOWN, "UNKNOWN", "Not known, or not yet. `waker` is 0."),
              new Code(
                  EventNames.WAKE_THREAD,
                  "THREAD",
                  "Another thread's unpark or interrupt. `waker` is the thread that gave the permit"
                      + " which the park was waiting for (a later unpark without effect does not"
                      + " count), or that interrupted; a carrier where a thread ended on it for"
                      + " which others waited in `join`."),
              new Code(
                  EventNames.WAKE_TIMER,
                  "TIMER",
                  "The wait's own timeout. `waker` is the thread that ran the timer: a carrier, or"
                      + " `VirtualThread-unparker`."),
              new Code(
                  EventNames.WAKE_POLLER,
                  "POLLER",
                  "A socket is ready. `waker` is the JDK's poller thread that found it ready."),
              new Code(
                  EventNames.WAKE_MONITOR,
                  "MONITOR",
                  "The monitor was left or notified. `waker` is 0, because the VM does not say by"
                      + " whom; `wakeDelay` is right. Who notified is in the `jdk.JavaMonitorWait`"
                      + " that follows.")));

  private static final FieldSpec STATE =
      FieldSpec.of(EventNames.STATE, FieldType.BYTE, "State")
          .of(STATES)
          .meaning("What the thread was doing when it stopped.");
  private static final FieldSpec REASON =
      FieldSpec.of(EventNames.REASON, FieldType.BYTE, "Reason")
          .of(REASONS)
          .meaning("Why the thread stopped.");
  private static final FieldSpec BLOCKER =
      FieldSpec.of(EventNames.BLOCKER, FieldType.CLASS, "Blocker Class")
          .meaning("Class of the object that the thread is parked on; null: none or unknown.");
  private static final FieldSpec CARRIER_BEFORE =
      FieldSpec.of(EventNames.CARRIER, FieldType.LONG, "Carrier Before")
          .in(FieldUnit.THREAD_ID)
          .meaning(
              "Carrier at the start of the wait; 0: the wait began when nothing was recorded.");
  private static final FieldSpec CARRIER_AFTER =
      FieldSpec.of(EventNames.END_CARRIER, FieldType.LONG, "Carrier After")
          .in(FieldUnit.THREAD_ID)
          .meaning("Carrier at the end of the wait.");
  private static final FieldSpec WAKER =
      FieldSpec.of(EventNames.WAKER, FieldType.LONG, "Woken By")
          .in(FieldUnit.THREAD_ID)
          .meaning("The thread that made the waiting one runnable; 0: unknown.");
  private static final FieldSpec WAKE_DELAY =
      FieldSpec.of(EventNames.WAKE_DELAY, FieldType.LONG, "Wake Delay")
          .in(FieldUnit.TICKS)
          .meaning(
              "From the start of the wait until the thread was made runnable; meaningful only if"
                  + " `waker` is not 0 or this is not 0.");
  private static final FieldSpec WAKE_KIND =
      FieldSpec.of(EventNames.WAKE_KIND, FieldType.BYTE, "Wake Kind")
          .of(WAKE_KINDS)
          .meaning("How the thread was made runnable.");
  private static final FieldSpec TIMEOUT =
      FieldSpec.of(EventNames.TIMEOUT, FieldType.LONG, "Timeout")
          .in(FieldUnit.NANOSECONDS)
          .meaning("How long the wait was to last at most; 0: no limit, or not known.");
  private static final FieldSpec TIMEOUT_OF_VIRTUAL =
      TIMEOUT.meaning(
          "How long the wait was to last at most; 0: no limit, or not known, as before JDK 25. A"
              + " timer that was late has made the wait longer.");
  private static final FieldSpec WEIGHT =
      FieldSpec.of(EventNames.WEIGHT, FieldType.LONG, "Weight").in(FieldUnit.TICKS);
  private static final FieldSpec TASK_CLASS =
      FieldSpec.of(EventNames.TASK_CLASS, FieldType.CLASS, "Task Class");
  private static final FieldSpec STACK =
      FieldSpec.of(EventNames.STACK, FieldType.STRING, "Stack Of The Thread");
  private static final FieldSpec THREAD =
      FieldSpec.of(EventNames.THREAD, FieldType.LONG, "Thread").in(FieldUnit.THREAD_ID);
  private static final FieldSpec OWNER =
      FieldSpec.of(EventNames.OWNER, FieldType.LONG, "Begun By Thread").in(FieldUnit.THREAD_ID);
  private static final FieldSpec LOCK_OWNER =
      FieldSpec.of(EventNames.OWNER, FieldType.LONG, "Lock Owner")
          .in(FieldUnit.THREAD_ID)
          .meaning(
              "The thread that owns the lock that this one is parked on, at the event's time or"
                  + " later while this one waited: a `ReentrantLock`, the write lock of a"
                  + " `ReentrantReadWriteLock`, or another `AbstractOwnableSynchronizer`. 0: there"
                  + " is none, as at a monitor, or it is not known.");
  private static final FieldSpec NAME = FieldSpec.of(EventNames.NAME, FieldType.STRING, "Name");
  private static final FieldSpec OPEN = FieldSpec.of(EventNames.OPEN, FieldType.BOOLEAN, "Open");
  private static final FieldSpec CURRENT_TASK =
      FieldSpec.of(EventNames.TASK_ID, FieldType.LONG, "Task Id")
          .in(FieldUnit.TASK_ID)
          .meaning("The task that was current; 0: none.");

  private static final SettingSpec ENABLED = new SettingSpec("enabled", "true");
  private static final SettingSpec NO_THRESHOLD = new SettingSpec("threshold", "0 ns");
  private static final String PLATFORM_THRESHOLD = "1 us";
  private static final SettingSpec STACK_OFF = new SettingSpec("stackTrace", "false");
  private static final SettingSpec STACK_ON = new SettingSpec("stackTrace", "true");
  private static final SettingSpec EVERY_CHUNK = new SettingSpec("period", "everyChunk");

  private static final Map<String, EventSpec> EVENTS =
      byName(
          scheduling(EventNames.VIRTUAL_THREAD_CREATE, "Virtual Thread Create")
              .description("A virtual thread was started by this thread")
              .occasion("Written when a virtual thread was started, in its creator's context.")
              .at("entry of `Thread.start`")
              .by("the creator")
              .fields(THREAD.labelled("New Thread").meaning("The new thread."))
              .settings(ENABLED, STACK_OFF),
          scheduling(EventNames.VIRTUAL_THREAD_START, "Virtual Thread First Mount")
              .description(
                  "A virtual thread ran for the first time; written when it waits for the first"
                      + " time")
              .occasion(
                  "Written when the thread is about to wait for the first time: in its own context"
                      + " or, if it waits at a monitor, by the carrier that it has left. A yield"
                      + " and a pinned park are waits here. A thread that never waits has no such"
                      + " event.")
              .at("first mount")
              .by("the thread itself, or the carrier that it left: then `thread` is not 0")
              .fields(
                  FieldSpec.of(EventNames.CARRIER, FieldType.LONG, "Carrier")
                      .in(FieldUnit.THREAD_ID)
                      .meaning("Carrier at first mount."),
                  TASK_CLASS.meaning(
                      "Class of the task that the thread runs, seen through executors' wrappers, or"
                          + " null."),
                  THREAD.meaning(
                      "The thread that the event is about; 0: the event thread. Not 0 if the"
                          + " carrier that it has left for a monitor committed it."))
              .settings(ENABLED),
          scheduling(EventNames.VIRTUAL_THREAD_BLOCK, "Virtual Thread Block")
              .description("A virtual thread waited, from unmount to mount")
              .occasion(
                  "One wait of a virtual thread, without a stack. Written when the thread goes on,"
                      + " in its own context.")
              .lasts("from unmount to mount")
              .at("unmount")
              .by(OWN_THREAD)
              .fields(
                  STATE,
                  REASON,
                  BLOCKER,
                  CARRIER_BEFORE,
                  CARRIER_AFTER,
                  WAKER,
                  WAKE_DELAY,
                  WAKE_KIND,
                  TIMEOUT_OF_VIRTUAL)
              .settings(ENABLED),
          scheduling(EventNames.VIRTUAL_THREAD_LONG_BLOCK, "Virtual Thread Long Block")
              .description(
                  "A virtual thread waited, from unmount to mount: all long waits, a sample of"
                      + " others")
              .occasion(
                  "Written in place of `loomtrace.VirtualThreadBlock`, with a stack, when the wait"
                      + " lasted at least as long as this event's `threshold` or was chosen by its"
                      + " `sampling`. The stack at the start of a wait is the stack at its end.")
              .lasts("from unmount to mount")
              .at("unmount")
              .by(OWN_THREAD)
              .fields(
                  STATE,
                  REASON,
                  BLOCKER,
                  CARRIER_BEFORE,
                  CARRIER_AFTER,
                  WAKER,
                  WAKE_DELAY,
                  WAKE_KIND,
                  WEIGHT
                      .described("Waiting time that this one stands for among those with a stack")
                      .meaning(
                          "Waiting time that this wait stands for among those recorded with a"
                              + " stack: its duration, or more for one of a sample."),
                  TIMEOUT_OF_VIRTUAL)
              .settings(
                  ENABLED,
                  new SettingSpec("threshold", "10 ms"),
                  new SettingSpec("sampling", "100 ms"),
                  STACK_ON),
          scheduling(EventNames.VIRTUAL_THREAD_MONITOR_BLOCK, "Virtual Thread Monitor Block")
              .description(
                  "A virtual thread waited at a monitor, from unmount to mount; written by its"
                      + " carrier")
              .occasion(
                  "One wait of a virtual thread at a monitor, where it gave up its carrier inside"
                      + " the VM (JDK 24 and later). Written when the thread goes on, by the"
                      + " carrier on which it does.")
              .lasts("from unmount to mount")
              .at("unmount")
              .by("the carrier on which the thread goes on")
              .fields(
                  THREAD.meaning("The thread that waited."),
                  STATE,
                  REASON,
                  BLOCKER
                      .labelled("Monitor Class")
                      .meaning(
                          "Class of the monitor's object: known of long waits on JDK 25 and later,"
                              + " at most one a millisecond; else null."),
                  CARRIER_BEFORE,
                  CARRIER_AFTER,
                  WAKER,
                  WAKE_DELAY,
                  WAKE_KIND,
                  STACK.meaning(
                      "Stack of the thread as text, one frame a line,"
                          + " `class.method(file:line)`. There when"
                          + " `loomtrace.VirtualThreadLongBlock` has a stack for a wait as long, at"
                          + " most one a millisecond and for a hundredth of the time; else null."),
                  WEIGHT
                      .described(
                          "Waiting time that this one stands for among those with a stack; 0: it"
                              + " has none")
                      .meaning("As in `loomtrace.VirtualThreadLongBlock`; 0: it has no stack."))
              .settings(ENABLED),
          scheduling(EventNames.VIRTUAL_THREAD_RUN, "Virtual Thread Life")
              .description("A virtual thread lived, from first mount to end")
              .occasion(
                  "The life of a virtual thread. Written when it ends: in its own context, or by"
                      + " its last carrier if no wait of it was recorded, if it was alive when the"
                      + " agent was attached, or if it found no place in the recorder's table.")
              .lasts(
                  "from first mount to end; 0, with `carrier` 0, if nothing was recorded at the"
                      + " first mount, or if the thread found no place in the recorder's table"
                      + " (`loomtrace.VirtualThreadStart` has the first mount then)")
              .at("first mount")
              .by("the thread itself, or its last carrier: then `thread` is not 0")
              .fields(
                  FieldSpec.of(EventNames.CARRIER, FieldType.LONG, "First Carrier")
                      .in(FieldUnit.THREAD_ID)
                      .meaning("Carrier at first mount; 0: not known."),
                  FieldSpec.of(EventNames.END_CARRIER, FieldType.LONG, "Last Carrier")
                      .in(FieldUnit.THREAD_ID)
                      .meaning("Carrier at the end."),
                  THREAD.meaning(
                      "The thread that the event is about; 0: the event thread. Not 0 if a carrier"
                          + " committed it."),
                  TASK_CLASS.meaning(
                      "Class of the task that the thread ran, seen through executors' wrappers, or"
                          + " null. Only if a carrier committed the event."),
                  NAME.meaning(
                      "Name of the thread; null: it has none. Only if a carrier committed the"
                          + " event."))
              .settings(ENABLED),
          scheduling(EventNames.VIRTUAL_THREAD_STATUS, "Virtual Thread Status")
              .description("What a live virtual thread does at the border of a chunk")
              .occasion("One for each live virtual thread, at the start and at the end of a chunk.")
              .at("when the threads were looked at")
              .by("whichever thread rotates the chunks")
              .fields(
                  THREAD.meaning("The thread that the event is about."),
                  STATE.meaning(
                      "What the thread does. Of one that waits as in the event of its wait, or"
                          + " RUNNABLE if it was woken."),
                  REASON.meaning("Why the thread waits, as in the event of its wait."),
                  BLOCKER.meaning(
                      "As in the event of the wait. At a monitor only of those that wait longest,"
                          + " on JDK 25 and later."),
                  FieldSpec.of(EventNames.CARRIER, FieldType.LONG, "Carrier")
                      .in(FieldUnit.THREAD_ID)
                      .meaning("Carrier on which the thread runs or began to wait."),
                  FieldSpec.of(EventNames.SINCE, FieldType.LONG, "Since")
                      .in(FieldUnit.TICKS_TIME)
                      .meaning(
                          "Start of the wait or yield, also of a thread that was woken and is"
                              + " runnable; of one that runs and has never waited, its first mount."
                              + " 0: unknown, or there is none."),
                  WAKER,
                  WAKE_DELAY.meaning("From `since` until the thread was made runnable."),
                  TASK_CLASS.meaning(
                      "Class of the task that the thread runs, seen through executors' wrappers, or"
                          + " null."),
                  STACK.meaning(
                      "Stack of the thread as text, one frame a line,"
                          + " `class.method(file:line)`, of those that wait longest; null: not"
                          + " taken."),
                  WAKE_KIND,
                  TIMEOUT_OF_VIRTUAL,
                  LOCK_OWNER)
              .settings(ENABLED, EVERY_CHUNK),
          scheduling(EventNames.PLATFORM_THREAD_BLOCK, "Platform Thread Block")
              .description("A platform thread was parked or slept")
              .occasion(
                  "One wait of a platform thread in `LockSupport.park` and its like or in"
                      + " `Thread.sleep`, without a stack. Written when the thread goes on, if the"
                      + " wait lasted at least as long as this event's `threshold`. Carriers have"
                      + " none, nor have waits at monitors and in the system. A `jdk.ThreadPark` or"
                      + " `jdk.ThreadSleep` of the same thread and time is the same wait.")
              .lasts("from before the permit was looked for, or the sleep began, to the end")
              .at("start of the wait")
              .by(OWN_THREAD)
              .fields(STATE, REASON, BLOCKER, WAKER, WAKE_DELAY, WAKE_KIND, TIMEOUT)
              .settings(ENABLED, new SettingSpec("threshold", PLATFORM_THRESHOLD)),
          scheduling(EventNames.PLATFORM_THREAD_LONG_BLOCK, "Platform Thread Long Block")
              .description(
                  "A platform thread was parked or slept: all long waits, a sample of others")
              .occasion(
                  "Written in place of `loomtrace.PlatformThreadBlock`, with a stack, when the wait"
                      + " lasted at least as long as this event's `threshold` or was chosen by the"
                      + " `sampling` of `loomtrace.VirtualThreadLongBlock`.")
              .lasts("from before the permit was looked for, or the sleep began, to the end")
              .at("start of the wait")
              .by(OWN_THREAD)
              .fields(
                  STATE,
                  REASON,
                  BLOCKER,
                  WAKER,
                  WAKE_DELAY,
                  WAKE_KIND,
                  TIMEOUT,
                  WEIGHT
                      .described("Waiting time that this one stands for among those with a stack")
                      .meaning("As in `loomtrace.VirtualThreadLongBlock`."))
              .settings(ENABLED, new SettingSpec("threshold", "10 ms"), STACK_ON),
          scheduling(EventNames.PLATFORM_THREAD_STATUS, "Platform Thread Status")
              .description("What a live platform thread does at the border of a chunk")
              .occasion(
                  "One for each live platform thread, together with"
                      + " `loomtrace.VirtualThreadStatus`.")
              .at("when the threads were looked at")
              .by("whichever thread rotates the chunks")
              .fields(
                  THREAD.meaning("The thread that the event is about."),
                  STATE.meaning("What the thread does."),
                  BLOCKER.meaning(
                      "Class of the object that the thread is parked on or whose monitor it waits"
                          + " at; null: none or unknown."),
                  FieldSpec.of(EventNames.CARRIER, FieldType.LONG, "Is Carrier")
                      .meaning("1 if the thread is a carrier, else 0."),
                  FieldSpec.of(EventNames.CPU_TIME, FieldType.LONG, "CPU Time")
                      .in(FieldUnit.NANOSECONDS)
                      .meaning("CPU time that the thread has used so far; negative: not known."),
                  REASON.meaning(
                      "Why the thread waits, as in the event of its wait; 0 if `since` is 0."),
                  FieldSpec.of(EventNames.SINCE, FieldType.LONG, "Since")
                      .in(FieldUnit.TICKS_TIME)
                      .meaning(
                          "Start of the wait that is in progress, as in its event, if it is one of"
                              + " those that have an event of the agent; 0: it is not, or there is"
                              + " none."),
                  TIMEOUT,
                  STACK.meaning(
                      "Stack of the thread as text, one frame a line,"
                          + " `class.method(file:line)`, of those that have waited longest `since`;"
                          + " null: not taken."),
                  LOCK_OWNER)
              .settings(ENABLED, EVERY_CHUNK),
          scheduling(EventNames.SCHEDULER, "Virtual Thread Scheduler")
              .description("The scheduler of virtual threads, and how the recorder fares")
              .occasion(
                  "Written at the start and at the end of a chunk, when the first virtual thread"
                      + " runs, and when `parallelism` is set (JDK 24 and later).")
              .at("when the values were read")
              .by(
                  "whichever thread rotates the chunks, mounts the first virtual thread, or sets the value")
              .fields(
                  FieldSpec.of(EventNames.PARALLELISM, FieldType.INT, "Parallelism")
                      .meaning(
                          "Number of carriers that the scheduler aims at; 0: there is no scheduler"
                              + " yet, or it is not known."),
                  FieldSpec.of(EventNames.MAX_POOL_SIZE, FieldType.INT, "Maximum Pool Size")
                      .meaning(
                          "Most carriers that the scheduler may start; 0 as in `parallelism`."),
                  FieldSpec.of(EventNames.DETAILS_LOST, FieldType.LONG, "Details Lost")
                      .meaning(
                          "Waits recorded without waker and reason because the recorder had no"
                              + " place for them, since its start."),
                  FieldSpec.of(EventNames.ERRORS_SUPPRESSED, FieldType.LONG, "Errors Suppressed")
                      .meaning("Errors in hooks, suppressed, since the recorder's start."),
                  FieldSpec.of(EventNames.EVENTS_LOST, FieldType.LONG, "Events Lost")
                      .meaning(
                          "Hooks that ended early because the application had used up its stack or"
                              + " heap, since the recorder's start: each may have cost an event."))
              .settings(ENABLED, EVERY_CHUNK),
          scheduling(EventNames.PRIMER, "Primer")
              .description("Absorbs the loss of a carrier's first event; says nothing")
              .occasion(
                  "Written before an event that a carrier commits, because JFR loses a carrier's"
                      + " first event; carries nothing.")
              .at("when it was written")
              .by("the carrier")
              .fields()
              .settings(ENABLED),
          annotation(EventNames.TASK, "Task")
              .description("A logical operation of the application, which may span threads")
              .occasion(
                  "A task. Written when it ends, and with `open` at the end of each chunk and at"
                      + " the start of the next one as long as it has not ended.")
              .lasts("from start to end; if `open`, from start to now")
              .at("start of the task")
              .by("who ended the task; if `open`, whichever thread rotates the chunks")
              .fields(
                  FieldSpec.of(EventNames.ID, FieldType.LONG, "Task Id")
                      .in(FieldUnit.TASK_ID)
                      .meaning("Id of the task; they count from 1 in a JVM.")
                      .asContext(),
                  FieldSpec.of(EventNames.PARENT, FieldType.LONG, "Parent Task Id")
                      .in(FieldUnit.TASK_ID)
                      .meaning("Id of the parent task; 0: none."),
                  NAME.meaning("Name of the task; never null. Go calls it the task's type.")
                      .asContext(),
                  OWNER
                      .described("Java thread id of the thread that began the task")
                      .meaning("The thread that began the task."),
                  OPEN.described(
                          "The task had not ended when this was written; it is written again when"
                              + " it ends")
                      .meaning("True for an announcement: the task has not ended yet."),
                  FieldSpec.of(EventNames.EXTERNAL_ID, FieldType.STRING, "External Id")
                      .described(
                          "Id of the task outside this JVM, such as that of a span; null: none")
                      .meaning(
                          "Id of the task outside its JVM, such as that of a trace or of a span;"
                              + " null: none."),
                  FieldSpec.of(EventNames.ATTRIBUTES, FieldType.STRING, "Attributes")
                      .described("One key=value a line, with escapes; null: none")
                      .meaning(
                          "Attributes of the task, one `key=value` a line, [with"
                              + " escapes](#attributes-of-tasks); null: none."))
              .settings(ENABLED, NO_THRESHOLD, STACK_OFF),
          annotation(EventNames.REGION, "Region")
              .description("A part of what one thread does")
              .occasion(
                  "A region, which begins and ends on the same thread. Written when it ends, and"
                      + " with `open` as a task is.")
              .lasts("from start to end; if `open`, from start to now")
              .at("start of the region")
              .by("the thread of the region; if `open`, whichever thread rotates the chunks")
              .fields(
                  FieldSpec.of(EventNames.TASK_ID, FieldType.LONG, "Task Id")
                      .in(FieldUnit.TASK_ID)
                      .meaning("The task that the region belongs to; 0: none."),
                  NAME.meaning("Name of the region; never null.").asContext(),
                  OWNER
                      .described("Java thread id of the thread that the region belongs to")
                      .meaning("The thread of the region, also in an announcement."),
                  OPEN.described(
                          "The region had not ended when this was written; it is written again when"
                              + " it ends")
                      .meaning("True for an announcement: the region has not ended yet."))
              .settings(ENABLED, NO_THRESHOLD, STACK_OFF),
          annotation(EventNames.LOG, "Log")
              .description("A message of the application")
              .occasion("Written when the application logs a message.")
              .at("when the message was logged")
              .by("who logged it")
              .fields(
                  CURRENT_TASK,
                  FieldSpec.of(EventNames.CATEGORY, FieldType.STRING, "Category")
                      .meaning("Category of the message; may be empty, never null."),
                  FieldSpec.of(EventNames.MESSAGE, FieldType.STRING, "Message")
                      .meaning("Text of the message; never null."))
              .settings(ENABLED, STACK_OFF),
          annotation(EventNames.INHERITANCE, "Task Inheritance")
              .description("A thread is being created, and inherits the current task")
              .occasion(
                  "Written when a thread object is made inside a task, and inherits it: the next"
                      + " thread that its thread creates is the one.")
              .at("when it was inherited")
              .by("who makes the thread")
              .fields(
                  FieldSpec.of(EventNames.TASK_ID, FieldType.LONG, "Task Id")
                      .in(FieldUnit.TASK_ID)
                      .meaning("The task that is inherited; never 0."))
              .settings(ENABLED, STACK_OFF),
          annotation(EventNames.ANNOTATIONS, "Open Annotations")
              .description(
                  "Tasks and regions that are open; each is announced by an event of its own")
              .occasion(
                  "Written at the start and at the end of a chunk, after the announcements of what"
                      + " is open. Its `period` says when these are made.")
              .at("after the announcements")
              .by("whichever thread rotates the chunks")
              .fields(
                  FieldSpec.of(
                          EventNames.ANNOUNCED,
                          FieldType.INT,
                          "Open Tasks And Threads With Open Regions")
                      .meaning("How many tasks, and threads with open regions, were announced."))
              .settings(ENABLED, EVERY_CHUNK),
          annotation(EventNames.DUMP, "Dump")
              .description("A dump of the flight recorder was requested")
              .occasion(
                  "Written when a flight recorder is asked for a dump, before the window is cut;"
                      + " several if several requests share a dump.")
              .at("when it was asked for")
              .by("who asked")
              .fields(
                  FieldSpec.of(EventNames.REASON, FieldType.STRING, "Reason")
                      .meaning("The reason that was given for the dump."),
                  CURRENT_TASK.meaning(
                      "The task that was current, or that a trigger fired for; 0: none."))
              .settings(ENABLED, STACK_ON),
          annotation(EventNames.TRIGGER, "Trigger")
              .description("A trigger of the flight recorder fired")
              .occasion(
                  "Written when a trigger fires that has a dump made, or shares one, before the"
                      + " window is cut.")
              .at("when it fired")
              .by(
                  "the culprit when it ended a task; else the flight recorder's thread, soon after"
                      + " the wait")
              .fields(
                  FieldSpec.of(EventNames.CONDITION, FieldType.STRING, "Condition")
                      .meaning("The trigger, as it was given: `task(checkout)>300ms`."),
                  THREAD
                      .labelled("Culprit")
                      .meaning(
                          "The thread that waited, or that ended the task; 0: no single thread."),
                  FieldSpec.of(EventNames.TASK_ID, FieldType.LONG, "Task Id")
                      .in(FieldUnit.TASK_ID)
                      .meaning(
                          "The task that was slow or failed; 0: the trigger is about no task."),
                  NAME.meaning(
                      "Name of that task; else what was waited for, as a class or reason; null:"
                          + " not known."),
                  FieldSpec.of(EventNames.LASTED, FieldType.LONG, "Lasted")
                      .in(FieldUnit.NANOSECONDS)
                      .meaning("How long the task or the wait lasted; 0: not known."),
                  FieldSpec.of(EventNames.LIMIT, FieldType.LONG, "Limit")
                      .in(FieldUnit.NANOSECONDS)
                      .meaning("What it would have had to stay below; 0: the trigger has no such."),
                  FieldSpec.of(EventNames.SUPPRESSED, FieldType.LONG, "Suppressed")
                      .meaning(
                          "How often triggers have fired since the dump before, without one of"
                              + " their own: too soon after it, or while they back off."))
              .settings(ENABLED, STACK_ON));

  private EventSchema() {}

  /** All events: the agent's, then the application's. */
  public static List<EventSpec> events() {
    return List.copyOf(EVENTS.values());
  }

  /** The event of this name; null if it is none of these. */
  public static EventSpec event(String name) {
    return EVENTS.get(name);
  }

  /** All tables of codes. */
  public static List<CodeTable> codes() {
    return List.of(STATES, REASONS, WAKE_KINDS);
  }

  // The table above is made of these.

  private static Draft scheduling(String name, String label) {
    return new Draft(name, label, Recorder.AGENT, "Scheduling");
  }

  private static Draft annotation(String name, String label) {
    return new Draft(name, label, Recorder.APPLICATION, "Application");
  }

  private static Map<String, EventSpec> byName(Draft... drafts) {
    Map<String, EventSpec> events = new LinkedHashMap<>();
    for (Draft draft : drafts) {
      EventSpec event = draft.finish();
      if (events.put(event.name(), event) != null) {
        throw new IllegalStateException("described twice: " + event.name());
      }
    }
    return Collections.unmodifiableMap(events);
  }

  /** An event that is being described. */
  private static final class Draft {
    private final String name;
    private final String label;
    private final Recorder recorder;
    private final String category;
    private String description;
    private String occasion;
    private String duration;
    private String start;
    private String committer;
    private List<FieldSpec> fields;
    private List<SettingSpec> settings;

    Draft(String name, String label, Recorder recorder, String category) {
      this.name = name;
      this.label = label;
      this.recorder = recorder;
      this.category = category;
    }

    Draft description(String text) {
      description = text;
      return this;
    }

    Draft occasion(String text) {
      occasion = text;
      return this;
    }

    /** It has a duration. */
    Draft lasts(String meaning) {
      duration = meaning;
      return this;
    }

    /** What its time is. */
    Draft at(String meaning) {
      start = meaning;
      return this;
    }

    /** Whose thread is its event thread. */
    Draft by(String meaning) {
      committer = meaning;
      return this;
    }

    Draft fields(FieldSpec... own) {
      fields = List.of(own);
      return this;
    }

    Draft settings(SettingSpec... own) {
      settings = List.of(own);
      return this;
    }

    EventSpec finish() {
      List<FieldSpec> all = new ArrayList<>();
      all.add(
          FieldSpec.of(START_TIME, FieldType.LONG, "Start Time")
              .in(FieldUnit.TICKS_TIME)
              .meaning(sentence(start)));
      all.add(
          FieldSpec.of(DURATION, FieldType.LONG, "Duration")
              .in(FieldUnit.TICKS)
              .meaning(duration == null ? "0: an instant." : sentence(duration)));
      all.add(
          FieldSpec.of(EVENT_THREAD, FieldType.THREAD, "Event Thread")
              .meaning(sentence(committer)));
      boolean stack = settings.contains(STACK_ON) || settings.contains(STACK_OFF);
      all.add(
          FieldSpec.of(STACK_TRACE, FieldType.STACK_TRACE, "Stack Trace")
              .meaning(
                  stack
                      ? "Stack of the event thread, if the setting `stackTrace` is on; else null."
                      : "Null: there is none."));
      all.addAll(fields);
      return new EventSpec(
          name,
          label,
          description,
          List.of("Loomtrace", category),
          recorder,
          FIRST_RELEASE,
          duration != null,
          occasion,
          all,
          settings);
    }

    private static String sentence(String part) {
      return Character.toUpperCase(part.charAt(0)) + part.substring(1) + ".";
    }
  }
}
