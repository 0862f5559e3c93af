package dev.loomtrace.event;

/**
 * Names of the events, names of their fields, and the codes in those fields.
 *
 * <p>All members are compile-time constants, so a module that uses them carries the values and
 * never loads this class: the recorder's code inside a JVM depends on nothing else. What each of
 * them means is said by {@link EventSchema}, and by {@code docs/events.md}, which is made from it.
 *
 * <p>Names and codes are never reused for another meaning.
 */
public final class EventNames {
  private EventNames() {}

  /** Prefix of all event names. */
  public static final String PREFIX = "loomtrace.";

  // Scheduling of virtual threads: recorded by the agent.

  /** A virtual thread was started. */
  public static final String VIRTUAL_THREAD_CREATE = PREFIX + "VirtualThreadCreate";

  /** First mount of a virtual thread. */
  public static final String VIRTUAL_THREAD_START = PREFIX + "VirtualThreadStart";

  /** One wait of a virtual thread, without a stack. */
  public static final String VIRTUAL_THREAD_BLOCK = PREFIX + "VirtualThreadBlock";

  /** One wait of a virtual thread, with a stack. */
  public static final String VIRTUAL_THREAD_LONG_BLOCK = PREFIX + "VirtualThreadLongBlock";

  /** One wait of a virtual thread at a monitor, committed by a carrier. */
  public static final String VIRTUAL_THREAD_MONITOR_BLOCK = PREFIX + "VirtualThreadMonitorBlock";

  /** The life of a virtual thread. */
  public static final String VIRTUAL_THREAD_RUN = PREFIX + "VirtualThreadRun";

  /** One live virtual thread at a chunk's start or end. */
  public static final String VIRTUAL_THREAD_STATUS = PREFIX + "VirtualThreadStatus";

  /** One wait of a platform thread, without a stack. */
  public static final String PLATFORM_THREAD_BLOCK = PREFIX + "PlatformThreadBlock";

  /** One wait of a platform thread, with a stack. */
  public static final String PLATFORM_THREAD_LONG_BLOCK = PREFIX + "PlatformThreadLongBlock";

  /** One live platform thread at a chunk's start or end. */
  public static final String PLATFORM_THREAD_STATUS = PREFIX + "PlatformThreadStatus";

  /** The scheduler's settings and the recorder's own counters. */
  public static final String SCHEDULER = PREFIX + "Scheduler";

  /** Absorbs JFR's loss of a carrier's first event. */
  public static final String PRIMER = PREFIX + "Primer";

  // Annotations: recorded by application code through Task, Region and Log.

  /** A task, or its announcement. */
  public static final String TASK = PREFIX + "Task";

  /** A region, or its announcement. */
  public static final String REGION = PREFIX + "Region";

  /** A log message. */
  public static final String LOG = PREFIX + "Log";

  /** A thread that is about to be created inherits a task. */
  public static final String INHERITANCE = PREFIX + "Inheritance";

  /** How many open tasks and regions were announced. */
  public static final String ANNOTATIONS = PREFIX + "Annotations";

  /** A flight recorder's dump. */
  public static final String DUMP = PREFIX + "Dump";

  /** A trigger of a flight recorder fired and led to a dump. */
  public static final String TRIGGER = PREFIX + "Trigger";

  // Fields.

  /** Id of the thread an event is about. */
  public static final String THREAD = "thread";

  /** Id of the carrier at the start of what the event is about. */
  public static final String CARRIER = "carrier";

  /** Id of the carrier at the end. */
  public static final String END_CARRIER = "endCarrier";

  /** State code, {@code STATE_*}. */
  public static final String STATE = "state";

  /** Reason code, {@code REASON_*}; of a dump, the text that was given for it. */
  public static final String REASON = "reason";

  /** Class of what the thread waits for. */
  public static final String BLOCKER = "blocker";

