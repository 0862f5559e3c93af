package dev.loomtrace.jfr.operation;

/** What is compared of an operation; of two that are equal, the greater number is later. */
interface TimeKeys {
  /** The time. */
  long time(int op);

  /** The kind's place in the order of kinds. */
  int kind(int op);
}
