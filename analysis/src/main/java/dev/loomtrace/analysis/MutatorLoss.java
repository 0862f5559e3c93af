package dev.loomtrace.analysis;

/** What takes processors away from a program, so that it does not run on them meanwhile. */
public enum MutatorLoss {
  /**
   * The world is stopped: of a Go trace for the garbage collector, of a JVM for whatever reason.
   */
  STOPS("stw", "pauses"),
  /** The garbage collector's own goroutines mark, but for those that take idle processors. */
  BACKGROUND("background", "marking in the background"),
  /** Goroutines have to help to mark before they may go on. */
  ASSISTS("assist", "assists"),
  /** Goroutines sweep before they allocate. */
  SWEEPS("sweep", "sweeping");

  private final String word;
  private final String words;

  MutatorLoss(String word, String words) {
    this.word = word;
    this.words = words;
  }

  /** In words, for a sentence. */
  public String words() {
    return words;
  }

  /** Its name on the command line and in JSON. */
  @Override
  public String toString() {
    return word;
  }
}
