package dev.loomtrace.jfr.write;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.event.EventNames;
import dev.loomtrace.jfr.chunk.ValueOutput;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventSink;
import dev.loomtrace.trace.EventView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Tasks, regions and logs as our own recorder writes them: what lasts is written when it ends, and
 * at the end of each chunk as open. What began before the trace is left out if the trace does not
 * say when.
 */
final class Annotations implements EventSink {
  private static final long NO_TASK = 0;

  private final Recording recording;
  private final WrittenThreads threads;
  private final int task = Recording.type(EventNames.TASK);
  private final int region = Recording.type(EventNames.REGION);
  private final int log = Recording.type(EventNames.LOG);
  private final LongMap<Open> tasks = new LongMap<>();
  private final LongMap<List<Open>> regions = new LongMap<>(); // By goroutine, outermost first.

  /** Something that has begun: a task, or a region of one. */
  private record Open(long begin, long task, long parent, String name, long owner) {}

  Annotations(Recording recording, WrittenThreads threads) {
    this.recording = recording;
    this.threads = threads;
  }

  /** Takes an annotation, or the end of a goroutine. */
  @Override
  public void accept(EventView e) throws IOException {
    switch (e.kind()) {
      case TASK_BEGIN -> {
        long parent = e.parentTask() == EventView.NO_TASK ? NO_TASK : e.parentTask();
        tasks.put(e.task(), new Open(e.since(), e.task(), parent, e.type(), owner(e)));
      }
      case TASK_END -> {
        Open ended = tasks.remove(e.task());
        if (ended != null) {
          task(ended, e.time(), threads.context(e), false);
        }
      }
      case REGION_BEGIN -> {
        List<Open> open = regions.get(e.goroutine());
        if (open == null) {
          open = new ArrayList<>(1);
          regions.put(e.goroutine(), open);
        }
        open.add(new Open(e.since(), e.task(), NO_TASK, e.type(), owner(e)));
      }
      case REGION_END -> {
        List<Open> open = regions.get(e.goroutine());
        if (open != null) {
          Open ended = open.removeLast();
          if (open.isEmpty()) {
            regions.remove(e.goroutine());
          }
          region(ended, e.time(), threads.context(e), false);
        }
      }
      case LOG -> {
        long thread = threads.context(e);
        recording
            .event(log)
            .number(e.time())
            .number(0)
            .number(thread)
            .number(0)
            .number(e.task())
            .text(e.category())
            .text(e.message());
        recording.endEvent();
      }
      case GO_TRANSITION -> regions.remove(e.resourceId());
      default -> throw new AssertionError("invariant: no such event is handed here");
    }
  }

  private static long owner(EventView e) {
    return e.goroutine() == Context.NO_GOROUTINE ? 0 : e.goroutine();
  }

  /** Writes what is open at the end of a chunk. */
  void announce(long time) throws IOException {
    for (long id : tasks.sortedKeys()) {
      task(tasks.get(id), time, 0, true);
    }
    for (long id : regions.sortedKeys()) {
      for (Open open : regions.get(id)) {
        region(open, time, 0, true);
      }
    }
  }

  private void task(Open ended, long time, long thread, boolean open) throws IOException {
    long name = recording.pools().string(ended.name);
    begin(task, ended, time, thread)
        .number(ended.task)
        .number(ended.parent)
        .pooledText(name)
        .number(ended.owner)
        .truth(open)
        .text(null)
        .text(null);
    recording.endEvent();
  }

  private void region(Open ended, long time, long thread, boolean open) throws IOException {
    long name = recording.pools().string(ended.name);
    begin(region, ended, time, thread)
        .number(ended.task)
        .pooledText(name)
        .number(ended.owner)
        .truth(open);
    recording.endEvent();
  }

  private ValueOutput begin(int type, Open ended, long time, long thread) {
    return recording
        .event(type)
        .number(ended.begin)
        .number(time - ended.begin)
        .number(thread)
        .number(0); // No stack.
  }
}
