package dev.loomtrace.trace;

import java.util.Objects;

/**
 * Everything that is known about why a thread stopped. Immutable; readers hand out one object for
 * all stops of one cause.
 */
public final class WaitCause {
  /** Nothing is known, or the transition is not a stop. */
  public static final WaitCause NONE =
      new WaitCause(WaitReason.UNKNOWN, WaitReason.UNKNOWN, "", "");

  private static final WaitCause[] OF_REASONS = ofReasons();

  private final WaitReason reason;
  private final WaitReason recorded;
  private final String text;
  private final String resource;
  private final String word;
  private final int hash; // Whoever adds up waits looks causes up for each.

  private WaitCause(WaitReason reason, WaitReason recorded, String text, String resource) {
    this.reason = reason;
    this.recorded = recorded;
    this.text = text;
    this.resource = resource;
    this.word = word(reason, text, resource);
    this.hash = Objects.hash(reason.name(), recorded.name(), text, resource);
  }

  private static WaitCause[] ofReasons() {
    WaitReason[] reasons = WaitReason.values();
    WaitCause[] causes = new WaitCause[reasons.length];
    for (WaitReason reason : reasons) {
      causes[reason.ordinal()] =
          reason == WaitReason.UNKNOWN ? NONE : new WaitCause(reason, reason, "", "");
    }
    return causes;
  }

  private static String word(WaitReason reason, String text, String resource) {
    return switch (reason) {
      case UNKNOWN -> text;
      case PARKED -> resource.isEmpty() ? reason.word() : parked(reason, resource);
      default -> reason.word();
    };
  }

  private static String parked(WaitReason reason, String resource) {
    return reason.word() + " (" + resource.substring(resource.lastIndexOf('.') + 1) + ")";
  }

  /** A reason and no more. */
  public static WaitCause of(WaitReason reason) {
    return OF_REASONS[reason.ordinal()];
  }

  /**
   * A reason, with what the thread waits for.
   *
   * @param resource name of its class or its own; empty if not known
   */
  public static WaitCause of(WaitReason reason, String resource) {
    return of(reason, reason, resource);
  }

  /**
   * A reason that is more exact than the recorded one.
   *
   * @param recorded the reason that the recording itself gives
   * @param resource name of its class or its own; empty if not known
   */
  public static WaitCause of(WaitReason reason, WaitReason recorded, String resource) {
    return reason == recorded && resource.isEmpty()
        ? of(reason)
        : new WaitCause(reason, recorded, "", resource);
  }

  /** A reason, with the format's own text for it. */
  public static WaitCause ofText(WaitReason reason, String text) {
    return text.isEmpty() ? of(reason) : new WaitCause(reason, reason, text, "");
  }

  /**
   * Whether it is known that the thread waits, or gave way; else it may as well run, and its time
   * is unknown.
   */
  public boolean isTold() {
    return reason != WaitReason.UNTOLD;
  }

  /** The reason, as exactly as it is known. */
  public WaitReason reason() {
    return reason;
  }

  /**
   * The reason that the recording itself gives, which may be coarser: a refinement by the stack is
   * missing for waits without one. Totals that waits are compared with, and the words of other
   * formats, are therefore based on this one.
   */
  public WaitReason recorded() {
    return recorded;
  }

  /** The format's own text, byte for byte; empty if the format has codes or gave none. */
  public String text() {
    return text;
  }

  /**
   * What the thread waits for: the name of its class as written in source code, or its own name;
   * empty if not known.
   */
  public String resource() {
    return resource;
  }

  /**
   * The words for people: those of the reason, with the class that the thread is parked on if no
   * more is known; the format's text if the reason is not known; empty if nothing is known.
   */
  public String word() {
    return word;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof WaitCause that
            && reason == that.reason
            && recorded == that.recorded
            && text.equals(that.text)
            && resource.equals(that.resource));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return word + (resource.isEmpty() ? "" : " on " + resource);
  }
}
