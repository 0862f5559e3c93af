package dev.loomtrace.truth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.JsonValues;
import dev.loomtrace.analysis.TaskBreakdown;
import dev.loomtrace.analysis.TaskResult;
import dev.loomtrace.convert.Traces;
import dev.loomtrace.report.Coverage;
import dev.loomtrace.report.TaskChoice;
import dev.loomtrace.report.TraceClock;
import dev.loomtrace.report.TraceUrl;
import dev.loomtrace.report.WhyAnswer;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.trace.TraceReader;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code why} says of the tasks of a recording: its JSON, since that is what others read. */
final class Answers {
  private static final int ALL = 10_000;

  /**
   * An answer.
   *
   * @param total how long the task took, in nanoseconds
   * @param ended whether it is over
   * @param parts what it did, by the words for it; {@code "?"} if it was blocked, and why is not
   *     known
   */
  record Answer(long total, boolean ended, Map<String, Long> parts, List<Wait> waits) {}

  /**
   * A place at which it waited.
   *
   * @param waker thread that ended the longest wait; 0 if none is named
   * @param kind how it was ended; empty if nothing is said
   */
  record Wait(String reason, long total, long waker, String kind, String name) {}

  private final Map<String, Answer> byTask = new LinkedHashMap<>();

  /** Asks for all tasks of a recording. */
  static Answers of(Path recording) throws IOException {
    Answers answers = new Answers();
    TraceClock clock = new TraceClock();
    TaskBreakdown breakdown = new TaskBreakdown(ALL);
    Timeline timeline = new Timeline(breakdown);
    try (TraceReader trace = Traces.open(recording)) {
      while (trace.next()) {
        clock.accept(trace);
        timeline.accept(trace);
      }
      timeline.end();
      Coverage coverage =
          Coverage.of(recording.toString(), trace, Optional.empty(), Files.size(recording));
      for (TaskResult task : breakdown.slowest()) {
        TaskChoice choice = TaskChoice.named(task.type());
        answers.add(
            task.type(),
            new WhyAnswer(
                choice,
                task,
                Optional.empty(),
                1,
                List.of(),
                TraceUrl.NONE,
                clock,
                coverage,
                false));
      }
    }
    return answers;
  }

  /** What is said of a task; null if it is not there. */
  Answer of(String task) {
    return byTask.get(task);
  }

  private void add(String task, WhyAnswer why) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      why.json(json);
    }
    Map<?, ?> answer = JsonValues.object(text.toString());
    Map<String, Long> parts = new LinkedHashMap<>();
    parts((Map<?, ?>) answer.get("nanosByState"), parts);
    List<Wait> waits = new ArrayList<>();
    for (Object each : (List<?>) answer.get("waits")) {
      waits.add(wait((Map<?, ?>) each));
    }
    boolean ended = (Boolean) answer.get("ended");
    byTask.put(task, new Answer((Long) answer.get("totalNanos"), ended, parts, waits));
  }

  private static void parts(Map<?, ?> nested, Map<String, Long> parts) {
    nested.forEach(
        (name, value) -> {
          if (value instanceof Map<?, ?> more) {
            parts(more, parts);
          } else {
            String word = (String) name;
            parts.merge(word.isEmpty() ? "?" : word, (Long) value, Long::sum);
          }
        });
  }

  private static Wait wait(Map<?, ?> wait) {
    Map<?, ?> waker = wait.get("waker") instanceof Map<?, ?> map ? map : Map.of();
    Object id = waker.get("goroutine");
    return new Wait(
        (String) wait.get("reason"),
        (Long) wait.get("totalNanos"),
        id == null ? 0 : (Long) id,
        waker.get("kind") instanceof String kind ? kind : "",
        waker.get("name") instanceof String name ? name : "");
  }
}
