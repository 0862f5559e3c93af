package dev.loomtrace.perfetto;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.base.ProtoBytes;
import dev.loomtrace.perfetto.Fields.Packet;
import dev.loomtrace.perfetto.Fields.ProcessTree;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.TraceThread;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * The threads that are alive, and what the file says about threads: numbers of their own, since a
 * Java thread's id may be greater than what fits, and names that end in the id.
 */
final class Threads {
  private static final int PARENT = 1;
  private static final int LONGEST_NAME = 100;

  private final Packets packets;
  private final Program program;
  private final LongPredicate shown;
  private final LongMap<WrittenThread> alive = new LongMap<>();
  private final ProtoBytes described = new ProtoBytes();
  private long begin;

  /**
   * No threads.
   *
   * @param shown whether the thread of an id is shown by itself
   */
  Threads(Packets packets, Program program, LongPredicate shown) {
    this.packets = packets;
    this.program = program;
    this.shown = shown;
  }

  /** The trace begins: names hold from here on, whenever they become known. */
  void begin(long time, String process) {
    begin = time;
    int start = described.begin(ProcessTree.PROCESSES);
    described.number(ProcessTree.PROCESS_PID, program.pid());
    described.number(ProcessTree.PROCESS_PPID, PARENT);
    described.text(ProcessTree.PROCESS_CMDLINE, process);
    described.end(start);
  }

  /** A thread by its id; null if it is not alive. */
  WrittenThread get(long id) {
    return alive.get(id);
  }

  /** A thread by the id of an event about it, which may be the first or say its name. */
  WrittenThread of(EventView e) {
    long id = e.resourceId();
    WrittenThread thread = alive.get(id);
    boolean isNew = thread == null;
    if (isNew) {
      boolean isShown = shown.test(id);
      thread = new WrittenThread(isShown ? program.numbers().thread() : 0, isShown);
      alive.put(id, thread);
    }
    if (thread.isShown() && !thread.isNamed()) {
      String name = name(e);
      if (!name.isEmpty()) {
        rename(thread, name + " " + id);
      } else if (isNew) {
        // Not kept as its name: a later event may know it.
        describe(thread.tid(), "thread " + id);
      }
    }
    return thread;
  }

  /** The thread that stands on a cpu for all that are not shown. */
  int others(Cpu cpu) {
    if (cpu.others() == 0) {
      cpu.others(program.numbers().thread());
      describe(cpu.others(), "other threads on cpu " + cpu.number());
    }
    return cpu.others();
  }

  /** A thread's name becomes another one. */
  void rename(WrittenThread thread, String name) {
    thread.named();
    describe(thread.tid(), name);
  }

  /** A thread has ended. */
  void forget(long id) {
    alive.remove(id);
  }

  // Every stack of a thread ends in the function in which it began.
  private static String name(EventView e) {
    TraceThread said = e.goroutineThread();
    if (!said.name().isEmpty()) {
      return shortened(said.name());
    }
    List<Frame> frames = e.goroutineStack().frames();
    Frame root = frames.isEmpty() ? Frame.NONE : frames.getLast();
    return function(said.start().isNone() ? root : said.start());
  }

  /** A function without the path of its package; empty if not known. */
  static String function(Frame frame) {
    return shortened(frame.function().substring(frame.function().lastIndexOf('/') + 1));
  }

  private static String shortened(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
  }

  private void describe(int tid, String name) {
    int start = described.begin(ProcessTree.THREADS);
    described.number(ProcessTree.THREAD_TID, tid);
    described.text(ProcessTree.THREAD_NAME, name);
    described.number(ProcessTree.THREAD_TGID, program.pid());
    described.end(start);
  }

  /** Writes what has become known. */
  void write() throws IOException {
    if (described.size() > 0) {
      packets.begin(program.schedulerSequence(), begin).bytes(Packet.PROCESS_TREE, described);
      packets.end();
      described.clear();
    }
  }

  /** Threads that are alive and have regions of which only the end is in the trace. */
  List<WrittenThread> older() {
    List<WrittenThread> found = new ArrayList<>();
    for (long id : alive.sortedKeys()) {
      WrittenThread thread = alive.get(id);
      if (!thread.older().isEmpty()) {
        found.add(thread);
      }
    }
    return found;
  }
}
