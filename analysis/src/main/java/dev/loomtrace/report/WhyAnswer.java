package dev.loomtrace.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.analysis.CarrierShares;
import dev.loomtrace.analysis.TaskResult;
import dev.loomtrace.trace.ExternalId;
import dev.loomtrace.trace.Repairs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Why a task took as long as it did.
 *
 * @param choice what was asked for
 * @param task the task
 * @param carriers who had the carriers while it waited for one, if that was looked for
 * @param matched how many tasks the choice was from
 * @param others some of those, if they are few and worth a look: the tasks of the same trace
 * @param url where spans are shown
 * @param clock the trace's
 * @param coverage of the trace
 * @param stacks whether to show whole stacks
 */
public record WhyAnswer(
    TaskChoice choice,
    TaskResult task,
    Optional<CarrierShares> carriers,
    long matched,
    List<TaskResult> others,
    TraceUrl url,
    TraceClock clock,
    Coverage coverage,
    boolean stacks)
    implements Answer {
  private static final int SHOWN = 10;

  /** Keeps a copy of the list. */
  public WhyAnswer {
    others = List.copyOf(others);
  }

  @Override
  public void text(Text out) throws IOException {
    breakdown(out);
    if (choice.traceId().isPresent()) {
      others(out);
    } else if (matched > 1) {
      out.line();
      out.line(
          "It is the slowest of "
              + Quantities.count(matched, "task")
              + (choice.name().isPresent() ? " of this name" : "")
              + ".");
    }
  }

  private void others(Text out) throws IOException {
    if (others.isEmpty()) {
      return;
    }
    out.line();
    out.line("other tasks of this trace");
    Table table = new Table("<task", "id", "took", "<span");
    for (TaskResult other : others.subList(0, Math.min(SHOWN, others.size()))) {
      table.row(
          other.type(),
          Long.toUnsignedString(other.id()),
          Quantities.duration(other.time().total()),
          other.externalId().flatMap(ExternalId::spanId).orElse(""));
    }
    table.print(out, "  ");
    long more = matched - 1 - Math.min(SHOWN, others.size());
    if (more > 0) {
      out.line("  and " + Quantities.count(more) + " more");
    }
  }

  /** Writes where the task's time went, and nothing about other tasks. */
  public void breakdown(Text out) throws IOException {
    new TaskText(out, clock, stacks, url).print(task, carriers);
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    json.writeStartObject();
    TaskJson tasks = new TaskJson(json, clock, stacks);
    tasks.members(task);
    CarrierSharesJson.member(json, carriers);
    Optional<String> shown = url.of(task.externalId());
    if (shown.isPresent()) {
      json.writeStringField("traceUrl", shown.get());
    }
    if (choice.traceId().isPresent()) {
      json.writeNumberField("tasksOfTrace", matched);
      json.writeArrayFieldStart("otherTasks");
      for (TaskResult other : others) {
        json.writeStartObject();
        Json.unsigned(json, "task", other.id());
        json.writeStringField("type", other.type());
        tasks.externalId(other);
        json.writeNumberField("totalNanos", other.time().total());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    coverage.json(json);
    json.writeEndObject();
  }

  @Override
  public List<String> remarks() {
    return remarks(coverage);
  }

  /** What whoever reads where time went must know about the trace. */
  static List<String> remarks(Coverage coverage) {
    List<String> remarks = new ArrayList<>();
    Repairs repairs = coverage.repairs();
    if (repairs.total(Repairs.Group.SCHEDULING) + repairs.total(Repairs.Group.LOSS) > 0) {
      remarks.add("times may be wrong where the recording had to be repaired: " + repairs);
    }
    remarks.addAll(coverage.remarks());
    return remarks;
  }
}
