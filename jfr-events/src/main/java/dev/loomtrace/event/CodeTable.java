package dev.loomtrace.event;

import java.util.List;

/**
 * What the numbers in a field mean.
 *
 * @param title what the codes say, as a heading: {@code "State codes"}
 * @param constants what the names of these codes begin with in {@link EventNames}: {@code "STATE_"}
 * @param codes the codes: that of value n is element n
 */
public record CodeTable(String title, String constants, List<Code> codes) {
  /**
   * One code. Codes are never reused for another meaning.
   *
   * @param value the number in the field
   * @param name the name of its constant in {@link EventNames} without what the table's names begin
   *     with: {@code "PARKED"}
   * @param meaning what it says, as a sentence or part of one
   */
  public record Code(int value, String name, String meaning) {}

  /** Copies the list, and checks that it has no gap. */
  public CodeTable {
    codes = List.copyOf(codes);
    for (int i = 0; i < codes.size(); i++) {
      if (codes.get(i).value != i) {
        throw new IllegalArgumentException("not the code " + i + ": " + codes.get(i));
      }
    }
  }

  /** The code of this value; null if there is none. */
  public Code code(long value) {
    return value >= 0 && value < codes.size() ? codes.get((int) value) : null;
  }
}
