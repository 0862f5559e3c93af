package dev.loomtrace.explorer.api;

import dev.loomtrace.analysis.MutatorLoss;
import dev.loomtrace.analysis.PathSelection;
import dev.loomtrace.analysis.ProfileType;
import dev.loomtrace.explorer.http.Refusal;
import dev.loomtrace.explorer.http.Request;
import dev.loomtrace.question.CarriersQuestion;
import dev.loomtrace.question.MmuQuestion;
import dev.loomtrace.question.PathQuestion;
import dev.loomtrace.question.ProfileQuestion;
import dev.loomtrace.question.RegionsQuestion;
import dev.loomtrace.question.SummaryQuestion;
import dev.loomtrace.question.TasksQuestion;
import dev.loomtrace.question.ThreadsQuestion;
import dev.loomtrace.question.Top;
import dev.loomtrace.question.UnitChoice;
import dev.loomtrace.question.WhyLifeQuestion;
import dev.loomtrace.question.WhySlowestQuestion;
import dev.loomtrace.question.WhyTaskQuestion;
import dev.loomtrace.report.LifeChoice;
import dev.loomtrace.report.Link;
import dev.loomtrace.report.TaskChoice;
import dev.loomtrace.report.ThreadChoice;
import dev.loomtrace.report.TraceUrl;
import dev.loomtrace.trace.FrameOrigins;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The questions that the command line has commands for, with the same options as parameters: the
 * answers are the same, to the character.
 */
final class AnswersApi {
  private static final int MOST_TOP = 100_000;

  private AnswersApi() {}

  /** What is in the trace, and what is wrong. */
  static Asked summary(Request request) {
    return Asked.of(
        new Command(request, "summary").all("app").words(),
        new SummaryQuestion(FrameOrigins.ofApplication(request.all("app")), false));
  }

  /** The tasks. */
  static Asked tasks(Request request) throws Refusal {
    return Asked.of(
        new Command(request, "tasks").one("top").words(), new TasksQuestion(top(request)));
  }

  /** The threads. */
  static Asked threads(Request request) throws Refusal {
    ThreadChoice choice = request.text("group").map(ThreadChoice::ofGroup).orElse(ThreadChoice.ALL);
    return Asked.of(
        new Command(request, "threads").one("group").one("top").words(),
        new ThreadsQuestion(choice, top(request)));
  }

  /** The regions. */
  static Asked regions(Request request) throws Refusal {
    return Asked.of(
        new Command(request, "regions").one("name").one("top").words(),
        new RegionsQuestion(request.text("name"), top(request)));
  }

  /** What the collector left to the program. */
  static Asked mmu(Request request) throws Refusal {
    return Asked.of(
        new Command(request, "mmu").one("top").words(),
        new MmuQuestion(
            EnumSet.of(MutatorLoss.STOPS, MutatorLoss.BACKGROUND, MutatorLoss.ASSISTS),
            false,
            TimeUnit.MILLISECONDS.toNanos(MmuQuestion.USUAL_WINDOW_MILLIS),
            top(request)));
  }

  /** What held the carriers. */
  static Asked carriers(Request request) {
    return Asked.of(
        new Command(request, "carriers").words(), new CarriersQuestion(FrameOrigins.DEFAULT));
  }

  /** Why a task or a thread took so long. */
  static Asked why(Request request) throws Refusal {
    Command command = new Command(request, "why");
    command.one("task").one("task-id").one("span-id").one("trace-id").one("thread").one("group");
    command.flag("slowest-thread");
    boolean stacks = request.flag("stacks");
    if (command.choices() > 1) {
      throw Refusal.wrong("one task or thread can be asked about at a time");
    }
    boolean none = command.choices() == 0;
    command.flag("stacks");
    Optional<LifeChoice> life = life(request);
    if (life.isPresent()) {
      return Asked.of(
          command.words(), new WhyLifeQuestion(life.get(), FrameOrigins.DEFAULT, stacks));
    }
    if (none) {
      return Asked.of(
          command.words(), new WhySlowestQuestion(TraceUrl.NONE, FrameOrigins.DEFAULT, stacks));
    }
    return Asked.of(
        command.words(),
        new WhyTaskQuestion(task(request), TraceUrl.NONE, FrameOrigins.DEFAULT, stacks));
  }

