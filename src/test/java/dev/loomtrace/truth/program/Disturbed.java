package dev.loomtrace.truth.program;

/** The machine was too busy for a scene to be what it should be; it says nothing then. */
final class Disturbed extends Exception {
  private static final long serialVersionUID = 1;

  Disturbed(String what) {
    super(what);
  }
}
