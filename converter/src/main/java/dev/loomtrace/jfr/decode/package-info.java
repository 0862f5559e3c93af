/**
 * Decodes chunks of a recording into operations: the events of the recorder and of the JDK, the
 * stacks and threads of a chunk's constant pools, and the names that Java's classes, methods and
 * threads get in a trace. Times are taken as they are recorded; nothing here decides what fits.
 */
package dev.loomtrace.jfr.decode;
