package dev.loomtrace.analysis.finding;

import dev.loomtrace.analysis.CodePlace;
import dev.loomtrace.trace.WaitReason;
import java.util.Optional;

/**
 * Where threads wait, and for what. There is one object for each, so that it is a key by identity.
 */
final class WaitSite {
  /** Of threads that have nothing to do, and of what comes after too many others. */
  static final WaitSite IGNORED = new WaitSite(Use.NONE, WaitReason.UNKNOWN, "", Optional.empty());

  /** What the wait is, as far as faults go. */
  enum Use {
    /** Not looked at. */
    NONE,
    /** For a lock or monitor. */
    LOCK,
    /** For something of which there are some, and others have them all. */
    POOL,
    /** For bytes from a socket, in the application's own name. */
    READ,
    /** Anything else that somebody has to end. */
    OTHER
  }

  private final Use use;
  private final WaitReason reason;
  private final String what;
  private final Optional<CodePlace> place;

  WaitSite(Use use, WaitReason reason, String what, Optional<CodePlace> place) {
    this.use = use;
    this.reason = reason;
    this.what = what;
    this.place = place;
  }

  Use use() {
    return use;
  }

  WaitReason reason() {
    return reason;
  }

  /** The class of what is waited for, or the pool's; may be empty. */
  String what() {
    return what;
  }

  Optional<CodePlace> place() {
    return place;
  }
}
