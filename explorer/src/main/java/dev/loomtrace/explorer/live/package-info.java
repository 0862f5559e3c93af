/**
 * A recording that goes on: snapshots of its last minutes, one after the other, each a trace of its
 * own. What is recorded there is only read, by the files that the JVM writes; nothing is asked of
 * the JVM itself.
 */
package dev.loomtrace.explorer.live;
