package dev.loomtrace.benchmarks.overhead;

import java.util.List;

/** How much more something costs than something else, as a share: 0.01 is one percent more. */
@FunctionalInterface
interface Effect {
  /** The effect in one set. */
  double in(MeasuredSet set);

  /** Of one configuration over another after the switch, in the same process: round by round. */
  static Effect inTurn(String of, String over) {
    return set -> set.after().ratio(of, over) - 1;
  }

  /**
   * Of the switch on a JVM: its time after the switch over its time before it, each as a multiple
   * of the control's in the same round. So neither the JVM's own level counts nor a machine that is
   * slower after the switch than before.
   *
   * @param after the JVM's configuration after the switch
   * @param before the same JVM's configuration before the switch
   * @param control what is the same before and after
   */
  static Effect ofSwitch(String after, String before, String control) {
    return set -> set.after().ratio(after, control) / set.before().ratio(before, control) - 1;
  }

  /** How much larger this effect is than another in the same set. */
  default Effect minus(Effect other) {
    return set -> in(set) - other.in(set);
  }

  /** The middle of sets, of which there must be one at least. */
  default Estimate estimate(List<MeasuredSet> sets) {
    return Estimate.of(
        sets,
        MeasuredSet::redraw,
        drawn -> Estimate.middle(drawn.stream().mapToDouble(this::in).toArray()));
  }
}
