package dev.loomtrace;

/**
 * The contract between the recorder and every reader of its recordings: names of the JFR events, of
 * their fields, and the codes in those fields.
 *
 * <p>All members are compile-time constants, so a module that uses them carries the values and
 * never loads this class. The meaning of each event is described in {@code docs/events.md}.
 *
 * <p>Compatibility: names and codes are never reused for another meaning. A reader takes a missing
 * field as 0 or null and an unknown code as {@link #REASON_UNKNOWN}.
 */
public final class EventNames {
  private EventNames() {}

  /** Prefix of all event names. */
  public static final String PREFIX = "loomtrace.";

  // Scheduling of virtual threads: recorded by the agent.

  /** A virtual thread was started; committed in its creator's context. */
  public static final String VIRTUAL_THREAD_CREATE = PREFIX + "VirtualThreadCreate";

  /**
   * First mount of a virtual thread: committed when it waits for the first time, in its own context
   * or, if it waits at a monitor, by the carrier that it has left. A thread that never waits has
   * none, as a rule: {@code docs/events.md}.
   */
  public static final String VIRTUAL_THREAD_START = PREFIX + "VirtualThreadStart";

  /**
   * One blocking cycle of a virtual thread: from unmount to mount; committed in its own context,
   * without a stack.
   */
  public static final String VIRTUAL_THREAD_BLOCK = PREFIX + "VirtualThreadBlock";

  /**
   * The same as {@link #VIRTUAL_THREAD_BLOCK}, committed in its place when the block lasted at
   * least as long as this event's {@code threshold}; with a stack.
   */
  public static final String VIRTUAL_THREAD_LONG_BLOCK = PREFIX + "VirtualThreadLongBlock";

  /**
   * One blocking cycle at a monitor, where the thread gave up its carrier inside the VM (JDK 24 and
   * later): committed by the carrier on which it goes on. With a stack as text if {@link
   * #VIRTUAL_THREAD_LONG_BLOCK} has one for a wait as long, at most one a millisecond.
   */
  public static final String VIRTUAL_THREAD_MONITOR_BLOCK = PREFIX + "VirtualThreadMonitorBlock";

  /**
   * The life of a virtual thread: from first mount to end. Committed in its own context, or by its
   * carrier if no wait of it was recorded.
   */
  public static final String VIRTUAL_THREAD_RUN = PREFIX + "VirtualThreadRun";

  /** One live virtual thread at a chunk's start or end. */
  public static final String VIRTUAL_THREAD_STATUS = PREFIX + "VirtualThreadStatus";

  /** One live platform thread at a chunk's start or end. */
  public static final String PLATFORM_THREAD_STATUS = PREFIX + "PlatformThreadStatus";

  /** The scheduler's settings and the recorder's own counters. */
  public static final String SCHEDULER = PREFIX + "Scheduler";

  /** Sacrificial event that absorbs JFR's loss of a carrier's first event; carries nothing. */
  public static final String PRIMER = PREFIX + "Primer";

  // Annotations: recorded by application code through Task, Region and Log.

  /** A task, from begin to end; or, with {@link #OPEN}, from begin to now. */
  public static final String TASK = PREFIX + "Task";

  /** A region, from begin to end; or, with {@link #OPEN}, from begin to now. */
  public static final String REGION = PREFIX + "Region";

  /** A log message. */
  public static final String LOG = PREFIX + "Log";

  /**
   * At a chunk's start and end, after the announcements of what is open; its {@code period} setting
   * says when these are made.
   */
  public static final String ANNOTATIONS = PREFIX + "Annotations";

  /** A flight recorder's dump, with the reason that was given for it. */
  public static final String DUMP = PREFIX + "Dump";

  // Fields. Thread ids are Java thread ids (Thread.threadId()); 0 means none or unknown.

  /** Id of the virtual thread an event is about; 0: the event's own thread. */
  public static final String THREAD = "thread";

  /**
   * Carrier at the start of a block, of a run, at first mount; in a status where the thread runs or
   * began to wait.
   */
  public static final String CARRIER = "carrier";

  /** Carrier at the end of a block or of a run. */
  public static final String END_CARRIER = "endCarrier";

  /** State code, {@code STATE_*}. */
  public static final String STATE = "state";

  /** Reason code, {@code REASON_*}. */
  public static final String REASON = "reason";

  /**
   * Class of the object the thread is parked on, or of the one whose monitor it waits at; null:
   * none or unknown.
   */
  public static final String BLOCKER = "blocker";

  /** Id of the thread that made the blocked thread runnable; 0: unknown. */
  public static final String WAKER = "waker";

  /**
   * Ticks from the block's start to its waking; meaningful only if {@link #WAKER} is not 0 or this
   * is not 0. In a status: from {@link #SINCE}.
   */
  public static final String WAKE_DELAY = "wakeDelay";

