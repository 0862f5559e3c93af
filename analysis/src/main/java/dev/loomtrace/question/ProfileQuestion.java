package dev.loomtrace.question;

import dev.loomtrace.analysis.ProfileType;
import dev.loomtrace.analysis.StackProfile;
import dev.loomtrace.report.Coverage;
import dev.loomtrace.report.Link;
import dev.loomtrace.report.ProfileFile;
import dev.loomtrace.report.TaskChoice;
import dev.loomtrace.report.TaskNames;
import dev.loomtrace.timeline.Timeline;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where threads wait, or execute, by stack.
 *
 * @param type what to add up
 * @param units of which threads, or while threads work on which tasks; of tasks only if no time is
 *     given
 * @param during only in this stretch of time
 */
public record ProfileQuestion(ProfileType type, UnitChoice units, Optional<Link.Range> during) {
  /** All threads, all the time. */
  public static final UnitChoice ALL = UnitChoice.of(TaskChoice.SLOWEST);

  /** Checks them. */
  public ProfileQuestion {
    if (during.isPresent() && units.isGiven() && units.threads().isEmpty()) {
      throw new IllegalArgumentException("found tasks and a time, expected one of them");
    }
  }

  /**
   * A profile.
   *
   * @param file it, in the forms that others read
   * @param estimated whether stacks are a sample, so that its rows are estimates
   * @param coverage what part of the trace it is about
   */
  public record Profile(ProfileFile file, boolean estimated, Coverage coverage) {}

  /**
   * Reads a trace for the profile.
   *
   * @throws NoSuchUnitException if the tasks are not in the trace
   * @throws IOException if the trace cannot be read
   */
  public Profile ask(TraceSource trace) throws IOException {
    StackProfile profile = profile();
    TaskNames names = new TaskNames();
    Timeline timeline = new Timeline(profile);
    boolean ofTasks = units.isGiven() && units.threads().isEmpty();
    Coverage coverage = ofTasks ? trace.read(timeline, names) : trace.read(timeline);
    timeline.end();
    if (ofTasks && profile.tasks() == 0) {
      throw new NoSuchUnitException(units.tasks().missing(names), coverage);
    }
    List<StackProfile.Row> rows = profile.rows();
    List<String> remarks = new ArrayList<>();
    if (profile.estimated()) {
      remarks.add("estimated: a sample of the short waits has a stack, and stands for all");
    }
    if (rows.isEmpty()) {
      remarks.add("nothing of this kind is in the trace");
    }
    return new Profile(new ProfileFile(type, rows, remarks), profile.estimated(), coverage);
  }

  private StackProfile profile() {
    if (during.isPresent()) {
      return StackProfile.during(
          type,
          units
              .threads()
              .<Predicate<String>>map(chosen -> chosen::includes)
              .orElse(StackProfile.ALL),
          during.get().from(),
          during.get().to());
    }
    if (units.threads().isPresent()) {
      return new StackProfile(type, units.threads().get()::includes);
    }
    return units.isGiven()
        ? StackProfile.ofTasks(type, units.tasks()::includes)
        : new StackProfile(type, StackProfile.ALL);
  }
}
