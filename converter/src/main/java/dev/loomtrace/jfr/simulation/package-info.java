/**
 * Runs operations, in the order of their times, through one state machine of the whole JVM. It
 * turns them into events that are legal for goroutines, procs and threads, repairing and counting
 * what is missing.
 */
package dev.loomtrace.jfr.simulation;
