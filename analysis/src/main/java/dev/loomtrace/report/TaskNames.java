package dev.loomtrace.report;

import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventSink;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.ExternalId;
import java.util.NavigableSet;
import java.util.TreeSet;

/** The names of a trace's tasks, to tell whoever asked for another one. Keeps a few of them. */
public final class TaskNames implements EventSink {
  private static final int SHOWN = 10;

  private final NavigableSet<String> names = new TreeSet<>();
  private boolean external;

  /** None yet. */
  public TaskNames() {}

  @Override
  public void accept(EventView event) {
    if (event.kind() == EventKind.TASK_BEGIN) {
      names.add(event.type());
      if (names.size() > SHOWN + 1) {
        names.pollLast();
      }
    } else if (event.kind() == EventKind.LOG && event.category().equals(ExternalId.CATEGORY)) {
      external = true;
    }
  }

  /** The same for whoever asked for one by its id outside. */
  String externalHint() {
    return external
        ? "others have ids from outside, which 'loomtrace tasks' lists"
        : "none has an id from outside; spans have one with loomtrace-opentelemetry"
            + " or loomtrace-micrometer";
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
