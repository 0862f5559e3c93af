package dev.loomtrace.perfetto;

/** Numbers of the fields that are written, by message; facts of Perfetto's published format. */
final class Fields {
  private Fields() {}

  static final int TRACE_PACKET = 1;

  /** A packet of the trace. */
  static final class Packet {
    static final int FTRACE_EVENTS = 1;
    static final int PROCESS_TREE = 2;
    static final int CLOCK_SNAPSHOT = 6;
    static final int TIMESTAMP = 8;
    static final int SEQUENCE_ID = 10;
    static final int TRACK_EVENT = 11;
    static final int INTERNED_DATA = 12;
    static final int SEQUENCE_FLAGS = 13;
    static final int TRACK_DESCRIPTOR = 60;
    static final int STACK_SAMPLE = 135;

    private Packet() {}
  }

  /** What happened on one cpu. */
  static final class Bundle {
    static final int CPU = 1;
    static final int EVENT = 2;
    static final int COMPACT_SCHED = 4;

    static final int EVENT_TIMESTAMP = 1;
    static final int EVENT_PID = 2;
    static final int EVENT_BLOCKED_REASON = 18;
    static final int BLOCKED_PID = 1;
    static final int BLOCKED_CALLER = 2;

    private Bundle() {}
  }

  /** Switches and wakings, column by column. */
  static final class CompactSched {
    static final int SWITCH_TIMESTAMP = 1;
    static final int SWITCH_PREV_STATE = 2;
    static final int SWITCH_NEXT_PID = 3;
    static final int SWITCH_NEXT_PRIO = 4;
    static final int INTERN_TABLE = 5;
    static final int SWITCH_NEXT_COMM_INDEX = 6;
    static final int WAKING_TIMESTAMP = 7;
    static final int WAKING_PID = 8;
    static final int WAKING_TARGET_CPU = 9;
    static final int WAKING_PRIO = 10;
    static final int WAKING_COMM_INDEX = 11;
    static final int WAKING_COMMON_FLAGS = 12;

    private CompactSched() {}
  }

  /** Processes and threads. */
  static final class ProcessTree {
    static final int PROCESSES = 1;
    static final int PROCESS_PID = 1;
    static final int PROCESS_PPID = 2;
    static final int PROCESS_CMDLINE = 3;
    static final int THREADS = 2;
    static final int THREAD_TID = 1;
    static final int THREAD_NAME = 2;
    static final int THREAD_TGID = 3;

    private ProcessTree() {}
  }

  /** Texts that have numbers. */
  static final class Interned {
    static final int KERNEL_SYMBOLS = 26;
    static final int IID = 1;
    static final int STR = 2;

    private Interned() {}
  }

  /** Clocks read at one time. */
  static final class Clocks {
    static final int CLOCKS = 1;
    static final int CLOCK_ID = 1;
    static final int CLOCK_TIMESTAMP = 2;
    static final int PRIMARY = 2;

    static final int REALTIME = 1;
    static final int BOOTTIME = 6;

    private Clocks() {}
  }

  /** A track. */
  static final class Track {
    static final int UUID = 1;
    static final int NAME = 2;
    static final int PROCESS = 3;
    static final int THREAD = 4;
    static final int PARENT_UUID = 5;
    static final int COUNTER = 8;

    static final int PROCESS_PID = 1;
    static final int PROCESS_NAME = 6;
    static final int THREAD_PID = 1;
    static final int THREAD_TID = 2;
    static final int COUNTER_UNIT = 3;

    private Track() {}
  }

  /** An event on a track. */
  static final class TrackEvent {
    static final int DEBUG_ANNOTATIONS = 4;
    static final int TYPE = 9;
    static final int TRACK_UUID = 11;
    static final int CATEGORIES = 22;
    static final int NAME = 23;
    static final int COUNTER_VALUE = 30;
    static final int FLOW_IDS = 47;

    static final int ANNOTATION_NAME = 10;
    static final int ANNOTATION_UINT = 3;

    static final int SLICE_BEGIN = 1;
    static final int SLICE_END = 2;
    static final int INSTANT = 3;
    static final int COUNTER = 4;

    private TrackEvent() {}
  }

  /** A sample of a thread's stack. */
  static final class Sample {
    static final int TASK_CONTEXT = 1;
    static final int EXECUTION_CONTEXT = 3;
    static final int CALLSTACK = 5;
    static final int PRIMARY_DESCRIPTOR = 9;
    static final int PRIMARY_WEIGHT = 11;

    static final int TASK_PID = 2;
    static final int TASK_TID = 3;
    static final int EXECUTION_CPU = 2;
    static final int EXECUTION_MODE = 3;
    static final int USER_MODE = 1;
    static final int FRAMES = 1;
    static final int FRAME_FUNCTION = 1;
    static final int FRAME_FILE = 2;
    static final int FRAME_LINE = 3;
    static final int DESCRIPTOR_NAME = 2;
    static final int DESCRIPTOR_UNIT = 3;
    static final int UNIT_COUNT = 9;

    private Sample() {}
  }
}
