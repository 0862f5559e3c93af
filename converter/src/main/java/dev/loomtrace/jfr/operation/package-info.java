/**
 * What happened in a JVM, as operations on its threads, with what is known of the threads
 * themselves. Decoding a recording gives operations in any order; here they are sorted by time and
 * completed by what was recorded of each later; the simulation reads them. Neither of the two knows
 * the other.
 */
package dev.loomtrace.jfr.operation;
