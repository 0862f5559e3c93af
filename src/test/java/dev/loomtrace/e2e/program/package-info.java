/**
 * Programs that the end-to-end tests record, each in a JVM of its own. They count what they do, and
 * print it as lines {@code name=value}; they use the JDK and nothing else.
 */
package dev.loomtrace.e2e.program;
