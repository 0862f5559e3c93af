package dev.loomtrace.truth;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What is known to be answered wrongly, and waits to be mended. A check that a row lists may fail
 * and may pass; one that none lists must be right. Whoever mends something removes or narrows its
 * row; the report of the long form names the rows of which nothing is wrong any more.
 */
enum NotYetTrue {
  ;

  private final String what;
  private final Predicate<Check> about;

  NotYetTrue(String what, Predicate<Check> about) {
    this.what = what;
    this.about = about;
  }

  static boolean lists(Check check) {
    for (NotYetTrue row : values()) {
      if (row.about.test(check)) {
        return true;
      }
    }
    return false;
  }
}
