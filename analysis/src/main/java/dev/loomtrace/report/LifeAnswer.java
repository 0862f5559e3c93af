package dev.loomtrace.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.analysis.CarrierShares;
import dev.loomtrace.analysis.LifeResult;
import dev.loomtrace.analysis.ThreadResult;
import dev.loomtrace.trace.EventView;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Why a thread lived as long as it did.
 *
 * @param choice what was asked for
 * @param insteadOfTask whether a task was asked for, and this is said since there are none
 * @param life the thread's life
 * @param carriers who had the carriers while it waited for one, if that was looked for
 * @param matched how many threads the choice was from
 * @param clock the trace's
 * @param coverage of the trace
 * @param stacks whether to show whole stacks
 */
public record LifeAnswer(
    LifeChoice choice,
    boolean insteadOfTask,
    LifeResult life,
    Optional<CarrierShares> carriers,
    long matched,
    TraceClock clock,
    Coverage coverage,
    boolean stacks)
    implements Answer {
  @Override
  public void text(Text out) throws IOException {
    ThreadResult thread = life.thread();
    if (insteadOfTask) {
      out.line(
          coverage.trace()
              + " has no tasks, so this is the life of a thread:"
              + " of those that do not wait for work, the one that took the longest");
      out.line();
    }
    out.line(title(thread));
    out.line("began " + TaskText.began(thread.beganBefore(), thread.begin(), clock));
    out.line();
    new TaskText(out, clock, stacks).times(thread.time(), Optional.empty());
    CarrierSharesText.print(out, carriers);
    new WaitsText(out, stacks, EventView.NO_TASK).print(life.waits());
    if (matched > 1) {
      out.line();
      out.line("It is the slowest of " + Quantities.count(matched, "thread") + among() + ".");
    }
  }

  private String among() {
    return choice.name().map(n -> " of this name").orElse("")
        + choice.group().map(g -> " of this group").orElse("")
        + (choice.isGiven() ? "" : " that did not wait for work");
  }

  /** The thread in a line. */
  private static String title(ThreadResult thread) {
    String name = thread.name().isEmpty() ? thread.group() : thread.name();
    return ThreadWords.one(Optional.of(thread.kind()), thread.id())
        + (name.isEmpty() ? "" : " (" + Visible.name(name) + ")")
        + (thread.beganBefore() ? " took at least " : " took ")
        + Quantities.duration(thread.time().total())
        + (thread.ended() ? "" : " and had not ended");
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    json.writeStartObject();
    new ThreadJson(json, clock).members(life.thread());
    CarrierSharesJson.member(json, carriers);
    new TaskJson(json, clock, stacks).waits(life.waits());
    json.writeBooleanField("insteadOfTask", insteadOfTask);
    coverage.json(json);
    json.writeEndObject();
  }

  @Override
  public List<String> remarks() {
    return WhyAnswer.remarks(coverage);
  }
}