  /** Id of the thread that made the waiting one runnable. */
  public static final String WAKER = "waker";

  /** From the start of a wait until the thread was made runnable. */
  public static final String WAKE_DELAY = "wakeDelay";

  /** How the blocked thread was made runnable, {@code WAKE_*}. */
  public static final String WAKE_KIND = "wakeKind";

  /** How long a wait was to last at most. */
  public static final String TIMEOUT = "timeout";

  /** Waiting time that a wait stands for among those with a stack. */
  public static final String WEIGHT = "weight";

  /** CPU time that a platform thread has used so far. */
  public static final String CPU_TIME = "cpuTime";

  /** Class of the task that a virtual thread runs. */
  public static final String TASK_CLASS = "task";

  /** Start of what the thread does at the moment. */
  public static final String SINCE = "since";

  /** Stack as text. */
  public static final String STACK = "stack";

  /** Number of carriers the scheduler aims at. */
  public static final String PARALLELISM = "parallelism";

  /** Most carriers the scheduler may start. */
  public static final String MAX_POOL_SIZE = "maxPoolSize";

  /** Waits recorded without waker and reason. */
  public static final String DETAILS_LOST = "detailsLost";

  /** Errors in hooks. */
  public static final String ERRORS_SUPPRESSED = "errorsSuppressed";

  /** Hooks that ended early. */
  public static final String EVENTS_LOST = "eventsLost";

  /** Id of a task. */
  public static final String ID = "id";

  /** Id of the task that a region, log or dump belongs to. */
  public static final String TASK_ID = "taskId";

  /** Id of the parent task. */
  public static final String PARENT = "parent";

  /** Name of a task, region or thread. */
  public static final String NAME = "name";

  /** Id of the thread that began the task or region; of a status, that owns the lock. */
  public static final String OWNER = "owner";

  /** Id of a task outside its JVM. */
  public static final String EXTERNAL_ID = "externalId";

  /** Attributes of a task, one {@code key=value} a line. */
  public static final String ATTRIBUTES = "attributes";

  /** Whether it is an announcement. */
  public static final String OPEN = "open";

  /** Number of announcements that were made. */
  public static final String ANNOUNCED = "announced";

  /** Category of a log message. */
  public static final String CATEGORY = "category";

  /** Text of a log message. */
  public static final String MESSAGE = "message";

  /** A trigger, as it was written. */
  public static final String CONDITION = "condition";

  /** How long that lasted which made a trigger fire. */
  public static final String LASTED = "lasted";

  /** What it would have had to stay below. */
  public static final String LIMIT = "limit";

  /** How often triggers fired without a dump. */
  public static final String SUPPRESSED = "suppressed";

  // State codes: what a thread was doing when it stopped or was looked at. Independent of the JDK's
  // own numbers, which change.

  /** Not known. */
  public static final int STATE_UNKNOWN = 0;

  /** Parked without a timeout. */
  public static final int STATE_PARKED = 1;

  /** Parked with a timeout; sleeping included. */
  public static final int STATE_TIMED_PARKED = 2;

  /** Gave way by {@code Thread.yield}: runnable all the time. */
  public static final int STATE_YIELDED = 3;

  /** Waiting to enter a monitor. */
  public static final int STATE_MONITOR_ENTER = 4;

  /** In {@code Object.wait} without a timeout. */
  public static final int STATE_MONITOR_WAIT = 5;

  /** In {@code Object.wait} with a timeout. */
  public static final int STATE_MONITOR_TIMED_WAIT = 6;

  /** Status only: started, never mounted yet. */
  public static final int STATE_STARTED = 7;

  /** Status only: waiting for a carrier. */
  public static final int STATE_RUNNABLE = 8;

  /** Status only: mounted on its carrier, or a platform thread that runs or may run. */
  public static final int STATE_RUNNING = 9;

  /** Parked while pinned to its carrier, which waits with it: no unmount. */
  public static final int STATE_PINNED = 10;