  private static Optional<LifeChoice> life(Request request) throws Refusal {
    Optional<String> thread = request.text("thread");
    if (thread.isPresent()) {
      return thread.map(LifeChoice::ofThread);
    }
    Optional<String> group = request.text("group");
    if (group.isPresent()) {
      return group.map(LifeChoice::ofGroup);
    }
    return request.flag("slowest-thread") ? Optional.of(LifeChoice.SLOWEST) : Optional.empty();
  }

  /** The tasks that a request names; all, if it names none. */
  static TaskChoice task(Request request) throws Refusal {
    Optional<Long> id = TaskIds.of(request, "task-id");
    if (id.isPresent()) {
      return TaskChoice.ofId(id.get());
    }
    Optional<String> span = request.text("span-id");
    if (span.isPresent()) {
      return TaskChoice.ofSpan(span.get());
    }
    Optional<String> trace = request.text("trace-id");
    if (trace.isPresent()) {
      return TaskChoice.ofTrace(trace.get());
    }
    return request.text("task").map(TaskChoice::named).orElse(TaskChoice.SLOWEST);
  }

  /** The units that a request names. */
  static UnitChoice units(Request request) throws Refusal {
    Optional<String> group = request.text("group");
    return group.isPresent() ? UnitChoice.ofGroup(group.get()) : UnitChoice.of(task(request));
  }

  /** Whom tasks or threads wait for. */
  static Asked path(Request request) throws Refusal {
    Command units = new Command(request, "path").one("task").one("task-id").one("group");
    if (units.choices() > 1) {
      throw Refusal.wrong("tasks or a group of threads can be asked about, not both");
    }
    return Asked.of(
        units.one("slowest").one("between").flag("tail").one("top").words(),
        new PathQuestion(
            units(request),
            selection(request),
            request.flag("tail"),
            top(request),
            FrameOrigins.DEFAULT));
  }

  private static PathSelection selection(Request request) throws Refusal {
    Optional<String> between = request.text("between");
    if (between.isEmpty()) {
      int slowest = request.number("slowest", 0, 0, Integer.MAX_VALUE);
      return slowest > 0 ? PathSelection.slowest(slowest) : PathSelection.ALL;
    }
    return PathSelection.parse(between.get())
        .orElseThrow(() -> Refusal.wrong("'between' is not like p95,p100"));
  }

  private static int top(Request request) throws Refusal {
    return request.number("top", Top.USUAL, 0, MOST_TOP);
  }

  /** Where the time went, by stack. */
  static Asked flame(Request request) throws Refusal {
    ProfileType type = request.choice("type", ProfileType.OFFCPU, ProfileType.values());
    Command command =
        new Command(request, "pprof").one("type").one("task").one("task-id").one("group");
    UnitChoice units = units(request);
    Optional<Long> from = request.number("from");
    Optional<Long> to = request.number("to");
    if (from.isPresent() != to.isPresent()) {
      throw Refusal.wrong("'from' and 'to' must both be there, or neither");
    }
    if (from.isEmpty()) {
      return Asked.of(command.words(), new ProfileQuestion(type, units, Optional.empty()));
    }
    if (units.threads().isEmpty() && !units.tasks().equals(TaskChoice.SLOWEST)) {
      throw Refusal.wrong("tasks or a stretch of time can be asked about, not both");
    }
    if (from.get() < 0 || to.get() < from.get()) {
      throw Refusal.wrong("'from' must be at least 0, and 'to' not before it");
    }
    return Asked.of(
        command.words() + " from " + from.get() + " to " + to.get(),
        new ProfileQuestion(type, units, Optional.of(new Link.Range(from.get(), to.get()))));
  }
}
