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
      the agent is attached to one of them, which then records in turn in several ways, or not.
      There may be one more with the agent, which never records, and one that records by JFR without the agent.
      The last is the control, to which nothing happens.

      - Over nothing: a JVM's time after the switch over its own time before it, both as multiples of the control's
        in the same round. So it does not count how a JVM happened to compile, nor that the machine's speed changed.
      - Over JFR alone: in one JVM with the agent, in turn, round by round. JFR alone has the settings of always-on,
        with the agent's own events switched off.
      - Over recording off: in the same JVM, in turn, round by round.
        What is measured begins more than a second after a recording and ends before it: what a JVM does when
        chunks are begun and ended, for a flight recorder once a second, is not in it.
      - Go's tracer: in one process, in turn, round by round.

      Each number is the mean of the middle half of the sets (in a set: of the rounds); its interval is by bootstrap, over sets and over the rounds in them.
      At 95 % confidence it is not more than the last column says (the interval leaves out 2.5 % on either side, this 5 % on one).
      """;

  /** A comparison that can be made if there are samples of these configurations. */
  private record Row(String what, String over, Effect effect, String unit, List<String> needs) {
    String text(List<MeasuredSet> sets) {
      Effect percent = set -> 100 * effect.in(set);
      String more =
          percent.estimate(sets).text("%+.2f " + unit + " (95 %%: %+.2f to %+.2f) | %+.2f");
      return String.format("| %s | %s | %s |%n", what, over, more);
    }
  }

  private OverheadReport() {}

  /**
   * The report.
   *
   * @param before sets of rounds before the switch
   * @param after the same sets' rounds after it; what is missing is left out of the report
   * @param how one line: how much was measured
   */
  static String of(Samples before, Samples after, String how) throws IOException {
    StringBuilder out = new StringBuilder("# What recording costs an HTTP server\n\n");
    out.append(Machine.describe()).append('\n').append(how).append("\n\n").append(METHOD);
    out.append("\nMore CPU per request:\n\n| what | over | more | at most |\n|---|---|---|---|\n");
    List<MeasuredSet> sets = sets(before, after);
    for (Row row : rows()) {
      if (row.needs().stream().allMatch(after::has)) {
        out.append(row.text(sets));
      }
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

  private static List<Row> rows() {
    Effect recording = Effect.inTurn(ALWAYS_ON, AGENT_OFF);
    Effect alwaysOn = Effect.ofSwitch(ALWAYS_ON, AGENT_BEFORE, NOTHING);
    Effect full = Effect.ofSwitch(FULL, AGENT_BEFORE, NOTHING);
    Effect jfr = Effect.ofSwitch(JFR_ALONE, JFR_BEFORE, NOTHING);
    Effect idle = Effect.ofSwitch(IDLE, IDLE_BEFORE, NOTHING);
    Effect tracer = Effect.inTurn(GO_TRACER, GO_NOTHING);
    String goTracer = GO_TRACER + ", over " + GO_NOTHING;
    return List.of(
        row(
            ALWAYS_ON,
            JFR_ALONE,
            Effect.inTurn(ALWAYS_ON, AGENT_JFR_ALONE),
            ALWAYS_ON,
            AGENT_JFR_ALONE),
        row(FULL, JFR_ALONE, Effect.inTurn(FULL, AGENT_JFR_ALONE), FULL, AGENT_JFR_ALONE),
        row(AGENT_JFR_ALONE, AGENT_OFF, Effect.inTurn(AGENT_JFR_ALONE, AGENT_OFF), AGENT_JFR_ALONE),
        row(ALWAYS_ON, AGENT_OFF, recording, ALWAYS_ON),
        row(FULL, AGENT_OFF, Effect.inTurn(FULL, AGENT_OFF), FULL),
        row(ALWAYS_ON, NOTHING, alwaysOn, ALWAYS_ON),
        row(FULL, NOTHING, full, FULL),
        row(JFR_ALONE, NOTHING, jfr, JFR_ALONE),
        row(IDLE, NOTHING, idle, IDLE),
        row(GO_TRACER, GO_NOTHING, tracer, GO_TRACER),
        points(ALWAYS_ON + ", over " + NOTHING, goTracer, alwaysOn.minus(tracer)),
        points(ALWAYS_ON + ", over " + AGENT_OFF, goTracer, recording.minus(tracer)));
  }

  private static Row row(String what, String over, Effect effect, String... needs) {
    return new Row(what, over, effect, "%%", List.of(needs));
  }

  private static Row points(String what, String over, Effect effect) {
    return new Row(what, over, effect, "points", List.of(ALWAYS_ON, GO_TRACER));
  }
}
