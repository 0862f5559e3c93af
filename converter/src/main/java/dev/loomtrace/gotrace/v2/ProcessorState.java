package dev.loomtrace.gotrace.v2;

/** What is known of a proc. */
final class ProcessorState {
  byte status;

  /** Number of the generation that {@link #sequence} counts in. */
  long generation;

  long sequence;

  final OpenRanges ranges = new OpenRanges();

  ProcessorState(byte status) {
    this.status = status;
  }

  /** Whether an event with this number is the proc's next one. */
  boolean isNext(long eventGeneration, long number) {
    return generation == eventGeneration && number == sequence + 1;
  }
}
