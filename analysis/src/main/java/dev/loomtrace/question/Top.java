package dev.loomtrace.question;

import java.util.List;

/** Of what an analysis has found, as much as is wanted: it always keeps one at least. */
public final class Top {
  /** How many to show where nobody says how many. */
  public static final int USUAL = 10;

  private Top() {}

  /**
   * The first ones.
   *
   * @param wanted how many; 0 or less: none
   */
  static <T> List<T> of(List<T> all, int wanted) {
    return all.subList(0, Math.clamp(wanted, 0, all.size()));
  }
}
