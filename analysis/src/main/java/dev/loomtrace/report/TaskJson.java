package dev.loomtrace.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.analysis.ChainStep;
import dev.loomtrace.analysis.TaskResult;
import dev.loomtrace.analysis.TaskWorker;
import dev.loomtrace.analysis.TimeByState;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.ExternalId;
import dev.loomtrace.trace.Stack;
import java.io.IOException;
import java.util.List;

/** A task's breakdown, as JSON. */
final class TaskJson {
  private final JsonGenerator json;
  private final TraceClock clock;
  private final boolean stacks;

  /**
   * Writes tasks.
   *
   * @param stacks whether to write whole stacks
   */
  TaskJson(JsonGenerator json, TraceClock clock, boolean stacks) {
    this.json = json;
    this.clock = clock;
    this.stacks = stacks;
  }

  /** Writes a task, as members of the object that is being written. */
  void members(TaskResult task) throws IOException {
    Json.unsigned(json, "task", task.id());
    json.writeStringField("type", task.type());
    externalId(task);
    if (task.parent() != EventView.NO_TASK) {
      Json.unsigned(json, "parent", task.parent());
    }
    clock.json(json, task.begin());
    json.writeBooleanField("beganBefore", task.beganBefore());
    json.writeBooleanField("ended", task.ended());
    json.writeArrayFieldStart("goroutines");
    for (TaskWorker worker : task.workers()) {
      json.writeNumber(worker.id());
    }
    json.writeEndArray();
    json.writeArrayFieldStart("threadKinds");
    for (TaskWorker worker : task.workers()) {
      json.writeString(worker.kind().map(Json::name).orElse(""));
    }
    json.writeEndArray();
    times(task.time());
    if (TaskText.isParallel(task)) {
      json.writeObjectFieldStart("sumOverThreads");
      times(task.threads());
      json.writeEndObject();
    }
    waits(task.waits());
  }

  /** Writes what a task is called outside its process, as members of the object being written. */
  void externalId(TaskResult task) throws IOException {
    if (task.externalId().isEmpty()) {
      return;
    }
    ExternalId id = task.externalId().get();
    json.writeStringField("externalId", id.text());
    if (id.traceId().isPresent()) {
      json.writeStringField("traceId", id.traceId().get());
      json.writeStringField("spanId", id.spanId().orElse(""));
    }
  }

  /** Writes waits, as a member of the object that is being written. */
  void waits(List<TaskResult.Wait> waits) throws IOException {
    json.writeArrayFieldStart("waits");
    for (TaskResult.Wait wait : waits) {
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
    json.writeBooleanField("pinned", wait.pinned());
    json.writeStringField("resource", wait.resource());
    json.writeNumberField("count", wait.count());
    json.writeNumberField("totalNanos", wait.total());
    json.writeNumberField("longestNanos", wait.longest());
    json.writeNumberField("earlierNanos", wait.earlier());
    json.writeBooleanField("open", wait.open());
    if (wait.place().isPresent()) {
      Json.place(json, wait.place().get(), stacks ? wait.stack() : Stack.NONE);
    }
    if (wait.lockOwner().isPresent()) {
      Json.owner(json, wait.lockOwner().get());
    }
    if (wait.waker().isPresent()) {
      json.writeObjectFieldStart("waker");
      waker(wait.waker().get());
      json.writeEndObject();
    }
    json.writeArrayFieldStart("wakers");
    for (TaskResult.WakerShare share : wait.wakers()) {
      json.writeStartObject();
      waker(share.waker());
      json.writeBooleanField("several", share.several());
      json.writeBooleanField("severalTasks", share.severalTasks());
      json.writeNumberField("count", share.count());
      json.writeNumberField("totalNanos", share.total());
      json.writeEndObject();
    }
    json.writeEndArray();
    if (wait.chain().isPresent()) {
      json.writeFieldName("chain");
      step(wait.chain().get());
    }
    json.writeEndObject();
  }

  private void step(ChainStep step) throws IOException {
    json.writeStartObject();
    PathWords.json(json, step.link());
    json.writeArrayFieldStart("threads");
    for (TaskWorker thread : step.threads()) {
      json.writeNumber(thread.id());
    }
    json.writeEndArray();
    json.writeArrayFieldStart("threadKinds");
    for (TaskWorker thread : step.threads()) {
      json.writeString(thread.kind().map(Json::name).orElse(""));
    }
    json.writeEndArray();
    json.writeNumberField("threadCount", step.threadCount());
    json.writeNumberField("waits", step.waits());
    json.writeNumberField("beginNanos", clock.sinceStart(step.begin()));
    json.writeNumberField("endNanos", clock.sinceStart(step.end()));
    json.writeNumberField("totalNanos", step.total());
    json.writeArrayFieldStart("did");
    for (ChainStep.Own own : step.own()) {
      json.writeStartObject();
      PathWords.json(json, own.what());
      json.writeNumberField("totalNanos", own.time());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("next");
    for (ChainStep next : step.next()) {
      step(next);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void waker(TaskResult.Waker waker) throws IOException {
    if (waker.isThread()) {
      json.writeNumberField("goroutine", waker.goroutine());
    }
    if (waker.threadKind().isPresent()) {
      json.writeStringField("threadKind", Json.name(waker.threadKind().get()));
    }
    json.writeStringField("kind", Json.name(waker.kind()));
    json.writeStringField("name", waker.name());
    if (waker.task() != EventView.NO_TASK) {
      Json.unsigned(json, "task", waker.task());
      json.writeStringField("taskType", waker.taskType());
    }
  }
}
