package dev.loomtrace.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.analysis.CarrierShares;
import dev.loomtrace.analysis.TaskResult;
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
 * @param clock the trace's
 * @param coverage of the trace
 * @param stacks whether to show whole stacks
 */
public record WhyAnswer(
    TaskChoice choice,
    TaskResult task,
    Optional<CarrierShares> carriers,
    long matched,
    TraceClock clock,
    Coverage coverage,
    boolean stacks)
    implements Answer {
  /** Without stacks, and without who had the carriers. */
  public WhyAnswer(
      TaskChoice choice, TaskResult task, long matched, TraceClock clock, Coverage coverage) {
    this(choice, task, Optional.empty(), matched, clock, coverage, false);
  }

  @Override
  public void text(Text out) throws IOException {
    breakdown(out);
    if (matched > 1) {
      out.line();
      out.line(
          "It is the slowest of "
              + Quantities.count(matched, "task")
              + (choice.name().isPresent() ? " of this name" : "")
              + ".");
    }
  }

  /** Writes where the task's time went, and nothing about other tasks. */
  public void breakdown(Text out) throws IOException {
    new TaskText(out, clock, stacks).print(task, carriers);
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    json.writeStartObject();
    new TaskJson(json, clock, stacks).members(task);
    CarrierSharesJson.member(json, carriers);
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
