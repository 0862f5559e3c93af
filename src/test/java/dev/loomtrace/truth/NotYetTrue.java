package dev.loomtrace.truth;

import dev.loomtrace.truth.Check.About;
import dev.loomtrace.truth.Check.Verdict;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What is known to be answered wrongly, and waits to be mended: each row with the part of the
 * problem that it is. A check that a row lists may fail and may pass; one that none lists must be
 * right. Whoever mends something removes or narrows its row; the report counts for each row what is
 * wrong of it.
 */
enum NotYetTrue {
  BELOW_THE_THRESHOLD(
      "3: what a platform thread does without an event is unknown, or why it waits",
      // However short the scene's own running is: the machine may make it long.
      check ->
          (platform(check) || in(check, "inherited-by-other-kind"))
              && parts(check)
              && check.verdict() == Verdict.UNKNOWN
              && (check.answer().contains("unknown=")
                  || check.answer().contains(Judge.NO_REASON + "="))),
  PLATFORM_PARALLEL(
      "3: what a platform thread waits for while others run",
      check -> platform(check) && parts(check) && in(check, "wrap-executor|fan-out-.*")),
  PLATFORM_SYSTEM_WAITS(
      "3: waits of platform threads in the system for which there is no event",
      check -> platform(check) && waker(check) && in(check, "socket-accept|selector")),
  PLATFORM_BORDERS(
      "3: a platform thread's wait at a monitor or in the system across two borders of chunks",
      check ->
          platform(check)
              && waker(check)
              && check.form() == Form.BORDER
              && in(
                  check,
                  "monitor|object-wait.*|pipe-.*|join-platform|join-own-child|socket-.*|selector")),
  PLATFORM_WAKERS(
      "3: who woke a platform thread from a wait below the JDK's threshold",
      check ->
          platform(check)
              && waker(check)
              && in(check, "monitor-short|join-own-child")
              && !check.cell().alwaysOn()),
  PINNED_AT_MONITORS(
      "4: a virtual thread that keeps its carrier at a monitor, until it is over, and below the"
          + " JDK's threshold",
      check ->
          virtual(check)
              && ((parts(check) && (check.form() == Form.BORDER || check.form().open()))
                  || (in(check, "monitor-short")
                      && (parts(check) || waker(check))
                      && !check.cell().alwaysOn()))
              && check.cell().version() < 24
              && in(check, "monitor.*|object-wait.*|pipe-io|join-platform")),
  PINNED_IN_THE_SYSTEM(
      "4: and so is one that waits in the system",
      check ->
          virtual(check)
              && (parts(check) || waker(check))
              && (in(check, "fifo-open")
                  || (in(check, "selector") && check.cell().version() < 24)
                  || (in(check, "fifo-read|process-output")
                      && (check.form() == Form.BORDER || check.form().open())))),
  CLASS_OF_ANOTHER(
      "4: a virtual thread that waits until another thread has initialized a class, until it is over",
      check ->
          virtual(check)
              && parts(check)
              && (check.form() == Form.BORDER || check.form().open())
              && in(check, "class-of-another")),
  LATE_TIMERS(
      "6: a sleep that ends late is all sleep before JDK 25",
      check -> parts(check) && in(check, "carrier-after-sleep") && check.cell().version() < 25),
  MONITORS_THAT_ARE_LEFT(
      "7: who left a monitor for which a virtual thread had given up its carrier",
      check ->
          virtual(check) && waker(check) && check.cell().version() >= 24 && in(check, "monitor.*")),
  NOTIFIERS(
      "7: with the JDK's own settings, who notified a virtual thread that had given up its carrier,"
          + " or which platform thread ended",
      check ->
          virtual(check)
              && waker(check)
              && check.cell().version() >= 24
              && !check.cell().alwaysOn()
              && in(check, "join-platform|object-wait|pipe-io"));

  private final String what;
  private final Predicate<Check> about;

  NotYetTrue(String what, Predicate<Check> about) {
    this.what = what;
    this.about = about;
  }

  private static boolean platform(Check check) {
    return check.kind().equals("platform");
  }

  private static boolean virtual(Check check) {
    return check.kind().equals("virtual");
  }

  private static boolean parts(Check check) {
    return check.about() == About.PARTS;
  }

  private static boolean waker(Check check) {
    return check.about() == About.WAKER;
  }

  private static boolean in(Check check, String scenes) {
    return Pattern.matches(scenes, check.scene());
  }

  /** Whether this row lists it. */
  boolean has(Check check) {
    return about.test(check);
  }

  /** Whether it is listed. */
  static boolean lists(Check check) {
    for (NotYetTrue row : values()) {
      if (row.has(check)) {
        return true;
      }
    }
    return false;
  }

  /** What is wrong: first the number of the item that the project has for it. */
  @Override
  public String toString() {
    return what;
  }
}
