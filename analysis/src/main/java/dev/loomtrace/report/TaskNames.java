package dev.loomtrace.report;

import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventSink;
import dev.loomtrace.trace.EventView;
import java.util.NavigableSet;
import java.util.TreeSet;

/** The names of a trace's tasks, to tell whoever asked for another one. Keeps a few of them. */
public final class TaskNames implements EventSink {
  private static final int SHOWN = 10;

  private final NavigableSet<String> names = new TreeSet<>();

  /** None yet. */
  public TaskNames() {}

  @Override
  public void accept(EventView event) {
    if (event.kind() == EventKind.TASK_BEGIN) {
      names.add(event.type());
      if (names.size() > SHOWN + 1) {
        names.pollLast();
      }
    }
  }

  /** What there is to ask for, or what the program must do to have tasks. */
  String hint() {
    if (names.isEmpty()) {
      return "the program must begin tasks (dev.loomtrace.Task) to have some;"
          + " without them: loomtrace why --slowest-thread";
    }
    String some = String.join(", ", names.stream().limit(SHOWN).map(Visible::name).toList());
    return "there are: " + some + (names.size() > SHOWN ? ", …" : "");
  }
}
