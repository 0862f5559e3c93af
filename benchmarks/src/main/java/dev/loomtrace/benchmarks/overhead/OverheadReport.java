package dev.loomtrace.benchmarks.overhead;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What {@link Overhead} measured, as text. */
final class OverheadReport {
  // Before the switch, where all JVMs do the same. The control's name is the same after it.
  static final String NOTHING = "nothing";
  static final String JFR_BEFORE = "nothing yet, then JFR alone";
  static final String IDLE_BEFORE = "nothing yet, then the agent";
  static final String AGENT_BEFORE = "nothing yet, then the agent and recording";

  // After it.
  static final String JFR_ALONE = "JFR alone";
  static final String IDLE = "agent, not recording";
  static final String AGENT_OFF = "agent, recording off";
  static final String AGENT_JFR_ALONE = "agent, JFR alone";
  static final String ALWAYS_ON = "agent, always-on";
  static final String FULL = "agent, full";
  static final String GO_NOTHING = "Go, nothing";
  static final String GO_TRACER = "Go, tracer";

  private static final String METHOD =
      """
      All servers of a set are there all the time, and the load goes from one to the other, in an order drawn anew
      for each round. At first all JVMs do the same: no agent, and none has ever recorded. Then comes the switch:
      the agent is attached to two of them, of which one never records and the other records in turn in three ways, or not;
      a third records by JFR without the agent; the fourth is the control, to which nothing happens.

      - Over nothing: a JVM's time after the switch over its own time before it, both as multiples of the control's
        in the same round. So it does not count how a JVM happened to compile, nor that the machine's speed changed.
      - Over JFR alone: in one JVM with the agent, in turn, round by round. JFR alone has the settings of always-on,
        with the agent's own events switched off.
      - Over recording off: in the same JVM, in turn, round by round.
        What is measured begins more than a second after a recording and ends before it: what a JVM does when
        chunks are begun and ended, for a flight recorder once a second, is not in it.
      - Go's tracer: in one process, in turn, round by round.

      Each number is the median of sets; its interval is by bootstrap, over sets and over the rounds in them.
      """;

  private record Row(String what, String over, Effect effect, String unit) {
    String text(List<MeasuredSet> sets) {
      Effect percent = set -> 100 * effect.in(set);
      String more = percent.estimate(sets).text("%+.2f " + unit + " (95 %%: %+.2f to %+.2f)");
      return String.format("| %s | %s | %s |%n", what, over, more);
    }
  }

  private OverheadReport() {}

  /**
   * The report.
   *
   * @param before sets of rounds before the switch
   * @param after the same sets' rounds after it, with or without Go
   * @param how one line: how much was measured
   */
  static String of(Samples before, Samples after, String how) throws IOException {
    StringBuilder out = new StringBuilder("# What recording costs an HTTP server\n\n");
    out.append(Machine.describe()).append('\n').append(how).append("\n\n").append(METHOD);
    out.append("\nMore CPU per request:\n\n| what | over | more |\n|---|---|---|\n");
    List<MeasuredSet> sets = sets(before, after);
    for (Row row : rows(after.has(GO_TRACER))) {
      out.append(row.text(sets));
    }
    out.append("\nCPU per request before the switch, in microseconds:\n\n");
    out.append(before.spread(1e3));
    out.append("\nCPU per request after it, in microseconds:\n\n").append(after.spread(1e3));
    return out.toString();
  }

  private static List<MeasuredSet> sets(Samples before, Samples after) {
    List<Rounds> early = before.sets();
    List<Rounds> late = after.sets();
    List<MeasuredSet> sets = new ArrayList<>();
    for (int s = 0; s < early.size(); s++) {
      sets.add(new MeasuredSet(early.get(s), late.get(s)));
    }
    return sets;
  }

  private static List<Row> rows(boolean go) {
    Effect recording = Effect.inTurn(ALWAYS_ON, AGENT_OFF);
    Effect alwaysOn = Effect.ofSwitch(ALWAYS_ON, AGENT_BEFORE, NOTHING);
    Effect full = Effect.ofSwitch(FULL, AGENT_BEFORE, NOTHING);
    Effect jfr = Effect.ofSwitch(JFR_ALONE, JFR_BEFORE, NOTHING);
    Effect idle = Effect.ofSwitch(IDLE, IDLE_BEFORE, NOTHING);
    List<Row> rows = new ArrayList<>();
    rows.add(new Row(ALWAYS_ON, JFR_ALONE, Effect.inTurn(ALWAYS_ON, AGENT_JFR_ALONE), "%%"));
    rows.add(new Row(FULL, JFR_ALONE, Effect.inTurn(FULL, AGENT_JFR_ALONE), "%%"));
    rows.add(new Row(ALWAYS_ON, AGENT_OFF, recording, "%%"));
    rows.add(new Row(FULL, AGENT_OFF, Effect.inTurn(FULL, AGENT_OFF), "%%"));
    rows.add(new Row(ALWAYS_ON, NOTHING, alwaysOn, "%%"));
    rows.add(new Row(FULL, NOTHING, full, "%%"));
    rows.add(new Row(JFR_ALONE, NOTHING, jfr, "%%"));
    rows.add(new Row(IDLE, NOTHING, idle, "%%"));
    if (go) {
      Effect tracer = Effect.inTurn(GO_TRACER, GO_NOTHING);
      rows.add(new Row(GO_TRACER, GO_NOTHING, tracer, "%%"));
      rows.add(
          new Row(
              ALWAYS_ON + ", over " + NOTHING,
              GO_TRACER + ", over " + GO_NOTHING,
              alwaysOn.minus(tracer),
              "points"));
      rows.add(
          new Row(
              ALWAYS_ON + ", over " + AGENT_OFF,
              GO_TRACER + ", over " + GO_NOTHING,
              recording.minus(tracer),
              "points"));
    }
    return rows;
  }
}
