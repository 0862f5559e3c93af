package dev.loomtrace.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.analysis.TaskResult;
import dev.loomtrace.analysis.TimeByState;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventView;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** A task's breakdown, as JSON. */
final class TaskJson {
  private final JsonGenerator json;
  private final TraceClock clock;

  TaskJson(JsonGenerator json, TraceClock clock) {
    this.json = json;
    this.clock = clock;
  }

  /** Writes a task, as members of the object that is being written. */
  void members(TaskResult task) throws IOException {
    Json.unsigned(json, "task", task.id());
    json.writeStringField("type", task.type());
    if (task.parent() != EventView.NO_TASK) {
      Json.unsigned(json, "parent", task.parent());
    }
    json.writeNumberField("beginNanos", clock.sinceStart(task.begin()));
    Optional<Instant> wall = clock.wallTime(task.begin());
    if (wall.isPresent()) {
      json.writeStringField("begin", wall.get().toString());
    }
    json.writeBooleanField("beganBefore", task.beganBefore());
    json.writeBooleanField("ended", task.ended());
    json.writeArrayFieldStart("goroutines");
    for (long goroutine : task.goroutines()) {
      json.writeNumber(goroutine);
    }
    json.writeEndArray();
    times(task.time());
    json.writeArrayFieldStart("waits");
    for (TaskResult.Wait wait : task.waits()) {
      wait(wait);
    }
    json.writeEndArray();
  }

  /** Writes how time was spent, as members of the object that is being written. */
  void times(TimeByState time) throws IOException {
    json.writeNumberField("totalNanos", time.total());
    json.writeObjectFieldStart("nanosByState");
    json.writeNumberField(StateWords.RUNNING.word(), time.running());
    json.writeNumberField(StateWords.RUNNABLE.word(), time.runnable());
    json.writeNumberField(StateWords.PINNED.word(), time.pinned());
    json.writeNumberField(StateWords.STOPPED.word(), time.stopped());
    json.writeNumberField(StateWords.UNKNOWN.word(), time.unknown());
    json.writeNumberField(StateWords.BEFORE.word(), time.before());
    json.writeObjectFieldStart(StateWords.BLOCKED.word());
    for (var blocked : time.blocked().entrySet()) {
      json.writeNumberField(blocked.getKey(), blocked.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void wait(TaskResult.Wait wait) throws IOException {
    json.writeStartObject();
    json.writeStringField("reason", wait.reason());
    json.writeStringField("resource", wait.resource());
    json.writeNumberField("count", wait.count());
    json.writeNumberField("totalNanos", wait.total());
    json.writeNumberField("longestNanos", wait.longest());
    json.writeNumberField("earlierNanos", wait.earlier());
    json.writeBooleanField("open", wait.open());
    if (wait.site().isPresent()) {
      Json.site(json, wait.site().get());
    }
    if (wait.waker().isPresent()) {
      json.writeObjectFieldStart("waker");
      if (wait.waker().get().goroutine() != Context.NO_GOROUTINE) {
        json.writeNumberField("goroutine", wait.waker().get().goroutine());
      }
      json.writeStringField("kind", Json.name(wait.waker().get().kind()));
      json.writeStringField("name", wait.waker().get().name());
      json.writeEndObject();
    }
    json.writeEndObject();
  }
}
