package dev.loomtrace.jfr.operation;

/** What is compared of an operation: time, kind, and its number, which is its sequence. */
interface TimeKeys {
  /** The time. */
  long time(int op);

  /** The kind's place in the order of kinds. */
  int kind(int op);

  /** Which of two comes first: negative if it is this one. */
  default int compare(int op, int other) {
    int byTime = Long.compare(time(op), time(other));
    return byTime != 0 ? byTime : compareSimultaneous(op, other);
  }

  /** The same of two that have the same time. */
  default int compareSimultaneous(int op, int other) {
    int kind = kind(op);
    int byKind = Integer.compare(kind, kind(other));
    if (byKind != 0) {
      return byKind;
    }
    return OpKind.of(kind).isReversed() ? Integer.compare(other, op) : Integer.compare(op, other);
  }
}
