/**
 * The contract between whoever writes Loomtrace's JFR events and whoever reads them.
 *
 * <p>{@link dev.loomtrace.event.EventSchema} describes each event, its fields, its settings and the
 * codes in its fields. The event classes, the reader, the settings files and {@code docs/events.md}
 * are compared with it or made from it. {@link dev.loomtrace.event.EventNames} has the same names
 * and codes as compile-time constants, for code that must not load a class for them.
 *
 * <p>The package uses nothing of {@code jdk.jfr}: recordings can be read and written without it.
 */
package dev.loomtrace.event;
