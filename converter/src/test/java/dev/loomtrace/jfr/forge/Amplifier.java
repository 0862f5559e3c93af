package dev.loomtrace.jfr.forge;

import java.util.Map;

/**
 * Files in which few bytes ask for much: many references to something large, or many of something
 * that each cost much, or what meets all of something else. Each grows with a size.
 */
public enum Amplifier {
  /** A long message in the pool, logged over and over. */
  LOGS_OF_A_POOLED_TEXT {
    @Override
    void fill(Crafted c, int size) {
      c.string(1, "m".repeat(size / 2));
      c.times(size / 2, i -> c.event("loomtrace.Log", Map.of("message", 1L, "eventThread", 1L)));
    }
  },
  /** A task whose name is long, over and over. */
  TASKS_OF_A_POOLED_NAME {
    @Override
    void fill(Crafted c, int size) {
      c.string(1, "m".repeat(size / 2));
      c.times(
          size / 2,
          i ->
              c.event(
                  "loomtrace.Task",
                  Map.of("id", i + 1, "name", 1L, "eventThread", 1L, "owner", 1L)));
    }
  },
  /** Methods of one class with a long name, each in a stack. */
  METHODS_OF_A_LONG_CLASS {
    @Override
    void fill(Crafted c, int size) {
      c.string(1, "com/acme/" + "c".repeat(Math.min(60_000, size / 2)));
      c.entry("jdk.types.Symbol", 1, Map.of("string", 1L));
      c.entry("java.lang.Class", 1, Map.of("name", 1L));
      c.times(size / 2, i -> c.stack(i + 1, i + 1, 1));
      c.times(
          size / 20,
          i -> c.event("jdk.ExecutionSample", Map.of("sampledThread", 1L, "stackTrace", i + 1)));
    }
  },
  /** Waits for objects of a class that has no name. */
  CLASSES_WITHOUT_A_NAME {
    @Override
    void fill(Crafted c, int size) {
      c.entry("java.lang.Class", 1, Map.of("name", 99L));
      c.times(
          size,
          i ->
              c.event(
                  "jdk.ThreadPark", Map.of("parkedClass", 1L, "eventThread", 1L, "duration", 1L)));
    }
  },
  /** Open tasks, and pauses that concern all of them. */
  OPEN_TASKS_AND_PAUSES {
    @Override
    void fill(Crafted c, int size) {
      c.times(
          size / 2,
          i ->
              c.event(
                  "loomtrace.Task",
                  Map.of("id", i + 1, "eventThread", 1L, "owner", 1L, "open", 1L)));
      c.times(size / 2, i -> c.event("jdk.GCPhasePause", Map.of("duration", 1L)));
    }
  },
  /** Operations of the VM that all meet all pauses. */
  OPERATIONS_AND_PAUSES {
    @Override
    void fill(Crafted c, int size) {
      c.times(
          size / 2,
          i -> c.event("jdk.ExecuteVMOperation", Map.of("duration", (long) size, "safepoint", 1L)));
      c.times(size / 2, i -> c.event("jdk.GCPhasePause", Map.of("duration", (long) size)));
    }
  },
  /** Tasks of one thread that all overlap: those that began first end first. */
  OVERLAPPING_TASKS {
    @Override
    void fill(Crafted c, int size) {
      c.times(
          size,
          i ->
              c.event(
                  "loomtrace.Task",
                  Map.of("id", i + 1, "eventThread", 1L, "owner", 1L, "duration", (long) size)));
    }
  },
  /** Many threads that are in a region of one task, and wait and run in it. */
  THREADS_OF_A_TASK {
    @Override
    void fill(Crafted c, int size) {
      c.event("loomtrace.Task", Map.of("id", 1L, "owner", 1L, "duration", 9L * size));
      c.times(
          size / 4,
          i ->
              c.event(
                  "loomtrace.Region", Map.of("taskId", 1L, "owner", i + 2, "duration", 5L * size)));
      for (int round = 0; round < 3; round++) {
        c.times(
            size / 4,
            i ->
                c.event(
                    "loomtrace.VirtualThreadRun",
                    Map.of("thread", i + 2, "carrier", 1L, "duration", 1L)));
      }
    }
  },
  /** Regions inside each other. */
  DEEP_REGIONS {
    @Override
    void fill(Crafted c, int size) {
      c.times(
          size,
          i -> c.event("loomtrace.Region", Map.of("duration", 9L * size - 2 * i, "owner", 1L)));
    }
  },
  /** Regions that overlap and never end. */
  OPEN_REGIONS {
    @Override
    void fill(Crafted c, int size) {
      c.times(size, i -> c.event("loomtrace.Region", Map.of("owner", 1L, "open", 1L)));
    }
  },
  /** Regions of a task deep in a tree of tasks. */
  REGIONS_OF_NESTED_TASKS {
    @Override
    void fill(Crafted c, int size) {
      c.times(
          size / 2,
          i ->
              c.event(
                  "loomtrace.Task",
                  Map.of("id", i + 1, "parent", i, "eventThread", 1L, "owner", 1L, "open", 1L)));
      c.times(
          size / 2,
          i ->
              c.event(
                  "loomtrace.Region",
                  Map.of("taskId", (long) size / 2 - i % 2, "owner", 1L, "duration", 1L)));
    }
  },
  /** Threads, each seen once. */
  MANY_THREADS {
    @Override
    void fill(Crafted c, int size) {
      c.event("loomtrace.VirtualThreadBlock", Map.of("eventThread", 1L));
      c.times(
          size,
          i -> c.event("loomtrace.VirtualThreadStatus", Map.of("thread", i + 2, "state", 1L)));
    }
  },
  /** Threads that start and end at once. */
  MANY_SHORT_THREADS {
    @Override
    void fill(Crafted c, int size) {
      c.times(
          size,
          i ->
              c.event(
                  "loomtrace.VirtualThreadRun",
                  Map.of("thread", i + 2, "carrier", 1L, "duration", 1L)));
    }
  },
  /** Threads as JFR describes them. */
  MANY_DESCRIBED_THREADS {
    @Override
    void fill(Crafted c, int size) {
      c.times(size / 2, i -> c.entry("java.lang.Thread", i + 2, Map.of("javaThreadId", i + 2)));
      c.times(size / 2, i -> c.event("jdk.ThreadSleep", Map.of("eventThread", i + 2)));
    }
  },
  /** Regions, each with a name of its own. */
  MANY_NAMES {
    @Override
    void fill(Crafted c, int size) {
      c.times(
          size,
          i -> {
            c.string(i + 1, "n" + i);
            c.event("loomtrace.Region", Map.of("owner", 1L, "name", i + 1, "duration", 1L));
          });
    }
  },
  /** Tasks, each with a name of its own. */
  MANY_TASK_NAMES {
    @Override
    void fill(Crafted c, int size) {
      c.times(
          size,
          i -> {
            c.string(i + 1, "n" + i);
            c.event(
                "loomtrace.Task",
                Map.of("id", i + 1, "owner", 1L, "eventThread", 1L, "name", i + 1, "duration", 1L));
          });
    }
  },
  /** Two names, one of them as long as a file and the other in a table with it. */
  LONG_NAME_IN_A_TABLE {
    @Override
    void fill(Crafted c, int size) {
      c.string(1, "n".repeat(size * 4));
      c.times(
          size / 4,
          i -> {
            c.string(i + 2, "n" + i);
            c.event("loomtrace.Region", Map.of("owner", 1L, "name", i + 1, "duration", 1L));
          });
    }
  },
  /** Waits, each at a stack of its own. */
  MANY_STACKS {
    @Override
    void fill(Crafted c, int size) {
      c.times(
          size / 4,
          i -> {
            c.string(i + 1, "f" + i);
            c.entry("jdk.types.Symbol", i + 1, Map.of("string", i + 1));
            c.entry("java.lang.Class", i + 1, Map.of("name", i + 1));
            c.stack(i + 1, i + 1, 30);
            c.event(
                "jdk.ThreadPark", Map.of("stackTrace", i + 1, "eventThread", 1L, "duration", 1L));
          });
    }
  },
  /** Stacks as text of many lines. */
  STACKS_AS_TEXT {
    @Override
    void fill(Crafted c, int size) {
      c.string(1, "a.b(\n".repeat(size));
      c.string(2, "a.b(\n".repeat(size) + "c");
      c.times(
          size,
          i ->
              c.event(
                  "loomtrace.VirtualThreadMonitorBlock",
                  Map.of("thread", 2L, "stack", i % 2 + 1, "carrier", 3L, "duration", 1L)));
    }
  },
  /** Looks at a thread between its waits, each with more CPU time. */
  LOOKS_AND_WAITS {
    @Override
    void fill(Crafted c, int size) {
      c.entry("java.lang.Thread", 2, Map.of("javaThreadId", 2L));
      c.times(
          size / 2,
          i -> {
            c.event("jdk.ThreadSleep", Map.of("eventThread", 2L, "duration", 1L));
            c.event("loomtrace.PlatformThreadStatus", Map.of("thread", 2L, "cpuTime", i + 1));
          });
    }
  },
  /** Chunks with next to nothing in them, after one with much. */
  TINY_CHUNKS {
    @Override
    void fill(Crafted c, int size) {
      c.event("loomtrace.VirtualThreadBlock", Map.of("eventThread", 1L));
      c.times(size / 4, i -> c.event("loomtrace.VirtualThreadStatus", Map.of("thread", i + 2)));
      // What lies ahead of all chunks stays in memory.
      c.skipTime(1_000_000);
      c.times(size / 4, i -> c.event("jdk.GCHeapMemoryUsage", Map.of("used", i)));
      c.tinyChunks(size / 100);
    }
  };

  private static final int SAMPLE = 2000;

  abstract void fill(Crafted crafted, int size);

  /** A file of about so many events. */
  public byte[] bytes(int size) {
    Crafted crafted = new Crafted();
    crafted.entry("java.lang.Thread", 1, Map.of("javaThreadId", 1L));
    fill(crafted, size);
    return crafted.file().bytes();
  }

  /** A file of about so many bytes. */
  public byte[] ofBytes(int bytes) {
    return bytes((int) ((long) SAMPLE * bytes / bytes(SAMPLE).length));
  }
}