  // Reason codes: why it stopped.

  /** Not known. */
  public static final int REASON_UNKNOWN = 0;

  /** A lock or another synchronizer. */
  public static final int REASON_SYNC = 1;

  /** A condition of a lock, or a queue that uses one. */
  public static final int REASON_CONDITION = 2;

  /** {@code Thread.sleep}. */
  public static final int REASON_SLEEP = 3;

  /** A socket: connect, accept, read, write, or a selector's poll. */
  public static final int REASON_NETWORK = 4;

  /** {@code Thread.yield}. */
  public static final int REASON_YIELD = 5;

  /** Entering a monitor. */
  public static final int REASON_MONITOR = 6;

  /** {@code Object.wait}. */
  public static final int REASON_WAIT = 7;

  /** Result of a future or of a {@code CompletableFuture}. */
  public static final int REASON_FUTURE = 8;

  /** The end of other threads. */
  public static final int REASON_JOIN = 9;

  /** Taking from a queue. */
  public static final int REASON_QUEUE_TAKE = 10;

  /** Putting into a queue. */
  public static final int REASON_QUEUE_PUT = 11;

  /** A file or another system call. */
  public static final int REASON_FILE = 12;

  /** The JDK's own waiting: pollers, timers, cleaners. */
  public static final int REASON_SYSTEM = 13;

  /** A lock. */
  public static final int REASON_LOCK = 14;

  /** A latch that others count down. */
  public static final int REASON_LATCH = 15;

  /** Permits of a semaphore. */
  public static final int REASON_SEMAPHORE = 16;

  /** The others at a barrier or of a phase. */
  public static final int REASON_PHASER = 17;

  /** The other side of an exchange. */
  public static final int REASON_EXCHANGER = 18;

  /** The end of an executor's tasks. */
  public static final int REASON_EXECUTOR_CLOSE = 19;

  /** The threads of a structured scope. */
  public static final int REASON_SCOPE = 20;

  /** Another thread that initializes a class. */
  public static final int REASON_CLASS_INITIALIZATION = 21;

  /** A lock, wait group or semaphore, not known which. */
  public static final int REASON_SYNCHRONIZER = 22;

  /** A receiver of a channel, or room in it. */
  public static final int REASON_CHANNEL_SEND = 23;

  /** Something to receive from a channel. */
  public static final int REASON_CHANNEL_RECEIVE = 24;

  /** Any of several channels. */
  public static final int REASON_SELECT = 25;

  /** The coroutine that the thread switched to. */
  public static final int REASON_COROUTINE = 26;

  /** Nothing that can happen. */
  public static final int REASON_FOREVER = 27;

  /** A debugger's call. */
  public static final int REASON_DEBUG_CALL = 28;

  /** The other threads of a test in simulated time. */
  public static final int REASON_SIMULATED_TIME = 29;

  /** Work that the collector makes a thread do before it may allocate. */
  public static final int REASON_GC_ASSIST = 30;

  /** A step or the end of a garbage collection. */
  public static final int REASON_GC = 31;

  /** The runtime's sweeper has nothing to sweep. */
  public static final int REASON_GC_SWEEP = 32;

  /** The thread's turn was over; runnable all the time. */
  public static final int REASON_PREEMPTED = 33;

  /** Nothing is told of the thread: it runs, or waits for less than the events' threshold. */
  public static final int REASON_UNTOLD = 34;

  // Kinds of waking.

  /** Not known, or not yet. */
  public static final int WAKE_UNKNOWN = 0;

  /** Another thread's unpark or interrupt. */
  public static final int WAKE_THREAD = 1;

  /** The wait's own timeout. */
  public static final int WAKE_TIMER = 2;

  /** A socket is ready. */
  public static final int WAKE_POLLER = 3;

  /** A monitor was left or notified. */
  public static final int WAKE_MONITOR = 4;
}