  /** How the blocked thread was made runnable, {@code WAKE_*}. */
  public static final String WAKE_KIND = "wakeKind";

  /**
   * Waiting time that a wait stands for among those recorded with a stack, in ticks: its duration,
   * or more for one of a sample; 0: it has none.
   */
  public static final String WEIGHT = "weight";

  /** CPU time that a platform thread has used so far, in nanoseconds; negative: not known. */
  public static final String CPU_TIME = "cpuTime";

  /**
   * Class of the task a virtual thread runs, executors' wrappers looked through; or null. In {@link
   * #VIRTUAL_THREAD_RUN} only if a carrier committed it.
   */
  public static final String TASK_CLASS = "task";

  /**
   * Ticks at the start of the thread's wait or yield, also of one that was woken and is runnable;
   * of one that runs: at its first mount, if it has not waited yet. 0: unknown, or there is none.
   */
  public static final String SINCE = "since";

  /**
   * Stack as text, one frame a line, {@code class.method(file:line)}; null: not taken. In a block:
   * of the thread it is about, if that is not the event's own.
   */
  public static final String STACK = "stack";

  /** Number of carriers the scheduler aims at; 0: there is none yet, or it is not known. */
  public static final String PARALLELISM = "parallelism";

  /** Most carriers the scheduler may start; 0 as in {@link #PARALLELISM}. */
  public static final String MAX_POOL_SIZE = "maxPoolSize";

  /** Waits of which the recorder could not keep who ended them, since its start. */
  public static final String DETAILS_LOST = "detailsLost";

  /** Errors in hooks, suppressed, since the recorder's start. */
  public static final String ERRORS_SUPPRESSED = "errorsSuppressed";

  /**
   * Hooks that had to end early because the application had used up its stack or heap, since the
   * recorder's start: each may have cost an event.
   */
  public static final String EVENTS_LOST = "eventsLost";

  /** Id of a task, region or log's task; 0: none. */
  public static final String ID = "id";

  /** Id of the task a region or a log belongs to; 0: none. */
  public static final String TASK_ID = "taskId";

  /** Id of the parent task; 0: none. */
  public static final String PARENT = "parent";

  /**
   * Name (Go: type) of a task or region. In {@link #VIRTUAL_THREAD_RUN} the thread's, if a carrier
   * committed it; null: it has none.
   */
  public static final String NAME = "name";

  /** Id of the thread that began the task or region. */
  public static final String OWNER = "owner";

  /** Id of a task outside its JVM, such as that of a trace or of a span; null: none. */
  public static final String EXTERNAL_ID = "externalId";

  /**
   * Attributes of a task; null: none. One {@code key=value} a line, of which the first {@code =}
   * ends the key. A backslash stands before each backslash, and before each {@code =} of a key;
   * line feed and carriage return are {@code \n} and {@code \r}.
   */
  public static final String ATTRIBUTES = "attributes";

  /** True for an announcement: the task or region has not ended yet. */
  public static final String OPEN = "open";

  /** Number of announcements that were made. */
  public static final String ANNOUNCED = "announced";

  /** Category of a log message. */
  public static final String CATEGORY = "category";

  /** Text of a log message. */
  public static final String MESSAGE = "message";

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

  /** Parked with a blocker or none of which no more is known: a lock or other synchronizer. */
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

  /** End of another virtual thread, {@code Thread.join}, or of the threads of a scope. */
  public static final int REASON_JOIN = 9;

  /** Taking from a queue. */
  public static final int REASON_QUEUE_TAKE = 10;

  /** Putting into a queue. Not told apart by the agent: reserved. */
  public static final int REASON_QUEUE_PUT = 11;

  /** A file or other system call. Not recorded by the agent: readers give it to stock events. */
  public static final int REASON_FILE = 12;

  /** The JDK's own waiting: pollers, timers, cleaners. */
  public static final int REASON_SYSTEM = 13;

  /**
   * A lock. The agent records {@link #REASON_SYNC} and the class, by which readers tell what it is:
   * this code and those after it are for writers that know more.
   */
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

  /** A lock, wait group or semaphore that are not told apart. */
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

  // Kinds of waking.

  /** Not known, or not yet. */
  public static final int WAKE_UNKNOWN = 0;

  /** Another thread's unpark or interrupt; the waker is that thread. */
  public static final int WAKE_THREAD = 1;

  /** The wait's own timeout; the waker is the thread that ran the timer, often a carrier. */
  public static final int WAKE_TIMER = 2;

  /** A socket is ready; the waker is the JDK's poller thread that said so. */
  public static final int WAKE_POLLER = 3;

  /**
   * A monitor was left or notified; by whom is not known to the recorder. Who notified is in the
   * stock {@code jdk.JavaMonitorWait} that follows.
   */
  public static final int WAKE_MONITOR = 4;
}
