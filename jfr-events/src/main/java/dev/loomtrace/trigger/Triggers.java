package dev.loomtrace.trigger;

import dev.loomtrace.recorder.DumpFolder;
import dev.loomtrace.recorder.DumpQueue;
import java.time.Duration;
import java.util.List;

/** The triggers of a flight recorder that is started. */
public final class Triggers {
  /** Those of one that has none, or is not started. */
  public static final Triggers NONE = new Triggers(null, null, null);

  private static final Duration LOOKS = Duration.ofMillis(100);

  private final Dumper dumper;
  private final Runnable tasks; // Ends watching; null: none.
  private final WaitWatch waits; // Null: none.

  private Triggers(Dumper dumper, Runnable tasks, WaitWatch waits) {
    this.dumper = dumper;
    this.tasks = tasks;
    this.waits = waits;
  }

  /**
   * Watches from now on, until it is closed.
   *
   * @param every least time from one dump to the next
   * @param window how far back a dump reaches
   * @param answers whether each dump is told of in the log
   */
  public static Triggers open(
      List<Rule> rules,
      DumpQueue queue,
      DumpFolder folder,
      Duration every,
      Duration window,
      boolean answers) {
    Dumper dumper = new Dumper(queue, folder, rules, every, window, answers);
    boolean ofTasks = rules.stream().anyMatch(rule -> rule.kind().isOfTasks());
    boolean ofWaits = rules.stream().anyMatch(rule -> !rule.kind().isOfTasks());
    Runnable tasks = ofTasks ? TaskWatch.add(rules, dumper) : null;
    WaitWatch waits = ofWaits ? WaitWatch.open(rules, dumper) : null;
    if (waits != null) {
      queue.every(LOOKS, waits::look);
    }
    return new Triggers(dumper, tasks, waits);
  }

  /** Where what fires goes. */
  public Sink sink() {
    return dumper;
  }

  /** The last dumps that they had made, oldest first: when, which file, why. */
  public List<String> dumps() {
    return dumper == null ? List.of() : dumper.dumps();
  }

  /** How often they fired without a dump of their own. */
  public long suppressed() {
    return dumper == null ? 0 : dumper.suppressed();
  }

  /** Watches no more. */
  public void close() {
    if (tasks != null) {
      tasks.run();
    }
    if (waits != null) {
      waits.close();
    }
  }
}
