package dev.loomtrace.jfr.chunk;

/**
 * A thread of either kind.
 *
 * @param osName name that the operating system knows; null: none
 * @param osThreadId id that the operating system knows; several tools take it for the thread's
 *     identity
 * @param javaName name that Java knows; null: it is no thread of Java's
 * @param javaThreadId id that Java knows; 0: it is no thread of Java's
 * @param group name of its group; null: none
 * @param virtual whether it is a virtual thread
 */
public record JavaThread(
    String osName,
    long osThreadId,
    String javaName,
    long javaThreadId,
    String group,
    boolean virtual) {}
